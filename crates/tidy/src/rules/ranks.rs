//! Rule 2: the slices of desk and their ranks. A slice calls lower ranks only, and nobody else's SQL;
//! what goes up is an event. Also: which file of a slice may know HTTP.

use crate::rust::{Path, paths};
use crate::{Fault, File, House};

/// Slice and rank, lowest first.
const RANKS: &[(&str, u8)] = &[
    ("audit", 0),
    ("jobs", 0),
    ("accounts", 1),
    ("live", 1),
    ("contacts", 2),
    ("files", 2),
    ("oidc", 2),
    ("avatars", 3),
    ("conversations", 3),
    ("imports", 3),
    ("knowledge", 3),
    ("tickets", 4),
    ("routing", 4),
    ("meetings", 4),
    ("notices", 4),
    ("chatlog", 4),
    ("drafts", 4),
    ("inboxes", 4),
    ("merges", 4),
    ("previews", 4),
    ("pusher", 4),
    ("crm", 5),
    ("assistant", 6),
    ("analytics", 7),
    ("admin", 7),
    ("crm_chat", 7),
    ("moves", 7),
];
/// What stands outside the slices and wires them: may see all of them, but nobody's SQL.
const WIRING: &[&str] = &["lib.rs", "listeners.rs", "work.rs", "http/"];

pub(super) fn check(house: &House) -> Vec<Fault> {
    house.rust().filter_map(|file| Some((file, file.in_desk()?))).flat_map(|(file, place)| one(file, place)).collect()
}

fn one(file: &File, place: &str) -> Vec<Fault> {
    let folder = place.split_once('/').map(|(folder, _)| folder);
    let own = folder.filter(|folder| rank(folder).is_some());
    if let (Some(folder), None) = (folder, own)
        && !matches!(folder, "http" | "tests")
    {
        return vec![file.fault(1, format!(
            "{folder} is a slice without a rank. Give it one in tidy's rules/ranks.rs: above every slice that it calls, below every slice that calls it"
        ))];
    }
    if file.is_test() {
        return Vec::new();
    }
    let wiring = WIRING.iter().any(|wiring| place == *wiring || (wiring.ends_with('/') && place.starts_with(wiring)));
    paths(file.tokens())
        .iter()
        .filter(|path| !file.tokens()[path.at].in_test)
        .filter_map(|path| Some((path, fault_of(path, file, place, own, wiring)?)))
        .map(|(path, sentence)| file.fault(path.line, sentence))
        .collect()
}

fn fault_of(path: &Path<'_>, file: &File, place: &str, own: Option<&str>, wiring: bool) -> Option<String> {
    if let Some(pair) = path.parts.windows(2).find(|pair| pair[1] == "sql" && rank(pair[0]).is_some() && own != Some(pair[0])) {
        let whose = pair[0];
        return Some(format!(
            "{whose}/sql.rs is for the folder {whose} alone: nobody else asks its tables. Call a public deed of {whose}, or add one there"
        ));
    }
    let absolute = resolve(path, file.tokens()[path.at].inline, place)?;
    let target = *absolute.first()?;
    if target == "http" && own.is_some() && own != Some("live") && !place.ends_with("/routes.rs") {
        return Some(format!(
            "{place} knows HTTP. Only routes.rs translates between HTTP and deeds; a deed takes an Actor and values, so that every door can use it"
        ));
    }
    let theirs = rank(target)?;
    match own {
        Some(own) if own == target => None,
        Some(own) if theirs < rank(own)? => None,
        Some(own) => Some(format!(
            "{own} (rank {}) uses {target} (rank {theirs}). A slice calls lower ranks only; say it as an event of {own} and let listeners.rs hand it to {target}, or move what both need further down",
            rank(own)?
        )),
        None if wiring => None,
        None => Some(format!(
            "{place} lies below all slices and must not know {target}. Move it into {target}, or into lib.rs or listeners.rs if it wires slices together"
        )),
    }
}

/// The path from the root of desk, where it is one of desk's.
fn resolve<'a>(path: &Path<'a>, inline: usize, place: &'a str) -> Option<Vec<&'a str>> {
    let mut module: Vec<&str> = place.trim_end_matches(".rs").split('/').filter(|part| !matches!(*part, "mod" | "lib")).collect();
    module.extend(std::iter::repeat_n("{inline}", inline));
    let mut parts = path.parts.iter().copied().peekable();
    match *parts.peek()? {
        "crate" => {
            parts.next();
            module.clear();
        }
        "super" => {
            while parts.peek() == Some(&"super") {
                parts.next();
                module.pop();
            }
        }
        "self" => {
            parts.next();
        }
        _ => return None,
    }
    module.extend(parts);
    Some(module)
}

fn rank(slice: &str) -> Option<u8> {
    RANKS.iter().find(|(name, _)| *name == slice).map(|(_, rank)| *rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    fn faults(path: &str, source: &str) -> Vec<String> {
        sentences(check, &[(&format!("crates/desk/src/{path}"), source)])
    }

    #[test]
    fn a_slice_calls_lower_ranks_only() {
        assert!(faults("conversations/send_message.rs", "use crate::{accounts::Person, live, contacts};").is_empty());
        let up = faults("contacts/find.rs", "use crate::conversations::Message;");
        assert!(up[0].contains("contacts (rank 2) uses conversations (rank 3)") && up[0].contains("listeners.rs"));
        assert_eq!(faults("jobs/claim.rs", "use crate::{ids::JobId, audit::record};").len(), 1, "same rank");
        assert_eq!(faults("contacts/find.rs", "fn f() { crate::conversations::read() }").len(), 1, "without use");
        assert_eq!(faults("contacts/mod.rs", "use super::conversations::Message;").len(), 1, "from a mod.rs");
        assert_eq!(faults("contacts/find.rs", "use super::super::conversations;").len(), 1, "by climbing");
        assert_eq!(faults("contacts/find.rs", "mod inner { use super::super::super::conversations; }").len(), 1);
        assert!(
            faults("contacts/find.rs", "mod conversations { } use self::conversations::x; use super::conversations::y;")
                .is_empty()
        );
    }

    #[test]
    fn nobody_asks_the_tables_of_another_slice() {
        assert!(
            faults("conversations/mark_read.rs", "use super::sql; fn f() { sql::x(); crate::conversations::sql::y() }")
                .is_empty()
        );
        assert!(faults("conversations/mark_read.rs", "fn f() { crate::contacts::sql::find() }")[0].contains("contacts/sql.rs"));
        assert_eq!(faults("conversations/mark_read.rs", "use crate::contacts; fn f() { contacts::sql::find() }").len(), 1);
        assert_eq!(faults("listeners.rs", "use crate::contacts::{self, sql};").len(), 1);
        assert!(faults("http/idempotency/take.rs", "use super::sql; fn f() { sql::x() }").is_empty());
    }

    #[test]
    fn wiring_sees_all_and_foundations_see_no_slice() {
        assert!(faults("lib.rs", "use crate::analytics; fn f() { crate::accounts::routes() }").is_empty());
        assert!(faults("listeners.rs", "use crate::conversations::MessageSent;").is_empty());
        assert!(faults("ids.rs", "use crate::accounts::Person;")[0].contains("below all slices"));
    }

    #[test]
    fn only_routes_know_http() {
        assert!(faults("accounts/routes.rs", "use crate::http::Routes;").is_empty());
        assert!(faults("live/socket.rs", "use crate::http::Routes;").is_empty());
        assert!(faults("accounts/sign_in.rs", "use crate::http::Json;")[0].contains("Only routes.rs"));
    }

    #[test]
    fn a_new_slice_needs_a_rank_and_tests_are_free() {
        assert!(faults("attic/mod.rs", "")[0].contains("without a rank"));
        assert!(faults("accounts/tests/sign_in.rs", "use crate::analytics::x;").is_empty());
        assert!(faults("accounts/x.rs", "#[cfg(test)] mod tests { use crate::analytics::x; }").is_empty());
    }
}
