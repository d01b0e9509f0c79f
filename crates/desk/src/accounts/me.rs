//! Who am I: the same question for people, contacts and keys.

use antiphon_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission, PrincipalKind, Role};
use crate::ids::{FileId, PrincipalId, WorkspaceId};

/// Who is asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// The principal's id.
    pub id: PrincipalId,
    /// The workspace in which everything happens.
    pub workspace_id: WorkspaceId,
    /// What they are.
    pub kind: PrincipalKind,
    /// Their name, as others see it.
    pub name: String,
    /// Their picture, where they are a person (`/api/people/{id}/avatar`).
    pub avatar_id: Option<FileId>,
    /// Their address, where they are a person.
    pub email: Option<String>,
    /// Their role, where they are a person.
    pub role: Option<Role>,
    /// What they may do.
    pub permissions: Vec<Permission>,
    /// The workspace.
    pub workspace: WorkspaceBrief,
}

/// A workspace, in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceBrief {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
}

/// Who is asking.
///
/// # Errors
/// When the database cannot be read.
pub async fn me(desk: &Desk, actor: &Actor) -> Result<Me> {
    desk.read(actor, async |tx| {
        let workspace_name = sql::find_workspace_name(tx, actor.workspace).await?;
        let person = match actor.kind {
            PrincipalKind::Person => sql::find_person(tx, actor.workspace, actor.principal).await?,
            _ => None,
        };
        Ok(Me {
            id: actor.principal,
            workspace_id: actor.workspace,
            kind: actor.kind,
            name: actor.name.to_string(),
            avatar_id: person.as_ref().and_then(|person| person.avatar_id),
            email: person.map(|person| person.email),
            role: actor.role,
            permissions: actor.permissions.list(),
            workspace: WorkspaceBrief { id: actor.workspace, name: workspace_name },
        })
    })
    .await
}
