//! One line of a table taken in: found by its external id or address and changed, or made. What is wrong with a line is
//! known before anything of it is written.

use std::collections::BTreeMap;

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::attributes::{self, Attribute};
use super::change::{self, Clean};
use super::model::phone;
use super::remove_contact::bring_back;
use super::take_back::Trace;
use super::{companies, create_contact, present, sql};
use crate::actor::{Actor, PrincipalKind};
use crate::ids::{PrincipalId, WorkspaceId};
use crate::{Desk, Work, accounts, text};

/// A line's cells, by what they mean. Empty ones say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their number.
    pub phone: Option<String>,
    /// Their company's name.
    pub company: Option<String>,
    /// Their id in the site's own system.
    pub external_id: Option<String>,
    /// Values of attributes, by key.
    pub attributes: BTreeMap<String, String>,
}

/// By what a line finds its contact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchBy {
    /// The address.
    #[default]
    Email,
    /// The id in the site's own system.
    ExternalId,
}

/// What is done with a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnExisting {
    /// The contact gets what the line says; empty cells change nothing.
    #[default]
    Update,
    /// The contact stays as it is.
    Skip,
}

/// What is done with a line that finds nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// A contact is made.
    #[default]
    Create,
    /// Nothing happens.
    Skip,
}

/// What became of a line.
#[derive(Debug)]
pub enum TakenIn {
    /// A contact was made.
    Created(Trace),
    /// A contact was changed, or had it all: then there is no trace.
    Updated(Option<Trace>),
    /// Nothing, as was asked for.
    Skipped,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// Which field.
    pub field: String,
    /// Why.
    pub why: String,
}

/// Definitions, by which lines are looked at.
///
/// # Errors
/// When storage cannot be read.
pub async fn known_attributes(tx: &mut Tx, ws: WorkspaceId) -> Result<Vec<Attribute>> {
    sql::attributes(tx, ws).await
}

impl Row {
    /// All that is wrong with the line by itself.
    pub fn faults(&self, known: &[Attribute]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut look = |field: String, outcome: Result<()>| {
            if let Err(Error::Invalid { why, .. }) = outcome {
                faults.push(Fault { field, why: why.into_owned() });
            }
        };
        let line = |text: &String| text::line("name", text).map(drop);
        look("name".to_owned(), self.name.as_ref().map_or(Ok(()), line));
        look("email".to_owned(), self.email.as_ref().map_or(Ok(()), |given| text::email("email", given).map(drop)));
        look("phone".to_owned(), self.phone.as_ref().map_or(Ok(()), |given| phone("phone", given).map(drop)));
        look("company".to_owned(), self.company.as_ref().map_or(Ok(()), line));
        let external_id = |id: &String| text::clean("external_id", id, text::NAME_CHARACTERS).map(drop);
        look("external_id".to_owned(), self.external_id.as_ref().map_or(Ok(()), external_id));
        for (key, value) in &self.attributes {
            let attribute = known.iter().find(|attribute| attribute.key == *key);
            let gone = || Err(Error::invalid("attributes", "There is no attribute with this key."));
            look(format!("attributes.{key}"), attribute.map_or_else(gone, |attribute| attribute.read(value).map(drop)));
        }
        if [&self.name, &self.email, &self.phone, &self.external_id].into_iter().all(Option::is_none) {
            faults.push(Fault { field: "name".to_owned(), why: "The line names nobody.".to_owned() });
        }
        faults
    }
}

/// Takes a line in. A deleted contact that it finds is back with it.
///
/// # Errors
/// `Invalid` for a line that is not taken in; then nothing of it is.
pub async fn take_in(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    known: &[Attribute],
    row: &Row,
    (by, existing, missing): (MatchBy, OnExisting, OnMissing),
) -> Result<TakenIn> {
    if let Some(fault) = row.faults(known).into_iter().next() {
        return Err(Error::invalid(fault.field, fault.why));
    }
    let ws = actor.workspace;
    let clean_id = |id: &String| text::clean("external_id", id, text::NAME_CHARACTERS);
    let external_id = row.external_id.as_ref().map(clean_id).transpose()?;
    let same_id = match &external_id {
        Some(id) => match accounts::principal_by_external_id(work, ws, PrincipalKind::Contact, id).await? {
            Some(found) => Some(accounts::surviving_principal(work, ws, found).await?),
            None => None,
        },
        None => None,
    };
    let found = match by {
        MatchBy::ExternalId => same_id,
        MatchBy::Email => by_email(work, ws, row).await?,
    };
    match (found, existing, missing) {
        (Some(_), OnExisting::Skip, _) | (None, _, OnMissing::Skip) => return Ok(TakenIn::Skipped),
        _ => {}
    }
    if same_id.is_some() && same_id != found {
        return Err(Error::invalid("external_id", "Another contact has this external id."));
    }
    let company = match &row.company {
        Some(name) => Some(Some(companies::find_or_add(work, ws, name, desk.clock.now()).await?)),
        None => None,
    };
    let typed = |(key, value): (&String, &String)| {
        let attribute = known.iter().find(|attribute| attribute.key == *key)?;
        Some((key.clone(), attributes::shown(attribute.kind, &attribute.read(value).ok()?.value)))
    };
    let clean = Clean {
        name: row.name.as_deref().map(|name| text::line("name", name)).transpose()?,
        email: row.email.as_deref().map(|given| text::email("email", given).map(Some)).transpose()?,
        phone: row.phone.as_deref().map(|given| phone("phone", given).map(Some)).transpose()?,
        company,
        // One that the contact's merged part has stays there.
        external_id: external_id.filter(|_| same_id.is_none()).map(Some),
        attributes: row.attributes.iter().filter_map(typed).collect(),
    };
    match found {
        Some(id) => {
            let (before, mut after) = change::apply(work, actor, id, &clean).await?;
            bring_back(work, desk, actor, id).await?;
            if before.removed_at.is_some() {
                after = present::find(work, ws, id).await?.ok_or(Error::NotFound)?;
            }
            Ok(TakenIn::Updated(Trace::of(before, after)))
        }
        None => {
            let values = attributes::checked(known, &clean.attributes)?;
            create_contact::make(work, desk, actor, &clean, &values).await.map(|id| TakenIn::Created(Trace::Made(id)))
        }
    }
}

async fn by_email(work: &mut Work<'_>, ws: WorkspaceId, row: &Row) -> Result<Option<PrincipalId>> {
    let Some(email) = &row.email else { return Ok(None) };
    match sql::by_email(work, ws, &text::fold(email.trim())).await?.as_slice() {
        [] => Ok(None),
        // Of those who are there and those who were deleted, the one who is there is meant.
        [(one, _)] | [(one, false), (_, true)] => Ok(Some(*one)),
        _ => Err(Error::invalid("email", "Several contacts have this address; merge them, or match by external id.")),
    }
}
