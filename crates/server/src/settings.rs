//! Where settings come from: file < environment < flags, each value remembered with its source, so that a
//! wrong or unknown one is named together with where it stands.

use std::path::{Path, PathBuf};

use antiphon_base::Error;
use antiphon_base::config::{Config, Pusher};
use antiphon_base::secret::MasterKey;
use antiphon_clients::mail::Mailer;
use anyhow::{Result, anyhow, bail};
use figment::providers::{Format as _, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use url::Url;

use crate::cli::Flags;

const PREFIX: &str = "ANTIPHON_";
/// Names the settings file.
const CONFIG: &str = "ANTIPHON_CONFIG";
/// Names in the environment (or their beginnings) that are no settings: where the file is, and what the
/// project's own tests tell each other.
const NO_SETTINGS: [&str; 5] = [CONFIG, "ANTIPHON_SQL_PROOF", "ANTIPHON_TEST_", "ANTIPHON_BIN", "ANTIPHON_REQUIRE_WEB"];
/// Variables without our prefix that are honoured, because everybody has them set already.
const FOREIGN: [(&str, &str); 8] = [
    ("DATABASE_URL", "database_url"),
    ("MIGRATE_DATABASE_URL", "migrate_database_url"),
    ("REDIS_URL", "redis_url"),
    ("PUSHER_APP_ID", "pusher.app_id"),
    ("PUSHER_KEY", "pusher.key"),
    ("PUSHER_SECRET", "pusher.secret"),
    ("PUSHER_CLUSTER", "pusher.cluster"),
    ("PUSHER_HOST", "pusher.host"),
];
/// Settings that are texts even where they look like numbers.
const TEXTS: [&str; 26] = [
    "listen",
    "data",
    "public_url",
    "database_url",
    "migrate_database_url",
    "redis_url",
    "secret",
    "metrics_token",
    "files.bucket",
    "files.endpoint",
    "files.region",
    "files.access_key_id",
    "files.secret_access_key",
    "mail.host",
    "mail.tls",
    "mail.user",
    "mail.password",
    "mail.from",
    "pusher.app_id",
    "pusher.key",
    "pusher.secret",
    "pusher.cluster",
    "pusher.host",
    "pusher.workspace",
    "log.format",
    "log.level",
];

/// Reads all settings.
pub(crate) fn read(flags: &Flags) -> Result<Config> {
    read_from(flags, std::env::vars())
}

fn read_from(flags: &Flags, environment: impl Iterator<Item = (String, String)>) -> Result<Config> {
    let environment: Vec<(String, String)> = environment.collect();
    let mut figment = Figment::from(Serialized::defaults(Config::default()));
    let file_by_variable = environment.iter().find(|(name, _)| name == CONFIG).map(|(_, file)| PathBuf::from(file));
    if let Some(file) = flags.config.clone().or(file_by_variable) {
        figment = figment.merge(read_file(&file)?);
    }
    let foreign = FOREIGN.iter().filter_map(|(variable, key)| {
        let value = environment.iter().find(|(name, value)| name == variable && !value.is_empty())?;
        Some(((*variable).to_owned(), (*key).to_owned(), value.1.clone()))
    });
    let own = environment
        .iter()
        .filter(|(name, _)| name.starts_with(PREFIX) && !NO_SETTINGS.iter().any(|other| name.starts_with(other)));
    let own = own.map(|(name, value)| (name.clone(), name[PREFIX.len()..].to_lowercase().replace("__", "."), value.clone()));
    for (source, key, value) in foreign.chain(own).chain(flag_values(flags)?) {
        figment = figment.merge(Single::new(source, key, &value)?);
    }
    let config = figment.extract::<Config>().map_err(|errors| {
        let lines = errors.into_iter().map(|error| {
            let source = error.metadata.as_ref().map_or("the defaults", |metadata| metadata.name.as_ref()).to_owned();
            format!("setting `{}` in {source}: {}", error.path.join("."), error.kind)
        });
        anyhow!("{}", lines.collect::<Vec<_>>().join("\n"))
    })?;
    match wrong_in(&config) {
        None => Ok(config),
        Some((key, why)) => {
            let source = figment.find_metadata(key).map_or("the defaults", |metadata| metadata.name.as_ref());
            bail!("setting `{key}` in {source}: {why}")
        }
    }
}

fn wrong_in_pusher(pusher: &Pusher) -> Option<(&'static str, String)> {
    let parts = [("pusher.app_id", &pusher.app_id), ("pusher.key", &pusher.key), ("pusher.secret", &pusher.secret)];
    let missing = parts.iter().find(|(_, part)| part.is_none());
    let given = parts.iter().find(|(_, part)| part.is_some());
    if let (Some((missing, _)), Some((given, _))) = (missing, given) {
        return Some((given, half_a_pair(missing)));
    }
    if pusher.app_id.as_ref().is_some_and(|id| id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(("pusher.app_id", "the id of an app is a number".into()));
    }
    if pusher.workspace.as_ref().is_some_and(|id| id.parse::<uuid::Uuid>().is_err()) {
        return Some(("pusher.workspace", "give the id of a workspace".into()));
    }
    if !Url::parse(&pusher.base()).is_ok_and(|url| url.has_host() && matches!(url.scheme(), "http" | "https")) {
        return Some((
            "pusher.host",
            "give a host such as pusher.example.com:6001, or an address with http:// or https://".into(),
        ));
    }
    None
}

/// The first setting whose value has the right type and is wrong all the same.
fn wrong_in(config: &Config) -> Option<(&'static str, String)> {
    let addresses: [(&'static str, Option<&String>, &[&str]); 4] = [
        ("public_url", config.public_url.as_ref(), &["http", "https"]),
        ("database_url", config.database_url.as_ref(), &["postgres", "postgresql"]),
        ("migrate_database_url", config.migrate_database_url.as_ref(), &["postgres", "postgresql"]),
        ("redis_url", config.redis_url.as_ref(), &["redis", "rediss", "redis+unix", "unix", "valkey", "valkeys"]),
    ];
    for (key, address, schemes) in addresses {
        let Some(address) = address else { continue };
        let is_one = Url::parse(address)
            .is_ok_and(|url| schemes.contains(&url.scheme()) && (url.has_host() || url.scheme().ends_with("unix")));
        if !is_one {
            return Some((key, format!("give an address that begins with {}://", schemes[0])));
        }
    }
    if let Some(origin) = config.cors_origins.iter().find(|origin| !is_origin(origin)) {
        return Some(("cors_origins", format!("`{origin}` is no origin; write it as https://shop.example.com, without a path")));
    }
    if config.mail.host.is_some() && config.public_url.is_none() {
        return Some((
            "mail.host",
            "mail holds links: also say under which address people reach the server (`public_url`)".into(),
        ));
    }
    match (&config.files.access_key_id, &config.files.secret_access_key) {
        (Some(_), None) => return Some(("files.access_key_id", half_a_pair("files.secret_access_key"))),
        (None, Some(_)) => return Some(("files.secret_access_key", half_a_pair("files.access_key_id"))),
        _ => {}
    }
    if let Some(wrong) = wrong_in_pusher(&config.pusher) {
        return Some(wrong);
    }
    match Mailer::new(&config.mail) {
        Err(Error::Invalid { field, why }) if field == "mail.from" => return Some(("mail.from", why.into_owned())),
        Err(error) => return Some(("mail.host", error.to_string())),
        Ok(_) => {}
    }
    if let Some(Err(why)) = config.secret.as_deref().map(MasterKey::parse) {
        return Some(("secret", why.to_string()));
    }
    None
}

fn half_a_pair(other: &str) -> String {
    format!("the bucket's keys are a pair: also give `{other}`, or neither and let the environment's (AWS_…) hold")
}

/// Scheme, host and perhaps a port, as browsers send it.
fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == text)
}

fn read_file(file: &Path) -> Result<impl Provider> {
    if !file.is_file() {
        bail!("the settings file {} is not there", file.display());
    }
    let source = format!("the file {}", file.display());
    let dict: Dict = Toml::from_path(file).map_err(|error| anyhow!("{source} cannot be read: {error}"))?;
    for key in keys_of(&dict, "") {
        check_known(&key, &source)?;
    }
    Ok(Whole { source, dict })
}

fn flag_values(flags: &Flags) -> Result<Vec<(String, String, String)>> {
    let mut values = Vec::new();
    let mut note = |flag: &str, key: &str, value: String| values.push((format!("the flag {flag}"), key.to_owned(), value));
    if let Some(listen) = &flags.listen {
        note("--listen", "listen", listen.to_string());
    }
    if let Some(data) = &flags.data {
        note("--data", "data", data.display().to_string());
    }
    if let Some(url) = &flags.public_url {
        note("--public-url", "public_url", url.clone());
    }
    for set in &flags.set {
        let Some((key, value)) = set.split_once('=') else { bail!("--set {set}: write KEY=VALUE") };
        note(&format!("--set {key}"), key, value.to_owned());
    }
    Ok(values)
}

/// One value with its source.
struct Single {
    source: String,
    dict: Dict,
}

impl Single {
    fn new(source: String, key: String, text: &str) -> Result<Self> {
        check_known(&key, &source)?;
        let mut value =
            if matches!(key.as_str(), "cors_origins" | "outgoing.private_hosts") && !text.trim_start().starts_with('[') {
                Value::from(text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>())
            } else if TEXTS.contains(&key.as_str()) {
                Value::from(text)
            } else {
                text.parse().unwrap_or_else(|never| match never {})
            };
        for part in key.rsplit('.') {
            value = Value::from(Dict::from([(part.to_owned(), value)]));
        }
        let dict = value.into_dict().ok_or_else(|| anyhow!("a setting has a name"))?;
        Ok(Self { source, dict })
    }
}

impl Provider for Single {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(Map::from([(Profile::Default, self.dict.clone())]))
    }
}

/// A file's values.
struct Whole {
    source: String,
    dict: Dict,
}

impl Provider for Whole {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source.clone())
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        Ok(Map::from([(Profile::Default, self.dict.clone())]))
    }
}

fn check_known(key: &str, source: &str) -> Result<()> {
    let defaults = Value::serialize(Config::default()).map_err(|error| anyhow!("{error}"))?;
    let known = keys_of(defaults.as_dict().ok_or_else(|| anyhow!("settings are a table"))?, "");
    if known.iter().any(|known| known == key) {
        Ok(())
    } else {
        bail!("unknown setting `{key}` in {source}; there are: {}", known.join(", "))
    }
}

fn keys_of(dict: &Dict, before: &str) -> Vec<String> {
    dict.iter()
        .flat_map(|(name, value)| {
            let key = if before.is_empty() { name.clone() } else { format!("{before}.{name}") };
            match value.as_dict() {
                Some(inner) if !inner.is_empty() => keys_of(inner, &key),
                _ => vec![key],
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> impl Iterator<Item = (String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>().into_iter()
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_that_over_the_file() {
        let file = std::env::temp_dir().join(format!("antiphon-settings-{}.toml", std::process::id()));
        std::fs::write(&file, "drain_seconds = 1\nmetrics_token = \"file\"\n[limits]\nsockets = 1\n").unwrap();
        let flags = Flags { config: Some(file.clone()), set: vec!["limits.sockets=3".to_owned()], ..Flags::default() };
        let config = read_from(&flags, env(&[("ANTIPHON_LIMITS__SOCKETS", "2"), ("ANTIPHON_METRICS_TOKEN", "42")])).unwrap();
        assert_eq!((config.drain_seconds, config.limits.sockets), (1, 3));
        assert_eq!(config.metrics_token.as_deref(), Some("42"));
        std::fs::remove_file(file).unwrap();
    }

    #[test]
    fn wrong_and_unknown_settings_are_named_with_their_source() {
        let wrong = read_from(&Flags::default(), env(&[("ANTIPHON_LIMITS__SOCKETS", "many")])).unwrap_err().to_string();
        assert!(wrong.contains("limits.sockets") && wrong.contains("ANTIPHON_LIMITS__SOCKETS"), "{wrong}");
        let unknown = read_from(&Flags::default(), env(&[("ANTIPHON_LISTN", "127.0.0.1:1")])).unwrap_err().to_string();
        assert!(unknown.contains("`listn`") && unknown.contains("ANTIPHON_LISTN"), "{unknown}");
    }

    #[test]
    fn values_that_cannot_be_right_are_named_with_their_source() {
        for (variable, value, key) in [
            ("ANTIPHON_PUBLIC_URL", "notaurl", "public_url"),
            ("ANTIPHON_PUBLIC_URL", "ftp://a.example", "public_url"),
            ("DATABASE_URL", "mysql://a@b/c", "database_url"),
            ("REDIS_URL", "http://a", "redis_url"),
            ("ANTIPHON_CORS_ORIGINS", "*", "cors_origins"),
            ("ANTIPHON_CORS_ORIGINS", "https://a.example/path", "cors_origins"),
            ("ANTIPHON_SECRET", "changeme", "secret"),
            ("ANTIPHON_MAIL__TLS", "sometimes", "mail.tls"),
            ("ANTIPHON_MAIL__HOST", "mail.example.com", "mail.host"),
            ("ANTIPHON_FILES__ACCESS_KEY_ID", "AKIA", "files.access_key_id"),
            ("ANTIPHON_FILES__SECRET_ACCESS_KEY", "s3cret", "files.secret_access_key"),
        ] {
            let said = read_from(&Flags::default(), env(&[(variable, value)])).unwrap_err().to_string();
            assert!(said.contains(&format!("`{key}`")) && said.contains(variable), "{said}");
        }
        let listen = read_from(&Flags::default(), env(&[("ANTIPHON_LISTEN", "nowhere")])).unwrap_err().to_string();
        assert!(listen.contains("`listen`") && listen.contains("ANTIPHON_LISTEN"), "{listen}");
    }

    #[test]
    fn texts_that_look_like_numbers_are_texts() {
        let defaults = Value::serialize(Config::default()).unwrap();
        for key in keys_of(defaults.as_dict().unwrap(), "") {
            // What has no value by itself may be a text; a number there has to be one.
            let is_text = matches!(defaults.find_ref(&key), Some(Value::String(..) | Value::Empty(..)));
            assert!(!is_text || TEXTS.contains(&key.as_str()) || key == "mail.port", "{key} is a text");
        }
        let pair = [
            ("ANTIPHON_FILES__ACCESS_KEY_ID", "0012"),
            ("ANTIPHON_FILES__SECRET_ACCESS_KEY", "345"),
            ("ANTIPHON_FILES__BUCKET", "7"),
        ];
        let files = read_from(&Flags::default(), env(&pair)).unwrap().files;
        assert_eq!((files.access_key_id.as_deref(), files.secret_access_key.as_deref()), (Some("0012"), Some("345")));
        assert_eq!(files.bucket.as_deref(), Some("7"));
    }

    #[test]
    fn well_known_variables_are_honoured() {
        let config = read_from(&Flags::default(), env(&[("DATABASE_URL", "postgres://a@b/c"), ("REDIS_URL", "")])).unwrap();
        assert_eq!(config.database_url.as_deref(), Some("postgres://a@b/c"));
        assert_eq!(config.redis_url, None);
        let origins =
            read_from(&Flags::default(), env(&[("ANTIPHON_CORS_ORIGINS", "https://a.example, https://b.example")])).unwrap();
        assert_eq!(origins.cors_origins, ["https://a.example", "https://b.example"]);
    }
}
