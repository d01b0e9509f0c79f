//! The protocol of Pusher Channels between servers: how requests and channels are signed, and publishing to Pusher itself
//! or to any host that speaks it. What is published, and when it is tried again, is the desk's matter.
//! Facts: pusher.com/docs/channels/library_auth_reference (rest-api, auth-signatures).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use antiphon_base::secret::{hex, hmac_sha256};
use antiphon_base::{Timestamp, config};
use http::{Method, Request, StatusCode};
use md5::{Digest as _, Md5};
use serde::Serialize;

use crate::{Outgoing, Unreached};

/// How long publishing may take in all.
const PATIENCE: Duration = Duration::from_secs(5);
/// For so many seconds a host that did not answer is left alone: what waits for it must not hold up everything else.
const AFTER_SILENCE: i64 = 15;
/// Most channels in one request.
const CHANNELS: usize = 100;
/// Largest data of an event, in bytes.
pub const DATA_BYTES: usize = 10 * 1024;
/// Longest name of a channel that the libraries send, in characters.
const NAME_CHARACTERS: usize = 200;

/// Why an event was not published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The host is away, slow or overloaded: worth another try.
    #[error("{0}")]
    Away(String),
    /// The host refuses it, and will again.
    #[error("{0}")]
    Refused(String),
}

/// Publishes to one app of one host. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Publisher {
    outgoing: Outgoing,
    base: String,
    app_id: String,
    key: String,
    secret: String,
    /// Until when it is not asked again, in seconds of the epoch: it took a call and did not answer.
    hung_until: Arc<AtomicI64>,
}

#[derive(Serialize)]
struct Event<'a> {
    name: &'a str,
    channels: &'a [String],
    /// JSON, as a text.
    data: &'a str,
}

impl Publisher {
    /// To the app that is configured, where one is. Its host is the operator's own choice: it may be anywhere.
    pub fn new(settings: &config::Pusher, others: &config::Outgoing) -> Option<Self> {
        let (app_id, key, secret) = (settings.app_id.clone()?, settings.key.clone()?, settings.secret.clone()?);
        let base = settings.base();
        let mut inside = others.private_hosts.clone();
        inside.extend(url::Url::parse(&base).ok().and_then(|url| url.host_str().map(str::to_owned)));
        Some(Self { outgoing: Outgoing::new(&inside), base, app_id, key, secret, hung_until: Arc::default() })
    }

    /// Where it publishes, without what is secret.
    pub fn place(&self) -> String {
        format!("{}/apps/{}", self.base, self.app_id)
    }

    /// Key and secret, for whoever signs that a client may join a channel there.
    pub fn signs(&self) -> (&str, &str) {
        (&self.key, &self.secret)
    }

    /// Publishes an event to channels; `data` is JSON of at most 10 KB.
    ///
    /// # Errors
    /// `Away` where another try could end otherwise.
    pub async fn publish(&self, channels: &[String], name: &str, data: &str, now: Timestamp) -> Result<(), Fault> {
        for channels in channels.chunks(CHANNELS) {
            let body = serde_json::to_vec(&Event { name, channels, data }).map_err(|error| Fault::Refused(error.to_string()))?;
            self.post("events", body, now).await?;
        }
        Ok(())
    }

    async fn post(&self, what: &str, body: Vec<u8>, now: Timestamp) -> Result<(), Fault> {
        if now.timestamp() < self.hung_until.load(Ordering::Relaxed) {
            return Err(Fault::Away("it did not answer a moment ago".to_owned()));
        }
        let path = format!("/apps/{}/{what}", self.app_id);
        let query = signed_query(&self.key, &self.secret, &Method::POST, &path, &body, now);
        let request = Request::post(format!("{}{path}?{query}", self.base))
            .header("content-type", "application/json")
            .header("x-pusher-library", concat!("antiphon ", env!("CARGO_PKG_VERSION")))
            .body(body)
            .map_err(|error| Fault::Refused(error.to_string()))?;
        let answer = tokio::time::timeout(PATIENCE, self.outgoing.call(request))
            .await
            .map_err(|_| {
                self.hung_until.store(now.timestamp() + AFTER_SILENCE, Ordering::Relaxed);
                Fault::Away(format!("no answer within {} s", PATIENCE.as_secs()))
            })?
            .map_err(|error| match error {
                Unreached::NotAllowed(why) => Fault::Refused(why),
                Unreached::NoAnswer(why) => Fault::Away(why),
            })?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(Fault::Away(format!("the host answered {status}")))
            }
            StatusCode::UNAUTHORIZED => {
                Err(Fault::Refused("the host does not accept the signature: look at key, secret and clock".into()))
            }
            status => Err(Fault::Refused(format!("the host answered {status}"))),
        }
    }
}

/// Whether a channel can have this name: letters, digits and `_-=@,.;`, at most 200 of them; `#` before it is the
/// protocol's own.
pub fn is_channel(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-=@,.;".contains(c);
    !name.is_empty() && name.len() <= NAME_CHARACTERS && name.chars().all(is_part)
}

/// HMAC-SHA256 as the protocol writes it: lower-case hexadecimal.
pub fn sign(secret: &str, text: &str) -> String {
    hex(&hmac_sha256(secret.as_bytes(), text.as_bytes()))
}

/// What is signed of a request; `query` without `auth_signature`, its values as they are, not escaped.
pub fn signed_text(method: &Method, path: &str, query: &[(String, String)]) -> String {
    let mut pairs: Vec<(String, &str)> = query.iter().map(|(name, value)| (name.to_lowercase(), value.as_str())).collect();
    pairs.sort();
    let query = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&");
    format!("{method}\n{path}\n{query}")
}

/// MD5 of a body, as requests carry it.
pub fn body_md5(body: &[u8]) -> String {
    hex(&Md5::digest(body))
}

fn signed_query(key: &str, secret: &str, method: &Method, path: &str, body: &[u8], now: Timestamp) -> String {
    let mut query = vec![
        ("auth_key".to_owned(), key.to_owned()),
        ("auth_timestamp".to_owned(), now.timestamp().to_string()),
        ("auth_version".to_owned(), "1.0".to_owned()),
    ];
    if !body.is_empty() {
        query.push(("body_md5".to_owned(), body_md5(body)));
    }
    query.push(("auth_signature".to_owned(), sign(secret, &signed_text(method, path, &query))));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "7ad3773142a6692b25b8";

    /// The examples of pusher.com/docs/channels/library_auth_reference (the presence one recomputed for its own name).
    #[test]
    fn signatures_are_those_of_the_official_examples() {
        for (text, digest) in [
            ("1234.1234:private-foobar", "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"),
            (r#"1234.1234::user::{"id":"12345"}"#, "4708d583dada6a56435fb8bc611c77c359a31eebde13337c16ab43aa6de336ba"),
            (
                r#"1234.1234:presence-foobar:{"user_id":10,"user_info":{"name":"Mr. Channels"}}"#,
                "31935e7d86dba64c2a90aed31fdc61869f9b22ba9d8863bba239c03ca481bc80",
            ),
        ] {
            assert_eq!(sign(SECRET, text), digest);
        }
        let body = br#"{"name":"foo","channels":["project-3"],"data":"{\"some\":\"data\"}"}"#;
        assert_eq!(body_md5(body), "ec365a775a4cd0599faeb73354201b6f");
        let at = chrono::DateTime::from_timestamp(1_353_088_179, 0).unwrap();
        let query = signed_query("278d425bdf160c739803", SECRET, &Method::POST, "/apps/3/events", body, at);
        assert!(query.ends_with("&auth_signature=da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c"), "{query}");
    }

    #[test]
    fn names_of_channels_hold_nothing_that_a_signature_is_made_of() {
        assert!(is_channel("private-user_-=@,.;9"));
        for wrong in ["", "a:b", "a b", "ä", "#server", &"x".repeat(201)] {
            assert!(!is_channel(wrong), "{wrong}");
        }
    }
}
