//! The links of a message's text, as the web's renderer finds them (`web/markdown`): written out, or as the target of
//! a name in brackets; none in code. Pure.

use url::Url;

/// Links of one message of which previews are made: the first ones.
const LINKS: usize = 3;
/// Longest link, in bytes.
const LONGEST: usize = 2_000;

/// The first links to pages in a text, each once, as a browser would follow them.
pub(super) fn links_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains("://") {
        for block in blocks(text) {
            scan(&block, &mut found);
        }
    }
    found
}

/// Paragraphs and items of lists: marks reach no further than their end. Fences are left out.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut fence: Option<&str> = None;
    for line in text.split(['\n', '\r']) {
        let start = line.trim_start();
        match fence {
            Some(end) if start.starts_with(end) => fence = None,
            Some(_) => {}
            None => match opened(line, start) {
                Some(opened) => {
                    fence = Some(opened);
                    blocks.push(String::new());
                }
                None if start.is_empty() || is_item(start) => blocks.extend([start.to_owned(), String::new()]),
                None => {
                    if let Some(paragraph) = blocks.last_mut() {
                        paragraph.push('\n');
                        paragraph.push_str(line);
                    }
                }
            },
        }
    }
    blocks
}

/// The marks of a line that opens a fence.
fn opened<'a>(line: &str, start: &'a str) -> Option<&'a str> {
    let mark = start.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let rest = start.trim_start_matches(mark);
    let marks = &start[..start.len() - rest.len()];
    (marks.len() >= 3 && line.len() - start.len() <= 3 && !rest.contains('`')).then_some(marks)
}

fn is_item(start: &str) -> bool {
    let rest = match start.strip_prefix(['-', '*', '+']) {
        Some(rest) => Some(rest),
        None => start.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')']),
    };
    rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

fn scan(block: &str, found: &mut Vec<String>) {
    let mut at = 0;
    while found.len() < LINKS
        && let Some(mark) = block[at..].chars().next()
    {
        let rest = &block[at..];
        let begins = || !block[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        at += match mark {
            '`' => code(rest),
            '\\' => 1 + usize::from(rest[1..].starts_with(['\\', '`', '*', '_', '[', ']', '(', ')'])),
            '[' => match target(rest) {
                Some((target, length)) => {
                    note(target, found);
                    length
                }
                None => 1,
            },
            'h' if (rest.starts_with("http://") || rest.starts_with("https://")) && begins() => {
                let bare = &rest[..rest.find(|c: char| c.is_whitespace() || "<>\"'`".contains(c)).unwrap_or(rest.len())];
                note(trimmed(bare), found);
                bare.len()
            }
            other => other.len_utf8(),
        };
    }
}

/// How much a run of backticks and the code behind it take.
fn code(rest: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let open = run(rest);
    let mut at = open;
    while let Some(next) = rest[at..].find('`') {
        let close = run(&rest[at + next..]);
        at += next + close;
        if close == open {
            return at;
        }
    }
    open
}

/// The target of `[name](target)`, and how much all of it takes.
fn target(rest: &str) -> Option<(&str, usize)> {
    let name = &rest[1..1 + rest[1..].find(['[', ']', '\n'])?];
    let behind = rest[1 + name.len()..].strip_prefix("](")?;
    if name.is_empty() || name.chars().count() > 500 {
        return None;
    }
    let mut depth = 0;
    for (end, c) in behind.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&behind[..end], rest.len() - behind.len() + end + 1)),
            ')' => depth -= 1,
            c if c.is_whitespace() || matches!(c, '<' | '>') => return None,
            _ => {}
        }
    }
    None
}

/// The full stop after an address belongs to the sentence, as does an unopened bracket.
fn trimmed(bare: &str) -> &str {
    let mut link = bare.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '*', '_']);
    while link.ends_with(')') && link.matches(')').count() > link.matches('(').count() {
        link = &link[..link.len() - 1];
    }
    link
}

fn note(link: &str, found: &mut Vec<String>) {
    if link.len() > LONGEST {
        return;
    }
    let Some(url) = Url::parse(link).ok().filter(|url| matches!(url.scheme(), "http" | "https")) else { return };
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let url = String::from(url);
    if !has_credentials && url.len() <= LONGEST && !found.contains(&url) && found.len() < LINKS {
        found.push(url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_where_a_reader_sees_them() {
        for (text, links) in [
            ("see https://a.test/x.", &["https://a.test/x"][..]),
            ("(https://a.test/x)", &["https://a.test/x"]),
            ("https://a.test/w_(x)", &["https://a.test/w_(x)"]),
            ("[docs](https://a.test/w_(x)) and more", &["https://a.test/w_(x)"]),
            ("**https://a.test/b** _http://a.test/c_", &["https://a.test/b", "http://a.test/c"]),
            ("HTTP://a.test", &[]),
            ("https://a.test https://a.test/ https://a.test#x", &["https://a.test/", "https://a.test/#x"]),
            (
                "- one https://a.test/1\n- two https://a.test/2\n\nhttps://a.test/3 https://a.test/4",
                &["https://a.test/1", "https://a.test/2", "https://a.test/3"],
            ),
            ("[https://a.test/seen](https://b.test/followed)", &["https://b.test/followed"]),
            ("xhttps://a.test", &[]),
            ("https://u:p@a.test/ https://u@a.test/", &[]),
            ("javascript://a.test [x](javascript:alert(1)) ftp://a.test mailto:a@b.test", &[]),
            ("https:// http://", &[]),
            ("https://\u{65E5}\u{672C}.test/\u{E9}", &["https://xn--wgv71a.test/%C3%A9"]),
        ] {
            assert_eq!(links_in(text), links, "{text:?}");
        }
        assert!(links_in(&format!("https://a.test/{}", "x".repeat(3_000))).is_empty());
    }

    #[test]
    fn code_has_no_links() {
        for text in [
            "`https://a.test`",
            "``a ` https://a.test``",
            "```\nhttps://a.test\n```",
            "~~~ sh\ncurl https://a.test\n\nhttps://b.test\n~~~",
            "```\nhttps://a.test never closed",
            "> said\n   ```js\nhttps://a.test",
        ] {
            assert!(links_in(text).is_empty(), "{text:?}");
        }
        assert_eq!(links_in("```\nx\n```\nhttps://a.test"), ["https://a.test/"]);
        assert_eq!(links_in("a ` mark and https://a.test"), ["https://a.test/"]);
        assert_eq!(links_in("a `\n\nhttps://a.test and ` another"), ["https://a.test/"], "code ends with its paragraph");
    }

    #[test]
    fn long_runs_of_marks_are_looked_through_quickly() {
        let started = std::time::Instant::now();
        for mark in ["`", "` ", "[", "[a](", "](", "\\", "https://", "https://a.test/) ", "```\n", "- ", "(("] {
            links_in(&(mark.repeat(10_000 / mark.len()) + "://"));
        }
        assert!(started.elapsed().as_secs() < 2);
    }
}
