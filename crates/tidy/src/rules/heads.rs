//! Rule 4: a file opens with what lives in it and what does not.

use crate::{Fault, House};

/// Written by programs.
const GENERATED: &[&str] = &["schema.d.ts"];

pub(super) fn check(house: &House) -> Vec<Fault> {
    let ours = house.files.iter().filter(|file| file.path.starts_with("crates/") || file.path.starts_with("web/"));
    ours.filter(|file| !GENERATED.iter().any(|name| file.path.ends_with(name)))
        .filter_map(|file| {
            let ending = file.path.rsplit_once('.')?.1;
            let opens: &[&str] = match ending {
                "rs" => &["//!"],
                "ts" | "tsx" => &["//", "/*"],
                "css" => &["/*"],
                _ => return None,
            };
            let head = file.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            let said = head.trim_start_matches(['/', '*', '!', ' ']);
            let fine = opens.iter().any(|open| head.starts_with(open))
                && !said.starts_with("Placeholder")
                && !(ending == "rs" && said.is_empty());
            (!fine).then(|| {
                file.fault(1, format!(
                "the file does not say what it is for. Open it with two to six lines ({}…): what lives here, and what does not",
                opens[0]
            ))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn each_file_says_what_it_is_for() {
        let silent = [
            ("crates/a/src/b.rs", "use c;"),
            ("crates/a/src/d.rs", "//! Placeholder."),
            ("web/ui/A.tsx", "import x;"),
            ("web/ui/a.css", ".a{}"),
            ("crates/a/src/e.rs", ""),
        ];
        assert_eq!(sentences(check, &silent).len(), 5);
        let fine = [
            ("crates/a/src/b.rs", "\n//! What lives here.\nuse c;"),
            ("web/ui/A.tsx", "// A thing.\nimport x;"),
            ("web/ui/B.ts", "/** A thing. */"),
            ("web/ui/a.css", "/* A thing */"),
            ("web/sdk/schema.d.ts", "export x"),
            ("docs/a.md", "no head"),
        ];
        assert!(sentences(check, &fine).is_empty());
    }
}
