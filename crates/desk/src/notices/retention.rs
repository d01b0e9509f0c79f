//! How long notices stay: by type, read and unread ones apart. What is older goes once a day.

use std::collections::BTreeMap;
use std::time::Duration;

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::model::NoticeType;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::WorkspaceId;
use crate::jobs::Handlers;
use crate::live::Announcement;
use crate::{Desk, accounts, audit, files};

/// Notices that go in one change.
const AT_ONCE: i64 = 500;
/// Longest time that can be named, in days.
const MOST_DAYS: i64 = 3_650;

/// How long notices of each type stay.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// All types, or in a change those that change.
    pub rules: Vec<RetentionRule>,
}

/// How long notices of a type stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RetentionRule {
    /// Which.
    #[serde(rename = "type")]
    pub notice_type: NoticeType,
    /// Days after which one that was read goes, 1 to 3,650; null: never.
    #[schema(minimum = 1, maximum = 3650)]
    pub read_days: Option<i64>,
    /// Days after which one goes unread, 1 to 3,650; null: never.
    #[schema(minimum = 1, maximum = 3650)]
    pub unread_days: Option<i64>,
}

/// What would go if rules held now.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RetentionPreview {
    /// How many would go, of each type that is named.
    pub would_remove: Vec<WouldRemove>,
}

/// How many of a type would go.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct WouldRemove {
    /// Which.
    #[serde(rename = "type")]
    pub notice_type: NoticeType,
    /// How many.
    pub count: i64,
}

/// The daily cleaning.
pub(super) fn jobs() -> Handlers {
    Handlers::default().every("notices.clean", Duration::from_secs(24 * 3_600), clean)
}

/// How long notices stay in the actor's workspace.
///
/// # Errors
/// `Forbidden`.
pub async fn show_retention(desk: &Desk, actor: &Actor) -> Result<Retention> {
    actor.need(Permission::SettingsManage)?;
    desk.read(actor, async |tx| found(tx, actor.workspace).await).await
}

/// Says what would go if these rules held now; nothing does.
///
/// # Errors
/// `Invalid` on a rule's days.
pub async fn preview_retention(desk: &Desk, actor: &Actor, rules: Retention) -> Result<RetentionPreview> {
    actor.need(Permission::SettingsManage)?;
    check(&rules)?;
    let now = desk.clock.now();
    desk.read(actor, async |tx| {
        let mut would_remove = Vec::new();
        for rule in rules.rules {
            let count = sql::count_overdue(tx, actor.workspace, rule.notice_type, before(rule, now)).await?;
            would_remove.push(WouldRemove { notice_type: rule.notice_type, count });
        }
        Ok(RetentionPreview { would_remove })
    })
    .await
}

/// Changes how long notices of the types that are named stay. What is overdue by it goes with the next cleaning.
///
/// # Errors
/// `Invalid` on a rule's days.
pub async fn change_retention(desk: &Desk, actor: &Actor, change: Retention) -> Result<Retention> {
    actor.need(Permission::SettingsManage)?;
    check(&change)?;
    desk.write(actor, async |work| {
        let before = found(work, actor.workspace).await?;
        for rule in &change.rules {
            sql::keep_for(work, actor.workspace, rule.notice_type, (rule.read_days, rule.unread_days)).await?;
        }
        let after = found(work, actor.workspace).await?;
        if after != before {
            let object = format!("workspace:{}", actor.workspace);
            let (was, is) = (json!(before), json!(after));
            audit::record(work, desk, actor, "notice_retention.changed", object, Some(was), Some(is), None).await?;
        }
        Ok(after)
    })
    .await
}

fn check(rules: &Retention) -> Result<()> {
    if rules.rules.len() > NoticeType::ALL.len() {
        return Err(Error::invalid("rules", "Name each type once."));
    }
    for (n, rule) in rules.rules.iter().enumerate() {
        for (field, days) in [("read_days", rule.read_days), ("unread_days", rule.unread_days)] {
            if days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
                return Err(Error::invalid(format!("rules[{n}].{field}"), "Give 1 to 3,650 days, or null for ever."));
            }
        }
    }
    Ok(())
}

async fn found(tx: &mut Tx, ws: WorkspaceId) -> Result<Retention> {
    let kept = sql::retention(tx, ws).await?;
    let rules = NoticeType::ALL.map(|notice_type| {
        let (read_days, unread_days) =
            kept.iter().find(|(of, _, _)| *of == notice_type).map_or((None, None), |(_, read, unread)| (*read, *unread));
        RetentionRule { notice_type, read_days, unread_days }
    });
    Ok(Retention { rules: rules.into() })
}

/// Before when those go that were read, and those that were not.
fn before(rule: RetentionRule, now: Timestamp) -> (Option<Timestamp>, Option<Timestamp>) {
    let at = |days: Option<i64>| days.map(|days| now - TimeDelta::days(days));
    (at(rule.read_days), at(rule.unread_days))
}

/// Takes away what is overdue, in every workspace.
async fn clean(desk: Desk) -> Result<()> {
    for (workspace, _) in accounts::list_workspaces(&desk.db).await? {
        let system = Actor::system(workspace);
        let rules = desk.read(&system, async |tx| found(tx, workspace).await).await?;
        for rule in rules.rules.into_iter().filter(|rule| rule.read_days.or(rule.unread_days).is_some()) {
            while take_away(&desk, &system, rule).await? {}
        }
    }
    Ok(())
}

/// Takes a piece of it away; whether there may be more.
async fn take_away(desk: &Desk, system: &Actor, rule: RetentionRule) -> Result<bool> {
    let (ws, now) = (system.workspace, desk.clock.now());
    desk.write(system, async |work| {
        let overdue = sql::overdue(work, ws, rule.notice_type, before(rule, now), AT_ONCE).await?;
        let is_all = (overdue.len() as i64) < AT_ONCE;
        let files: Vec<_> =
            overdue.iter().flat_map(|one| one.attachments.iter().flat_map(|files| &files.0)).map(|file| file.id).collect();
        // Everybody is held in the same order.
        let mut by_person = BTreeMap::<_, Vec<_>>::new();
        for one in overdue {
            by_person.entry(one.principal_id).or_default().push(one.id);
        }
        for (whom, ids) in by_person {
            sql::hold(work, ws, whom).await?;
            sql::remove(work, ws, whom, &ids).await?;
            work.tell(Announcement::Personal { workspace: ws, principal: whom });
        }
        for file in files {
            files::give_up_file(work, system, file, now).await?;
        }
        Ok(!is_all)
    })
    .await
}
