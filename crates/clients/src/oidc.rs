//! OpenID Connect, the side that relies on it: discovery, the way to the provider with PKCE, nonce and state, the code
//! for an ID token, and what makes that token genuine. Who the person is here is the desk's matter.

use std::pin::Pin;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken, CoreIdTokenClaims,
    CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    DiscoveryError, HttpRequest, HttpResponse, IssuerUrl, JsonWebKeySet, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse,
    UserInfoError,
};

use crate::{Outgoing, Unreached};

/// By how much the provider's clock may differ from ours.
const SKEW: TimeDelta = TimeDelta::seconds(60);
/// Signatures that count: those of key pairs. An unsigned token, or one signed with what both sides know, never does,
/// whatever the provider says that it can do.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The provider does not answer, or answers nothing that can be read.
    #[error("the provider cannot be reached: {0}")]
    Away(String),
    /// The provider does not know this client, or its secret.
    #[error("the provider does not accept the client id and secret")]
    NotKnown,
    /// The provider refused.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// What the provider said is not to be believed.
    #[error("the provider's answer cannot be trusted: {0}")]
    NotTrusted(String),
}

/// Who we are to the provider.
#[derive(Clone, Debug)]
pub struct Client<'a> {
    /// As the provider named us.
    pub id: &'a str,
    /// What only the provider and we know.
    pub secret: &'a str,
    /// Where the provider sends people back to.
    pub redirect_uri: &'a str,
}

/// A provider as its discovery document describes it, with its keys.
#[derive(Clone, Debug)]
pub struct Provider(CoreProviderMetadata);

/// The way to the provider, and what must come back by it.
#[derive(Debug)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the token.
    pub nonce: String,
    /// Proves that it is us who bring the code.
    pub verifier: String,
}

/// What came back, and what was kept for it.
#[derive(Debug)]
pub struct Returned<'a> {
    /// The code out of the address.
    pub code: &'a str,
    /// The nonce that went out.
    pub nonce: &'a str,
    /// The verifier that was kept.
    pub verifier: &'a str,
}

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider's own name for the person, for good.
    pub subject: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether the provider knows that it is theirs.
    pub email_verified: bool,
    /// Their name.
    pub name: Option<String>,
}

/// The library's calls go out by our rules.
impl<'c> AsyncHttpClient<'c> for Outgoing {
    type Error = Unreached;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreached>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(Self::call(self, request))
    }
}

/// Asks a provider what it is.
///
/// # Errors
/// `Away`, `NotTrusted` when it calls itself otherwise.
pub async fn discover(outgoing: &Outgoing, issuer: &str) -> Result<Provider, Fault> {
    let issuer = IssuerUrl::new(issuer.to_owned()).map_err(|error| Fault::NotTrusted(error.to_string()))?;
    match CoreProviderMetadata::discover_async(issuer, outgoing).await {
        Ok(metadata) => Ok(Provider(metadata)),
        Err(DiscoveryError::Request(unreached)) => Err(Fault::Away(unreached.to_string())),
        Err(DiscoveryError::Response(status, ..)) => Err(Fault::Away(format!("its description is answered with {status}"))),
        Err(DiscoveryError::Parse(error)) => Err(Fault::Away(format!("its description cannot be read: {error}"))),
        Err(error) => Err(Fault::NotTrusted(error.to_string())),
    }
}

impl Provider {
    /// The way for one person: new state, nonce and verifier.
    ///
    /// # Errors
    /// `NotTrusted` when our own address is none.
    pub fn begin(&self, client: &Client<'_>) -> Result<Begun, Fault> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = CoreClient::from_provider_metadata(self.0.clone(), ClientId::new(client.id.to_owned()), None)
            .set_redirect_uri(redirect(client)?)
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Begun { url: url.into(), state: state.into_secret(), nonce: nonce.secret().clone(), verifier: verifier.into_secret() })
    }

    /// Trades the code for an ID token and believes it if it is genuine. Where it was signed with a key that was not
    /// known, the keys are read anew: then the provider as it is now comes along.
    ///
    /// # Errors
    /// `Away`, `NotKnown`, `Refused`, `NotTrusted`.
    pub async fn finish(
        &self,
        outgoing: &Outgoing,
        client: &Client<'_>,
        returned: &Returned<'_>,
        now: DateTime<Utc>,
    ) -> Result<(Identity, Option<Self>), Fault> {
        let tokens = self.trade(outgoing, client, returned).await?;
        let id_token = tokens.id_token().ok_or_else(|| Fault::NotTrusted("it gave no ID token".to_owned()))?;
        let (claims, anew) = match self.believe(client, id_token, &tokens, returned.nonce, now) {
            Err(Doubt::UnknownKey) => {
                let anew = self.with_fresh_keys(outgoing).await?;
                (anew.believe(client, id_token, &tokens, returned.nonce, now).map_err(Doubt::into_fault)?, Some(anew))
            }
            outcome => (outcome.map_err(Doubt::into_fault)?, None),
        };
        let mut identity = Identity {
            subject: claims.subject().to_string(),
            email: claims.email().map(|email| email.to_string()),
            email_verified: claims.email_verified() == Some(true),
            name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        };
        // Many providers keep the address out of the token, and tell it to whoever asks with the access token.
        if identity.email.is_none() && self.0.userinfo_endpoint().is_some() {
            let told = self.ask(outgoing, client, &tokens, claims.subject()).await?;
            identity.email = told.email().map(|email| email.to_string());
            identity.email_verified = told.email_verified() == Some(true);
            identity.name = identity.name.or_else(|| told.name().and_then(|name| name.get(None)).map(|name| name.to_string()));
        }
        Ok((identity, anew))
    }

    /// Whether the provider knows this client and its secret: it is shown a code that it never gave.
    ///
    /// # Errors
    /// `Away`, `NotKnown`, and `NotTrusted` where it takes such a code.
    pub async fn try_client(&self, outgoing: &Outgoing, client: &Client<'_>) -> Result<(), Fault> {
        let never = Returned { code: "antiphon-tries-the-connection", nonce: "", verifier: &"x".repeat(43) };
        match self.trade(outgoing, client, &never).await {
            Err(Fault::Refused(_)) => Ok(()),
            Err(fault) => Err(fault),
            Ok(_) => Err(Fault::NotTrusted("it took a code that it never gave".to_owned())),
        }
    }

    async fn trade(&self, outgoing: &Outgoing, client: &Client<'_>, returned: &Returned<'_>) -> Result<CoreTokenResponse, Fault> {
        let traded = self
            .client(client)
            .set_redirect_uri(redirect(client)?)
            .exchange_code(AuthorizationCode::new(returned.code.to_owned()))
            .map_err(|error| Fault::Away(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(returned.verifier.to_owned()))
            .request_async(outgoing)
            .await;
        traded.map_err(|error| match error {
            RequestTokenError::Request(unreached) => away(&unreached),
            RequestTokenError::ServerResponse(refusal) if *refusal.error() == CoreErrorResponseType::InvalidClient => {
                Fault::NotKnown
            }
            RequestTokenError::ServerResponse(refusal) => Fault::Refused(refusal.error().to_string()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Fault::Away("its answer to the code cannot be read".to_owned())
            }
        })
    }

    async fn ask(
        &self,
        outgoing: &Outgoing,
        client: &Client<'_>,
        tokens: &CoreTokenResponse,
        subject: &SubjectIdentifier,
    ) -> Result<CoreUserInfoClaims, Fault> {
        let asked = self
            .client(client)
            .user_info(tokens.access_token().clone(), Some(subject.clone()))
            .map_err(|error| Fault::Away(error.to_string()))?
            .request_async(outgoing)
            .await;
        asked.map_err(|error| match error {
            UserInfoError::Request(unreached) => away(&unreached),
            UserInfoError::ClaimsVerification(error) => Fault::NotTrusted(error.to_string()),
            UserInfoError::Response(status, ..) => Fault::Away(format!("it tells nothing of the person ({status})")),
            _ => Fault::Away("what it tells of the person cannot be read".to_owned()),
        })
    }

    fn believe(
        &self,
        client: &Client<'_>,
        id_token: &CoreIdToken,
        tokens: &CoreTokenResponse,
        nonce: &str,
        now: DateTime<Utc>,
    ) -> Result<CoreIdTokenClaims, Doubt> {
        let trusted = self.client(client);
        let verifier =
            trusted.id_token_verifier().set_allowed_algs(SIGNATURES).set_time_fn(move || now - SKEW).set_issue_time_verifier_fn(
                move |issued_at| {
                    if issued_at <= now + SKEW { Ok(()) } else { Err("it was issued in the future".to_owned()) }
                },
            );
        let claims = id_token.claims(&verifier, &Nonce::new(nonce.to_owned())).map_err(Doubt::of)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = id_token.signing_alg().map_err(Doubt::because)?;
            let key = id_token.signing_key(&verifier).map_err(Doubt::because)?;
            let actual = AccessTokenHash::from_token(tokens.access_token(), algorithm, key).map_err(Doubt::because)?;
            if actual != *expected {
                return Err(Doubt::Other("the access token is not the one that it speaks of".to_owned()));
            }
        }
        Ok(claims.clone())
    }

    async fn with_fresh_keys(&self, outgoing: &Outgoing) -> Result<Self, Fault> {
        let keys = JsonWebKeySet::fetch_async(self.0.jwks_uri(), outgoing).await;
        let keys = keys.map_err(|_| Fault::Away("its keys cannot be read".to_owned()))?;
        Ok(Self(self.0.clone().set_jwks(keys)))
    }

    fn client(&self, client: &Client<'_>) -> Known {
        let (id, secret) = (ClientId::new(client.id.to_owned()), ClientSecret::new(client.secret.to_owned()));
        let methods = self.0.token_endpoint_auth_methods_supported();
        let in_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        CoreClient::from_provider_metadata(self.0.clone(), id, Some(secret)).set_auth_type(if in_body {
            AuthType::RequestBody
        } else {
            AuthType::BasicAuth
        })
    }
}

type Known = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// Why a token is not believed.
enum Doubt {
    UnknownKey,
    Other(String),
}

impl Doubt {
    fn of(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => Self::UnknownKey,
            ClaimsVerificationError::SignatureVerification(error) => Self::because(error),
            // The words tell which claim it was; the values in them may be somebody's.
            error => Self::Other(error.to_string().split(&[':', '('][..]).next().unwrap_or_default().trim().to_owned()),
        }
    }

    fn because(error: impl std::fmt::Display) -> Self {
        Self::Other(error.to_string())
    }

    fn into_fault(self) -> Fault {
        Fault::NotTrusted(match self {
            Self::UnknownKey => "it is signed with a key that the provider does not show".to_owned(),
            Self::Other(why) => why,
        })
    }
}

fn away(unreached: &Unreached) -> Fault {
    Fault::Away(unreached.to_string())
}

fn redirect(client: &Client<'_>) -> Result<RedirectUrl, Fault> {
    RedirectUrl::new(client.redirect_uri.to_owned()).map_err(|error| Fault::NotTrusted(error.to_string()))
}
