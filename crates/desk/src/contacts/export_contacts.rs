//! Contacts as a table (CSV): piece by piece, so that a hundred thousand cost no more memory than a few. A cell that a
//! spreadsheet would take for a formula is disarmed by a leading apostrophe.

use std::collections::HashSet;

use antiphon_base::{Error, Result};

use super::attributes::Attribute;
use super::list_contacts::{ContactFilter, Seek};
use super::model::{Contact, key_of};
use super::{present, sql};
use crate::actor::{Actor, Permission};
use crate::ids::PrincipalId;
use crate::{Desk, audit};

/// Contacts of one piece.
const AT_ONCE: i64 = 500;
/// The columns that every workspace has.
const COLUMNS: [&str; 10] =
    ["id", "name", "email", "phone", "company", "external_id", "verified", "blocked", "first_seen_at", "last_seen_at"];

/// An export on its way.
pub struct Export {
    desk: Desk,
    actor: Actor,
    filter: ContactFilter,
    attributes: Vec<Attribute>,
    after: Option<PrincipalId>,
    is_over: bool,
}

/// Begins an export; that it was asked for is in the audit trail. Answers its first line too.
///
/// # Errors
/// `Invalid` on the filter.
pub async fn begin_export(desk: &Desk, actor: &Actor, filter: ContactFilter, bom: bool) -> Result<(Vec<u8>, Export)> {
    actor.need(Permission::ContactsManage)?;
    let attributes = desk
        .write(actor, async |work| {
            filter.looked_at(work, actor.workspace).await?;
            let asked = serde_json::to_value(&filter).ok();
            audit::record(work, desk, actor, "contacts.exported", "contacts", None, asked, None).await?;
            sql::attributes(work, actor.workspace).await
        })
        .await?;
    let mut taken: HashSet<String> = COLUMNS.into_iter().map(str::to_owned).collect();
    let labels = attributes.iter().map(|attribute| {
        let is_new = taken.insert(key_of(&attribute.label));
        if is_new { attribute.label.clone() } else { format!("attribute:{}", attribute.key) }
    });
    let headings = COLUMNS.into_iter().map(str::to_owned).chain(labels).collect::<Vec<_>>();
    let mut head = if bom { "\u{FEFF}".as_bytes().to_vec() } else { Vec::new() };
    head.extend(lines([headings])?);
    let export = Export { desk: desk.clone(), actor: actor.clone(), filter, attributes, after: None, is_over: false };
    Ok((head, export))
}

impl Export {
    /// The next lines; nothing when all are told.
    ///
    /// # Errors
    /// When storage cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if self.is_over {
            return Ok(None);
        }
        let (filter, ws, seek) = (&self.filter, self.actor.workspace, Seek::Id(self.after));
        let contacts = self
            .desk
            .read(&self.actor, async |tx| {
                let Some(narrowed) = filter.looked_at(tx, ws).await? else { return Ok(Vec::new()) };
                let rows = sql::list(tx, ws, &narrowed, &seek, AT_ONCE).await?;
                present::all(tx, ws, rows).await
            })
            .await?;
        self.is_over = (contacts.len() as i64) < AT_ONCE;
        self.after = contacts.last().map(|contact| contact.id);
        if contacts.is_empty() {
            return Ok(None);
        }
        lines(contacts.iter().map(|contact| cells(contact, &self.attributes))).map(Some)
    }
}

fn cells(contact: &Contact, attributes: &[Attribute]) -> Vec<String> {
    let or_nothing = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        contact.id.to_string(),
        contact.name.clone(),
        or_nothing(&contact.email),
        or_nothing(&contact.phone),
        contact.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
        or_nothing(&contact.external_id),
        contact.verified.to_string(),
        contact.blocked.to_string(),
        contact.first_seen_at.to_rfc3339(),
        contact.last_seen_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
    ];
    cells.extend(attributes.iter().map(|attribute| match contact.attributes.get(&attribute.key) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }));
    cells
}

/// Lines of a table, each cell disarmed.
///
/// # Errors
/// Never, as memory takes everything.
pub fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        table.write_record(row.iter().map(|cell| disarmed(cell))).map_err(Error::internal)?;
    }
    table.into_inner().map_err(|error| Error::internal(error.to_string()))
}

/// What makes a spreadsheet compute (OWASP, "CSV injection").
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

fn disarmed(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// A cell as it was before an export disarmed it.
pub fn armed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_on_the_way_out_and_come_back_as_they_were() {
        for text in ["=1+1", "+49151", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "it's", "'quoted'", ""] {
            assert!(!is_formula(&disarmed(text)), "{text:?}");
            assert_eq!(armed(&disarmed(text)), text, "{text:?}");
        }
        let table = String::from_utf8(lines([vec!["=cmd|' /C calc'!A0".to_owned(), "a,\"b\"".to_owned()]]).unwrap()).unwrap();
        assert_eq!(table, "'=cmd|' /C calc'!A0,\"a,\"\"b\"\"\"\r\n");
    }
}
