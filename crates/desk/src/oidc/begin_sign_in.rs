//! The way to the provider: what must come back is put down, bound to the browser that goes.

use antiphon_base::secret::{new_token, token_hash};

use super::known;
use super::model::{Problem, SIGN_IN_LIFE, redirect_uri};
use super::sql::{self, NewSignIn};
use crate::Desk;
use crate::ids::WorkspaceId;

/// Where a browser goes, and what it must bring back as a cookie.
pub struct Begun {
    /// The provider's page.
    pub url: String,
    /// Tells this browser from others.
    pub browser: String,
}

/// Begins a sign-in. `browser` is what this one has of an earlier one: two tabs do not shut each other out.
///
/// # Errors
/// The problem, for the sign-in page.
pub async fn begin_sign_in(
    desk: &Desk,
    base: &str,
    workspace: WorkspaceId,
    return_to: Option<&str>,
    browser: Option<String>,
) -> Result<Begun, Problem> {
    let row = desk.db.system_read(async |tx| sql::find_provider(tx, workspace).await).await.map_err(failed)?;
    let row = row.filter(|row| row.is_on).ok_or(Problem::NoProvider)?;
    let (secret, redirect_uri) = (row.secret(desk).map_err(failed)?, redirect_uri(base));
    let begun = async { known::provider(desk, &row.issuer).await?.begin(&row.client(&secret, &redirect_uri)) };
    let begun = begun.await.map_err(|fault| {
        tracing::warn!(workspace.id = %workspace, %fault, "a sign-in by a provider could not begin");
        Problem::from(&fault)
    })?;
    let browser = browser.filter(|browser| is_ours(browser)).unwrap_or_else(|| new_token("ob_"));
    let new = NewSignIn {
        state_hash: token_hash(&begun.state),
        browser_hash: token_hash(&browser),
        issuer: row.issuer.clone(),
        nonce: begun.nonce,
        verifier: desk.keys.master.seal(&place(workspace), begun.verifier.as_bytes()),
        return_to: local(return_to).to_owned(),
        expires_at: desk.clock.now() + SIGN_IN_LIFE,
    };
    desk.db.system_write(async |tx| sql::insert_sign_in(tx, workspace, new).await).await.map_err(failed)?;
    Ok(Begun { url: begun.url, browser })
}

/// Where the proof that it is us is sealed for.
pub(super) fn place(workspace: WorkspaceId) -> String {
    format!("{workspace}/provider_sign_ins/verifier")
}

/// Notes what failed on our side; the person is told that something did.
pub(super) fn failed(error: antiphon_base::Error) -> Problem {
    tracing::error!(%error, "a sign-in by a provider failed on our side");
    Problem::Failed
}

/// A page of the workspace app, whatever was asked for: nobody is sent to other sites from here.
fn local(path: Option<&str>) -> &str {
    let is_local = |path: &&str| {
        let rest = path.strip_prefix("/app");
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
            && path.len() <= 500
            && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && !path.starts_with("/app/sign-in")
    };
    path.filter(is_local).unwrap_or("/app/")
}

fn is_ours(browser: &str) -> bool {
    browser.len() == new_token("ob_").len()
        && browser
            .strip_prefix("ob_")
            .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_returns_to_the_app_and_nowhere_else() {
        for fine in ["/app", "/app/", "/app/conversations/1?x=1#y", "/app?x"] {
            assert_eq!(local(Some(fine)), fine);
        }
        let long = format!("/app/{}", "x".repeat(500));
        for other in [
            "",
            "/",
            "//evil.test",
            "/apple",
            "https://evil.test/app",
            "/app\\evil",
            "/app/\r\nx: y",
            "/app/é",
            "/app/sign-in",
            &long,
        ] {
            assert_eq!(local(Some(other)), "/app/", "{other}");
        }
        assert_eq!(local(None), "/app/");
    }

    #[test]
    fn a_cookie_that_we_did_not_make_is_not_taken_on() {
        assert!(is_ours(&new_token("ob_")));
        for wrong in ["", "ob_", "ob_é", &new_token("cs_")] {
            assert!(!is_ours(wrong));
        }
    }
}
