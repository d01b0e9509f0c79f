//! Reads a system-call trace line by line and decides for each acknowledgement whether it was allowed.
//! Allowed: a sync of the write-ahead log that began after the row's first write was done, and was completed
//! with success before the first bytes of the acknowledgement went to a socket. Knows nothing of servers.

use std::collections::{HashMap, HashSet};

/// What every id of the gate begins with: makes them findable in pages and frames.
const MARK: &str = "d0d0d0d0-";
/// Length of an id.
const LENGTH: usize = 36;

/// An id that the checker recognises.
pub fn new_id() -> String {
    let id = uuid::Uuid::now_v7().to_string();
    // Bytes 9.. keep the time's low part and the random part: unique enough within one run.
    let counter = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    format!("{MARK}{}{counter:012x}", &id[9..24])
}

static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);

/// The state while reading.
#[derive(Default)]
pub struct Checker {
    line: usize,
    /// Where the first write of the row's id to the log was done.
    written: HashMap<String, usize>,
    /// The latest beginning among the completed syncs.
    synced: Option<usize>,
    syncs: usize,
    /// Calls that have begun and not ended, by thread.
    open: HashMap<String, Call>,
    seen: HashSet<String>,
    violations: Vec<String>,
}

/// A call that is under way.
enum Call {
    Write(Vec<String>),
    Sync { began: usize },
    Other,
}

impl Checker {
    /// Takes the next line.
    pub fn line(&mut self, line: &str) {
        self.line += 1;
        let Some((thread, rest)) = line.trim_end().split_once(char::is_whitespace) else { return };
        let rest = rest.trim_start();
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let Some(call) = self.open.remove(thread) else { return };
            self.end(call, succeeded(resumed));
            return;
        }
        let Some((name, arguments)) = rest.split_once('(') else { return };
        let call = self.begin(name, arguments);
        if rest.ends_with("<unfinished ...>") {
            self.open.insert(thread.to_owned(), call);
        } else {
            self.end(call, succeeded(rest));
        }
    }

    /// A call begins: what goes to a socket is judged now, before it can have any effect.
    fn begin(&mut self, name: &str, arguments: &str) -> Call {
        let file = arguments.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(file, _)| file);
        let is_log = file.ends_with("-wal");
        match name {
            "fsync" | "fdatasync" if is_log => Call::Sync { began: self.line },
            "write" | "pwrite64" | "writev" | "pwritev" | "pwritev2" if is_log => Call::Write(ids(arguments)),
            "write" | "writev" | "sendto" | "sendmsg" if file.starts_with("socket:") || file.starts_with("TCP") => {
                for id in ids(arguments) {
                    self.acknowledge(id);
                }
                Call::Other
            }
            _ => Call::Other,
        }
    }

    fn end(&mut self, call: Call, succeeded: bool) {
        match call {
            Call::Write(ids) if succeeded => {
                for id in ids {
                    self.written.entry(id).or_insert(self.line);
                }
            }
            Call::Sync { began } if succeeded => {
                self.syncs += 1;
                self.synced = self.synced.max(Some(began));
            }
            _ => {}
        }
    }

    fn acknowledge(&mut self, id: String) {
        if self.seen.contains(&id) {
            return;
        }
        match (self.written.get(&id), self.synced) {
            (None, _) => {
                self.violations.push(format!("line {}: {id} was told to a client and is in no write of the log", self.line))
            }
            (Some(written), synced) if synced.is_none_or(|began| began <= *written) => {
                self.violations.push(format!(
                    "line {}: {id} was told to a client, written in line {written}, no sync completed since",
                    self.line
                ));
            }
            _ => {}
        }
        self.seen.insert(id);
    }

    /// Acknowledgements that were judged.
    pub fn checked(&self) -> usize {
        self.seen.len()
    }

    /// Whether this id was seen on its way to a client.
    pub fn acknowledged(&self, id: &str) -> bool {
        self.seen.contains(id)
    }

    /// Completed syncs of the log.
    pub fn syncs(&self) -> usize {
        self.syncs
    }

    /// What was not allowed.
    pub fn violations(&self) -> &[String] {
        &self.violations
    }
}

/// The ids in a call's arguments. Escapes cannot split them: they hold printable characters only.
fn ids(arguments: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = arguments;
    while let Some(at) = rest.find(MARK) {
        if let Some(id) = rest.get(at..at + LENGTH)
            && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        {
            found.push(id.to_owned());
        }
        rest = &rest[at + MARK.len()..];
    }
    found
}

/// Whether a finished call's result is not an error.
fn succeeded(line: &str) -> bool {
    line.rsplit_once(" = ").is_some_and(|(_, result)| result.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "d0d0d0d0-89ab-7cde-8f01-000000000001";

    fn judged(trace: &str) -> Checker {
        let mut checker = Checker::default();
        for line in trace.replace("ID", ID).trim().lines() {
            checker.line(line.trim());
        }
        checker
    }

    #[test]
    fn a_sync_between_write_and_ack_is_allowed() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "\0\0\3\1IDhello", 4096, 8272) = 4096
            101 fdatasync(12</d/antiphon.db-wal>) = 0
            102 sendto(20<socket:[77]>, "\201\176{\"type\":\"ack\",\"client_msg_id\":\"ID\"}", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!((checker.checked(), checker.violations()), (1, &[][..]));
    }

    #[test]
    fn a_missing_sync_is_found() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn a_sync_before_the_write_does_not_count() {
        let checker = judged(
            r#"
            101 fdatasync(12</d/antiphon.db-wal>) = 0
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            102 writev(20<socket:[77]>, [{iov_base="ack ID", iov_len=90}], 1) = 90
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn a_sync_that_began_before_the_write_was_done_does_not_count() {
        let checker = judged(
            r#"
            101 fdatasync(12</d/antiphon.db-wal> <unfinished ...>
            103 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            101 <... fdatasync resumed>) = 0
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn an_unfinished_sync_does_not_count() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            101 fdatasync(12</d/antiphon.db-wal> <unfinished ...>
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            101 <... fdatasync resumed>) = 0
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn a_failed_sync_does_not_count() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            101 fdatasync(12</d/antiphon.db-wal>) = -1 EIO (Input/output error)
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn a_sync_of_another_file_does_not_count() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272) = 4096
            101 fdatasync(11</d/antiphon.db>) = 0
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn an_ack_whose_row_was_never_written_is_found() {
        let checker = judged(r#"102 write(20<socket:[77]>, "HTTP/1.1 201 Created ID", 90) = 90"#);
        assert_eq!(checker.violations().len(), 1);
    }

    #[test]
    fn a_page_written_again_later_does_not_undo_an_earlier_sync() {
        let checker = judged(
            r#"
            101 pwrite64(12</d/antiphon.db-wal>, "ID", 4096, 8272 <unfinished ...>
            101 <... pwrite64 resumed>) = 4096
            101 fdatasync(12</d/antiphon.db-wal> <unfinished ...>
            101 <... fdatasync resumed>) = 0
            101 pwrite64(12</d/antiphon.db-wal>, "ID and the next", 4096, 12392) = 4096
            102 sendto(20<socket:[77]>, "ack ID", 90, MSG_NOSIGNAL, NULL, 0) = 90
            "#,
        );
        assert_eq!((checker.checked(), checker.violations()), (1, &[][..]));
    }

    #[test]
    fn new_ids_look_like_uuids_and_are_found() {
        let id = new_id();
        assert!(uuid::Uuid::parse_str(&id).is_ok());
        assert_eq!(ids(&format!("\\0\\1{id}xyz")), [id]);
    }
}
