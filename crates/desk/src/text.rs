//! What a text must be before it is kept: normalised, of bounded length, free of NUL.
//! How texts are shown is the web's matter.

use std::collections::HashSet;
use std::ops::Range;

use antiphon_base::{Error, Result};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Longest message, in characters.
pub const MESSAGE_CHARACTERS: usize = 10_000;
/// Longest name, in characters.
pub const NAME_CHARACTERS: usize = 200;

/// Trims and normalises (NFC) a text that must have between `1` and `most` characters.
///
/// # Errors
/// `Invalid` on `field`: empty, too long, or with a NUL character (PostgreSQL cannot keep one).
pub fn clean(field: &'static str, text: &str, most: usize) -> Result<String> {
    let text = text.trim();
    if text.chars().all(is_unseen) {
        return Err(Error::invalid(field, format!("Give a text of 1 to {most} characters.")));
    }
    if text.contains('\0') {
        return Err(Error::invalid(field, "Remove the NUL character; it cannot be stored."));
    }
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    };
    let length = text.chars().count();
    if length > most {
        return Err(Error::invalid(field, format!("Shorten the text to {most} characters; it has {length}.")));
    }
    Ok(text)
}

/// A name or title: as [`clean`], on one line, of at most 200 characters, and without marks that turn the direction
/// of what stands beside it.
///
/// # Errors
/// `Invalid` on `field`.
pub fn line(field: &'static str, text: &str) -> Result<String> {
    let line = text.split(|c: char| c.is_whitespace() || (c.is_control() && c != '\0')).filter(|word| !word.is_empty());
    let line = clean(field, &line.collect::<Vec<_>>().join(" "), NAME_CHARACTERS)?;
    if line.chars().any(turns_direction) {
        return Err(Error::invalid(field, "Remove the characters that turn the direction of writing."));
    }
    Ok(line)
}

/// The same for one that may be left out.
///
/// # Errors
/// As [`line`].
pub fn line_optional(field: &'static str, text: Option<&str>) -> Result<Option<String>> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| line(field, text)).transpose()
}

/// A text without the characters that turn the direction of what stands beside it.
pub fn without_turns(text: &str) -> String {
    text.chars().filter(|c| !turns_direction(*c)).collect()
}

/// What strangers wrote, as one line that does no harm where it is shown: normalised, without control characters and
/// marks that turn the direction, cut to `most` characters. Nothing where nothing of it shows.
pub fn line_of_strangers(text: &str, most: usize) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line: String = without_turns(&words.collect::<Vec<_>>().join(" ")).nfc().collect();
    let shown = preview(&line, most.saturating_sub(1)); // and one for the mark of a cut
    (!shown.chars().all(is_unseen)).then_some(shown)
}

/// Embeddings, overrides and isolates of Unicode's bidirectional algorithm (UAX 9).
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that show nothing by themselves: a text of nothing else is empty.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || (c.is_control() && c != '\0')
        || turns_direction(c)
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}')
}

/// The same for a text that may be left out.
///
/// # Errors
/// As [`clean`].
pub fn clean_optional(field: &'static str, text: Option<&str>, most: usize) -> Result<Option<String>> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| clean(field, text, most)).transpose()
}

/// An e-mail address, checked for shape only: one `@`, something on both sides, no blanks.
///
/// # Errors
/// `Invalid` on `field`.
pub fn email(field: &'static str, text: &str) -> Result<String> {
    let text = clean(field, text, NAME_CHARACTERS)?;
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && !domain.is_empty() && !domain.contains('@') && !domain.starts_with('.') && !domain.ends_with('.')
    });
    // Some letters fold to many; an index holds no more than so much of them.
    let folds = fold(&text).chars().count() <= NAME_CHARACTERS;
    if shaped && folds && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Ok(text)
    } else {
        Err(Error::invalid(field, "Give an e-mail address such as ana@example.com."))
    }
}

/// The form under which two spellings of a name or address count as the same.
pub fn fold(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// What LIKE takes for "contains", its own signs disarmed; nothing where nothing is asked for.
///
/// # Errors
/// `Invalid` on `field`.
pub fn contained(field: &'static str, asked: Option<&str>) -> Result<Option<String>> {
    let Some(asked) = clean_optional(field, asked, NAME_CHARACTERS)? else { return Ok(None) };
    let disarmed = fold(&asked).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Ok(Some(format!("%{disarmed}%")))
}

/// Longest word by which something is found, in characters; what is longer is found by its beginning.
const WORD_CHARACTERS: usize = 64;

/// The words of a text, each where it stands and as it is looked for: runs of letters and digits, without accents and
/// case. Where words stand side by side without a blank, each sign counts as one.
pub fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, String)> + '_ {
    let mut characters = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = characters.find(|(_, c)| c.is_alphanumeric())?;
            let mut end = start + first.len_utf8();
            while let Some((at, c)) = characters.next_if(|(_, c)| belongs(*c) && !stands_alone(first) && !stands_alone(*c)) {
                end = at + c.len_utf8();
            }
            let word = searched(&text[start..end]);
            if !word.is_empty() {
                return Some((start..end, word));
            }
        }
    })
}

/// The different words of a text, as they are looked for.
pub fn words(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    tokens(text).map(|(_, word)| word).filter(|word| seen.insert(word.clone())).collect()
}

fn searched(word: &str) -> String {
    let letters = word.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).take(WORD_CHARACTERS).collect()
}

fn belongs(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Signs of scripts that put no blanks between words.
fn stands_alone(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The first `most` characters on one line, for lists.
pub fn preview(text: &str, most: usize) -> String {
    let mut line = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == most {
            line.push('…');
            break;
        }
        line.push(if character.is_whitespace() { ' ' } else { character });
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_normalised_and_bounded() {
        assert_eq!(clean("text", "  cafe\u{301} \n", 10).unwrap(), "café");
        assert!(clean("text", " \n ", 10).is_err());
        assert!(clean("text", "\u{200B}\u{FEFF}", 10).is_err(), "nothing that shows");
        assert!(clean("text", "\u{3164}\u{2800}", 10).is_err(), "fillers and blanks");
        assert!(clean("text", "a\0b", 10).is_err());
        assert!(clean("text", "elevenchars", 10).is_err());
        assert_eq!(clean("text", "ten chars!", 10).unwrap(), "ten chars!");
    }

    #[test]
    fn words_are_found_without_accents_case_and_marks() {
        assert_eq!(words("The Café, the cafe\u{301}: don't-stop 007!"), ["the", "cafe", "don", "t", "stop", "007"]);
        assert_eq!(words("配送 now"), ["配", "送", "now"]);
        assert_eq!(words("½ ① ﷺ"), ["12", "1", "صلىاللهعليهوسلم"]);
        assert!(words("—!? \u{301} 👍").is_empty());
        assert_eq!(words(&"x".repeat(5_000))[0].len(), 64);
        let at: Vec<_> = tokens("Ünder it").map(|(range, _)| range).collect();
        assert_eq!(at, [0..6, 7..9]);
    }

    #[test]
    fn names_stand_on_one_line_and_turn_nothing() {
        assert_eq!(line("name", " Ana\n de\t la  Cruz\u{7} ").unwrap(), "Ana de la Cruz");
        assert_eq!(line("name", "\u{5D0}\u{200F}").unwrap(), "\u{5D0}\u{200F}");
        for wrong in ["a\u{202E}b", "a\u{2066}b", "\n", "a\0b"] {
            assert!(line("name", wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(line_optional("title", Some(" ")).unwrap(), None);
    }

    #[test]
    fn lines_of_strangers_are_cleaned_and_cut() {
        assert_eq!(line_of_strangers(" a\0b\n\u{202E}c\u{7}  cafe\u{301} ", 20).as_deref(), Some("a b c café"));
        assert_eq!(line_of_strangers(&"x".repeat(500), 200).unwrap().chars().count(), 200);
        assert_eq!(line_of_strangers(" \u{200B}\u{2066}\0 ", 20), None);
    }

    #[test]
    fn addresses_are_checked_for_shape() {
        assert!(email("email", "ana@example.com").is_ok());
        for wrong in ["ana", "@example.com", "ana@", "a b@example.com", "a@b@c", "a@.com"] {
            assert!(email("email", wrong).is_err(), "{wrong}");
        }
    }
}
