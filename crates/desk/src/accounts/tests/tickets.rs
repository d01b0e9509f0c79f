//! Tickets serve once, for half a minute, as long as what they stand for holds.

use antiphon_desk::accounts;
use antiphon_desk::actor::Credential;
use antiphon_testkit::{Caller, Story, both_engines};
use std::time::Duration;

async fn ticket(story: &Story, who: &Caller) -> String {
    let answer = story.call(who, "POST", "/api/live/ticket", None).await.expect(200).body;
    assert_eq!(answer["expires_in"], 30);
    answer["ticket"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_ticket_stands_for_whoever_got_it_and_serves_once(story: Story) {
        for who in [&story.ana, &story.key, &story.visitor] {
            let ticket = ticket(&story, who).await;
            let (workspace, credential) = accounts::redeem_ticket(&story.desk, &ticket).await.unwrap();
            assert_eq!(workspace.to_string(), who.workspace);
            match credential {
                Credential::Key(id) => assert_eq!(id.to_string(), who.id),
                Credential::Visitor(_, inbox) => assert_eq!(inbox.to_string(), story.inbox),
                Credential::Session(_) => assert_eq!(who.name, story.ana.name),
                Credential::System => panic!("nobody is the system"),
            }
            assert!(accounts::redeem_ticket(&story.desk, &ticket).await.is_err());
        }
        story.call(None, "POST", "/api/live/ticket", None).await.refused(401, "unauthenticated");
    }

    async fn a_ticket_is_worthless_after_half_a_minute(story: Story) {
        let ticket = ticket(&story, &story.ana).await;
        story.later(Duration::from_secs(30));
        assert!(accounts::redeem_ticket(&story.desk, &ticket).await.is_err());
    }

    async fn a_ticket_dies_with_its_session(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        let ticket = ticket(&story, &ana).await;
        story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        let request = http::Request::builder().uri(format!("/api/me?ticket={ticket}")).body(axum::body::Body::empty()).unwrap();
        story.request(request).await.refused(401, "unauthenticated");
    }
}
