//! Reads the pages that a message links to, and shows what they say of themselves beneath it. What cannot be read leaves
//! the message as it is: nobody is told, and nothing is tried again until somebody links there anew.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_clients::page::{self, Page};
use aws_lc_rs::digest::{SHA256, digest};
use chrono::TimeDelta;
use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use url::Url;

use super::sql;
use crate::actor::Actor;
use crate::conversations::{self, LinkPreview};
use crate::ids::{ConversationId, MessageId, WorkspaceId};
use crate::jobs::NewJob;
use crate::{Desk, Work, text};

pub(super) const KIND: &str = "previews.make";

/// How long a page's words are taken from memory.
const FRESH: TimeDelta = TimeDelta::days(1);
/// How long a page that could not be read is not asked again.
const BARREN: TimeDelta = TimeDelta::hours(1);
/// How long what finds no room is put off.
const MOMENT: TimeDelta = TimeDelta::seconds(2);
/// Within which time a workspace's pages are counted.
const MINUTE: TimeDelta = TimeDelta::minutes(1);
/// Longest title and name of a site, in characters.
const TITLE: usize = 200;
/// Longest description, in characters.
const DESCRIPTION: usize = 400;

#[derive(Serialize, Deserialize)]
pub(super) struct Said {
    workspace: WorkspaceId,
    conversation: ConversationId,
    message: MessageId,
}

/// Owes the previews of a message, within the change by which it was said.
pub(crate) async fn owe_previews(
    work: &mut Work<'_>,
    desk: &Desk,
    workspace: WorkspaceId,
    (conversation, message): (ConversationId, MessageId),
    now: Timestamp,
) -> Result<()> {
    if !desk.config.previews.enabled {
        return Ok(());
    }
    owe(work, &Said { workspace, conversation, message }, now).await
}

/// Owes them anew for a moment later.
pub(super) async fn put_off(desk: &Desk, said: Said) -> Result<()> {
    let later = desk.clock.now() + MOMENT;
    desk.write(&Actor::system(said.workspace), async |work| owe(work, &said, later).await).await
}

async fn owe(work: &mut Work<'_>, said: &Said, run_at: Timestamp) -> Result<()> {
    let job = NewJob {
        workspace: Some(said.workspace),
        kind: KIND,
        payload: serde_json::to_value(said).map_err(Error::internal)?,
        unique_key: None, // a text that is changed while its pages are read owes the others too
        run_at,
        max_attempts: 3,
    };
    work.owe(job).await.map(drop)
}

/// Makes them. Bears a repeat: what is shown already is not shown twice.
pub(super) async fn make_previews(desk: &Desk, said: Said) -> Result<()> {
    if !desk.config.previews.enabled {
        return Ok(());
    }
    let system = Actor::system(said.workspace);
    let links = conversations::links_without_preview(desk, &system, said.conversation, said.message).await?;
    let found = try_join_all(links.into_iter().map(|link| preview_of(desk, &system, link))).await?;
    let found: Vec<LinkPreview> = found.into_iter().flatten().collect();
    if found.is_empty() {
        return Ok(());
    }
    conversations::add_previews(desk, &system, said.conversation, said.message, found).await
}

/// From memory, or from the page itself.
async fn preview_of(desk: &Desk, system: &Actor, link: String) -> Result<Option<LinkPreview>> {
    let Ok(url) = Url::parse(&link) else { return Ok(None) };
    if Url::parse(&desk.config.url()).is_ok_and(|own| own.origin() == url.origin()) {
        return Ok(None); // such as an invitation, which is its reader's alone
    }
    let page = digest(&SHA256, url.as_str().as_bytes());
    let now = desk.clock.now();
    let known = desk.read(system, async |tx| sql::find(tx, system.workspace, page.as_ref(), now).await).await?;
    let (outcome, words) = match known {
        Some(words) => ("known", words),
        None if !may_read(desk, system, page.as_ref(), now).await? => ("too_many", sql::Words::default()),
        None => {
            let words = match page::read_page(&desk.outgoing, &url).await {
                Ok(read) => words_of(&read),
                Err(error) => {
                    tracing::debug!(%error, "a page that a message links to was not read");
                    sql::Words::default()
                }
            };
            let expires_at = desk.clock.now() + if words.title.is_some() { FRESH } else { BARREN };
            let kept = words.clone();
            desk.write(system, async |work| sql::tell(work, system.workspace, page.as_ref(), kept, expires_at).await).await?;
            (if words.title.is_some() { "read" } else { "nothing" }, words)
        }
    };
    metrics::counter!("previews_total", "outcome" => outcome).increment(1);
    let sql::Words { title, description, site_name } = words;
    Ok(title.map(|title| LinkPreview { url: link, title, description, site_name }))
}

/// Notes that a page is about to be read, unless the workspace has read too many just now.
async fn may_read(desk: &Desk, system: &Actor, page: &[u8], now: Timestamp) -> Result<bool> {
    let most = desk.config.previews.pages_per_minute;
    desk.write(system, async |work| {
        if most > 0 && sql::count_asked(work, system.workspace, now - MINUTE).await? >= i64::from(most) {
            return Ok(false);
        }
        sql::ask(work, system.workspace, page, now).await?;
        Ok(true)
    })
    .await
}

/// Without a title there is nothing to show.
fn words_of(page: &Page) -> sql::Words {
    let line = |text: &Option<String>, most| text.as_deref().and_then(|text| text::line_of_strangers(text, most));
    let Some(title) = line(&page.title, TITLE) else { return sql::Words::default() };
    sql::Words { title: Some(title), description: line(&page.description, DESCRIPTION), site_name: line(&page.site_name, TITLE) }
}
