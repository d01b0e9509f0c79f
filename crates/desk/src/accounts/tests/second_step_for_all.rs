//! A workspace that wants a second step of everybody: who lacks it gets it, and does nothing before.

use antiphon_testkit::{Authenticator, Caller, PASSWORD, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;

use super::{STEP, enrol_with_session, with_token};

async fn want(story: &Story, owner: &Caller, needs: bool) {
    let body = json!({ "needs_second_step": needs });
    assert_eq!(story.call(owner, "PATCH", "/api/sign-in", body.clone()).await.expect(200).body, body);
}

const NEEDED: &str = "second_factor_needed";

both_engines! {
    async fn an_admin_wants_a_second_step_of_all_and_has_one_first(story: Story) {
        assert_eq!(story.get(&story.owner, "/api/sign-in").await.expect(200).body["needs_second_step"], false);
        story.get(&story.ana, "/api/sign-in").await.refused(403, "forbidden");
        let body = json!({ "needs_second_step": true });
        story.call(&story.owner, "PATCH", "/api/sign-in", body.clone()).await.refused(409, "enrol_first");
        story.get(&story.ana, "/api/me").await.expect(200);
        story.call(&story.owner, "PATCH", "/api/sign-in", json!({})).await.refused(422, "invalid");
        let (owner, _, _) = enrol_with_session(&story, &story.owner).await;
        want(&story, &owner, true).await;
        want(&story, &owner, true).await;
        story.get(&owner, "/api/me").await.expect(200);
        let trail = story.get(&owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "workspace.sign_in_changed");
        assert_eq!(trail["entries"][1]["action"], "person.second_factor_on");
        // The other workspace goes on as it did, and keys and visitors too.
        for who in [&story.foreign_agent, &story.key, &story.visitor] {
            story.get(who, "/api/me").await.expect(200);
        }
    }

    async fn who_lacks_it_can_get_it_and_nothing_else_by_any_door(story: Story) {
        let (owner, _, _) = enrol_with_session(&story, &story.owner).await;
        let conversation = story.visitor_starts(&story.visitor, "hello").await;
        let ticket = story.post(&story.ana, "/api/live/ticket", json!({})).await.expect(200).body["ticket"].as_str().unwrap().to_owned();
        let mut socket = story.connect(&story.ana).await;
        want(&story, &owner, true).await;
        assert_eq!(socket.closed().await, 4401);

        // What was signed in with one step before is over.
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        // And now by token, by cookie, by refresh and by switching.
        let ana = story.sign_in(&story.ana).await;
        for path in ["/api/me", "/api/sessions", "/api/people", "/api/conversations", "/api/feed", "/api/search/messages?q=hello"] {
            story.get(&ana, path).await.refused(403, NEEDED);
        }
        story.post(&ana, &format!("/api/conversations/{conversation}/messages"), json!({ "text": "hi" })).await.refused(403, NEEDED);
        story.post(&ana, "/api/live/ticket", json!({})).await.refused(403, NEEDED);
        story.call(&ana, "PUT", "/api/me/password", json!({ "current_password": PASSWORD, "new_password": "lantern orchid 42" })).await.refused(403, NEEDED);
        story.post(&ana, "/api/auth/switch", json!({ "workspace_id": ana.workspace })).await.refused(403, NEEDED);
        let next = story.call(None, "POST", "/api/auth/refresh", json!({ "refresh_token": ana.refresh })).await.expect(200);
        let next = with_token(&ana, next.body["access_token"].as_str().unwrap());
        story.get(&next, "/api/me").await.refused(403, NEEDED);
        let cookie = format!("__Host-antiphon={}", ana.cookie.as_deref().unwrap());
        let by_cookie = |method: &str, path: &str, own: bool| {
            let request = Request::builder().method(method).uri(path).header("host", "antiphon.test").header("cookie", &cookie);
            let request = if own { request.header("x-antiphon", "1").header("sec-fetch-site", "same-origin") } else { request };
            request.header("content-type", "application/json").body(Body::from("{}")).unwrap()
        };
        story.request(by_cookie("GET", "/api/me", false)).await.refused(403, NEEDED);
        story.request(by_cookie("GET", "/api/me/second-factor", false)).await.expect(200);
        // The one door that is open to them is open to no other site's page.
        story.request(by_cookie("POST", "/api/me/second-factor", false)).await.refused(403, "csrf");
        story.request(by_cookie("POST", "/api/me/second-factor", true)).await.refused(422, "invalid");
        story.call(None, "GET", &format!("/api/conversations/{conversation}/events?ticket={ticket}"), None).await.refused(401, "unauthenticated");
        let mut refused = antiphon_testkit::Client::open(story.address().await).await;
        refused.send(json!({ "type": "hello", "token": ana.token, "protocol": 1 })).await;
        assert!(refused.closed().await >= 4400);
    }

    async fn with_it_everything_opens_in_the_same_session(story: Story) {
        let (owner, _, _) = enrol_with_session(&story, &story.owner).await;
        want(&story, &owner, true).await;
        let ana = story.sign_in(&story.ana).await;
        assert_eq!(story.get(&ana, "/api/me/second-factor").await.expect(200).body["is_needed"], true);
        let begun = story.post(&ana, "/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200).body;
        story.get(&ana, "/api/me").await.refused(403, NEEDED);
        let app = Authenticator::scan(begun["uri"].as_str().unwrap());
        story.post(&ana, "/api/me/second-factor/confirm", json!({ "code": app.shows(&story.clock) })).await.expect(200);
        story.get(&ana, "/api/me").await.expect(200);
        // Without it nothing opens any more.
        story.later(STEP);
        let off = json!({ "password": PASSWORD, "code": app.shows(&story.clock) });
        story.post(&ana, "/api/me/second-factor/off", off).await.expect(204);
        story.get(&ana, "/api/me").await.refused(403, NEEDED);
        story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        // And when nobody wants it any more, one step does again.
        let ben = story.sign_in(&story.ben).await;
        story.get(&ben, "/api/me").await.refused(403, NEEDED);
        want(&story, &owner, false).await;
        story.get(&ben, "/api/me").await.expect(200);
    }

    async fn a_switch_takes_along_what_was_proved_and_no_more(story: Story) {
        let join = json!({ "email": "ana@lumen.test", "name": "Ana of Oak", "role": "agent", "password": PASSWORD });
        let (owner, _, _) = enrol_with_session(&story, &story.foreign_owner).await;
        story.post(&owner, "/api/people", join).await.expect(201);
        want(&story, &owner, true).await;
        let there = json!({ "workspace_id": story.foreign_owner.workspace });
        let ana = story.sign_in(&story.ana).await;
        let switched = story.post(&ana, "/api/auth/switch", there).await.expect(200);
        story.get(&with_token(&ana, switched.body["access_token"].as_str().unwrap()), "/api/me").await.refused(403, NEEDED);
    }
}
