//! A sign-in provider (OpenID Connect) on loopback that can also lie: what no honest one does must be refused too.
//! The honest way is shown against a certified one in the browser's tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use antiphon_base::Clock;
use antiphon_base::secret::{hmac_sha256, random_bytes, token_hash};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::Url;

/// What the provider does that it must not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Signs with another key than the one that it shows.
    Signature,
    /// Does not sign.
    Unsigned,
    /// Signs with the client's secret.
    SharedSecret,
    /// Names a key that it does not show.
    UnknownKey,
    /// Answers another sign-in's nonce.
    Nonce,
    /// Leaves the nonce out.
    NoNonce,
    /// Speaks to somebody else.
    Audience,
    /// Speaks to somebody else as well.
    MoreAudience,
    /// Calls itself otherwise.
    Issuer,
    /// Answers an expired token.
    Expired,
    /// Answers a token of the future.
    Future,
    /// Answers a token of another access token.
    AccessToken,
    /// Gives no ID token.
    NoToken,
    /// Tells of another person to who asks with the access token.
    OtherPerson,
    /// Calls itself otherwise in its description.
    Description,
    /// Sends callers elsewhere.
    Redirects,
    /// Answers more than anybody reads.
    TooMuch,
}

/// A provider.
#[derive(Clone)]
pub struct Provider {
    /// What it calls itself.
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
    clock: Clock,
}

struct Inside {
    key: Key,
    lie: Option<Lie>,
    person: Value,
    /// Whether the address is told in the token, or only to who asks.
    tells_in_token: bool,
    codes: HashMap<String, Given>,
    tokens: HashMap<String, Value>,
}

struct Key {
    id: String,
    pair: EcdsaKeyPair,
}

struct Given {
    nonce: String,
    challenge: String,
    redirect_uri: String,
}

/// The client that every provider knows.
pub const CLIENT: (&str, &str) = ("antiphon", "s3cret+of/the client%");

impl Key {
    fn new() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("keys can be made");
        Self { id: URL_SAFE_NO_PAD.encode(random_bytes::<6>()), pair }
    }

    fn shown(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        let coordinate = |range| URL_SAFE_NO_PAD.encode(&point[range]);
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": coordinate(1..33), "y": coordinate(33..65) })
    }
}

impl Provider {
    /// Starts one that is honest and knows nobody yet.
    pub async fn start(clock: &Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let inside = Inside {
            key: Key::new(),
            lie: None,
            person: Value::Null,
            tells_in_token: true,
            codes: HashMap::new(),
            tokens: HashMap::new(),
        };
        let provider = Self { issuer, inside: Arc::new(Mutex::new(inside)), clock: clock.clone() };
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/person", get(person))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        provider
    }

    /// Who signs in from now on: the claims of one person.
    pub fn is_asked_by(&self, person: Value) {
        self.inside().person = person;
    }

    /// Lies from now on, or no more.
    pub fn lies(&self, lie: Option<Lie>) {
        self.inside().lie = lie;
    }

    /// Tells the address only to who asks with the access token.
    pub fn keeps_address_out_of_token(&self) {
        self.inside().tells_in_token = false;
    }

    /// Signs with a new key from now on, and shows that one only.
    pub fn changes_its_key(&self) {
        self.inside().key = Key::new();
    }

    /// What happens on its pages: the person agrees. Answers the address that the browser is sent back to.
    pub fn agrees(&self, address: &str) -> String {
        let (asked, redirect_uri) = self.asked(address);
        let code = URL_SAFE_NO_PAD.encode(random_bytes::<16>());
        let given = Given {
            nonce: asked["nonce"].clone(),
            challenge: asked["code_challenge"].clone(),
            redirect_uri: redirect_uri.to_string(),
        };
        self.inside().codes.insert(code.clone(), given);
        back(redirect_uri, &[("code", &code), ("state", &asked["state"]), ("iss", &self.issuer)])
    }

    /// The same, where the person does not agree.
    pub fn refuses(&self, address: &str, error: &str) -> String {
        let (asked, redirect_uri) = self.asked(address);
        back(redirect_uri, &[("error", error), ("state", &asked["state"])])
    }

    fn asked(&self, address: &str) -> (HashMap<String, String>, Url) {
        let address = Url::parse(address).expect("an address");
        assert!(address.as_str().starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        let asked: HashMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT.0));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let redirect_uri = Url::parse(&asked["redirect_uri"]).expect("an address to go back to");
        (asked, redirect_uri)
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id_token(&self, inside: &Inside, given: &Given, access_token: &str) -> String {
        let (lie, now) = (inside.lie, self.clock.now().timestamp());
        let lies = |one| lie == Some(one);
        let half = token_hash(if lies(Lie::AccessToken) { "another" } else { access_token });
        let mut claims = json!({
            "iss": if lies(Lie::Issuer) { "https://elsewhere.test" } else { &self.issuer },
            "aud": if lies(Lie::Audience) { json!("somebody else") } else if lies(Lie::MoreAudience) { json!([CLIENT.0, "somebody else"]) } else { json!(CLIENT.0) },
            "iat": if lies(Lie::Future) { now + 3600 } else { now },
            "exp": if lies(Lie::Expired) { now - 61 } else { now + 300 },
            "nonce": if lies(Lie::Nonce) { "another" } else { &given.nonce },
            "at_hash": URL_SAFE_NO_PAD.encode(&half[..16]),
        });
        let claims_of = claims.as_object_mut().expect("an object");
        if lies(Lie::NoNonce) {
            claims_of.remove("nonce");
        }
        for (name, value) in inside.person.as_object().expect("somebody is there") {
            if name == "sub" || inside.tells_in_token {
                claims_of.insert(name.clone(), value.clone());
            }
        }
        let other = Key::new();
        let algorithm = match lie {
            Some(Lie::Unsigned) => "none",
            Some(Lie::SharedSecret) => "HS256",
            _ => "ES256",
        };
        let kid = if lies(Lie::UnknownKey) { &other.id } else { &inside.key.id };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let said = format!("{}.{}", part(&json!({ "alg": algorithm, "typ": "JWT", "kid": kid })), part(&claims));
        let signature = match lie {
            Some(Lie::Unsigned) => Vec::new(),
            Some(Lie::SharedSecret) => hmac_sha256(CLIENT.1.as_bytes(), said.as_bytes()),
            _ => {
                let key = if matches!(lie, Some(Lie::Signature | Lie::UnknownKey)) { &other } else { &inside.key };
                key.pair.sign(&SystemRandom::new(), said.as_bytes()).expect("signing works").as_ref().to_vec()
            }
        };
        format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn back(mut redirect_uri: Url, with: &[(&str, &str)]) -> String {
    redirect_uri.query_pairs_mut().extend_pairs(with);
    redirect_uri.to_string()
}

async fn describe(State(provider): State<Provider>) -> Response {
    let issuer = &provider.issuer;
    let lie = provider.inside().lie;
    match lie {
        Some(Lie::Redirects) => return Redirect::to(&format!("{issuer}/elsewhere")).into_response(),
        Some(Lie::TooMuch) => return Json(json!({ "issuer": issuer, "more": "x".repeat(2_000_000) })).into_response(),
        _ => {}
    }
    Json(json!({
        "issuer": if lie == Some(Lie::Description) { "https://elsewhere.test" } else { issuer },
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/person"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // It says that it can do what is never taken.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    }))
    .into_response()
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    Json(json!({ "keys": [provider.inside().key.shown()] }))
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refuse = |status, error: &str| (status, Json(json!({ "error": error })));
    let escape = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let expected = format!("Basic {}", STANDARD.encode(format!("{}:{}", escape(CLIENT.0), escape(CLIENT.1))));
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != expected.as_bytes()) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    let mut inside = provider.inside();
    let Some(given) = inside.codes.remove(&form["code"]) else { return refuse(StatusCode::BAD_REQUEST, "invalid_grant") };
    let proved = URL_SAFE_NO_PAD.encode(token_hash(&form["code_verifier"])) == given.challenge;
    if !proved || form["redirect_uri"] != given.redirect_uri || form["grant_type"] != "authorization_code" {
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    let access_token = URL_SAFE_NO_PAD.encode(random_bytes::<16>());
    let mut answer = json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 300 });
    if inside.lie != Some(Lie::NoToken) {
        answer["id_token"] = provider.id_token(&inside, &given, &access_token).into();
    }
    let mut told = inside.person.clone();
    if inside.lie == Some(Lie::OtherPerson) {
        told["sub"] = "another".into();
    }
    inside.tokens.insert(access_token, told);
    (StatusCode::OK, Json(answer))
}

async fn person(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok()).unwrap_or_default();
    match provider.inside().tokens.get(given.trim_start_matches("Bearer ")) {
        Some(person) => Json(person.clone()).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}
