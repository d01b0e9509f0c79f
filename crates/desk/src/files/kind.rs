//! What a file is: its name made safe, its type decided by its content, and what may not come in at all. Pure.

use antiphon_base::{Error, Result};

use crate::text::NAME_CHARACTERS;

/// Bytes at the beginning that decide the type.
pub(super) const HEAD_BYTES: usize = 8 * 1024;

/// Types that are taken, with the endings under which they come.
const TAKEN: &[(&str, &[&str])] = &[
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg", "jfif"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("application/pdf", &["pdf"]),
    ("application/zip", &["zip"]),
    ("application/gzip", &["gz", "tgz"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/ogg", &["ogg", "oga", "opus"]),
    ("audio/x-wav", &["wav"]),
    ("audio/m4a", &["m4a"]),
    ("video/mp4", &["mp4", "m4v"]),
    ("video/webm", &["webm"]),
    ("video/quicktime", &["mov"]),
    ("text/plain", &["txt", "log", "md", "text"]),
    ("text/csv", &["csv"]),
    ("application/json", &["json"]),
];

/// A file's type, decided by how it begins.
///
/// # Errors
/// `WrongType` when it is none that is taken, or another one than its name says.
pub(super) fn decide(name: &str, head: &[u8]) -> Result<&'static str> {
    let ending = ending_of(name);
    let found = match infer::get(head) {
        Some(kind) => kind.mime_type(),
        None if is_text(head) => text_type(&ending),
        None => return Err(refused("Its content is of no type that is taken here.")),
    };
    let Some((mime, endings)) = TAKEN.iter().find(|(mime, _)| *mime == found) else {
        return Err(refused(&format!("Files of the type {found} are not taken here.")));
    };
    // An archive may be called many things; everything else is what its name says.
    let is_honest = ending.is_empty() || endings.contains(&ending.as_str()) || *mime == "application/zip" && !is_known(&ending);
    if is_honest { Ok(mime) } else { Err(refused(&format!("The name ends in .{ending}, but the content is {mime}."))) }
}

fn refused(why: &str) -> Error {
    Error::WrongType { why: why.to_owned().into() }
}

fn is_known(ending: &str) -> bool {
    TAKEN.iter().any(|(_, endings)| endings.contains(&ending))
}

fn text_type(ending: &str) -> &'static str {
    match ending {
        "csv" => "text/csv",
        "json" => "application/json",
        _ => "text/plain",
    }
}

/// Text that no browser would take for a page or a drawing.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end in the middle of a character.
        Err(error) if error.error_len().is_none() && head.len() >= HEAD_BYTES => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    let begins = text.trim_start_matches('\u{FEFF}').trim_start().to_ascii_lowercase();
    let is_markup = begins.starts_with('<') || begins.contains("<script") || begins.contains("<html") || begins.contains("<svg");
    !is_markup && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{C}'))
}

/// The ending after the last dot, in small letters.
pub(super) fn ending_of(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).filter(|ending| ending.len() <= 8).unwrap_or_default()
}

/// A name that is safe to save under: no folders, nothing that does not show, no more than 200 characters.
///
/// # Errors
/// `Invalid` when nothing of it is left.
pub(super) fn safe_name(given: &str) -> Result<String> {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last
        .chars()
        .filter(|c| {
            !c.is_control()
                && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        })
        .map(|c| if matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*') { '_' } else { c })
        .collect();
    let name = shown.trim().trim_matches('.').trim();
    if name.is_empty() {
        return Err(Error::invalid("name", "Give the file a name."));
    }
    let length = name.chars().count();
    if length <= NAME_CHARACTERS {
        return Ok(name.to_owned());
    }
    let ending = ending_of(name);
    let kept = NAME_CHARACTERS - ending.chars().count() - 1;
    let begin: String = name.chars().take(kept).collect();
    Ok(if ending.is_empty() { begin } else { format!("{begin}.{ending}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn the_content_decides_and_the_name_must_agree() {
        assert_eq!(decide("a.png", PNG).unwrap(), "image/png");
        assert_eq!(decide("no-ending", PNG).unwrap(), "image/png");
        assert_eq!(decide("a.txt", "Grüße\n".as_bytes()).unwrap(), "text/plain");
        assert_eq!(decide("a.csv", b"a,b\n1,2\n").unwrap(), "text/csv");
        assert_eq!(decide("A.PDF", b"%PDF-1.7\n").unwrap(), "application/pdf");
        for (name, head) in [
            ("a.jpg", PNG),
            ("a.txt", PNG),
            ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".as_slice()),
            ("a.png", b"<html><script>alert(1)</script>"),
            ("a.txt", b"  <!doctype html>"),
            ("a.txt", b"MZ\x90\0\x03\0\0\0"),
            ("a.png", b"just text"),
            ("a.bin", b"\0\x01\x02\x03"),
        ] {
            assert!(matches!(decide(name, head), Err(Error::WrongType { .. })), "{name}");
        }
    }

    #[test]
    fn names_are_safe_to_save_under() {
        assert_eq!(safe_name("../../etc/passwd").unwrap(), "passwd");
        assert_eq!(safe_name("C:\\temp\\a b.txt").unwrap(), "a b.txt");
        assert_eq!(safe_name("in\u{202E}gpj.exe\u{0}").unwrap(), "ingpj.exe");
        assert_eq!(safe_name(" ..hidden. ").unwrap(), "hidden");
        let long = safe_name(&format!("{}.png", "x".repeat(1_000))).unwrap();
        assert_eq!((long.chars().count(), long.ends_with(".png")), (200, true));
        for nothing in ["", "/", "...", "\u{200B}"] {
            assert!(safe_name(nothing).is_err(), "{nothing:?}");
        }
    }
}
