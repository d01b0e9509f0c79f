//! Sending a notice: stored first, always; then told to whoever listens.

use antiphon_base::{Result, Timestamp};

use super::list_notices::unknown_person;
use super::model::{CONTENT_CHARACTERS, NewNotice, Notice, NoticeType, Priority, checked_data, foreign_id};
use super::{publish, sql};
use crate::accounts::Principal;
use crate::actor::{Actor, Permission};
use crate::files::Attachment;
use crate::ids::{FileId, NoticeId, PrincipalId};
use crate::live::Announcement;
use crate::{Desk, Work, accounts, files, text};

/// What became of a notice.
#[derive(Debug)]
pub struct Sent {
    /// As it is stored.
    pub notice: Notice,
    /// Whether the outside Pusher took it.
    pub is_published: bool,
}

/// Sends a notice to a person.
///
/// # Errors
/// `Invalid` on the field that is not taken, `userId` above all; what storage answers.
pub async fn send_notice(desk: &Desk, actor: &Actor, new: NewNotice) -> Result<Sent> {
    actor.need(Permission::NoticesWrite)?;
    let user = foreign_id("userId", Some(&new.user_id))?.ok_or_else(unknown_person)?;
    let said = Said {
        notice_type: new.notice_type,
        priority: new.priority,
        task_id: foreign_id("taskId", new.task_id.as_deref())?,
        org_id: foreign_id("orgId", new.org_id.as_deref())?,
        content: text::clean("content", &new.content, CONTENT_CHARACTERS)?,
        data: checked_data(new.data)?,
        files: &new.attachments,
    };
    let now = desk.clock.now();
    let (notice, owed) = desk
        .write(actor, async |work| {
            let whom = accounts::find_named(work, actor.workspace, &user).await?.ok_or_else(unknown_person)?;
            let notice = store(work, actor, whom, &said, now).await?;
            publish::tell_channels(work, actor, &notice, (whom, Some(&user)));
            let owed = publish::owe(work, desk, actor, &notice, (whom, Some(&user))).await?;
            Ok((notice, owed))
        })
        .await?;
    let is_published = match &owed {
        Some(owed) => publish::try_at_once(desk, actor, &notice, owed).await,
        None => false,
    };
    Ok(Sent { notice, is_published })
}

/// What is told, looked at already.
struct Said<'a> {
    notice_type: NoticeType,
    priority: Priority,
    task_id: Option<String>,
    org_id: Option<String>,
    content: String,
    data: Option<serde_json::Value>,
    files: &'a [FileId],
}

async fn store(work: &mut Work<'_>, actor: &Actor, whom: PrincipalId, said: &Said<'_>, now: Timestamp) -> Result<Notice> {
    let attachments: Vec<Attachment> = files::find_sendable(work, actor, said.files).await?;
    files::attach_files(work, actor, said.files, now).await?;
    let notice = Notice {
        id: NoticeId::new(),
        seq: sql::take_place(work, actor.workspace, whom).await?,
        notice_type: said.notice_type,
        priority: said.priority,
        task_id: said.task_id.clone(),
        org_id: said.org_id.clone(),
        content: said.content.clone(),
        data: said.data.clone().unwrap_or_else(|| serde_json::json!({})),
        attachments,
        sender: Principal { id: actor.principal, name: actor.name.to_string(), kind: actor.kind },
        created_at: now,
        read_at: None,
    };
    sql::insert(work, actor.workspace, whom, &notice).await?;
    work.tell(Announcement::Personal { workspace: actor.workspace, principal: whom });
    Ok(notice)
}
