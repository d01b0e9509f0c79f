//! How often one caller may ask: by credential where there is one, else by address.
//! In memory and per node: without the bus a limit holds on each node by itself.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use antiphon_base::config::Limits;
use antiphon_base::{Error, Result};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};
use http::{HeaderMap, HeaderValue};
use uuid::Uuid;

use super::authenticate::Asked;
use super::error::answer;
use super::request::PeerAddress;
use crate::Desk;

/// The limits that several doors share. A limit of 0 is none.
pub struct Limiters {
    requests: Option<Requests>,
    handshakes: Option<DefaultKeyedRateLimiter<IpAddr>>,
    admissions: Option<DefaultDirectRateLimiter>,
}

type Requests = RateLimiter<Caller, DefaultKeyedStateStore<Caller>, DefaultClock, StateInformationMiddleware>;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Caller {
    Principal(Uuid),
    Address(IpAddr),
}

impl Limiters {
    /// Limits as configured.
    pub fn new(limits: &Limits) -> Self {
        Self {
            requests: quota(limits.requests_per_second, 4).map(|quota| RateLimiter::keyed(quota).with_middleware()),
            handshakes: quota(limits.handshakes_per_second, 5).map(RateLimiter::keyed),
            admissions: quota(limits.admissions_per_second, 1).map(RateLimiter::direct),
        }
    }

    /// One more socket from this address, and one more in all.
    ///
    /// # Errors
    /// `TooMany`: by the address itself, or `Unavailable` when everybody comes at once.
    pub fn admit_socket(&self, address: IpAddr) -> Result<()> {
        if let Some(handshakes) = &self.handshakes {
            handshakes.check_key(&address).map_err(|wait| too_many(wait.wait_time_from(DefaultClock::default().now())))?;
        }
        if let Some(admissions) = &self.admissions {
            admissions.check().map_err(|_| Error::unavailable("Many clients are connecting at once; try again in a moment."))?;
        }
        Ok(())
    }

    /// Forgets callers that have been quiet; run now and then.
    pub fn forget_quiet(&self) {
        if let Some(requests) = &self.requests {
            requests.retain_recent();
        }
        if let Some(handshakes) = &self.handshakes {
            handshakes.retain_recent();
        }
    }
}

pub(super) async fn layer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    if let Some(requests) = &desk.limiters.requests {
        let caller = match Asked::of(&request) {
            Ok(actor) => Caller::Principal(actor.principal.0),
            Err(_) => {
                Caller::Address(request.extensions().get::<PeerAddress>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0))
            }
        };
        return match requests.check_key(&caller) {
            Ok(left) => {
                let mut answered = next.run(request).await;
                tell(answered.headers_mut(), left.quota(), left.remaining_burst_capacity());
                answered
            }
            Err(wait) => {
                let mut refused = answer(too_many(wait.wait_time_from(DefaultClock::default().now())));
                tell(refused.headers_mut(), wait.quota(), 0);
                refused
            }
        };
    }
    next.run(request).await
}

/// How many requests may come at once, how many of them are left, and in how many seconds all are again.
fn tell(headers: &mut HeaderMap, quota: Quota, left: u32) {
    let most = quota.burst_size().get();
    let until_whole = quota.replenish_interval().as_secs_f64() * f64::from(most.saturating_sub(left));
    headers.insert("ratelimit-limit", HeaderValue::from(most));
    headers.insert("ratelimit-remaining", HeaderValue::from(left));
    headers.insert("ratelimit-reset", HeaderValue::from(until_whole.ceil() as u64));
}

fn quota(per_second: u32, bursts: u32) -> Option<Quota> {
    let rate = NonZeroU32::new(per_second)?;
    Some(Quota::per_second(rate).allow_burst(rate.saturating_mul(NonZeroU32::new(bursts)?)))
}

fn too_many(retry_after: Duration) -> Error {
    Error::TooMany { retry_after }
}
