//! The built web (`web/dist`), embedded in the binary; a debug build reads it from disk instead.
//! Picks the file that was compressed beforehand, and says type, tag and whether it may be kept for
//! ever. Knows no HTTP framework and no routes: which address shows which file is the server's matter.

mod kind;

use std::borrow::Cow;

use rust_embed::RustEmbed;

/// `web/dist` as it was when the binary was built. Its `.gitkeep` is committed, because a debug
/// build finds files later only in a folder that existed when this crate was compiled.
#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Dist;

/// One file, ready to be answered with.
pub struct Asset {
    /// The body, as `encoding` says.
    pub bytes: Cow<'static, [u8]>,
    /// Value of `Content-Type`.
    pub content_type: &'static str,
    /// Value of `Content-Encoding`; none for a body as it is. When the file has compressed
    /// siblings (`varies`), the answer needs `Vary: Accept-Encoding` in either case.
    pub encoding: Option<&'static str>,
    /// Whether another `Accept-Encoding` could have got another body.
    pub varies: bool,
    /// Value of `ETag`, quotes included; differs between encodings, as it must.
    pub etag: String,
    /// The name carries a hash of the content, so the file may be kept for ever.
    pub immutable: bool,
}

/// Whether the web was built before this binary.
pub fn is_built() -> bool {
    Dist::get("app/index.html").is_some()
}

/// What to show instead of the workspace when [`is_built`] says no.
pub const NOT_BUILT: &str = "<!doctype html>
<html lang=\"en\"><meta charset=\"utf-8\"><title>Antiphon</title>
<h1>The web is not built</h1>
<p>The server runs, and its API answers at <a href=\"/api/docs\">/api/docs</a>, but this binary was made without the web.
<p>Run <code>make build</code> in the source folder and start <code>target/release/antiphon</code>, or use <code>make run</code>.
</html>
";

/// The file at `path` (relative to `web/dist`, such as `app/index.html`) in the best encoding that
/// `accept_encoding`, the request's header, takes. Nothing for unknown, hidden and compressed names.
pub fn get(path: &str, accept_encoding: &str) -> Option<Asset> {
    if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) || kind::is_compressed(path) {
        return None;
    }
    let siblings = [("br", ".br"), ("gzip", ".gz")].map(|(name, ending)| (name, Dist::get(&format!("{path}{ending}"))));
    let varies = siblings.iter().any(|(_, file)| file.is_some());
    let best = siblings
        .into_iter()
        .filter(|(name, _)| kind::accepts(accept_encoding, name))
        .find_map(|(name, file)| Some((Some(name), file?)));
    let (encoding, file) = match best {
        Some(found) => found,
        None => (None, Dist::get(path)?),
    };
    Some(Asset {
        etag: kind::etag(&file.metadata.sha256_hash()),
        bytes: file.data,
        content_type: kind::content_type(path),
        encoding,
        varies,
        immutable: kind::carries_hash(path),
    })
}

/// Paths of all files, compressed siblings and hidden ones left out.
pub fn paths() -> impl Iterator<Item = Cow<'static, str>> {
    Dist::iter().filter(|path| !kind::is_compressed(path) && !path.split('/').any(|part| part.starts_with('.')))
}
