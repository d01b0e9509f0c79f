//! The embedded web as the server sees it. Says nothing about a tree whose web is not built, unless
//! `ANTIPHON_REQUIRE_WEB=1` asks for it, as a release does.

use antiphon_assets::{get, is_built, paths};

#[test]
fn a_release_carries_the_workspace_and_the_loader() {
    if std::env::var_os("ANTIPHON_REQUIRE_WEB").is_none_or(|value| value != "1") {
        return;
    }
    assert!(is_built(), "web/dist/app/index.html is missing: build the web first (make build)");
    let loader = paths().find(|path| path.starts_with("widget/") && path.ends_with("loader.js"));
    let loader = loader.expect("no loader.js below web/dist/widget: build the web first (make build)");
    let plain = get(&loader, "").expect("it is listed");
    let small = get(&loader, "gzip, br").expect("it is listed");
    assert_eq!(plain.encoding, None);
    assert_eq!(small.encoding, Some("br"), "the web build writes a .br beside each script");
    assert!(small.bytes.len() < plain.bytes.len());
    assert_ne!(small.etag, plain.etag);
}

#[test]
fn nothing_hidden_and_nothing_outside_is_served() {
    for path in ["", ".gitkeep", ".stamp", "app/", "/app/index.html", "../package.json", "app/../../package.json", "app//x"] {
        assert!(get(path, "br").is_none(), "{path}");
    }
}
