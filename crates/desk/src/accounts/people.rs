//! The people of a workspace.

use antiphon_base::Result;

use super::keys::{cut, read_cursor};
use super::model::Person;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::page::Page;

/// The people, in the order in which they were added, and where the next page starts.
///
/// # Errors
/// `Invalid` for a cursor that is none.
pub async fn list_people(desk: &Desk, actor: &Actor, page: Page) -> Result<(Vec<Person>, Option<String>)> {
    actor.need(Permission::PeopleRead)?;
    let after = read_cursor(page.cursor.as_deref())?;
    let limit = page.limit.rows();
    let mut people = desk.read(actor, async |tx| sql::list_people(tx, actor.workspace, after, limit + 1).await).await?;
    if !actor.permissions.has(Permission::PeopleManage) {
        // Whose sign-in is weaker is nothing for everybody.
        people.iter_mut().for_each(|person| person.has_second_step = None);
    }
    let next = cut(&mut people, limit, |person| person.id.0);
    Ok((people, next))
}
