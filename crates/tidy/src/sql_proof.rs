//! `cargo run -p antiphon-tidy -- sql-proof FILE`: which questions of the `sql.rs` files the tests have asked of
//! which engine. FILE is what builds with debug assertions write when `ANTIPHON_SQL_PROOF` names it:
//! a line per text, `sqlite` or `postgres`, a tab, the text with single blanks.

use std::collections::HashMap;

use crate::house::{Fault, File, House};
use crate::rust::{Kind, Token};

/// A question as it stands in a file: pieces of its text in order, the last one up to its end.
struct Question {
    line: usize,
    pieces: Vec<String>,
}

/// The questions that an engine has not been asked, and how many there are in all.
pub fn unasked(house: &House, proof: &str) -> (Vec<Fault>, usize) {
    let asked = |engine: &str| -> Vec<&str> {
        proof.lines().filter_map(|line| line.split_once('\t')).filter(|(of, _)| *of == engine).map(|(_, text)| text).collect()
    };
    let (sqlite, postgres) = (asked("sqlite"), asked("postgres"));
    let (mut faults, mut count) = (Vec::new(), 0);
    for file in house.rust().filter(|file| file.in_desk().is_some_and(|path| path.ends_with("/sql.rs"))) {
        for question in questions(file) {
            count += 1;
            let missing: Vec<&str> = [("SQLite", &sqlite), ("PostgreSQL", &postgres)]
                .into_iter()
                .filter(|(_, texts)| !texts.iter().any(|text| is_text_of(&question, text)))
                .map(|(engine, _)| engine)
                .collect();
            if !missing.is_empty() {
                let text: String = question.pieces.join(" … ").chars().take(90).collect();
                let sentence = format!("No test asks this of {}: tell a story that does. ({text})", missing.join(" and "));
                faults.push(file.fault(question.line, sentence));
            }
        }
    }
    (faults, count)
}

/// Whether a text that ran is this question.
fn is_text_of(question: &Question, text: &str) -> bool {
    let Some((last, before)) = question.pieces.split_last() else { return false };
    let mut rest = text;
    for (place, piece) in before.iter().enumerate() {
        match rest.find(piece.as_str()) {
            Some(at) if place > 0 || at == 0 => rest = &rest[at + piece.len()..],
            _ => return false,
        }
    }
    if before.is_empty() { text == last } else { rest.trim_start() == last }
}

/// What stands in `query(…)` and `query_list(…)`: a text, or a macro of this file around its end.
fn questions(file: &File) -> Vec<Question> {
    let tokens = file.tokens();
    let macros = macros(tokens);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let asks = tokens[at].kind == Kind::Word && ["query", "query_list"].contains(&tokens[at].text.as_str());
        if !asks || tokens[at].in_test || !is_mark(tokens, at + 1, "(") {
            continue;
        }
        let question = match tokens.get(at + 2) {
            Some(text) if text.kind == Kind::Text => Question { line: text.line, pieces: vec![plain(&text.text)] },
            Some(name) if name.kind == Kind::Word && is_mark(tokens, at + 3, "!") => {
                let ends = tokens[at + 4..].iter().find(|token| token.kind == Kind::Text).map(|token| plain(&token.text));
                let mut pieces = macros.get(name.text.as_str()).cloned().unwrap_or_default();
                pieces.extend(ends);
                Question { line: name.line, pieces }
            }
            _ => Question { line: tokens[at].line, pieces: vec!["a text that this command cannot find".to_owned()] },
        };
        found.push(question);
    }
    found
}

/// The beginnings that this file's macros put before a text: their own, after that of a macro which they are given to.
fn macros(tokens: &[Token]) -> HashMap<&str, Vec<String>> {
    let mut found: HashMap<&str, Vec<String>> = HashMap::new();
    for at in 0..tokens.len() {
        if tokens[at].text == "macro_rules" && is_mark(tokens, at + 1, "!") {
            let Some(name) = tokens.get(at + 2) else { continue };
            let body = &tokens[at + 3..];
            let text = body.iter().position(|token| token.kind == Kind::Text).unwrap_or(0);
            let around =
                body[..text].windows(2).filter(|pair| pair[1].text == "!").find_map(|pair| found.get(pair[0].text.as_str()));
            let mut pieces = around.cloned().unwrap_or_default();
            pieces.extend(body.get(text).map(|token| plain(&token.text)));
            found.insert(name.text.as_str(), pieces);
        }
    }
    found
}

fn is_mark(tokens: &[Token], at: usize, mark: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && token.text == mark)
}

/// With single blanks, as the proof has it; the cutting has taken the escapes away.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        macro_rules! rows { ($tail:literal) => { concat!("SELECT id
             FROM things WHERE ", $tail) }; }
        fn one(tx: &mut Tx) { tx.query(rows!("id = $1")).bind(1); }
        fn two(tx: &mut Tx) { tx.query("DELETE FROM things
             WHERE id LIKE $1 ESCAPE '\\'").run(); }
        fn three(tx: &mut Tx) { tx.query_list("SELECT id FROM things WHERE id", &ids, "").all(); }
        macro_rules! small { ($tail:literal) => { rows!(concat!("small AND ", $tail)) }; }
        fn four(tx: &mut Tx) { tx.query(small!("id = $2")).bind(1); }
    "#;

    fn lines(proof: &str) -> Vec<usize> {
        let house = House::of(&[("crates/desk/src/things/sql.rs", FILE)]);
        let (faults, count) = unasked(&house, proof);
        assert_eq!(count, 4);
        faults.into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn questions_are_proved_by_their_whole_text_on_each_engine() {
        let texts = [
            "SELECT id FROM things WHERE id = $1",
            r"DELETE FROM things WHERE id LIKE $1 ESCAPE '\'",
            "SELECT id FROM things WHERE id",
            "SELECT id FROM things WHERE small AND id = $2",
        ];
        let both: String = texts.iter().map(|text| format!("sqlite\t{text}\npostgres\t{text}\n")).collect();
        assert!(lines(&both).is_empty());
        assert_eq!(lines(""), [4, 5, 7, 9]);
        let one: String = texts.iter().map(|text| format!("sqlite\t{text}\n")).collect();
        assert_eq!(lines(&one).len(), 4);
        assert_eq!(lines(&both.replace("things WHERE id = $1", "things WHERE name = $1")).len(), 1);
    }
}
