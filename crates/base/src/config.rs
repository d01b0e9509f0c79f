//! Every setting with its default. Where values come from (file, environment, flag) is the server's matter.
//! Unknown keys are refused by name, so that a misspelt one never passes silently.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// All settings. Environment names are `ANTIPHON_` + the path with `__` between its parts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address that the server listens on.
    pub listen: SocketAddr,
    /// Folder for the embedded database, generated secrets and files.
    pub data: PathBuf,
    /// The address under which people reach the server, such as `https://chat.example.com`; used in links.
    pub public_url: Option<String>,
    /// PostgreSQL address; without it the embedded SQLite in `data` is used. Also read from `DATABASE_URL`.
    pub database_url: Option<String>,
    /// Address of the migrating role, where it is another than the serving one. Also `MIGRATE_DATABASE_URL`.
    pub migrate_database_url: Option<String>,
    /// Redis or Valkey address for several nodes. Also `REDIS_URL`.
    pub redis_url: Option<String>,
    /// Master key, 32 bytes in base64url. With SQLite it is made in `data` on first start.
    pub secret: Option<String>,
    /// Origins of other sites whose pages may call the API with a bearer token.
    pub cors_origins: Vec<String>,
    /// Token that `/metrics` asks for; without it only loopback callers are answered.
    pub metrics_token: Option<String>,
    /// How log lines are written.
    pub log: LogConfig,
    /// Limits by peer and connection; 0 switches one off.
    pub limits: Limits,
    /// Files that people send.
    pub files: Files,
    /// Tables of contacts that are sent in.
    pub imports: Imports,
    /// Mail that goes out: invitations, links for a new password.
    pub mail: Mail,
    /// Calls to other servers.
    pub outgoing: Outgoing,
    /// An outside Pusher, or a host that speaks its protocol, to which notices are published too.
    pub pusher: Pusher,
    /// What is shown of pages that messages link to.
    pub previews: Previews,
    /// Over how long a stopping server sends its sockets away, in seconds; what is above 7 counts as 7.
    pub drain_seconds: u64,
    /// Proxies in front whose `X-Forwarded-For` is believed (number of hops).
    pub trusted_proxies: usize,
}

/// How log lines are written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// `json` or `pretty`.
    pub format: LogFormat,
    /// Filter in the manner of `RUST_LOG`, such as `info,antiphon_desk=debug`.
    pub level: String,
}

/// Shape of a log line.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// For eyes.
    Pretty,
}

/// Limits by peer and connection; 0 switches one off.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Frames per second on one socket (burst: twice as many).
    pub frames_per_second: u32,
    /// Sends per second on one socket (burst: three times as many).
    pub sends_per_second: u32,
    /// New sockets per second from one address (burst: five times as many).
    pub handshakes_per_second: u32,
    /// New sockets per second in all, so that a reconnect storm leaves room for work.
    pub admissions_per_second: u32,
    /// Requests per second from one credential or address (burst: four times as many).
    pub requests_per_second: u32,
    /// Failed sign-ins per account within 15 minutes; five times as many from one address.
    pub failed_sign_ins: u32,
    /// Open sockets on this node.
    pub sockets: usize,
}

/// Files that people send.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// What all files of one workspace may take, in bytes; 0 is no limit.
    pub quota_bytes: u64,
    /// Bucket of an S3-compatible store; without it files lie in the data folder.
    pub bucket: Option<String>,
    /// Address of that store, where it is not AWS.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// Access key id; also from `AWS_ACCESS_KEY_ID`.
    pub access_key_id: Option<String>,
    /// Secret access key; also from `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Option<String>,
}

/// Tables of contacts that are sent in.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Imports {
    /// Largest table, in bytes.
    pub max_bytes: u64,
    /// Longest table, in lines. Memory does not depend on it; time and room in the database do.
    pub max_lines: u64,
}

/// Mail that goes out. Without a host none does: links are shown to admins, who hand them on.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// The mail server.
    pub host: Option<String>,
    /// Its port; without it 587, 465 or 25, as `tls` says.
    pub port: Option<u16>,
    /// How the way there is encrypted.
    pub tls: MailTls,
    /// Whom to sign in as; without it nobody is.
    pub user: Option<String>,
    /// With which password.
    pub password: Option<String>,
    /// The address that mail comes from. The name beside it is the workspace's.
    pub from: Option<String>,
}

/// How the way to the mail server is encrypted.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum MailTls {
    /// From the first command on, or not at all.
    #[default]
    Starttls,
    /// From the first byte on.
    Tls,
    /// Not at all: for a mail server on the same machine.
    None,
}

/// Calls to other servers.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Outgoing {
    /// Hosts that may be called although their addresses are private, and over plain HTTP.
    pub private_hosts: Vec<String>,
}

/// An outside Pusher: without id, key and secret nothing is published there. Also read from `PUSHER_APP_ID` and so on.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pusher {
    /// The app's id: digits.
    pub app_id: Option<String>,
    /// Its key.
    pub key: Option<String>,
    /// What signs.
    pub secret: Option<String>,
    /// Which of Pusher's clusters, such as `eu`.
    pub cluster: Option<String>,
    /// Another host, in the place of Pusher's: `host`, `host:port`, or an address with `http://` or `https://`.
    pub host: Option<String>,
    /// The workspace that publishes there; may be left out where there is one only.
    pub workspace: Option<String>,
    /// After how many hours a notice that cannot be published is given up.
    pub give_up_hours: u32,
}

impl Pusher {
    /// Where its API is, without a slash at its end.
    pub fn base(&self) -> String {
        match (&self.host, &self.cluster) {
            (Some(host), _) if host.contains("://") => host.trim_end_matches('/').to_owned(),
            (Some(host), _) => format!("https://{}", host.trim_end_matches('/')),
            (None, Some(cluster)) => format!("https://api-{cluster}.pusher.com"),
            (None, None) => "https://api.pusherapp.com".to_owned(),
        }
    }
}

impl Default for Pusher {
    fn default() -> Self {
        Self { app_id: None, key: None, secret: None, cluster: None, host: None, workspace: None, give_up_hours: 24 }
    }
}

/// What is shown of pages that messages link to.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Previews {
    /// Whether such pages are read at all.
    pub enabled: bool,
    /// How many pages are read for one workspace in a minute; 0 is no limit.
    pub pages_per_minute: u32,
}

impl Default for Previews {
    fn default() -> Self {
        Self { enabled: true, pages_per_minute: 60 }
    }
}

impl Default for Imports {
    fn default() -> Self {
        Self { max_bytes: 50 * 1024 * 1024, max_lines: 200_000 }
    }
}

impl Config {
    /// The address under which people reach the server, without a slash at its end: as configured, or where it listens.
    pub fn url(&self) -> String {
        match &self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.listen.ip().is_unspecified() => format!("http://localhost:{}", self.listen.port()),
            None => format!("http://{}", self.listen),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("antiphon-data"),
            public_url: None,
            database_url: None,
            migrate_database_url: None,
            redis_url: None,
            secret: None,
            cors_origins: Vec::new(),
            metrics_token: None,
            log: LogConfig::default(),
            limits: Limits::default(),
            files: Files::default(),
            imports: Imports::default(),
            mail: Mail::default(),
            outgoing: Outgoing::default(),
            pusher: Pusher::default(),
            previews: Previews::default(),
            drain_seconds: 7,
            trusted_proxies: 0,
        }
    }
}

impl Default for Files {
    fn default() -> Self {
        Self {
            max_bytes: 10 * 1024 * 1024,
            quota_bytes: 0,
            bucket: None,
            endpoint: None,
            region: None,
            access_key_id: None,
            secret_access_key: None,
        }
    }
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Pretty, level: "info".to_owned() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frames_per_second: 50,
            sends_per_second: 10,
            handshakes_per_second: 20,
            admissions_per_second: 2_000,
            requests_per_second: 50,
            failed_sign_ins: 10,
            sockets: 50_000,
        }
    }
}
