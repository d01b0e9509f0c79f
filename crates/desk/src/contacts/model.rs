//! What a contact is, and what makes its number and its words good. Pure.

use std::collections::{BTreeMap, BTreeSet};

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::FromRow;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::ids::{CompanyId, FileId, PrincipalId};
use crate::text;

/// Longest value of an attribute, in characters.
pub(super) const VALUE_CHARACTERS: usize = 1_000;
/// What an index holds of a value or a name, in characters.
const KEY_CHARACTERS: usize = 100;
/// Words by which one contact is found, at most.
const WORDS: usize = 40;
/// What an index holds of a word, in characters.
const WORD_CHARACTERS: usize = 50;

/// A customer person, identified or not.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Contact {
    /// Their id, which is also their principal's.
    pub id: PrincipalId,
    /// Their name; a made-up one for visitors.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their number, as `+491512345678` where it was given with its country.
    pub phone: Option<String>,
    /// The organisation they belong to.
    pub company: Option<CompanyBrief>,
    /// Their picture; `GET /api/contacts/{id}/avatar` shows it.
    pub avatar_id: Option<FileId>,
    /// Whether the site vouched for who they are.
    pub verified: bool,
    /// Whether the team blocked them: they read on and write no more.
    pub blocked: bool,
    /// When the team deleted them: they are in no list, until somebody brings them back or they write again.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Timestamp>,
    /// The contact that this one was merged into.
    pub merged_into: Option<PrincipalId>,
    /// Their id in the site's own system, unique in the workspace.
    pub external_id: Option<String>,
    /// Values of the workspace's attributes, by key; only those that are set.
    #[schema(value_type = Object)]
    pub attributes: BTreeMap<String, Value>,
    /// When they first came, or were made.
    #[schema(value_type = String, format = DateTime)]
    pub first_seen_at: Timestamp,
    /// When they were last here; nothing for someone who never was.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_seen_at: Option<Timestamp>,
}

/// An organisation, as its contacts show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanyBrief {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
}

#[derive(Clone, Debug, FromRow)]
pub(super) struct ContactRow {
    pub(super) id: PrincipalId,
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) company_id: Option<CompanyId>,
    pub(super) company_name: Option<String>,
    pub(super) avatar_id: Option<FileId>,
    pub(super) verified: bool,
    pub(super) blocked: bool,
    pub(super) removed_at: Option<Timestamp>,
    pub(super) merged_into: Option<PrincipalId>,
    pub(super) external_id: Option<String>,
    pub(super) first_seen_at: Timestamp,
    pub(super) last_seen_at: Timestamp,
    pub(super) never_seen: bool,
    /// Where it stands in a list in the order of names, or of the words that were found.
    pub(super) place: String,
}

impl ContactRow {
    pub(super) fn with(self, attributes: BTreeMap<String, Value>) -> Contact {
        Contact {
            id: self.id,
            name: self.name,
            email: self.email,
            phone: self.phone,
            company: self.company_id.zip(self.company_name).map(|(id, name)| CompanyBrief { id, name }),
            avatar_id: self.avatar_id,
            verified: self.verified,
            blocked: self.blocked,
            removed_at: self.removed_at,
            merged_into: self.merged_into,
            external_id: self.external_id,
            attributes,
            first_seen_at: self.first_seen_at,
            last_seen_at: if self.never_seen { None } else { Some(self.last_seen_at) },
        }
    }

    /// The words by which it is found.
    pub(super) fn words(&self) -> BTreeSet<String> {
        let others = [self.email.as_deref(), self.company_name.as_deref(), self.external_id.as_deref()];
        words(&self.name, others, self.phone.as_deref())
    }
}

/// The words by which a contact is found: those of its name, of what else is known of it, and its number.
pub(super) fn words(name: &str, others: [Option<&str>; 3], phone: Option<&str>) -> BTreeSet<String> {
    let texts = [Some(name)].into_iter().chain(others).flatten();
    let mut words: BTreeSet<String> = texts.clone().flat_map(words_of).take(WORDS).collect();
    words.extend(texts.flat_map(numbers_in).take(WORDS));
    words.extend(phone.into_iter().flat_map(numbers_of));
    if words.is_empty() {
        words.insert(cut(&text::fold(name), WORD_CHARACTERS));
    }
    words
}

/// By which two names or values count as the same, short enough for an index.
pub(super) fn key_of(value: &str) -> String {
    cut(&text::fold(value), KEY_CHARACTERS)
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

fn words_of(text: &str) -> Vec<String> {
    let folded = text::fold(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| cut(word, WORD_CHARACTERS)).collect()
}

/// A telephone number as it may be looked for: with its country, and without, as that has one to three digits.
fn numbers_of(phone: &str) -> Vec<String> {
    let Some(number) = number_of(phone) else { return Vec::new() };
    let most = if phone.starts_with('+') { 3 } else { 0 };
    let rests = (1..=most).filter_map(|skip| number.get(skip..)).filter(|rest| rest.len() >= 4).map(str::to_owned);
    rests.chain([number.clone()]).collect()
}

/// The numbers that a text has, as they are looked for: `12-34` is found as 1234, `00123` as 123. From the beginning of
/// each word on, as whoever looks may leave out what stands before it.
fn numbers_in(text: &str) -> Vec<String> {
    let folded = text::fold(text);
    let starts = folded.char_indices().scan(' ', |before, (at, c)| {
        let is_start = c.is_ascii_digit() && !before.is_alphanumeric();
        *before = c;
        Some((at, is_start))
    });
    let runs = starts.filter(|(_, is_start)| *is_start).map(|(at, _)| &folded[at..]);
    runs.filter_map(|rest| number_of(rest.split(|c| !is_of_number(c)).next().unwrap_or_default())).collect()
}

/// The digits of a number, as they are kept and looked for: without zeros in front, unless there is nothing else.
fn number_of(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let number = digits.trim_start_matches('0');
    let number = if number.is_empty() { digits.as_str() } else { number };
    Some(cut(number, WORD_CHARACTERS)).filter(|number| !number.is_empty())
}

/// What is looked for: beginnings of words, the longest first; nothing for an empty search.
pub fn sought(q: Option<&str>) -> Result<Vec<String>> {
    let Some(q) = text::clean_optional("q", q, text::NAME_CHARACTERS)? else { return Ok(Vec::new()) };
    let digits = q.chars().filter(char::is_ascii_digit).count();
    if let Some(number) = number_of(&q).filter(|_| digits >= 3 && q.chars().all(is_of_number)) {
        return Ok(vec![number]);
    }
    let mut words = words_of(&q);
    if words.is_empty() {
        words.push(cut(&text::fold(&q), WORD_CHARACTERS));
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(8);
    Ok(words)
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '-' | '.' | '/' | '(' | ')' | '+')
}

/// A telephone number. With its country (`+` or `00`) it becomes `+` and digits (E.164); without, which country is
/// meant is not known, and it stays as it was given.
///
/// # Errors
/// `Invalid` on `field` for what is no number.
pub(super) fn phone(field: &'static str, given: &str) -> Result<String> {
    let given = text::line(field, given)?;
    if !given.chars().all(is_of_number) || given.chars().skip(1).any(|c| c == '+') {
        return Err(Error::invalid(field, "Give a telephone number such as +49 151 2345678: digits, blanks and ( ) - . / only."));
    }
    let digits: String = given.chars().filter(char::is_ascii_digit).collect();
    let international = if given.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    match international {
        Some(digits) if !(7..=15).contains(&digits.len()) || digits.starts_with('0') => {
            Err(Error::invalid(field, "A number with its country has 7 to 15 digits, and none of them a 0 behind the +."))
        }
        Some(digits) => Ok(format!("+{digits}")),
        None if !(3..=15).contains(&digits.len()) => Err(Error::invalid(field, "A telephone number has 3 to 15 digits.")),
        None => Ok(given),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_country_come_into_one_form_and_others_stay() {
        for (given, kept) in [
            ("+49 (151) 234-5678", "+491512345678"),
            ("0049 151 2345678", "+491512345678"),
            (" 0151 / 234 56 78 ", "0151 / 234 56 78"),
            ("112", "112"),
        ] {
            assert_eq!(phone("phone", given).unwrap(), kept);
        }
        for wrong in ["call me", "+49 151 x12", "12", "+0151 2345678", "+123", "1234567890123456", "++49151234567", "=1+1"] {
            assert_eq!(phone("phone", wrong).unwrap_err().field(), Some("phone"), "{wrong}");
        }
    }

    #[test]
    fn a_search_is_made_of_beginnings_of_words_or_of_digits() {
        assert_eq!(sought(Some(" Ana de la CRUZ ")).unwrap(), ["cruz", "ana", "de", "la"]);
        assert_eq!(sought(Some("ana@exa")).unwrap(), ["ana", "exa"]);
        assert_eq!(sought(Some("0151 234")).unwrap(), ["151234"]);
        assert_eq!(sought(Some("+49 151")).unwrap(), ["49151"]);
        assert_eq!(sought(Some("!!")).unwrap(), ["!!"]);
        assert!(sought(None).unwrap().is_empty());
        // The beginning of nothing would be found in everybody.
        for zeros in ["000", "0000", "+000", "0 0 0", "(00) 0"] {
            assert!(sought(Some(zeros)).unwrap()[0].starts_with('0'), "{zeros}");
        }
        for signs in ["+", "---", "( ) /", "00"] {
            assert!(sought(Some(signs)).unwrap().iter().all(|word| !word.is_empty()), "{signs}");
        }
    }

    #[test]
    fn numbers_are_kept_as_they_are_looked_for() {
        assert_eq!(numbers_of("+491512345678"), ["91512345678", "1512345678", "512345678", "491512345678"]);
        assert_eq!(numbers_of("0151 / 234"), ["151234"]);
        assert_eq!((numbers_of("112"), numbers_of("000")), (vec!["112".to_owned()], vec!["000".to_owned()]));
        assert_eq!(numbers_in("00123"), ["123"]);
        assert_eq!(numbers_in("K-12-34 (0056)"), ["12340056", "340056", "56"]);
        assert!(numbers_in("ana1985@x.test, no number").is_empty());
        for number in ["00123", "12-34", "2024 / 11", "000", &"7".repeat(200)] {
            let kept = words("Al", [None, None, Some(number)], None);
            let sought = sought(Some(number)).unwrap();
            assert!(sought.iter().all(|one| kept.iter().any(|word| word.starts_with(one))), "{number}: {sought:?} in {kept:?}");
        }
    }
}
