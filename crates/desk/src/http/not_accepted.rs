//! A parser's complaint as a refusal for people: the field, and what would be accepted. The words of serde and of the
//! parsers behind it (ids, times) stay inside.

use antiphon_base::Error;

/// The refusal for a value that serde did not take. `path` is where it stands (`.` for the whole), `sentence` what
/// serde says of it; `whole` names what was read, for a complaint of no field.
pub(super) fn wrong_field(path: &str, sentence: &str, whole: &'static str) -> Error {
    let sentence = sentence.split(" at line ").next().unwrap_or(sentence);
    let named = ["unknown field `", "missing field `", "duplicate field `"].iter().find_map(|start| quoted(sentence, start));
    let parent = if path == "." || path == "?" { "" } else { path };
    let field = match (parent, named) {
        ("", None) => whole.to_owned(),
        ("", Some(name)) => name.to_owned(),
        // For unknown fields serde_path_to_error already ends the path with the field's name.
        (parent, Some(name)) if parent == name || parent.ends_with(&format!(".{name}")) => parent.to_owned(),
        (parent, Some(name)) => format!("{parent}.{name}"),
        (parent, None) => parent.to_owned(),
    };
    Error::invalid(field, said_plainly(sentence))
}

/// What stands between `start` and the next backtick.
fn quoted<'a>(sentence: &'a str, start: &str) -> Option<&'a str> {
    let (_, rest) = sentence.split_once(start)?;
    rest.split_once('`').map(|(name, _)| name)
}

fn said_plainly(sentence: &str) -> String {
    if sentence.starts_with("missing field") {
        return "This field is needed.".into();
    }
    if sentence.starts_with("duplicate field") {
        return "Give this field once.".into();
    }
    if sentence.starts_with("unknown field") {
        return match choices(sentence) {
            Some(known) => format!("There is no such field here. There are: {known}."),
            None => "There is no such field here.".into(),
        };
    }
    if sentence.starts_with("unknown variant") {
        return choices(sentence).map_or_else(|| "This value is not known.".into(), |known| format!("Give one of: {known}."));
    }
    if sentence.starts_with("UUID parsing failed") || sentence.contains("expected a formatted UUID string") {
        return "Give an id: a UUID such as 0190b5a2-7c3e-7d10-9f3a-2b6c1d4e5f60.".into();
    }
    if TIMES.iter().any(|complaint| sentence.contains(complaint)) {
        return "Give a time such as 2026-01-31T09:00:00Z.".into();
    }
    if let Some((_, wanted)) = sentence.split_once(", expected ") {
        return format!("Give {}.", thing(wanted));
    }
    if sentence.contains("invalid digit") || sentence.contains("number too") || sentence.contains("cannot parse integer") {
        return "Give a whole number.".into();
    }
    if sentence.contains("provided string was not `true` or `false`") {
        return "Give true or false.".into();
    }
    if sentence == "expected value" {
        return "Give one of the values that the API's document names.".into();
    }
    if sentence == "invalid unicode code point" {
        return "Send text in UTF-8.".into();
    }
    // What our own types say of themselves is a sentence for people already.
    let end = if sentence.ends_with('.') { "" } else { "." };
    format!("Not accepted: {sentence}{end}")
}

/// What chrono says of texts that are no time.
const TIMES: [&str; 4] =
    ["input contains invalid characters", "premature end of input", "trailing input", "input is out of range"];

/// The values or fields that serde names behind `expected`, without its backticks.
fn choices(sentence: &str) -> Option<String> {
    let (_, known) = sentence.split_once("expected ")?;
    let known = known.strip_prefix("one of ").unwrap_or(known);
    Some(known.replace('`', "").replace(" or ", ", "))
}

/// serde's name for a kind of value in the words of JSON.
fn thing(wanted: &str) -> String {
    let wanted = wanted.trim_end_matches('.');
    match wanted {
        "u8" | "u16" | "u32" | "u64" | "usize" | "a nonzero u32" => "a whole number, not below 0".into(),
        "i8" | "i16" | "i32" | "i64" => "a whole number".into(),
        "f32" | "f64" => "a number".into(),
        "a boolean" => "true or false".into(),
        "a string" | "str" | "a borrowed string" | "string or map" => "a text".into(),
        "a map" | "map" => "an object".into(),
        "a sequence" | "sequence" => "a list".into(),
        "an RFC 3339 formatted date and time string" => "a time such as 2026-01-31T09:00:00Z".into(),
        _ if wanted.starts_with("struct ") || wanted.starts_with("internally tagged enum ") => "an object".into(),
        _ if wanted.starts_with("enum ") || wanted.contains(" enum ") => "one of the values that the API's document names".into(),
        _ if wanted.starts_with("a tuple") || wanted.starts_with("tuple") => "a list".into(),
        other => other.replace('`', ""),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::extract::parse;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Support,
        Direct,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Asked {
        id: uuid::Uuid,
        #[serde(default)]
        kind: Option<Kind>,
        #[serde(default)]
        count: u32,
        #[serde(default)]
        names: Vec<String>,
        #[serde(default)]
        since: Option<antiphon_base::Timestamp>,
        #[serde(default)]
        open: bool,
        #[serde(default)]
        within: Option<Box<Asked>>,
    }

    #[test]
    fn a_refusal_says_in_plain_words_what_would_be_accepted() {
        let id = r#""id":"0190b5a2-7c3e-7d10-9f3a-2b6c1d4e5f60""#;
        let uuid = "Give an id: a UUID such as 0190b5a2-7c3e-7d10-9f3a-2b6c1d4e5f60.";
        for (body, field, why) in [
            ("{}".into(), "id", "This field is needed."),
            (r#"{"id":""}"#.into(), "id", uuid),
            (r#"{"id":7}"#.into(), "id", uuid),
            (format!(r#"{{{id},"kind":"loud"}}"#), "kind", "Give one of: support, direct."),
            (format!(r#"{{{id},"count":-1}}"#), "count", "Give a whole number, not below 0."),
            (format!(r#"{{{id},"count":"x"}}"#), "count", "Give a whole number, not below 0."),
            (format!(r#"{{{id},"names":"x"}}"#), "names", "Give a list."),
            (format!(r#"{{{id},"names":[1]}}"#), "names[0]", "Give a text."),
            (format!(r#"{{{id},"since":"soon"}}"#), "since", "Give a time such as 2026-01-31T09:00:00Z."),
            (format!(r#"{{{id},"since":5}}"#), "since", "Give a time such as 2026-01-31T09:00:00Z."),
            (format!(r#"{{{id},"open":null}}"#), "open", "Give true or false."),
            (format!(r#"{{{id},{id}}}"#), "id", "Give this field once."),
            (format!(r#"{{{id},"within":5}}"#), "within", "Give an object."),
            (
                format!(r#"{{{id},"x":1}}"#),
                "x",
                "There is no such field here. There are: id, kind, count, names, since, open, within.",
            ),
        ] {
            let body: String = body;
            let error = parse::<Asked>(body.as_bytes()).unwrap_err();
            assert_eq!((error.field().unwrap(), error.sentence().as_ref()), (field, why), "{body}");
        }
    }
}
