//! The Pusher protocol as a host speaks it: a workspace's app with its key and secret, the API by which servers publish and
//! ask, and who of our own people may join which channel.
//!
//! Owns the table `pusher_apps`; the routes `/pusher/app/{key}` (the socket), `/apps/{app_id}/*`, `/api/pusher/*`.
//! Refuses to know how events travel and who has joined (`live::channels`), and what a conversation is beyond who sees it.

mod app;
mod authorize;
mod check_request;
mod model;
mod publish_events;
mod routes;
mod show_channels;
mod sql;

pub use app::{AppChange, PusherApp, app_by_key, change_app, find_or_make_app, renew_secret};
pub use authorize::{ChannelAuth, ChannelAuthAsk, UserAuth, UserAuthAsk, authorize_channel, authorize_user};
pub use check_request::{SignedRequest, check_request};
pub use publish_events::{publish_batch, publish_event};
pub use routes::routes;
