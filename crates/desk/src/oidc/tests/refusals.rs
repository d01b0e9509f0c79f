//! Who does not come in by the provider, and why: each with a word of its own, and nothing stored.

use antiphon_testkit::{Lie, Provider, Story, both_engines};
use serde_json::{Value, json};
use std::time::Duration;

use super::{Browser, person, set_up};

async fn begun(story: &Story, differs: Value) -> (Provider, Browser, String) {
    let provider = Provider::start(&story.clock).await;
    set_up(story, &story.owner, &provider, differs).await;
    provider.is_asked_by(person("1", "ana@lumen.test"));
    let mut browser = Browser::default();
    let there = browser.begins(story, &story.owner.workspace, "").await;
    (provider, browser, there)
}

/// Where one lands: the sign-in page with the problem, and the workspace where it is known.
fn problem(story: &Story, code: &str) -> String {
    format!("/app/sign-in?problem={code}&workspace={}", story.owner.workspace)
}

both_engines! {
    async fn a_token_that_is_not_genuine_lets_nobody_in(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({ "new_role": "admin" })).await;
        let before = story.dump().await;
        for lie in [
            Lie::Signature,
            Lie::Unsigned,
            Lie::SharedSecret,
            Lie::UnknownKey,
            Lie::Nonce,
            Lie::NoNonce,
            Lie::Audience,
            Lie::MoreAudience,
            Lie::Issuer,
            Lie::Expired,
            Lie::Future,
            Lie::AccessToken,
            Lie::NoToken,
        ] {
            provider.lies(Some(lie));
            provider.is_asked_by(person("1", "ana@lumen.test"));
            let mut browser = Browser::default();
            assert_eq!(browser.signs_in(&story, &provider).await, problem(&story, "not_trusted"), "{lie:?}");
            browser.is(&story).await.refused(401, "unauthenticated");
        }
        provider.keeps_address_out_of_token();
        provider.lies(Some(Lie::OtherPerson));
        assert_eq!(Browser::default().signs_in(&story, &provider).await, problem(&story, "not_trusted"));
        assert_eq!(before, story.dump().await, "nothing is half stored");
        provider.lies(None);
        assert_eq!(Browser::default().signs_in(&story, &provider).await, "/app/");
    }

    async fn a_sign_in_is_finished_by_the_browser_that_began_it_in_time(story: Story) {
        let (provider, mut browser, there) = begun(&story, json!({})).await;
        let back = provider.agrees(&there);
        // Somebody else's browser, also with a cookie of its own, and one that made a state up.
        let mut other = Browser::default();
        assert_eq!(other.comes_back(&story, &back).await, "/app/sign-in?problem=expired");
        other.begins(&story, &story.owner.workspace, "").await;
        assert_eq!(other.comes_back(&story, &back).await, "/app/sign-in?problem=expired");
        for made_up in ["", "?state=x&code=y", "?code=y", "?error=access_denied", "?state=%00"] {
            let answer = browser.goes(&story, &format!("/api/auth/oidc/callback{made_up}")).await;
            assert!(answer.status == 303 || answer.status == 422, "{made_up}: {}", answer.status);
        }
        assert_eq!(browser.comes_back(&story, &back).await, "/app/");
        let there = browser.begins(&story, &story.owner.workspace, "").await;
        story.later(Duration::from_secs(600));
        assert_eq!(browser.comes_back(&story, &provider.agrees(&there)).await, "/app/sign-in?problem=expired");
    }

    async fn who_says_no_at_the_provider_is_told_so(story: Story) {
        let (provider, mut browser, there) = begun(&story, json!({})).await;
        assert_eq!(browser.comes_back(&story, &provider.refuses(&there, "access_denied")).await, problem(&story, "denied"));
        let there = browser.begins(&story, &story.owner.workspace, "").await;
        assert_eq!(browser.comes_back(&story, &provider.refuses(&there, "server_error")).await, problem(&story, "provider_away"));
        let there = browser.begins(&story, &story.owner.workspace, "").await;
        assert_eq!(browser.comes_back(&story, &provider.refuses(&there, "<script>")).await, problem(&story, "not_trusted"));
        let there = browser.begins(&story, &story.owner.workspace, "").await;
        let back = provider.agrees(&there).replace("iss=http%3A%2F%2F127.0.0.1%3A", "iss=http%3A%2F%2Felsewhere%3A");
        assert_eq!(browser.comes_back(&story, &back).await, problem(&story, "not_trusted"), "an answer of another provider");
    }

    async fn an_address_counts_where_it_is_verified_known_and_of_the_right_domain(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({ "domains": ["lumen.test"] })).await;
        let before = story.dump().await;
        for (claims, code) in [
            (json!({ "sub": "1", "email": "ana@lumen.test", "email_verified": false }), "unverified_email"),
            (json!({ "sub": "1", "email": "ana@lumen.test" }), "unverified_email"),
            (json!({ "sub": "1" }), "no_email"),
            (json!({ "sub": "1", "email": "no address", "email_verified": true }), "no_email"),
            (person("1", "ana@evil.test"), "wrong_domain"),
            (person("1", "ana@lumen.test.evil.test"), "wrong_domain"),
            (person("1", "nobody@lumen.test"), "no_account"),
        ] {
            provider.is_asked_by(claims.clone());
            assert_eq!(Browser::default().signs_in(&story, &provider).await, problem(&story, code), "{claims}");
        }
        // Somebody of another workspace is not taken in without their password, even where newcomers are.
        set_up(&story, &story.owner, &provider, json!({ "new_role": "agent" })).await;
        provider.is_asked_by(person("1", "finn@oak.test"));
        assert_eq!(Browser::default().signs_in(&story, &provider).await, problem(&story, "account_elsewhere"));
        assert_eq!(before["memberships"], story.dump().await["memberships"]);
        assert_eq!(before["accounts"], story.dump().await["accounts"]);
        assert!(story.dump().await["sign_in_identities"].is_empty());
    }

    async fn who_was_shut_out_stays_out(story: Story) {
        let (provider, mut browser, there) = begun(&story, json!({ "new_role": "agent" })).await;
        browser.comes_back(&story, &provider.agrees(&there)).await;
        browser.is(&story).await.expect(200);
        let path = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &path, json!({ "disabled": true })).await.expect(200);
        browser.is(&story).await.refused(401, "unauthenticated");
        assert_eq!(browser.signs_in(&story, &provider).await, problem(&story, "shut_out"));
    }

    async fn a_provider_that_is_away_or_wrong_is_told_from_one_that_refuses(story: Story) {
        let provider = Provider::start(&story.clock).await;
        for (differs, lie, code) in [
            (json!({ "issuer": "http://127.0.0.1:1" }), None, "provider_away"),
            (json!({}), Some(Lie::Redirects), "provider_away"),
            (json!({}), Some(Lie::TooMuch), "provider_away"),
            (json!({}), Some(Lie::Description), "not_trusted"),
        ] {
            provider.lies(lie);
            set_up(&story, &story.owner, &provider, differs).await;
            assert_eq!(Browser::default().begins(&story, &story.owner.workspace, "").await, problem(&story, code), "{lie:?}");
        }
        provider.lies(None);
        set_up(&story, &story.owner, &provider, json!({ "client_secret": "wrong" })).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        assert_eq!(Browser::default().signs_in(&story, &provider).await, problem(&story, "not_trusted"));
        // Another workspace has none, and a made-up one neither.
        for other in [story.foreign_owner.workspace.clone(), uuid::Uuid::now_v7().to_string()] {
            let there = Browser::default().begins(&story, &other, "").await;
            assert_eq!(there, format!("/app/sign-in?problem=no_provider&workspace={other}"));
        }
        story.call(None, "GET", "/api/auth/oidc/start", None).await.refused(422, "invalid");
    }
}
