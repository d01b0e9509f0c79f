//! Names that say nothing: they tell that a thing helps or manages, not what it is.

use crate::rust::Kind;
use crate::{Fault, House};

const EMPTY_WORDS: &[&str] = &["manager", "managers", "service", "services", "helper", "helpers", "util", "utils", "common"];

pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in house.files.iter().filter(|file| file.path.starts_with("crates/") || file.path.starts_with("web/")) {
        let source = [".rs", ".ts", ".tsx", ".css", ".mjs"].iter().any(|ending| file.path.ends_with(ending));
        if let Some(word) = empty_word(&file.path).filter(|_| source) {
            faults.push(file.fault(1, sentence("the path", &file.path, word)));
        }
        let types = if file.path.ends_with(".rs") { rust_types(file.tokens()) } else { script_types(&file.path, &file.text) };
        faults.extend(
            types.into_iter().filter_map(|(name, line)| Some(file.fault(line, sentence("the type", &name, empty_word(&name)?)))),
        );
    }
    faults
}

fn rust_types(tokens: &[crate::rust::Token]) -> Vec<(String, usize)> {
    let declares = |text: &str| matches!(text, "struct" | "enum" | "trait" | "type" | "union" | "mod");
    tokens
        .windows(2)
        .filter(|w| w[0].kind == Kind::Word && declares(&w[0].text) && w[1].kind == Kind::Word)
        .map(|w| (w[1].text.clone(), w[1].line))
        .collect()
}

fn script_types(path: &str, text: &str) -> Vec<(String, usize)> {
    if !path.ends_with(".ts") && !path.ends_with(".tsx") || path.ends_with("schema.d.ts") {
        return Vec::new();
    }
    (1..)
        .zip(text.lines())
        .filter_map(|(number, line)| {
            let mut words =
                line.split_whitespace().skip_while(|word| matches!(*word, "export" | "default" | "declare" | "abstract"));
            let declares = matches!(words.next()?, "class" | "interface" | "type" | "enum");
            let name = words.next()?.split(|c: char| !c.is_alphanumeric()).next()?;
            (declares && !line.starts_with([' ', '\t'])).then(|| (name.to_owned(), number))
        })
        .collect()
}

/// The first empty word among the words of a name, however they are joined.
fn empty_word(name: &str) -> Option<&'static str> {
    let (mut words, mut last_was_small) = (vec![String::new()], false);
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && last_was_small) {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut()?.extend(c.to_lowercase());
        }
        last_was_small = c.is_lowercase() || c.is_numeric();
    }
    EMPTY_WORDS.iter().find(|empty| words.iter().any(|word| word == *empty)).copied()
}

fn sentence(what: &str, name: &str, word: &str) -> String {
    format!(
        "{what} {name} says \"{word}\", which is not what it is. Name the noun it holds, or put its functions where they are used"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn names_say_what_a_thing_is() {
        assert_eq!(sentences(check, &[("crates/a/src/utils.rs", "")]).len(), 1);
        assert_eq!(sentences(check, &[("web/ui/dialog-helpers.ts", "")]).len(), 1);
        assert_eq!(sentences(check, &[("crates/a/src/b.rs", "pub struct SessionManager; trait MailService {}")]).len(), 2);
        assert_eq!(sentences(check, &[("web/a.ts", "export interface ChatService {\n}\nexport abstract class X {}")]).len(), 1);
        let fine = [
            ("crates/a/src/b.rs", "use redis::aio::ConnectionManager; struct Managed; impl Service for X {}"),
            ("web/b.ts", "const service = 1;\n  type = 2"),
        ];
        assert!(sentences(check, &fine).is_empty());
    }
}
