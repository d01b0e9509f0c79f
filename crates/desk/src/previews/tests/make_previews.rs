//! What a page says of itself comes beneath the message that links to it, and the message stays as it was said.

use std::time::Duration;

use antiphon_testkit::{Site, Story, both_engines};
use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;
use serde_json::{Value, json};

use super::{all_made, message, page, shown};

const LAMPS: &str = "<title>Lamps</title><meta property='og:title' content='Lamps &amp; shades'>
    <meta name='description' content='Light for\n every   room'><meta property='og:site_name' content='The shop'>";

both_engines! {
    async fn a_link_is_shown_with_what_its_page_says(story: Story) {
        let site = Site::start(Router::new().route("/lamps", page(LAMPS))).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let mut ana = story.connect(&story.ana).await;
        ana.subscribe(&id, 0).await;
        let url = site.url("/lamps");
        let said = story.say(&story.visitor, &id, &format!("Is [this]({url}) there? {url}")).await;
        assert!(said.get("previews").is_none(), "nobody waits for a stranger's server");
        let told = ana.entries_through(said["seq"].as_i64().unwrap() + 1).await;
        let told = told.iter().find(|entry| entry["type"] == "preview.added").unwrap();
        let preview =
            json!([{ "url": url, "title": "Lamps & shades", "description": "Light for every room", "site_name": "The shop" }]);
        assert_eq!(told["message"]["previews"], preview);
        all_made(&story).await;
        let now = message(&story, &story.visitor, &id, &said["id"]).await;
        let mut before = said;
        before["previews"] = preview.clone();
        assert_eq!(now, before, "nothing of what was said changed");
        let log = story.log(&story.visitor, &id, 0).await;
        let caught_up = log.iter().find(|entry| entry["type"] == "preview.added").unwrap();
        assert_eq!((&caught_up["actor"]["kind"], &caught_up["message"]["previews"]), (&json!("system"), &preview));
        let row = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body;
        assert_eq!((&row["unread"], &row["last_message"]["seq"]), (&json!(0), &now["seq"]), "nothing new to read");
    }

    async fn a_page_is_read_once_a_day(story: Story) {
        let site = Site::start(Router::new().route("/lamps", page(LAMPS))).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        for _ in 0..2 {
            assert_eq!(shown(&story, &id, &site.url("/lamps")).await["previews"][0]["title"], "Lamps & shades");
        }
        assert_eq!(site.asked(), ["/lamps"]);
        story.later(Duration::from_secs(24 * 3_600));
        assert_eq!(shown(&story, &id, &site.url("/lamps")).await["previews"][0]["title"], "Lamps & shades");
        assert_eq!(site.asked().len(), 2);
        let other = story.get(&story.foreign_owner, "/api/audit").await;
        assert!(!String::from_utf8_lossy(&other.raw).contains("Lamps"));
    }

    async fn the_first_three_links_are_shown_in_their_order(story: Story) {
        let slow = get(async || {
            tokio::time::sleep(Duration::from_millis(200)).await;
            Html("<title>One</title>")
        });
        let pages = Router::new()
            .route("/1", slow)
            .route("/2", page("<title>Two</title>"))
            .route("/3", get(async || Redirect::to("/2?again")))
            .route("/4", page("<title>Four</title>"));
        let site = Site::start(pages).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let all = ["/1", "/2", "/3", "/4"].map(|path| site.url(path)).join(" ");
        let titles: Vec<Value> =
            shown(&story, &id, &all).await["previews"].as_array().unwrap().iter().map(|one| one["title"].clone()).collect();
        assert_eq!(titles, ["One", "Two", "Two"]);
    }

    async fn a_note_tells_its_preview_to_staff_alone(story: Story) {
        let site = Site::start(Router::new().route("/lamps", page(LAMPS))).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let note = story.note(&story.ana, &id, &site.url("/lamps")).await;
        let before = story.log(&story.visitor, &id, 0).await;
        all_made(&story).await;
        assert_eq!(message(&story, &story.ben, &id, &note["id"]).await["previews"][0]["title"], "Lamps & shades");
        assert_eq!(story.log(&story.visitor, &id, 0).await, before);
        let head = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body["last_seq"].clone();
        assert_eq!(head, before.last().unwrap()["seq"]);
    }

    async fn nothing_is_read_for_code_or_where_previews_are_off(story: Story) {
        let site = Site::start(Router::new().route("/lamps", page(LAMPS))).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let url = site.url("/lamps");
        story.say(&story.visitor, &id, &format!("`curl {url}` or\n```\n{url}\n```")).await;
        assert!(story.read("SELECT state FROM jobs WHERE kind = 'previews.make'").await.is_empty(), "nothing is owed");
        let mut config = Story::config();
        config.previews.enabled = false;
        let off = Story::with(story.engine, config).await;
        let id = off.visitor_starts(&off.visitor, &format!("See {url}")).await;
        assert!(off.read("SELECT state FROM jobs WHERE kind = 'previews.make'").await.is_empty());
        assert!(off.log(&off.visitor, &id, 0).await[0]["message"].get("previews").is_none());
        assert!(site.asked().is_empty());
    }

    async fn a_workspace_reads_so_many_pages_a_minute(story: Story) {
        let site = Site::start(Router::new().route("/{page}", page(LAMPS))).await;
        let mut config = Story::config();
        config.previews.pages_per_minute = 2;
        let story = Story::with(story.engine, config).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let mut seen = Vec::new();
        for path in ["/1", "/2", "/3", "/1"] {
            seen.push(shown(&story, &id, &site.url(path)).await["previews"].is_array());
        }
        assert_eq!(seen, [true, true, false, true], "what is known costs nothing");
        story.later(Duration::from_secs(61));
        assert!(shown(&story, &id, &site.url("/3")).await["previews"].is_array());
        assert_eq!(site.asked(), ["/1", "/2", "/3"]);
    }
}
