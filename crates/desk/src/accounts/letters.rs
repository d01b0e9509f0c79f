//! The letters of this slice: what each says, and the job that writes and sends it. A job names rows, never a secret;
//! what is no longer so when its turn comes (an invitation was revoked, a link is too old) is not written.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_clients::mail;
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};

use super::model::ACCOUNT_LINK_LIFE;
use super::{links, sql};
use crate::Desk;
use crate::ids::{AccountLinkId, InvitationId, JobId, WorkspaceId};
use crate::jobs::{self, Handlers, Job, NewJob};
use crate::text;

/// Tries until a mail server that is away is given up: about a day.
const TRIES: i64 = 17;

/// A letter that is owed.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(super) enum Letter {
    /// Someone is asked to come in.
    Invitation { workspace: WorkspaceId, id: InvitationId },
    /// Someone asked for a link to a new password; whether there is an account is found out here.
    Password { email: String },
    /// A new address is to be confirmed.
    NewAddress { link: AccountLinkId },
    /// The old address learns that it is no longer one.
    AddressChanged { to: String, workspace_name: String },
}

/// Who carries letters out.
pub(super) fn jobs() -> Handlers {
    Handlers::default().on("accounts.letter", async |desk: Desk, job: Job| write(&desk, job).await)
}

/// Owes a letter that is no workspace's alone (system). The workers are woken by whoever commits.
pub(super) async fn owe(tx: &mut Tx, letter: &Letter, now: Timestamp) -> Result<()> {
    jobs::enqueue(tx, job(None, letter, now)?).await.map(drop)
}

/// The same as a job of a workspace, for `Work::owe`.
pub(super) fn job(workspace: Option<WorkspaceId>, letter: &Letter, now: Timestamp) -> Result<NewJob> {
    Ok(NewJob {
        workspace,
        kind: "accounts.letter",
        payload: serde_json::to_value(letter).map_err(Error::internal)?,
        unique_key: None,
        run_at: now,
        max_attempts: TRIES,
    })
}

async fn write(desk: &Desk, job: Job) -> Result<()> {
    let Some(mailer) = &desk.mailer else { return Ok(()) }; // there was one when it was owed
    let letter = serde_json::from_value(job.payload).map_err(Error::internal)?;
    match compose(desk, letter, job.id).await? {
        Some(letter) => mailer.send(letter).await,
        None => Ok(()),
    }
}

async fn compose(desk: &Desk, letter: Letter, job: JobId) -> Result<Option<mail::Letter>> {
    let now = desk.clock.now();
    match letter {
        Letter::Invitation { workspace, id } => {
            let found = desk.db.read(workspace.0, async |tx| sql::find_invitation(tx, workspace, id).await).await?;
            let Some(invitation) = found.filter(|invitation| now < invitation.expires_at) else { return Ok(None) };
            let name = desk.db.read(workspace.0, async |tx| sql::find_workspace_name(tx, workspace).await).await?;
            let link = links::address(desk, "join", &links::invitation_token(desk, id, invitation.round));
            let lines = [
                format!("{} invites you to {name}.", invitation.inviter),
                "Open this link within 7 days to choose your name and password:".to_owned(),
            ];
            let after = "The link serves once. If you do not know what this is about, do nothing.";
            let subject = format!("{} invites you to {name}", invitation.inviter);
            Ok(Some(page(&name, invitation.email, subject, &lines, Some(("Accept the invitation", &link)), after)))
        }
        Letter::Password { email } => {
            // The job's own id names the link: written again, the letter holds the same one.
            let id = AccountLinkId(job.0);
            let folded = text::fold(&email);
            let place = desk
                .db
                .system_write(async |tx| {
                    let Some(account) = sql::find_account(tx, &folded).await? else { return Ok(None) };
                    let members = sql::find_members(tx, account.id).await?;
                    if account.password_hash.is_none() || members.is_empty() {
                        return Ok(None);
                    }
                    let hash = antiphon_base::secret::token_hash(&links::password_token(desk, id));
                    let new = sql::NewAccountLink { id, account: account.id, purpose: "password", token_hash: hash, email: None };
                    sql::insert_account_link(tx, new, now, now + ACCOUNT_LINK_LIFE).await?;
                    let last = members.iter().find(|member| Some(member.workspace_id) == account.last_workspace_id);
                    Ok::<_, Error>(last.or(members.first()).map(|member| (member.email.clone(), member.workspace_name.clone())))
                })
                .await?;
            let Some((to, name)) = place else { return Ok(None) };
            let link = links::address(desk, "reset", &links::password_token(desk, id));
            let lines = [
                format!("Someone, probably you, asked for a new password for your account at {name}."),
                "Open this link within an hour to choose one:".to_owned(),
            ];
            let after = "The link serves once, and signs you out everywhere. If it was not you, do nothing: your password stays.";
            let subject = format!("Choose a new password for {name}");
            Ok(Some(page(&name, to, subject, &lines, Some(("Choose a new password", &link)), after)))
        }
        Letter::NewAddress { link: id } => {
            let found = desk.db.system_read(async |tx| sql::find_new_address(tx, id).await).await?;
            let Some((to, name, _)) = found.filter(|(_, _, expires_at)| now < *expires_at) else { return Ok(None) };
            let link = links::address(desk, "email", &links::email_token(desk, id));
            let lines = [
                format!("You are about to sign in to {name} with this address."),
                "Open this link within an hour to confirm it:".to_owned(),
            ];
            let after = "If you do not know what this is about, do nothing.";
            let subject = format!("Confirm your new address for {name}");
            Ok(Some(page(&name, to, subject, &lines, Some(("Confirm the address", &link)), after)))
        }
        Letter::AddressChanged { to, workspace_name: name } => {
            let lines = [format!("Your account at {name} has another e-mail address now. This one no longer signs in.")];
            let after = "If it was not you, ask an admin of your workspace at once.";
            Ok(Some(page(&name, to, format!("Your address for {name} has changed"), &lines, None, after)))
        }
    }
}

/// A letter as text and as a page of the same words.
fn page(name: &str, to: String, subject: String, lines: &[String], link: Option<(&str, &str)>, after: &str) -> mail::Letter {
    let mut text = lines.join("\n\n");
    let mut html: String = lines.iter().map(|line| format!("<p>{}</p>", escaped(line))).collect();
    if let Some((words, address)) = link {
        text += &format!("\n\n{address}");
        html += &format!("<p><a href=\"{0}\">{1}</a></p><p>{0}</p>", escaped(address), escaped(words));
    }
    text += &format!("\n\n{after}\n");
    html += &format!("<p>{}</p>", escaped(after));
    let html = format!(
        "<!doctype html><html lang=\"en\"><body style=\"font-family: sans-serif; line-height: 1.5; max-width: 36em\">{html}</body></html>"
    );
    mail::Letter { from_name: name.to_owned(), to, subject, text, html }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_in_a_letter_and_nothing_else() {
        let letter =
            page("A & <b>B", "a@b.test".to_owned(), "S".to_owned(), &["<i>x</i>".to_owned()], Some(("Go", "http://a/#t")), "end");
        assert!(letter.html.contains("&lt;i&gt;x&lt;/i&gt;") && !letter.html.contains("<i>"), "{}", letter.html);
        assert!(letter.text.contains("http://a/#t") && letter.from_name == "A & <b>B");
    }
}
