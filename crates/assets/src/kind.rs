//! What a file's name and a request's header say: content type, accepted encodings, hash in the name.
//! Pure; touches no file.

/// Value of `Content-Type` by the name's ending. Only what our own builds put out.
pub(crate) fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/vnd.microsoft.icon",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Whether the name is that of a compressed sibling, which is never asked for by itself.
pub(crate) fn is_compressed(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

/// Whether an `Accept-Encoding` header takes the encoding (RFC 9110, 12.5.3): named, or by `*`,
/// and not with a weight of zero.
pub(crate) fn accepts(header: &str, encoding: &str) -> bool {
    let weight_of = |wanted: &str| {
        header.split(',').find_map(|item| {
            let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
            let weight = parameters.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
            name.trim().eq_ignore_ascii_case(wanted).then(|| weight.trim().parse::<f32>().unwrap_or(1.0))
        })
    };
    weight_of(encoding).or_else(|| weight_of("*")).is_some_and(|weight| weight > 0.0)
}

/// Whether the name ends in the eight characters that Vite makes from the content, as in
/// `index-Bx3_9kQz.js`. At least one digit or capital is asked for, so that `my-document.js` is not
/// taken for one: a hash without either (one in a thousand) is merely not kept for ever.
pub(crate) fn carries_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".map").unwrap_or(name).rsplit_once('.').map_or("", |(stem, _)| stem);
    let Some((before, hash)) = stem.len().checked_sub(8).and_then(|at| stem.split_at_checked(at)) else { return false };
    before.len() > 1
        && before.ends_with(['-', '.'])
        && hash.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && hash.chars().any(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// A tag of the content: half of its SHA-256, far beyond chance.
pub(crate) fn etag(sha256: &[u8; 32]) -> String {
    let hex: String = sha256[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_accepted_encodings_are_sent() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.8", "br"));
        assert!(accepts("*", "gzip"));
        assert!(!accepts("", "br"));
        assert!(!accepts("gzip", "br"));
        assert!(!accepts("br;q=0, *", "br"));
        assert!(!accepts("*; q=0", "gzip"));
        assert!(!accepts("brotli", "br"));
    }

    #[test]
    fn a_name_with_a_hash_is_told_from_a_plain_one() {
        for hashed in ["app/assets/index-Bx3_9kQz.js", "app/assets/index-Bx-39kQz.css", "widget/panel.0a1b2c3d.js.map"] {
            assert!(carries_hash(hashed), "{hashed}");
        }
        for plain in ["app/index.html", "widget/loader.js", "app/my-document.js", "app/-Bx3_9kQz.js", "Bx3_9kQz", "a/é-x.js"] {
            assert!(!carries_hash(plain), "{plain}");
        }
    }

    #[test]
    fn text_types_name_their_charset() {
        assert_eq!(content_type("app/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("app/x.unknown"), "application/octet-stream");
        assert_eq!(content_type("none"), "application/octet-stream");
    }
}
