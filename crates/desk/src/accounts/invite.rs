//! Asking people in: by a link that serves once and ends after seven days. It goes by mail; where the server sends none,
//! the admin sees it once and hands it on. Whoever has the link chooses name and password in `join.rs`.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::keys::read_cursor;
use super::letters::{self, Letter};
use super::model::{INVITATION_LIFE, check_may_give};
use super::{links, roles, sql};
use crate::actor::{Actor, Permission, Role};
use crate::ids::{InvitationId, PrincipalId, RoleId};
use crate::page::Page;
use crate::{Desk, Work, audit, text};

/// Invitations that may be open at once in a workspace: a letter to anybody is no toy.
const MOST: i64 = 500;

/// Someone to be asked in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Their address.
    pub email: String,
    /// Their name, as far as it is known; they may choose another.
    pub name: Option<String>,
    /// The role that they will have: this one …
    pub role: Option<Role>,
    /// … or one of the workspace's own.
    pub role_id: Option<RoleId>,
}

/// Someone who was asked in and has not come yet.
#[derive(Clone, Debug, Serialize, ToSchema, antiphon_db::FromRow)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: String,
    /// Their name, as far as it is known.
    pub name: Option<String>,
    /// The role that they will have; `agent` where it is one of the workspace's own.
    pub role: Role,
    /// The role of the workspace's own that they will have.
    pub role_id: Option<RoleId>,
    /// Which link it is.
    #[serde(skip)]
    pub(super) round: i64,
    /// Who asked them.
    pub invited_by: PrincipalId,
    /// Their name.
    pub inviter: String,
    /// When they were asked first.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Until when the link holds.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// An invitation, with its link where no mail takes it there.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationAnswer {
    /// The invitation.
    #[serde(flatten)]
    pub invitation: Invitation,
    /// The link, shown this once; null where it goes by mail.
    pub link: Option<String>,
}

/// Asks someone in.
///
/// # Errors
/// `Invalid` on a field; `Conflict` when they are here already (`already_exists`) or have been asked
/// (`already_invited`); `Forbidden` for a role that is more than the actor's own.
pub async fn invite(desk: &Desk, actor: &Actor, new: NewInvitation) -> Result<InvitationAnswer> {
    actor.need(Permission::PeopleManage)?;
    let email = text::email("email", &new.email)?;
    let name = text::line_optional("name", new.name.as_deref())?;
    let folded = text::fold(&email);
    let (id, now) = (InvitationId::new(), desk.clock.now());
    let invitation = desk
        .write(actor, async |work| {
            sql::lock_workspace(work, actor.workspace).await?;
            let standing = roles::chosen_one(work, actor.workspace, new.role, new.role_id).await?;
            check_may_give(actor, standing.permissions)?;
            if sql::has_member(work, actor.workspace, &folded).await? {
                return Err(Error::conflict("already_exists", "This address is among the people of this workspace already."));
            }
            match sql::find_invitation_of(work, actor.workspace, &folded).await? {
                Some(open) if now < open.expires_at => {
                    return Err(Error::conflict("already_invited", "This address has an invitation; send that one again."));
                }
                Some(over) => {
                    sql::delete_invitation(work, actor.workspace, over.id).await?;
                }
                None => {}
            }
            if sql::count_invitations(work, actor.workspace).await? >= MOST {
                return Err(Error::conflict("too_many", format!("{MOST} invitations are open; revoke one first.")));
            }
            let row = sql::NewInvitationRow {
                id,
                email: email.clone(),
                email_folded: folded,
                name: name.clone(),
                role: standing.role,
                role_id: standing.role_id,
                token_hash: token_hash(&links::invitation_token(desk, id, 0)),
                invited_by: actor.principal,
                now,
                expires_at: now + INVITATION_LIFE,
            };
            sql::insert_invitation(work, actor.workspace, row).await?;
            let after = serde_json::json!({ "email": email, "name": name, "role": roles::in_words(&standing) });
            audit::record(work, desk, actor, "person.invited", format!("invitation:{id}"), None, Some(after), None).await?;
            owe_letter(desk, work, actor, id, now).await?;
            sql::find_invitation(work, actor.workspace, id).await?.ok_or(Error::NotFound)
        })
        .await?;
    Ok(with_link(desk, invitation))
}

/// The invitations that nobody has taken yet, also those that are too old, oldest first, and where the next page starts.
///
/// # Errors
/// `Invalid` for a cursor that is none.
pub async fn list_invitations(desk: &Desk, actor: &Actor, page: Page) -> Result<(Vec<Invitation>, Option<String>)> {
    actor.need(Permission::PeopleManage)?;
    let after = read_cursor(page.cursor.as_deref())?;
    let limit = page.limit;
    let mut rows = desk.read(actor, async |tx| sql::list_invitations(tx, actor.workspace, after, limit.and_one()).await).await?;
    let next = limit.cut_at(&mut rows, |row| row.id.to_string());
    Ok((rows, next))
}

/// Asks once more: with a new link, which ends the one before, and seven days from now.
///
/// # Errors
/// `NotFound`; `Forbidden` where it gives more than the actor has: they would see the link.
pub async fn resend_invitation(desk: &Desk, actor: &Actor, id: InvitationId) -> Result<InvitationAnswer> {
    actor.need(Permission::PeopleManage)?;
    let now = desk.clock.now();
    let invitation = desk
        .write(actor, async |work| {
            let before = may_change(work, actor, id).await?;
            let hash = token_hash(&links::invitation_token(desk, id, before.round + 1));
            sql::renew_invitation(work, actor.workspace, id, before.round, hash, now + INVITATION_LIFE).await?;
            audit::record(work, desk, actor, "invitation.resent", format!("invitation:{id}"), None, None, None).await?;
            owe_letter(desk, work, actor, id, now).await?;
            sql::find_invitation(work, actor.workspace, id).await?.ok_or(Error::NotFound)
        })
        .await?;
    Ok(with_link(desk, invitation))
}

/// Takes an invitation back; its link opens nothing any more.
///
/// # Errors
/// `NotFound`, also when it was taken meanwhile.
pub async fn revoke_invitation(desk: &Desk, actor: &Actor, id: InvitationId) -> Result<()> {
    actor.need(Permission::PeopleManage)?;
    desk.write(actor, async |work| {
        may_change(work, actor, id).await?;
        sql::delete_invitation(work, actor.workspace, id).await?;
        audit::record(work, desk, actor, "invitation.revoked", format!("invitation:{id}"), None, None, None).await
    })
    .await
}

async fn may_change(work: &mut Work<'_>, actor: &Actor, id: InvitationId) -> Result<Invitation> {
    sql::lock_workspace(work, actor.workspace).await?;
    let invitation = sql::find_invitation(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
    let standing = roles::stored(work, actor.workspace, invitation.role, invitation.role_id).await?;
    check_may_give(actor, standing.permissions)?;
    Ok(invitation)
}

async fn owe_letter(desk: &Desk, work: &mut Work<'_>, actor: &Actor, id: InvitationId, now: Timestamp) -> Result<()> {
    if desk.mailer.is_some() {
        let letter = Letter::Invitation { workspace: actor.workspace, id };
        work.owe(letters::job(Some(actor.workspace), &letter, now)?).await?;
    }
    Ok(())
}

fn with_link(desk: &Desk, invitation: Invitation) -> InvitationAnswer {
    let by_hand = desk.mailer.is_none();
    let link = by_hand.then(|| links::address(desk, "join", &links::invitation_token(desk, invitation.id, invitation.round)));
    InvitationAnswer { invitation, link }
}
