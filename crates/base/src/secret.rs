//! Random tokens, their hashes, sealed values. One crypto library behind all of it (aws-lc-rs).
//! Where secrets are kept is the server's matter; passwords are `accounts`' matter.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use aws_lc_rs::{digest, hkdf, hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The shortest master key that is accepted, in bytes.
pub const MASTER_KEY_BYTES: usize = 32;

/// `length` bytes from the system's generator.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).expect("the system's random generator works, or nothing here is safe");
    bytes
}

/// By what our tokens begin: keys, sessions, links, tickets. Nothing that begins so reaches a log.
pub const TOKEN_PREFIXES: [&str; 13] =
    ["ak_", "cs_", "em_", "in_", "is_", "lt_", "ob_", "pw_", "rt_", "sf_", "su_", "vt_", "wk_"];

/// A new token of 192 random bits behind a visible prefix that tells its kind: `ak_…`, `vt_…`.
///
/// # Panics
/// When the prefix is none of [`TOKEN_PREFIXES`], nor empty.
pub fn new_token(prefix: &str) -> String {
    token_of(prefix, &random_bytes::<24>())
}

/// A token of these secret bytes.
///
/// # Panics
/// As [`new_token`].
pub fn token_of(prefix: &str, bytes: &[u8]) -> String {
    assert!(prefix.is_empty() || TOKEN_PREFIXES.contains(&prefix), "{prefix} is no prefix of tokens: logs would show them");
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a token: its SHA-256. Tokens are random enough to need no slow hash.
pub fn token_hash(token: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, token.as_bytes()).as_ref().to_vec()
}

/// SHA-256 as lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

/// SHA-256 of what comes piece by piece.
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// Takes the next piece.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The sum of all pieces as lower-case hexadecimal.
    pub fn finish(self) -> String {
        hex(self.0.finish().as_ref())
    }
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}"); // writing to a String cannot fail
        out
    })
}

/// The key that all others come from. Never printed, never stored in the database.
#[derive(Clone)]
pub struct MasterKey([u8; MASTER_KEY_BYTES]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

/// Why a configured key is refused.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum KeyError {
    /// Not base64 of 32 bytes.
    #[error("must be 32 random bytes in base64url without padding (43 characters); make one with `antiphon secret`")]
    Shape,
    /// All bytes alike, or an example from some manual.
    #[error("is a default or example value; make one with `antiphon secret`")]
    Weak,
}

impl MasterKey {
    /// A fresh random key.
    pub fn generate() -> Self {
        Self(random_bytes())
    }

    /// Reads a key as configured; refuses short, default and example values.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let bytes: [u8; MASTER_KEY_BYTES] =
            URL_SAFE_NO_PAD.decode(text.trim()).map_err(|_| KeyError::Shape)?.try_into().map_err(|_| KeyError::Shape)?;
        let distinct = bytes.iter().collect::<std::collections::BTreeSet<_>>().len();
        // 32 random bytes hold about 30 distinct values; fewer than 12 never happens by chance.
        if distinct < 12 { Err(KeyError::Weak) } else { Ok(Self(bytes)) }
    }

    /// The key as it is written to a file or an environment variable.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// A key for one purpose; purposes cannot stand in for each other.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        struct Len;
        impl hkdf::KeyType for Len {
            fn len(&self) -> usize {
                32
            }
        }
        let mut key = [0; 32];
        hkdf::Salt::new(hkdf::HKDF_SHA256, b"antiphon")
            .extract(&self.0)
            .expand(&[purpose.as_bytes()], Len)
            .and_then(|okm| okm.fill(&mut key))
            .expect("32 bytes are within what HKDF-SHA256 gives");
        key
    }

    /// Seals `plain` so that it opens only under the same `place`
    /// (workspace, table, column and row): a value moved between rows fails.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Vec<u8> {
        let mut sealed = plain.to_vec();
        let nonce = self
            .sealing_key()
            .seal_in_place_append_tag(Aad::from(place.as_bytes()), &mut sealed)
            .expect("sealing fails only for values of many gigabytes");
        let mut out = nonce.as_ref().to_vec();
        out.append(&mut sealed);
        out
    }

    /// Opens what [`MasterKey::seal`] made; `None` when it was altered, moved or sealed by another key.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(aws_lc_rs::aead::NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = body.to_vec();
        let plain = self.sealing_key().open_in_place(nonce, Aad::from(place.as_bytes()), &mut body).ok()?;
        Some(plain.to_vec())
    }

    fn sealing_key(&self) -> RandomizedNonceKey {
        RandomizedNonceKey::new(&AES_256_GCM, &self.derive("sealed-columns")).expect("the derived key has the right length")
    }
}

/// HMAC-SHA256 of `message`.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_place_and_under_its_key() {
        let key = MasterKey::generate();
        let sealed = key.seal("ws/inboxes/secret/1", b"swordfish");
        assert_eq!(key.open("ws/inboxes/secret/1", &sealed).as_deref(), Some(&b"swordfish"[..]));
        assert_eq!(key.open("ws/inboxes/secret/2", &sealed), None);
        assert_eq!(MasterKey::generate().open("ws/inboxes/secret/1", &sealed), None);
        assert_ne!(sealed, key.seal("ws/inboxes/secret/1", b"swordfish"));
    }

    #[test]
    fn short_and_default_keys_are_refused() {
        assert_eq!(MasterKey::parse("changeme").unwrap_err(), KeyError::Shape);
        assert_eq!(MasterKey::parse(&URL_SAFE_NO_PAD.encode([7; 32])).unwrap_err(), KeyError::Weak);
        assert!(MasterKey::parse(&MasterKey::generate().to_text()).is_ok());
    }

    #[test]
    fn purposes_get_different_keys() {
        let key = MasterKey::generate();
        assert_ne!(key.derive("jwt"), key.derive("audit"));
    }
}
