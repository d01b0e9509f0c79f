//! Rust source cut into words, marks and string literals, without comments; enough to see paths,
//! declarations and what belongs to tests. Not a parser: it never fails, and understands no types.

/// One piece of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// The word, the mark, or the content of the literal.
    pub text: String,
    /// From 1.
    pub line: usize,
    /// Within an item that is compiled for tests only.
    pub in_test: bool,
    /// How many `mod … { }` of this file are open around it.
    pub inline: usize,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Identifier, keyword or number.
    Word,
    /// One character of punctuation.
    Mark,
    /// String literal, of any kind.
    Text,
}

/// A path as it is written: `a::b::c`; groups of `use` are spread out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path<'a> {
    /// Its words.
    pub parts: Vec<&'a str>,
    /// Place of its first word among the tokens.
    pub at: usize,
    /// Line of its last word.
    pub line: usize,
}

/// Cuts a source file.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut tokens = cut(source);
    mark_inline_modules(&mut tokens);
    mark_tests(&mut tokens);
    tokens
}

/// Every path of a file, in order.
pub fn paths(tokens: &[Token]) -> Vec<Path<'_>> {
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let continues = at >= 1 && (is(tokens, at - 1, ".") || is_double_colon(tokens, at.wrapping_sub(2)));
        if tokens[at].kind == Kind::Word && !continues {
            spread(tokens, at, at, Vec::new(), &mut found);
        }
    }
    found
}

/// Follows the path from `at`; returns the place after it.
fn spread<'a>(tokens: &'a [Token], first: usize, mut at: usize, mut parts: Vec<&'a str>, found: &mut Vec<Path<'a>>) -> usize {
    loop {
        let line = tokens[at].line;
        parts.push(&tokens[at].text);
        at += 1;
        if !is_double_colon(tokens, at) {
            found.push(Path { parts, at: first, line });
            return at;
        }
        at += 2;
        match tokens.get(at) {
            Some(next) if next.kind == Kind::Word => {}
            Some(next) if next.text == "{" && next.kind == Kind::Mark => {
                at += 1;
                while at < tokens.len() && !is(tokens, at, "}") {
                    if tokens[at].kind == Kind::Word {
                        at = spread(tokens, first, at, parts.clone(), found);
                        if tokens.get(at).is_some_and(|token| token.text == "as") {
                            at += 2;
                        }
                    } else {
                        at += 1;
                    }
                }
                return at + 1;
            }
            _ => {
                found.push(Path { parts, at: first, line });
                return at;
            }
        }
    }
}

fn is(tokens: &[Token], at: usize, mark: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.kind == Kind::Mark && token.text == mark)
}

fn is_double_colon(tokens: &[Token], at: usize) -> bool {
    is(tokens, at, ":") && is(tokens, at.wrapping_add(1), ":")
}

fn cut(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let (mut tokens, mut at, mut line) = (Vec::new(), 0, 1);
    let new = |kind, text: String, line| Token { kind, text, line, in_test: false, inline: 0 };
    while at < chars.len() {
        let (start, first_line) = (at, line);
        match chars[at] {
            '\n' => {
                line += 1;
                at += 1;
            }
            c if c.is_whitespace() => at += 1,
            '/' if chars.get(at + 1) == Some(&'/') => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
            }
            '/' if chars.get(at + 1) == Some(&'*') => {
                let mut depth = 0;
                while at < chars.len() {
                    match (chars[at], chars.get(at + 1)) {
                        ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
                        ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
                        (c, _) => {
                            line += usize::from(c == '\n');
                            at += 1;
                        }
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            '"' => {
                let text = quoted(&chars, &mut at, &mut line);
                tokens.push(new(Kind::Text, text, first_line));
            }
            'r' | 'b' | 'c' if literal_prefix(&chars, at).is_some() => {
                let (raw, hashes, quote) = literal_prefix(&chars, at).unwrap_or((false, 0, at));
                at = quote;
                let text = if raw { raw_quoted(&chars, &mut at, &mut line, hashes) } else { quoted(&chars, &mut at, &mut line) };
                tokens.push(new(Kind::Text, text, first_line));
            }
            '\'' => at = after_character_or_lifetime(&chars, at),
            c if c.is_alphanumeric() || c == '_' => {
                while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                    at += 1;
                }
                tokens.push(new(Kind::Word, chars[start..at].iter().collect(), first_line));
            }
            c => {
                at += 1;
                tokens.push(new(Kind::Mark, c.to_string(), first_line));
            }
        }
    }
    tokens
}

/// Whether a string literal with a prefix begins here: raw?, number of hashes, place of the quote.
fn literal_prefix(chars: &[char], mut at: usize) -> Option<(bool, usize, usize)> {
    let mut raw = false;
    while let Some('r' | 'b' | 'c') = chars.get(at) {
        raw |= chars[at] == 'r';
        at += 1;
    }
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    let quote = at + hashes;
    (chars.get(quote) == Some(&'"') && (raw || hashes == 0)).then_some((raw, hashes, quote))
}

fn quoted(chars: &[char], at: &mut usize, line: &mut usize) -> String {
    let mut text = String::new();
    *at += 1;
    while *at < chars.len() && chars[*at] != '"' {
        if chars[*at] == '\\' {
            *at += 1;
        }
        if let Some(c) = chars.get(*at) {
            *line += usize::from(*c == '\n');
            text.push(*c);
        }
        *at += 1;
    }
    *at += 1;
    text
}

fn raw_quoted(chars: &[char], at: &mut usize, line: &mut usize, hashes: usize) -> String {
    let mut text = String::new();
    *at += 1;
    while *at < chars.len() {
        if chars[*at] == '"' && chars[*at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes {
            *at += 1 + hashes;
            break;
        }
        *line += usize::from(chars[*at] == '\n');
        text.push(chars[*at]);
        *at += 1;
    }
    text
}

fn after_character_or_lifetime(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let mut end = at + 3; // past the escaped character
            while end < chars.len() && chars[end] != '\'' {
                end += 1;
            }
            end + 1
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1, // a lifetime: its name follows as a word
    }
}

fn mark_inline_modules(tokens: &mut [Token]) {
    let (mut open, mut depth) = (Vec::new(), 0_usize);
    for at in 0..tokens.len() {
        if is(tokens, at, "{") {
            depth += 1;
            if at >= 2 && tokens[at - 2].text == "mod" && tokens[at - 1].kind == Kind::Word {
                open.push(depth);
            }
        }
        tokens[at].inline = open.len();
        if is(tokens, at, "}") {
            if open.last() == Some(&depth) {
                open.pop();
            }
            depth = depth.saturating_sub(1);
        }
    }
}

/// Marks items under `#[test]`, `#[tokio::test]`, `#[cfg(test)]` and the like.
fn mark_tests(tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        if !(is(tokens, at, "#") && is(tokens, at + 1, "[")) {
            at += 1;
            continue;
        }
        let end = closing(tokens, at + 1, "[", "]");
        let words: Vec<&str> = tokens[at..end].iter().filter(|t| t.kind == Kind::Word).map(|t| t.text.as_str()).collect();
        if !words.contains(&"test") || words.contains(&"not") {
            at = end;
            continue;
        }
        let mut item = end;
        while is(tokens, item, "#") {
            item = closing(tokens, item + 1, "[", "]");
        }
        while item < tokens.len() && !is(tokens, item, ";") && !is(tokens, item, "{") {
            item += 1;
        }
        if is(tokens, item, "{") {
            item = closing(tokens, item, "{", "}");
        }
        let last = item.min(tokens.len());
        tokens[at..last].iter_mut().for_each(|token| token.in_test = true);
        at = last.max(at + 1);
    }
}

/// The place after the mark that closes the one at `at`.
pub fn closing(tokens: &[Token], at: usize, open: &str, close: &str) -> usize {
    let mut depth = 0_usize;
    for place in at..tokens.len() {
        if is(tokens, place, open) {
            depth += 1;
        } else if is(tokens, place, close) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return place + 1;
            }
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> Vec<String> {
        tokens(source).into_iter().filter(|t| t.kind == Kind::Word).map(|t| t.text).collect()
    }

    #[test]
    fn comments_and_literals_hold_no_words() {
        let source = "a /* b /* c */ d */ e // f\n\"g \\\" h\" r#\"i \" j\"# b'k' 'l' '\\'' fn<'m>() b\"n\" 'o: loop";
        assert_eq!(words(source), ["a", "e", "b", "fn", "m", "o", "loop"]);
        let texts: Vec<_> = tokens(source).into_iter().filter(|t| t.kind == Kind::Text).map(|t| t.text).collect();
        assert_eq!(texts, ["g \" h", "i \" j", "n"]);
    }

    #[test]
    fn lines_are_counted_through_comments_and_literals() {
        let found = tokens("a\n/* \n */ \"\n\n\" b");
        assert_eq!(found.last().map(|t| (t.text.as_str(), t.line)), Some(("b", 5)));
    }

    #[test]
    fn groups_of_use_are_spread_out() {
        let source = tokens("use crate::{a::B, c::{self, D as E}, f::*}; x.y::<Z>(); g::h()");
        let found: Vec<String> = paths(&source).iter().map(|path| path.parts.join("::")).collect();
        assert!(
            ["crate::a::B", "crate::c::self", "crate::c::D", "crate::f", "g::h"].iter().all(|p| found.contains(&(*p).to_owned())),
            "{found:?}"
        );
        assert!(!found.iter().any(|p| p.starts_with('y')), "a method is no path: {found:?}");
    }

    #[test]
    fn items_for_tests_are_known() {
        let found = tokens(
            "fn a() {} #[cfg(test)] mod tests { fn b() { } } #[cfg(not(test))] fn c() {} #[tokio::test] #[ignore] async fn d() { e } fn f() {}",
        );
        let in_test: Vec<&str> =
            found.iter().filter(|t| t.in_test && t.text.len() == 1 && t.kind == Kind::Word).map(|t| t.text.as_str()).collect();
        assert_eq!(in_test, ["b", "d", "e"]);
    }
}
