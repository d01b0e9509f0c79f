//! `antiphon serve`: migrates, opens the desk, serves until asked to stop.

use std::io::Write as _;
use std::sync::Arc;

use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_desk::{Desk, accounts};
use anyhow::Result;
use axum::Router;
use tokio::net::TcpListener;

use crate::cli::Flags;
use crate::web::{Health, Web};
use crate::{data, figures, logs, serve, settings, storage, web};

pub(crate) async fn run(flags: Flags) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    let started = start(config, async |_| Ok(())).await?;
    let url = started.url();
    say(&format!("Antiphon listens on {url}"));
    for owner in accounts::first_run(&started.desk).await? {
        say(&format!(
            "Set up the owner {} of “{}” (within 72 hours, once): {url}/app/setup#token={}",
            owner.email, owner.workspace_name, owner.set_up_token
        ));
    }
    started.serve(Router::new()).await
}

/// A desk with its listener, ready to serve.
pub(crate) struct Started {
    pub(crate) desk: Desk,
    listener: TcpListener,
    figures: metrics_exporter_prometheus::PrometheusHandle,
    /// Held until the process ends, where the database is embedded.
    _lock: Option<data::Lock>,
}

/// What a command may use before the desk is opened.
pub(crate) struct Before<'a> {
    pub(crate) config: &'a Config,
    pub(crate) master: &'a MasterKey,
}

/// Everything from settings to an open desk and a bound address. `prepare` runs on the migrated database,
/// before the desk is opened.
pub(crate) async fn start(mut config: Config, prepare: impl AsyncFnOnce(Before<'_>) -> Result<()>) -> Result<Started> {
    raise_file_limit();
    let figures = figures::start()?;
    data::make(&config.data)?;
    let lock = if config.database_url.is_none() { Some(data::lock(&config.data)?) } else { None };
    let master = data::master_key(&config)?;
    storage::migrate(&config).await?;
    // Bound before the desk is opened, so that a taken port changes nothing; nobody is accepted until then.
    let listener = serve::bind(config.listen).await?;
    config.listen = listener.local_addr()?;
    prepare(Before { config: &config, master: &master }).await?;
    let desk = storage::open_desk(config, master).await?;
    Ok(Started { desk, listener, figures, _lock: lock })
}

impl Started {
    /// The address under which people reach this server.
    pub(crate) fn url(&self) -> String {
        self.desk.config.url()
    }

    /// Serves until the process is asked to stop.
    pub(crate) async fn serve(self, more: Router) -> Result<()> {
        let upkeep = self.figures.clone();
        let stop = self.desk.stop.clone();
        let web = Web { desk: self.desk, health: Arc::new(Health::default()), figures: self.figures };
        // Owned by this process's life; stops with the desk. Histograms are folded here, not when they are read.
        tokio::spawn(async move {
            let mut every = tokio::time::interval(std::time::Duration::from_secs(5));
            while stop.run_until_cancelled(every.tick()).await.is_some() {
                upkeep.run_upkeep();
            }
        });
        let router = web::router(web.clone(), more);
        serve::serve(self.listener, router, web).await
    }
}

/// Says something on standard output. Whoever reads it may have left.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Each socket is an open file: take all that the system grants.
fn raise_file_limit() {
    let raised = rlimit::Resource::NOFILE.get().and_then(|(_, hard)| rlimit::Resource::NOFILE.set(hard, hard).map(|()| hard));
    match raised {
        Ok(files) => tracing::debug!(files, "open files allowed"),
        Err(error) => tracing::warn!(%error, "the number of open files could not be raised; many sockets may be refused"),
    }
}
