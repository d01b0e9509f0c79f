//! What servers do: publish, in one and in many, ask, end a user's connections.

use antiphon_testkit::{Story, both_engines};
use axum::http::Method;
use serde_json::{Value, json};

use super::App;

both_engines! {
    async fn an_event_reaches_whoever_joined_to_the_byte(story: Story) {
        let app = App::of(&story).await;
        let ((mut one, _), (mut two, two_id)) = (app.connects(&story).await, app.connects(&story).await);
        for peer in [&mut one, &mut two] {
            assert_eq!(peer.joins("news", json!({})).await, json!({}));
        }
        let data = "{\"text\": \"Grüße\",  \"n\": 1.0}";
        let event = json!({ "name": "said", "channels": ["news", "empty"], "data": data, "socket_id": two_id });
        assert_eq!(app.asks(&story, Method::POST, "/events", &[], Some(event)).await.expect(200).body, json!({}));
        let heard = one.frame("said").await;
        assert_eq!((&heard["channel"], &heard["data"]), (&json!("news"), &json!(data)));
        // The sender's own socket is passed over: the next thing it hears is the batch.
        let batch = json!({ "batch": [
            { "name": "b1", "channel": "news", "data": "not JSON", "info": "subscription_count" },
            { "name": "b2", "channel": "other", "data": "2" },
        ] });
        let answer = app.asks(&story, Method::POST, "/batch_events", &[], Some(batch)).await.expect(200).body;
        assert_eq!(answer, json!({ "batch": [{ "subscription_count": 2 }, {}] }));
        assert_eq!(two.frame("b1").await["data"], "not JSON");
        assert!(!two.0.seen().iter().any(|frame| frame["event"] == "said"));
        // Another workspace's channel of the same name is another channel.
        let theirs = story.get(&story.foreign_owner, "/api/pusher/app").await.expect(200).body;
        let theirs = App { id: theirs["app_id"].as_str().unwrap().into(), key: theirs["key"].as_str().unwrap().into(), secret: theirs["secret"].as_str().unwrap().into() };
        let event = json!({ "name": "foreign", "channel": "news", "data": "1" });
        theirs.asks(&story, Method::POST, "/events", &[], Some(event)).await.expect(200);
        let last = json!({ "name": "last", "channel": "news", "data": "1" });
        app.asks(&story, Method::POST, "/events", &[], Some(last)).await.expect(200);
        one.frame("last").await;
        assert!(!one.0.seen().iter().any(|frame| frame["event"] == "foreign"));
    }

    async fn servers_ask_who_is_there(story: Story) {
        let app = App::of(&story).await;
        let ((mut one, one_id), (mut two, two_id)) = (app.connects(&story).await, app.connects(&story).await);
        for (peer, id) in [(&mut one, &one_id), (&mut two, &two_id)] {
            let data = json!({ "user_id": 10, "user_info": { "name": "Mr. Channels" } }).to_string();
            let auth = app.auth(&format!("{id}:presence-room:{data}"));
            let found = peer.joins("presence-room", json!({ "auth": auth, "channel_data": data })).await;
            assert_eq!(found["presence"], json!({ "count": 1, "ids": ["10"], "hash": { "10": { "name": "Mr. Channels" } } }));
        }
        let ask = async |path: &str, query: &[(&str, &str)]| app.asks(&story, Method::GET, path, query, None).await;
        let all = ask("/channels", &[("filter_by_prefix", "presence-"), ("info", "user_count")]).await.expect(200).body;
        assert_eq!(all, json!({ "channels": { "presence-room": { "user_count": 1 } } }));
        let room = ask("/channels/presence-room", &[("info", "user_count,subscription_count")]).await.expect(200).body;
        assert_eq!(room, json!({ "occupied": true, "user_count": 1, "subscription_count": 2 }));
        assert_eq!(ask("/channels/presence-room/users", &[]).await.expect(200).body, json!({ "users": [{ "id": "10" }] }));
        assert_eq!(ask("/channels/empty", &[]).await.expect(200).body, json!({ "occupied": false }));
        for (path, query) in [("/channels", vec![("info", "user_count")]), ("/channels/news", vec![("info", "user_count")]), ("/channels/news/users", vec![])] {
            ask(path, &query).await.refused(400, "malformed");
        }
    }

    async fn a_users_connections_are_ended_by_either_address(story: Story) {
        let app = App::of(&story).await;
        for path in [format!("/apps/{}/users/u1/terminate_connections", app.id), "/users/u1/terminate_connections".to_owned()] {
            let (mut peer, id) = app.connects(&story).await;
            let user_data = json!({ "id": "u1" }).to_string();
            let auth = app.auth(&format!("{id}::user::{user_data}"));
            peer.says("pusher:signin", json!({ "auth": auth, "user_data": user_data })).await;
            assert_eq!(peer.expect("pusher:signin_success").await["user_data"], user_data.as_str());
            peer.joins("#server-to-user-u1", json!({})).await;
            let event = json!({ "name": "to-you", "channel": "#server-to-user-u1", "data": "1" });
            app.asks(&story, Method::POST, "/events", &[], Some(event)).await.expect(200);
            peer.frame("to-you").await;
            let request = app.request(&story, Method::POST, &path, &[], "{}");
            story.request(request).await.expect(200);
            assert_eq!(peer.0.closed().await, 4009);
        }
    }

    async fn what_is_not_signed_rightly_publishes_nothing(story: Story) {
        let app = App::of(&story).await;
        let (mut peer, _) = app.connects(&story).await;
        peer.joins("news", json!({})).await;
        let event = json!({ "name": "bad", "channel": "news", "data": "1" });
        let good = |app: &App| app.request(&story, Method::POST, &format!("/apps/{}/events", app.id), &[], &event.to_string());
        let wrong_secret = App { secret: "x".into(), id: app.id.clone(), key: app.key.clone() };
        story.request(good(&wrong_secret)).await.refused(401, "unauthenticated");
        let wrong_key = App { secret: app.secret.clone(), id: app.id.clone(), key: "x".into() };
        story.request(good(&wrong_key)).await.refused(401, "unauthenticated");
        let wrong_app = App { secret: app.secret.clone(), id: "1".into(), key: app.key.clone() };
        story.request(good(&wrong_app)).await.refused(404, "not_found");
        // Another body under the same signature, and a signature that is too old.
        let (parts, _) = good(&app).into_parts();
        story.request(axum::http::Request::from_parts(parts, axum::body::Body::from("{}"))).await.refused(401, "unauthenticated");
        let old = good(&app);
        story.later(std::time::Duration::from_secs(601));
        story.request(old).await.refused(401, "unauthenticated");
        let ask = async |body: Value| app.asks(&story, Method::POST, "/events", &[], Some(body)).await;
        for wrong in [
            json!({ "name": "n", "channel": "news", "data": { "a": 1 } }),
            json!({ "name": "", "channel": "news", "data": "1" }),
            json!({ "name": "n".repeat(201), "channel": "news", "data": "1" }),
            json!({ "name": "n", "data": "1" }),
            json!({ "name": "n", "channels": vec!["c"; 101], "data": "1" }),
            json!({ "name": "n", "channel": "a b", "data": "1" }),
            json!({ "name": "n", "channel": "a:b", "data": "1" }),
            json!({ "name": "n", "channel": "c".repeat(201), "data": "1" }),
            json!({ "name": "n", "channels": ["private-encrypted-a", "b"], "data": "1" }),
            json!({ "name": "n", "channel": "news", "data": "1", "socket_id": "1:2" }),
            json!([1]),
        ] {
            ask(wrong).await.refused(400, "malformed");
        }
        ask(json!({ "name": "n", "channel": "news", "data": "x".repeat(10_241) })).await.refused(413, "too_large");
        let eleven = json!({ "batch": vec![event.clone(); 11] });
        app.asks(&story, Method::POST, "/batch_events", &[], Some(eleven)).await.refused(400, "malformed");
        for path in ["/users/x/terminate_connections?auth_key=%00", "/apps/%00/events"] {
            let request = axum::http::Request::post(path).body(axum::body::Body::empty()).unwrap();
            story.request(request).await.refused(404, "not_found");
        }
        story.call(None, "GET", "/pusher/app/%00?protocol=7", None).await.refused(404, "not_found");
        story.get(&story.key, "/api/chat-messages/%00").await.refused(404, "not_found");
        // Nothing of all that came.
        ask(json!({ "name": "good", "channel": "news", "data": "1" })).await.expect(200);
        peer.frame("good").await;
        assert!(peer.0.seen().is_empty(), "{:?}", peer.0.seen());
    }
}
