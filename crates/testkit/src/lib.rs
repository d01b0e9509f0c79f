//! For tests only: a story on either engine, with a standing cast, a clock that tests move, callers that speak
//! HTTP in-process and clients that speak the live socket over loopback.
//! Panics where a test should fail: that is its job.

mod authenticator;
mod bucket;
mod cast;
mod engine;
mod log_lines;
mod postbox;
mod provider;
mod site;
mod socket;
mod soon;
mod story;

pub use authenticator::Authenticator;
pub use bucket::Bucket;
pub use cast::{Caller, Cast, PASSWORD};
pub use engine::{Bare, Engine, folder, master_key};
pub use log_lines::LogLines;
pub use postbox::{Letter, Postbox};
pub use provider::{CLIENT, Lie, Provider};
pub use site::Site;
pub use socket::Client;
pub use soon::soon;
pub use story::{Answer, Event, Events, Story};
pub use tokio_tungstenite::tungstenite::Message as WireMessage;
/// Single frames, for what no message can say.
pub mod wire {
    pub use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    pub use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
}

/// Writes each story as two tests, one per engine: `sqlite::name` and `postgres::name`.
///
/// ```ignore
/// both_engines! {
///     async fn a_repeated_client_id_sends_once(story: Story) { … }
/// }
/// ```
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($story:ident: $world:ty) $body:block)*) => {
        $(
            $(#[$meta])*
            async fn $name($story: $world) $body
        )*
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let story = $crate::Story::new($crate::Engine::Sqlite).await;
                    super::$name(story).await;
                }
            )*
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let story = $crate::Story::new($crate::Engine::Postgres).await;
                    super::$name(story).await;
                }
            )*
        }
    };
}
