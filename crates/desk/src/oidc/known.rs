//! Providers that were asked what they are, with their keys, kept for an hour and in this process only.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use antiphon_base::Timestamp;
use antiphon_clients::oidc::{Fault, Provider, discover};
use chrono::TimeDelta;

use crate::Desk;

/// How long what a provider says of itself is taken to hold.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// How many are kept.
const MOST: usize = 1_000;

/// What is known of providers, by what they call themselves.
#[derive(Default)]
pub struct Known(Mutex<HashMap<String, (Provider, Timestamp)>>);

impl Known {
    fn find(&self, issuer: &str, now: Timestamp) -> Option<Provider> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(issuer).filter(|(_, since)| now < *since + FRESH).map(|(provider, _)| provider.clone())
    }

    /// Keeps what a provider said.
    pub(super) fn keep(&self, issuer: &str, provider: Provider, now: Timestamp) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(issuer.to_owned(), (provider, now));
    }
}

/// The provider, asked where it is not known or was asked too long ago.
///
/// # Errors
/// As it is asked.
pub(super) async fn provider(desk: &Desk, issuer: &str) -> Result<Provider, Fault> {
    if let Some(provider) = desk.providers.find(issuer, desk.clock.now()) {
        return Ok(provider);
    }
    let provider = discover(&desk.outgoing, issuer).await?;
    desk.providers.keep(issuer, provider.clone(), desk.clock.now());
    Ok(provider)
}
