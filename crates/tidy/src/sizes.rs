//! The largest files and functions. Not a rule: a look, to see where a second noun has moved in.

use crate::House;
use crate::rust::{self, Kind};

/// Something with a length in lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Sized {
    /// Path, and name of a function.
    pub name: String,
    /// Lines from the first to the last.
    pub lines: usize,
}

/// The ten longest files of Rust, TypeScript and CSS, generated ones left out.
pub fn largest_files(house: &House) -> Vec<Sized> {
    let ours = |path: &str| {
        [".rs", ".ts", ".tsx", ".css", ".mjs"].iter().any(|ending| path.ends_with(ending)) && !path.ends_with("schema.d.ts")
    };
    let files = house.files.iter().filter(|file| ours(&file.path));
    top(files.map(|file| Sized { name: file.path.clone(), lines: file.text.lines().count() }).collect())
}

/// The ten longest Rust functions, tests left out.
pub fn largest_functions(house: &House) -> Vec<Sized> {
    let mut found = Vec::new();
    for file in house.rust().filter(|file| !file.is_test()) {
        let tokens = file.tokens();
        for at in 0..tokens.len().saturating_sub(1) {
            let declares = tokens[at].kind == Kind::Word && tokens[at].text == "fn" && tokens[at + 1].kind == Kind::Word;
            if !declares || tokens[at].in_test {
                continue;
            }
            let mark = |token: &rust::Token, text: &str| token.kind == Kind::Mark && token.text == text;
            let Some(body) = tokens[at..].iter().position(|token| mark(token, "{") || mark(token, ";")) else { continue };
            if mark(&tokens[at + body], "{") {
                let end = rust::closing(tokens, at + body, "{", "}") - 1;
                found.push(Sized {
                    name: format!("{}:{} {}", file.path, tokens[at].line, tokens[at + 1].text),
                    lines: tokens[end].line - tokens[at].line + 1,
                });
            }
        }
    }
    top(found)
}

fn top(mut found: Vec<Sized>) -> Vec<Sized> {
    found.sort_by(|a, b| b.lines.cmp(&a.lines).then_with(|| a.name.cmp(&b.name)));
    found.truncate(10);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_head_to_brace() {
        let house =
            House::of(&[("crates/a/src/b.rs", "fn short() {}\ntrait T { fn none(); }\nfn long() {\n    if x {\n    }\n}\n")]);
        let found = largest_functions(&house);
        assert_eq!(found[0], Sized { name: "crates/a/src/b.rs:3 long".to_owned(), lines: 4 });
        assert_eq!(found.len(), 2);
        assert_eq!(largest_files(&house)[0].lines, 6);
    }
}
