//! Log lines on standard error: JSON for machines, coloured text for eyes. Whatever slips into a line that
//! looks like a credential is blacked out on the way.

use std::io::{self, Write};

use antiphon_base::config::{LogConfig, LogFormat};
use antiphon_base::secret::TOKEN_PREFIXES;
use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Starts logging. Nothing is logged before.
pub(crate) fn start(config: &LogConfig) -> Result<()> {
    // PostgreSQL's notices ("already exists, skipping") are no news, unless somebody asks for them.
    let level = format!("sqlx::postgres::notice=warn,{}", config.level);
    let filter = EnvFilter::try_new(level).context("setting `log.level`: write it as in `info,antiphon_desk=debug`")?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Redacted);
    let started = match config.format {
        LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Pretty => lines.compact().with_ansi(io::IsTerminal::is_terminal(&io::stderr())).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging cannot be started: {error}"))
}

/// Standard error without credentials.
#[derive(Clone, Copy)]
struct Redacted;

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Vec::with_capacity(256))
    }
}

/// One line, written whole when it is dropped.
struct Line(Vec<u8>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let line = redact(&String::from_utf8_lossy(&self.0));
        // A log that cannot be written must not stop what it tells of.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

/// Our own tokens by their prefixes, JSON web tokens by theirs, passwords by their place in an address.
fn redact(line: &str) -> String {
    const OTHERS: [&str; 2] = ["eyJ", "token="];
    let starts = || TOKEN_PREFIXES.into_iter().chain(OTHERS);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '=');
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((at, start)) = starts().filter_map(|start| rest.find(start).map(|at| (at, start))).min() {
        let (before, from) = rest.split_at(at);
        let inside_a_word = before.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let length = from[start.len()..].find(|c| !is_part(c)).unwrap_or(from.len() - start.len());
        out.push_str(before);
        out.push_str(start);
        // 16 characters: shorter ones are words such as `rt_priority`, not tokens.
        if !inside_a_word && (length >= 16 || start == "token=") {
            out.push('…');
            rest = &from[start.len() + length..];
        } else {
            rest = &from[start.len()..];
        }
    }
    out.push_str(rest);
    redact_passwords(&out)
}

/// `scheme://user:password@host` keeps everything but the password.
fn redact_passwords(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, from) = rest.split_at(at + 3);
        out.push_str(before);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`')).unwrap_or(from.len());
        let (authority, after) = from.split_at(end);
        match authority.rsplit_once('@').and_then(|(login, host)| Some((login.split_once(':')?.0, host))) {
            Some((user, host)) => {
                out.push_str(user);
                out.push_str(":…@");
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_credential_reaches_the_log() {
        let token = antiphon_base::secret::new_token("");
        for prefix in TOKEN_PREFIXES {
            let line = redact(&format!("presented {prefix}{token}, refused"));
            assert!(!line.contains(&token) && line.ends_with(", refused"), "{line}");
        }
        let line = redact("Bearer eyJ0eXAiOiJhdCtqd3QifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end");
        assert_eq!(line, "Bearer eyJ… end");
        assert_eq!(redact("GET /ws/chat/7/?token=abc HTTP"), "GET /ws/chat/7/?token=… HTTP");
        assert_eq!(redact("at postgres://app:s3cret@db:5432/a, gone"), "at postgres://app:…@db:5432/a, gone");
    }

    #[test]
    fn ordinary_words_stay_as_they_are() {
        for line in ["task_id=7 leak_detector rt_priority=1", "http://127.0.0.1:8080/app/", "closed conversation 0190-…", ""] {
            assert_eq!(redact(line), line);
        }
    }
}
