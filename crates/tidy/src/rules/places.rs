//! Rule 3: where the outside crates and SQL may be named, so that a change of one of them stays in
//! one place. Also: no `unwrap` outside tests.

use crate::rust::{Kind, paths};
use crate::{Fault, File, House};

pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults: Vec<Fault> = house.rust().flat_map(one).collect();
    faults.extend(
        house
            .files
            .iter()
            .filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml"))
            .flat_map(manifest),
    );
    faults
}

fn one(file: &File) -> Vec<Fault> {
    let mut faults = crates(file);
    faults.extend(sql(file));
    faults.extend(unwraps(file));
    faults
}

/// Where a crate of others may be named in source, and what to do instead.
fn stranger(name: &str, file: &File) -> Option<&'static str> {
    let crate_name = file.crate_name().unwrap_or_default();
    match name {
        // testkit makes databases; bench has a bare writer as its yardstick
        "sqlx" if !matches!(crate_name, "db" | "testkit" | "bench") => Some(
            "sqlx is known to db only, so that two engines look like one. Use what antiphon_db gives (Db, Tx, FromRow, Type, Json); in attributes #[sqlx(…)] is fine",
        ),
        "reqwest" if !matches!(crate_name, "clients" | "testkit" | "bench") => Some(
            "reqwest is known to clients only, where addresses are checked when they are connected to. Put the call into crates/clients and hand it down",
        ),
        "redis" if !matches!(crate_name, "bus") => {
            Some("redis is known to bus only. Say what you need there; nothing else may hold state in Redis")
        }
        "axum" => {
            let fine = match file.in_desk() {
                Some(place) => {
                    place.ends_with("/routes.rs")
                        || place.starts_with("http/")
                        || place.starts_with("live/")
                        || place == "lib.rs"
                        || file.is_test()
                }
                None => matches!(crate_name, "server" | "emulators" | "testkit") || file.is_test(),
            };
            (!fine).then_some(
                "axum is known to routes.rs, http/ and live/ only. Translate there, and let the deed take plain values",
            )
        }
        _ => None,
    }
}

fn crates(file: &File) -> Vec<Fault> {
    let tokens = file.tokens();
    paths(tokens)
        .iter()
        .filter(|path| {
            let imported = path.at > 0 && tokens[path.at - 1].text == "use";
            let rooted = path.at > 1 && tokens[path.at - 1].text == ":"; // ::sqlx::…
            path.parts.len() > 1 || imported || rooted
        })
        .filter_map(|path| Some(file.fault(path.line, stranger(path.parts[0], file)?)))
        .collect()
}

fn manifest(file: &File) -> Vec<Fault> {
    let name = file.crate_name().unwrap_or_default();
    let may = |crates: &[&str]| crates.contains(&name);
    (1..)
        .zip(file.text.lines())
        .filter_map(|(number, line)| {
            let dependency = line.split(['.', '=', ' ']).next()?;
            let why = match dependency {
                // desk's derives expand to ::sqlx paths, although none of its lines names it
                "sqlx" if !may(&["db", "desk", "testkit", "bench"]) => "sqlx belongs to db",
                "reqwest" if !may(&["clients", "testkit", "bench"]) => "reqwest belongs to clients",
                "redis" if !may(&["bus"]) => "redis belongs to bus",
                "axum" if !may(&["desk", "server", "emulators", "testkit"]) => "axum belongs to desk and server",
                _ => return None,
            };
            Some(file.fault(number, format!("{why}: {name} does without it, or asks there for what it needs")))
        })
        .collect()
}

fn sql(file: &File) -> Vec<Fault> {
    let free = matches!(file.crate_name(), Some("db" | "testkit" | "bench" | "tidy")) || file.is_test();
    if free || file.path.ends_with("/sql.rs") {
        return Vec::new();
    }
    file.tokens()
        .iter()
        .filter(|token| token.kind == Kind::Text && !token.in_test && is_sql(&token.text))
        .map(|token| file.fault(token.line, "SQL belongs into the sql.rs of the slice that owns the table, as a named question; a text that differs by engine into crates/db/src/dialect.rs"))
        .collect()
}

/// Whether a literal is a statement. Sentences for people begin with a capital, not with capitals.
fn is_sql(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    if first.chars().any(char::is_uppercase) && first.chars().any(char::is_lowercase) {
        return false;
    }
    let has = |word: &str| text.split(|c: char| !c.is_ascii_alphabetic()).any(|other| other.eq_ignore_ascii_case(word));
    match (first.to_ascii_lowercase().as_str(), second.to_ascii_lowercase().as_str()) {
        ("select", _) => first == "SELECT" || has("from"),
        ("insert", "into" | "or") | ("delete", "from") => true,
        ("update", _) => has("set"),
        ("with", _) => has("as") && has("select"),
        (
            "create" | "drop" | "alter",
            "table" | "index" | "unique" | "view" | "policy" | "virtual" | "trigger" | "role" | "database",
        ) => true,
        ("pragma" | "savepoint" | "vacuum", _) => true,
        ("begin", "immediate") | ("set", "local") => true,
        _ => false,
    }
}

fn unwraps(file: &File) -> Vec<Fault> {
    if file.is_test() {
        return Vec::new();
    }
    file.tokens()
        .windows(3)
        .filter(|w| w[0].text == "." && w[1].text == "unwrap" && w[1].kind == Kind::Word && w[2].text == "(" && !w[1].in_test)
        .map(|w| file.fault(w[1].line, "unwrap() says nothing when it fails. Answer an error with `?`, or use expect(\"…\") with the reason why it cannot fail"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    fn faults(path: &str, source: &str) -> Vec<String> {
        sentences(check, &[(path, source)])
    }

    #[test]
    fn sqlx_is_named_in_db_and_in_attributes_only() {
        assert!(
            faults("crates/desk/src/ids.rs", "#[derive(antiphon_db::Type)] #[sqlx(transparent)] pub struct Id(Uuid);").is_empty()
        );
        assert!(faults("crates/desk/src/accounts/sql.rs", "use sqlx::Row;")[0].contains("sqlx is known to db only"));
        assert_eq!(faults("crates/server/src/main.rs", "fn f() -> sqlx::PgPool { }").len(), 1);
        assert!(faults("crates/db/src/lib.rs", "use sqlx::PgPool;").is_empty());
        assert_eq!(faults("crates/server/Cargo.toml", "[dependencies]\nsqlx.workspace = true").len(), 1);
    }

    #[test]
    fn axum_stays_at_the_door() {
        for fine in ["accounts/routes.rs", "http/error.rs", "live/socket.rs", "lib.rs"] {
            assert!(faults(&format!("crates/desk/src/{fine}"), "use axum::Router;").is_empty(), "{fine}");
        }
        assert!(faults("crates/desk/src/accounts/sign_in.rs", "use axum::Json;")[0].contains("routes.rs"));
        assert_eq!(faults("crates/bus/src/lib.rs", "fn f(x: axum::Router) {}").len(), 1);
        assert_eq!(faults("crates/desk/src/accounts/sign_in.rs", "fn f() { reqwest::get(x) }").len(), 1);
    }

    #[test]
    fn sql_stands_in_sql_rs() {
        let statement = "const Q: &str = \"SELECT id FROM people WHERE id = $1\";";
        assert!(faults("crates/desk/src/accounts/sql.rs", statement).is_empty());
        assert!(faults("crates/desk/src/accounts/sign_in.rs", statement)[0].contains("sql.rs of the slice"));
        assert_eq!(faults("crates/server/src/main.rs", "f(r#\"update people set name = $1\"#)").len(), 1);
        assert!(
            faults(
                "crates/server/src/main.rs",
                "f(\"Select a person from the list\"); g(\"update the settings\"); h(\"insert\")"
            )
            .is_empty()
        );
    }

    #[test]
    fn unwrap_is_for_tests() {
        assert!(faults("crates/base/src/a.rs", "fn f() { x.unwrap() }")[0].contains("expect"));
        assert!(faults("crates/base/src/a.rs", "fn f() { x.unwrap_or(1) } #[test] fn g() { x.unwrap() }").is_empty());
        assert!(faults("crates/base/tests/a.rs", "fn f() { x.unwrap() }").is_empty());
    }
}
