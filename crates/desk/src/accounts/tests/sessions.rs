//! Sessions: tokens, refresh, the cookie, and the ways in which all of them end.

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;
use std::time::Duration;

use super::with_token;

async fn refresh(story: &Story, token: &str) -> Answer {
    story.call(None, "POST", "/api/auth/refresh", json!({ "refresh_token": token })).await
}

fn refresh_token(answer: &Answer) -> String {
    answer.body["refresh_token"].as_str().unwrap().to_owned()
}

async fn with_cookie(story: &Story, who: &Caller, method: &str, headers: &[(&str, &str)]) -> Answer {
    let path = if method == "GET" { "/api/me" } else { "/api/live/ticket" };
    let cookie = format!("other=1; __Host-antiphon={}", who.cookie.as_deref().unwrap());
    let request = Request::builder().method(method).uri(path).header("host", "antiphon.test").header("cookie", cookie);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    story.request(request.body(Body::empty()).unwrap()).await
}

both_engines! {
    async fn an_access_token_ends_after_ten_minutes_and_a_refresh_gets_the_next(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        story.later(Duration::from_secs(599));
        story.get(&ana, "/api/me").await.expect(200);
        story.later(Duration::from_secs(1));
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        let next = refresh(&story, ana.refresh.as_deref().unwrap()).await.expect(200);
        assert!(next.cookie().is_none());
        let again = with_token(&ana, next.body["access_token"].as_str().unwrap());
        assert_eq!(story.get(&again, "/api/me").await.expect(200).body["id"], ana.id.as_str());
    }

    async fn a_refresh_token_that_comes_twice_ends_the_whole_session(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        let first = ana.refresh.clone().unwrap();
        let second = refresh_token(&refresh(&story, &first).await.expect(200));
        let third = refresh_token(&refresh(&story, &second).await.expect(200));
        // Even one from further back in the family counts.
        refresh(&story, &first).await.refused(401, "unauthenticated");
        refresh(&story, &third).await.refused(401, "unauthenticated");
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        with_cookie(&story, &ana, "GET", &[]).await.refused(401, "unauthenticated");
        // Another session of the same person goes on.
        story.get(&story.ana, "/api/me").await.expect(200);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "session.ended");
    }

    async fn a_made_up_refresh_token_ends_nobodys_session(story: Story) {
        for token in ["", "rt_", "rt_AAAA", "garbage", story.ana.token.as_str()] {
            refresh(&story, token).await.refused(401, "unauthenticated");
        }
        let mut altered = story.ana.refresh.clone().unwrap();
        altered.replace_range(altered.len() - 3.., "AAA");
        refresh(&story, &altered).await.refused(401, "unauthenticated");
        refresh(&story, story.ana.refresh.as_deref().unwrap()).await.expect(200);
    }

    async fn a_session_ends_after_seven_idle_and_thirty_days_in_all(story: Story) {
        let day = Duration::from_secs(24 * 3600);
        let idle = story.sign_in(&story.ben).await;
        story.later(day * 7 + Duration::from_secs(1));
        refresh(&story, idle.refresh.as_deref().unwrap()).await.refused(401, "unauthenticated");

        let mut token = story.sign_in(&story.ana).await.refresh.unwrap();
        for _ in 0..5 {
            story.later(day * 5);
            token = refresh_token(&refresh(&story, &token).await.expect(200));
        }
        story.later(day * 5);
        refresh(&story, &token).await.refused(401, "unauthenticated");
    }

    async fn the_cookie_keeps_its_session_alive_by_being_used(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        for _ in 0..4 {
            story.later(Duration::from_secs(5 * 24 * 3600));
            with_cookie(&story, &ana, "GET", &[]).await.expect(200);
        }
    }

    async fn a_change_by_cookie_must_come_from_our_own_pages(story: Story) {
        let ana = &story.ana;
        with_cookie(&story, ana, "GET", &[]).await.expect(200);
        with_cookie(&story, ana, "POST", &[]).await.refused(403, "csrf");
        with_cookie(&story, ana, "POST", &[("x-antiphon", "1")]).await.refused(403, "csrf");
        with_cookie(&story, ana, "POST", &[("sec-fetch-site", "same-origin")]).await.refused(403, "csrf");
        with_cookie(&story, ana, "POST", &[("x-antiphon", "1"), ("sec-fetch-site", "cross-site")]).await.refused(403, "csrf");
        with_cookie(&story, ana, "POST", &[("x-antiphon", "1"), ("origin", "https://evil.test")]).await.refused(403, "csrf");
        with_cookie(&story, ana, "POST", &[("x-antiphon", "1"), ("origin", "http://antiphon.test")]).await.expect(200);
        with_cookie(&story, ana, "POST", &[("x-antiphon", "1"), ("sec-fetch-site", "same-origin")]).await.expect(200);
    }

    async fn signing_out_ends_the_session_and_only_that(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        let out = story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        let set: Vec<_> = out.headers.get_all("set-cookie").iter().map(|set| set.to_str().unwrap()).collect();
        assert!(set.len() == 2 && set.iter().all(|set| set.contains("Max-Age=0")), "{set:?}");
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        with_cookie(&story, &ana, "GET", &[]).await.refused(401, "unauthenticated");
        refresh(&story, ana.refresh.as_deref().unwrap()).await.refused(401, "unauthenticated");
        story.get(&story.ana, "/api/me").await.expect(200);
        story.call(&story.key, "POST", "/api/auth/logout", None).await.refused(403, "no_session");
        story.call(&story.visitor, "POST", "/api/auth/logout", None).await.refused(403, "no_session");
    }

    async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses(story: Story) {
        let other = story.sign_in(&story.ana).await;
        let mine = story.get(&story.ana, "/api/sessions").await.expect(200).body["sessions"].as_array().unwrap().clone();
        assert_eq!(mine.len(), 2);
        assert_eq!(mine.iter().filter(|session| session["current"] == true).count(), 1);
        let newest = mine[0]["id"].as_str().unwrap().to_owned();
        story.call(&story.ben, "DELETE", &format!("/api/sessions/{newest}"), None).await.refused(404, "not_found");
        story.call(&story.foreign_owner, "DELETE", &format!("/api/sessions/{newest}"), None).await.refused(404, "not_found");
        story.call(&story.ana, "DELETE", &format!("/api/sessions/{newest}"), None).await.expect(204);
        story.call(&story.ana, "DELETE", &format!("/api/sessions/{newest}"), None).await.refused(404, "not_found");
        story.get(&other, "/api/me").await.refused(401, "unauthenticated");
        story.get(&story.ana, "/api/me").await.expect(200);
    }

    async fn one_ends_all_sessions_but_the_one_that_asks(story: Story) {
        let other = story.sign_in(&story.ana).await;
        let mut socket = story.connect(&other).await;
        story.call(&story.key, "DELETE", "/api/sessions", None).await.refused(403, "no_session");
        story.call(&story.ana, "DELETE", "/api/sessions", None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        story.get(&other, "/api/me").await.refused(401, "unauthenticated");
        story.get(&story.ana, "/api/me").await.expect(200);
        story.get(&story.ben, "/api/me").await.expect(200);
    }

    async fn an_admin_signs_a_person_out_everywhere(story: Story) {
        let other = story.sign_in(&story.ana).await;
        let path = format!("/api/people/{}/sessions", story.ana.id);
        story.call(&story.ben, "DELETE", &path, None).await.refused(403, "forbidden");
        story.call(&story.foreign_owner, "DELETE", &path, None).await.refused(404, "not_found");
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        for ana in [&other, &story.ana] {
            story.get(ana, "/api/me").await.refused(401, "unauthenticated");
        }
        story.sign_in(&story.ana).await;
    }

    async fn an_account_switches_between_its_workspaces(story: Story) {
        let join = json!({ "email": "ana@lumen.test", "name": "Ana of Oak", "role": "agent", "password": "correct horse battery" });
        story.post(&story.foreign_owner, "/api/people", join).await.expect(201);
        let ana = story.sign_in(&story.ana).await;
        assert_eq!(ana.workspace, story.ana.workspace, "the workspace that was used last");
        let there = json!({ "workspace_id": story.foreign_owner.workspace });
        let switched = story.post(&ana, "/api/auth/switch", there.clone()).await.expect(200);
        assert_eq!(switched.body["user"]["name"], "Ana of Oak");
        assert_eq!(switched.body["workspaces"].as_array().unwrap().len(), 2);
        assert!(switched.cookie().is_some());
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
        assert_eq!(story.sign_in(&story.ana).await.workspace, story.foreign_owner.workspace);
        story.post(&story.ben, "/api/auth/switch", there.clone()).await.refused(404, "not_found");
        story.post(&story.key, "/api/auth/switch", there).await.refused(403, "no_session");
    }

    async fn a_new_role_takes_effect_at_once(story: Story) {
        let path = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &path, json!({ "role": "customer" })).await.expect(200);
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        let ana = story.sign_in(&story.ana).await;
        story.get(&ana, "/api/people").await.refused(403, "forbidden");
    }
}
