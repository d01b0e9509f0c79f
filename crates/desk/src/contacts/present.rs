//! Contacts with their values, as the API shows them: one question for the rows, one for the values of all of them.

use std::collections::{BTreeMap, HashMap};

use antiphon_base::Result;
use antiphon_db::Tx;
use serde_json::Value;

use super::attributes::shown;
use super::model::{Contact, ContactRow};
use super::sql;
use crate::ids::{PrincipalId, WorkspaceId};

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<Option<Contact>> {
    match sql::find(tx, ws, id).await? {
        Some(row) => Ok(all(tx, ws, vec![row]).await?.pop()),
        None => Ok(None),
    }
}

pub(super) async fn all(tx: &mut Tx, ws: WorkspaceId, rows: Vec<ContactRow>) -> Result<Vec<Contact>> {
    let mut values: HashMap<PrincipalId, BTreeMap<String, Value>> = HashMap::new();
    for (contact, key, kind, value) in sql::values_of(tx, ws, rows.iter().map(|row| row.id)).await? {
        values.entry(contact).or_default().insert(key, shown(kind, &value));
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let own = values.remove(&row.id).unwrap_or_default();
            row.with(own)
        })
        .collect())
}
