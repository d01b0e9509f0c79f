//! Somebody's authenticator app: another implementation of one-time codes than the product's own.

use antiphon_base::Clock;
use totp_rs::Totp;

/// An app that scanned one secret.
pub struct Authenticator(Totp);

impl Authenticator {
    /// Scans what the picture says.
    pub fn scan(uri: &str) -> Self {
        Self(Totp::from_url(uri).expect("an address as authenticator apps read it"))
    }

    /// What it shows now.
    pub fn shows(&self, clock: &Clock) -> String {
        self.0.generate(clock.now().timestamp().unsigned_abs()).to_string()
    }
}
