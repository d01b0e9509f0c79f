//! Reads what a page that somebody linked to says of itself: title, description, the site's name. Anybody may link to
//! anything, so the way there keeps to the rules of `outgoing.rs`, each redirect anew, and all of it is bounded. What
//! is read is text of strangers: whoever shows it cleans it.

use std::time::Duration;

use encoding_rs::{Encoding, UTF_8};
use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use url::Url;

use crate::outgoing::{Outgoing, Unreached, no_answer};

/// How long the whole way may take, redirects included.
const WHOLE: Duration = Duration::from_secs(5);
/// How often a page may send us on.
const REDIRECTS: usize = 3;
/// How much of a page is read, in bytes: its head stands at its beginning.
const LARGEST: usize = 512 * 1024;
/// How far into a page its encoding is looked for, in bytes, as browsers do.
const PRESCAN: usize = 1024;

/// What a page says of itself, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The site it is part of.
    pub site_name: Option<String>,
}

/// Reads the head of a page.
///
/// # Errors
/// `NotAllowed` by the rules of outgoing calls; `NoAnswer` when there is no page of text to be had in time.
pub async fn read_page(outgoing: &Outgoing, url: &Url) -> Result<Page, Unreached> {
    match tokio::time::timeout(WHOLE, follow(outgoing, url)).await {
        Ok(outcome) => outcome,
        Err(_) => none("no answer came in time"),
    }
}

async fn follow(outgoing: &Outgoing, url: &Url) -> Result<Page, Unreached> {
    let mut url = url.clone();
    for _ in 0..=REDIRECTS {
        let mut answer = outgoing.visit(&url, asked()).await?;
        if answer.status().is_redirection() {
            let next = answer.headers().get(LOCATION).and_then(|to| url.join(to.to_str().ok()?).ok());
            let Some(next) = next else { return none("it sends on to nowhere") };
            url = next;
            continue;
        }
        if !answer.status().is_success() {
            return none("there is no page");
        }
        let named = encoding_of(answer.headers())?;
        let mut bytes = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(no_answer)? {
            bytes.extend_from_slice(&piece[..piece.len().min(LARGEST - bytes.len())]);
            if bytes.len() == LARGEST {
                break;
            }
        }
        let (text, ..) = named.or_else(|| declared(&bytes)).unwrap_or(UTF_8).decode(&bytes);
        return Ok(head_of(&text));
    }
    none("it sends on and on")
}

/// Says who asks, and asks for a page as it is: what is not packed cannot unpack to more than it is.
fn asked() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, HeaderValue::from_static("Antiphon (link preview)"));
    headers.insert(ACCEPT, HeaderValue::from_static("text/html, application/xhtml+xml;q=0.9"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers
}

/// The encoding that the answer names, if it does; refused where it is no page of text.
fn encoding_of(headers: &HeaderMap) -> Result<Option<&'static Encoding>, Unreached> {
    let is_packed = headers.get(CONTENT_ENCODING).is_some_and(|packed| !packed.as_bytes().eq_ignore_ascii_case(b"identity"));
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let mut parts = kind.split(';').map(str::trim);
    if is_packed || !matches!(parts.next(), Some("text/html" | "application/xhtml+xml")) {
        return none("it is no page of text");
    }
    let Some(name) = parts.find_map(|part| part.strip_prefix("charset=")) else { return Ok(None) };
    match Encoding::for_label(name.trim_matches(['"', '\'']).as_bytes()) {
        Some(encoding) => Ok(Some(encoding)),
        None => none("nobody knows its encoding"),
    }
}

/// The encoding that a page names itself.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let (_, name) = beginning.split_once("charset=")?;
    let name = name.trim_start_matches(['"', '\'']).split(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).next()?;
    // Whoever could read this far has no encoding of two bytes a letter.
    Encoding::for_label(name.as_bytes()).map(Encoding::output_encoding)
}

/// Each thing that a page may say of itself in several ways, the best one first.
#[derive(Default)]
struct Said {
    title: [Option<String>; 3],
    description: [Option<String>; 3],
    site_name: Option<String>,
}

impl Said {
    fn place(&mut self, name: &str) -> Option<&mut Option<String>> {
        Some(match name {
            "og:title" => &mut self.title[0],
            "twitter:title" => &mut self.title[1],
            "og:description" => &mut self.description[0],
            "twitter:description" => &mut self.description[1],
            "description" => &mut self.description[2],
            "og:site_name" => &mut self.site_name,
            _ => return None,
        })
    }

    /// The first of its kind counts.
    fn hear(&mut self, tag: &StartTag<()>) {
        let value = |name: &str| {
            let (_, value) = tag.attributes.iter().find(|(key, _)| key.as_slice() == name.as_bytes())?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let name = value("property").or_else(|| value("name")).unwrap_or_default().to_ascii_lowercase();
        let Some(content) = value("content").filter(|content| !content.trim().is_empty()) else { return };
        if let Some(place) = self.place(name.trim()) {
            place.get_or_insert(content);
        }
    }
}

fn head_of(html: &str) -> Page {
    let mut said = Said::default();
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true); // what stands in scripts, styles and titles is no markup
    let mut in_title = false;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => match tag.name.as_slice() {
                b"title" => in_title = said.title[2].is_none(),
                b"meta" => said.hear(&tag),
                b"body" => break, // what stands there may be anybody's
                _ => {}
            },
            Token::EndTag(tag) => match tag.name.as_slice() {
                b"title" => in_title = false,
                b"head" => break,
                _ => {}
            },
            Token::String(text) if in_title => {
                said.title[2].get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }
    let best = |ways: [Option<String>; 3]| ways.into_iter().flatten().find(|text| !text.trim().is_empty());
    Page { title: best(said.title), description: best(said.description), site_name: said.site_name }
}

fn none<T>(why: &str) -> Result<T, Unreached> {
    Err(Unreached::NoAnswer(why.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(html: &str) -> Option<String> {
        head_of(html).title
    }

    #[test]
    fn a_page_is_heard_in_all_the_ways_in_which_it_speaks() {
        let page = head_of(
            "<!doctype html><HTML><head><title>Plain &amp; simple</title><META NAME='Description' content=\"What it is\">
             <meta property=og:title content='Told &quot;well&quot;'><meta property='og:site_name' content='Lamps'>
             <meta property='og:title' content='Told again'></head><body><meta property='og:description' content='of a guest'>",
        );
        assert_eq!(page.title.as_deref(), Some("Told \"well\""));
        assert_eq!(page.description.as_deref(), Some("What it is"));
        assert_eq!(page.site_name.as_deref(), Some("Lamps"));
        assert_eq!(titled("<title>Plain &amp; simple</title>").as_deref(), Some("Plain & simple"));
        assert_eq!(titled("<meta name='twitter:title' content='T'><title>P</title>").as_deref(), Some("T"));
    }

    #[test]
    fn markup_is_text_where_it_stands_in_a_title_and_nothing_elsewhere() {
        let script = "<title><script>alert(1)</script></title>";
        assert_eq!(titled(script).as_deref(), Some("<script>alert(1)</script>"));
        assert_eq!(titled("<script>'<title>no</title>'</script><style><title>no</title></style>"), None);
        assert_eq!(titled("<!-- <title>no</title> --><body><title>no</title>"), None);
        assert_eq!(titled("<title>never closed").as_deref(), Some("never closed"));
        assert_eq!(titled("<title> </title><meta property='og:title' content=''>"), None);
        assert_eq!(titled(&"<".repeat(100_000)), None);
        assert_eq!(titled(&format!("<meta {}>", "a=1 ".repeat(50_000))), None);
    }

    #[test]
    fn the_encoding_is_the_answers_or_the_pages_own() {
        let headers = |kind: &str| HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_str(kind).unwrap())]);
        let named = encoding_of(&headers("Text/HTML; Charset=\"ISO-8859-1\"")).unwrap().unwrap();
        assert_eq!(named.decode(b"caf\xe9").0, "caf\u{e9}");
        assert_eq!(encoding_of(&headers("text/html")).unwrap(), None);
        for wrong in ["text/plain", "application/json", "text/html; charset=klingon", "image/svg+xml", ""] {
            assert!(encoding_of(&headers(wrong)).is_err(), "{wrong}");
        }
        let mut packed = headers("text/html");
        packed.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert!(encoding_of(&packed).is_err());
        assert_eq!(declared(b"<meta charset=\"windows-1252\">").unwrap().name(), "windows-1252");
        assert_eq!(
            declared(b"<meta http-equiv=content-type content='text/html; charset=Shift_JIS'>").unwrap().name(),
            "Shift_JIS"
        );
        assert_eq!(declared(b"<meta charset=utf-16>").unwrap().name(), "UTF-8");
        assert_eq!(declared(b"<meta charset=klingon>"), None);
    }
}
