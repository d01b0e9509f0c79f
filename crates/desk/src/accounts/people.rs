//! The people of a workspace.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::keys::read_cursor;
use super::model::Person;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::{PrincipalId, WorkspaceId};
use crate::page::PageLimit;
use crate::text;
use serde::Deserialize;
use utoipa::IntoParams;

/// What a list of people is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleAsk {
    /// A part of the name or the address.
    pub q: Option<String>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// The people, in the order in which they were added, and where the next page starts.
///
/// # Errors
/// `Invalid` on `q`, or for a cursor that is none.
pub async fn list_people(desk: &Desk, actor: &Actor, ask: PeopleAsk) -> Result<(Vec<Person>, Option<String>)> {
    actor.need(Permission::PeopleRead)?;
    let after = read_cursor(ask.cursor.as_deref())?;
    let pattern = text::contained("q", ask.q.as_deref())?.unwrap_or_default();
    let limit = ask.limit;
    let mut people =
        desk.read(actor, async |tx| sql::list_people(tx, actor.workspace, &pattern, after, limit.and_one()).await).await?;
    if !actor.permissions.has(Permission::PeopleManage) {
        // Whose sign-in is weaker is nothing for everybody.
        people.iter_mut().for_each(|person| person.has_second_step = None);
    }
    let next = limit.cut_at(&mut people, |person| person.id.to_string());
    Ok((people, next))
}

/// The person whom another system's program names: by their id here, or by the one they have there.
///
/// # Errors
/// When storage cannot be read.
pub async fn find_named(tx: &mut Tx, ws: WorkspaceId, name: &str) -> Result<Option<PrincipalId>> {
    if let Ok(id) = name.parse()
        && sql::find_person(tx, ws, id).await?.is_some()
    {
        return Ok(Some(id));
    }
    let Some(id) = sql::principal_by_external_id(tx, ws, PrincipalKind::Person, name).await? else { return Ok(None) };
    Ok(sql::find_person(tx, ws, id).await?.map(|person| person.id)) // who left keeps nothing
}
