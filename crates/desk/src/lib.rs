//! The product. One folder per noun ("slice"); `Desk` is what all of them share.
//! The ranks of the slices, lowest first, and what may call what, are written in `tidy`.

pub mod actor;
pub mod created;
mod given;
pub mod http;
pub mod ids;
mod listeners;
pub mod page;
pub mod text;
mod work;

// rank 0: written inside others' transactions
pub mod audit;
pub mod jobs;
// rank 1
pub mod accounts;
pub mod live;
// rank 2
pub mod contacts;
pub mod files;
pub mod oidc;
// rank 3
pub mod avatars;
pub mod conversations;
pub mod imports;
// rank 4
pub mod chatlog;
pub mod drafts;
pub mod inboxes;
pub mod merges;
pub mod notices;
pub mod previews;
pub mod pusher;
// rank 6
pub mod assistant;
// rank 7
pub mod admin;
pub mod crm_chat;
pub mod moves;

use std::ops::Deref;
use std::sync::{Arc, LazyLock, Weak};
use std::time::Duration;

use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_base::{Clock, Error, Result};
use antiphon_bus::Bus;
use antiphon_clients::Outgoing;
use antiphon_clients::mail::Mailer;
use antiphon_clients::pusher::Publisher;
use antiphon_db::Db;
use axum::Router;
use axum::middleware::from_fn;
use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utoipa::openapi::OpenApi;

use crate::http::{Limiters, RouteInfo, Routes};
use crate::inboxes::Origins;
use crate::live::Live;
pub use crate::work::Work;

/// What all slices share. Cheap to clone.
#[derive(Clone)]
pub struct Desk(Arc<Shared>);

/// The parts of a [`Desk`].
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The one source of time.
    pub clock: Clock,
    /// All settings.
    pub config: Config,
    /// Keys derived from the master key.
    pub keys: Keys,
    /// Where files lie.
    pub files: files::Store,
    /// Topics, sockets, presence.
    pub live: Live,
    /// The way out for mail, where one is configured.
    pub mailer: Option<Mailer>,
    /// Wakes the workers when a job is owed.
    pub jobs: jobs::Queue,
    /// How often callers may ask.
    pub limiters: Limiters,
    /// Sites whose pages may call.
    pub origins: Origins,
    /// Makes calls to other people's servers.
    pub outgoing: Outgoing,
    /// The outside Pusher, where one is configured.
    pub publisher: Option<Publisher>,
    /// What is known of sign-in providers.
    pub providers: oidc::Known,
    /// What answers by itself.
    pub bot: Arc<dyn assistant::Bot>,
    /// This log's generation: changes when a backup is restored, so that stale cursors are refused.
    pub epoch: String,
    /// Stops everything that runs in the background.
    pub stop: CancellationToken,
    /// Everything that runs in the background.
    pub tasks: TaskTracker,
}

/// Keys derived from the master key, one per purpose.
pub struct Keys {
    /// For sealed columns.
    pub master: MasterKey,
    /// Signs access tokens.
    pub access_tokens: [u8; 32],
    /// Chains the audit trail.
    pub audit: [u8; 32],
    /// Signs addresses of files.
    pub files: [u8; 32],
    /// Makes the secrets of links that are mailed.
    pub links: [u8; 32],
}

impl Deref for Desk {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl Desk {
    /// Opens the desk on a migrated database and starts what runs in the background.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn open(db: Db, bus: Bus, clock: Clock, config: Config, master: MasterKey) -> Result<Self> {
        let installation = accounts::find_or_make_installation(&db, &master, clock.now()).await?;
        let desk = Self(Arc::new(Shared {
            keys: Keys {
                access_tokens: master.derive("access-tokens"),
                audit: master.derive("audit-trail"),
                files: master.derive("file-addresses"),
                links: master.derive("mailed-links"),
                master,
            },
            files: files::Store::open(&config)?,
            live: Live::new(bus, clock.clone()),
            mailer: Mailer::new(&config.mail)?,
            jobs: jobs::Queue::default(),
            limiters: Limiters::new(&config.limits),
            origins: Origins::new(&config.cors_origins),
            outgoing: Outgoing::new(&config.outgoing.private_hosts),
            publisher: Publisher::new(&config.pusher, &config.outgoing),
            providers: oidc::Known::default(),
            bot: Arc::new(assistant::Echo),
            epoch: installation.epoch,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
            db,
            clock,
            config,
        }));
        inboxes::refresh_origins(&desk).await?;
        live::start(&desk, Arc::new(conversations::Replayed::new(&desk)), Arc::new(notices::PersonLog::new(&desk)));
        jobs::start(&desk, handlers());
        desk.spawn(watch_endings(desk.clone()));
        Ok(desk)
    }

    /// Stops background work and closes the database. Sockets are drained before, by [`live::drain`].
    pub async fn close(&self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.db.close().await;
    }

    /// The outside Pusher, where this workspace publishes there: its app knows no workspaces, so it belongs to one.
    pub(crate) async fn outside_pusher(&self, workspace: ids::WorkspaceId) -> Result<Option<&Publisher>> {
        let Some(publisher) = &self.publisher else { return Ok(None) };
        let whose = match self.config.pusher.workspace.as_deref() {
            Some(named) => named.parse().ok(),
            None => self.db.system_read(async |tx| accounts::only_workspace(tx).await).await?,
        };
        Ok(Some(publisher).filter(|_| whose == Some(workspace)))
    }

    /// The desk, held so that it may go.
    pub(crate) fn downgrade(&self) -> Weak<Shared> {
        Arc::downgrade(&self.0)
    }

    /// The desk, if it is still there.
    pub(crate) fn upgrade(weak: &Weak<Shared>) -> Option<Self> {
        weak.upgrade().map(Self)
    }

    /// Starts a background task that `close` waits for; it must watch `desk.stop`.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }
}

/// Who carries out owed and recurring work: one line per slice.
fn handlers() -> jobs::Handlers {
    jobs::Handlers::default()
        .merge(http::jobs())
        .every("audit.checkpoint", Duration::from_secs(3600), async |desk: Desk| audit::checkpoint(&desk).await)
        .merge(accounts::jobs())
        .merge(contacts::jobs())
        .merge(conversations::jobs())
        .merge(imports::jobs())
        .merge(files::jobs())
        .merge(oidc::jobs())
        .merge(inboxes::jobs())
        .merge(previews::jobs())
        .merge(chatlog::jobs())
        .merge(notices::jobs())
        .merge(assistant::jobs())
}

/// Closes the sockets of sessions, keys and visitor tokens that ended, also when no hint of it came over the bus.
async fn watch_endings(desk: Desk) {
    const PERIOD: Duration = Duration::from_secs(2);
    let mut since = desk.clock.now();
    while desk.stop.run_until_cancelled(tokio::time::sleep(PERIOD)).await.is_some() {
        if desk.live.open_sockets() == 0 {
            since = desk.clock.now();
            continue;
        }
        // Looked back a little further each time: a commit may lie behind its own time.
        let from = since - TimeDelta::seconds(10);
        let now = desk.clock.now();
        let ended =
            async { Ok::<_, Error>([accounts::revoked_since(&desk, from).await?, inboxes::revoked_since(&desk, from).await?]) };
        match ended.await {
            Ok(ended) => {
                since = now;
                for credential in ended.into_iter().flatten() {
                    desk.live.end(credential);
                }
            }
            Err(error) => tracing::warn!(%error, "ended sessions could not be read; trying again"),
        }
    }
}

/// All routes: one line per slice.
fn table() -> Routes {
    Routes::default()
        .merge(accounts::routes())
        .merge(audit::routes())
        .merge(contacts::routes())
        .merge(admin::routes())
        .merge(avatars::routes())
        .merge(drafts::routes())
        .merge(imports::routes())
        .merge(merges::routes())
        .merge(notices::routes())
        .merge(pusher::routes())
        .merge(conversations::routes())
        .merge(files::routes())
        .merge(oidc::routes())
        .merge(inboxes::routes())
        .merge(live::routes())
        .merge(crm_chat::routes())
        .merge(chatlog::routes())
}

/// What is the same for every desk, laid out once in a process: the routes, their document, their table.
static LAID_OUT: LazyLock<(Router<Desk>, OpenApi, Vec<RouteInfo>)> = LazyLock::new(|| {
    let (router, api, table) = table().split();
    let document = http::document(api, &table);
    let docs = <utoipa_scalar::Scalar<_> as utoipa_scalar::Servable<_>>::with_url("/api/docs", document.clone())
        .custom_html(http::DOCS_PAGE);
    let router =
        router.route("/api/openapi.json", axum::routing::get(|| std::future::ready(axum::Json(&LAID_OUT.1)))).merge(docs);
    (router, document, table)
});

/// The router with everything around it.
pub fn routes(desk: &Desk) -> Router {
    let router = LAID_OUT.0.clone();
    let router = router.layer(from_fn(http::label)).fallback(http::nothing_here).method_not_allowed_fallback(http::not_this_way);
    http::layers(router, desk).with_state(desk.clone())
}

/// The OpenAPI document, without a running server.
pub fn openapi() -> OpenApi {
    LAID_OUT.1.clone()
}

/// The table of routes, for the generated authorization test.
pub fn route_table() -> Vec<RouteInfo> {
    LAID_OUT.2.clone()
}
