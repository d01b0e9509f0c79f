//! A change of one contact, made good and stored: the one way into the contact's rows, whoever wants it (a colleague,
//! an import, an edit of many, a merge). Says nothing in the trail; that is its caller's matter.

use std::collections::BTreeMap;

use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::attributes::{self, Checked};
use super::index_contacts::index_contact;
use super::model::{Contact, phone};
use super::{present, sql};
use crate::actor::Actor;
use crate::ids::{CompanyId, PrincipalId, WorkspaceId};
use crate::listeners::Event;
use crate::{Work, accounts, given, text};

/// What is to be changed; what is left out stays, `null` takes it away.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// A new e-mail address.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// A new telephone number.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub phone: Option<Option<String>>,
    /// The organisation they belong to.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<CompanyId>)]
    pub company_id: Option<Option<CompanyId>>,
    /// Their id in the site's own system.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub external_id: Option<Option<String>>,
    /// Values of attributes, by key; those that are left out stay.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub attributes: BTreeMap<String, Value>,
}

/// A change of which everything but the attributes and the company was looked at.
pub(super) struct Clean {
    pub(super) name: Option<String>,
    pub(super) email: Option<Option<String>>,
    pub(super) phone: Option<Option<String>>,
    pub(super) company: Option<Option<CompanyId>>,
    pub(super) external_id: Option<Option<String>>,
    pub(super) attributes: BTreeMap<String, Value>,
}

impl ContactChange {
    /// # Errors
    /// `Invalid` on a field.
    pub(super) fn clean(self) -> Result<Clean> {
        let optional = |given: Option<Option<String>>, check: fn(&str) -> Result<Option<String>>| match given {
            None => Ok(None),
            Some(None) => Ok(Some(None)),
            Some(Some(value)) => check(&value).map(Some),
        };
        Ok(Clean {
            name: self.name.as_deref().map(|name| text::line("name", name)).transpose()?,
            email: optional(self.email, |email| text::email("email", email).map(Some))?,
            phone: optional(self.phone, |given| phone("phone", given).map(Some))?,
            external_id: optional(self.external_id, |id| text::clean_optional("external_id", Some(id), text::NAME_CHARACTERS))?,
            company: self.company_id,
            attributes: self.attributes,
        })
    }
}

/// Stores a change; answers the contact before and after.
///
/// # Errors
/// `NotFound`; `Invalid` on `company_id` or `attributes.…`; `Conflict` when another contact has the external id.
pub(super) async fn apply(work: &mut Work<'_>, actor: &Actor, id: PrincipalId, clean: &Clean) -> Result<(Contact, Contact)> {
    let ws = actor.workspace;
    sql::hold(work, ws, id).await?;
    let before = present::find(work, ws, id).await?.ok_or(Error::NotFound)?;
    if let Some(name) = clean.name.as_deref().filter(|name| *name != before.name) {
        accounts::rename_principal(work, ws, id, name).await?;
    }
    if clean.email.is_some() || clean.phone.is_some() || clean.company.is_some() {
        if let Some(Some(company)) = clean.company
            && !sql::company_exists(work, ws, company).await?
        {
            return Err(no_such_company());
        }
        let email = clean.email.clone().unwrap_or_else(|| before.email.clone());
        let phone = clean.phone.clone().unwrap_or_else(|| before.phone.clone());
        let company = clean.company.unwrap_or(before.company.as_ref().map(|company| company.id));
        sql::set_details(work, ws, id, email, phone, company).await?;
    }
    if let Some(external_id) = clean.external_id.as_ref().filter(|id| **id != before.external_id)
        && !accounts::set_external_id(work, ws, id, external_id.as_deref()).await?
    {
        return Err(external_id_taken());
    }
    if !clean.attributes.is_empty() {
        let values = attributes::checked(&sql::attributes(work, ws).await?, &clean.attributes)?;
        store_values(work, ws, id, &values).await?;
    }
    let after = present::find(work, ws, id).await?.ok_or(Error::NotFound)?;
    if after != before {
        index_contact(work, ws, id).await?;
        work.happened(Event::ContactChanged(id));
    }
    note_external_ids(work, before.external_id.as_deref(), after.external_id.as_deref());
    Ok((before, after))
}

/// Says which external ids are another's from now on.
pub(super) fn note_external_ids(work: &mut Work<'_>, before: Option<&str>, after: Option<&str>) {
    if before != after {
        for id in [before, after].into_iter().flatten() {
            work.happened(Event::ExternalIdChanged(id.to_owned()));
        }
    }
}

pub(super) fn external_id_taken() -> Error {
    Error::conflict("external_id_taken", "Another contact has this external id; it may be a deleted one.")
}

pub(super) fn no_such_company() -> Error {
    Error::invalid("company_id", "There is no such company.")
}

async fn store_values(work: &mut Work<'_>, ws: WorkspaceId, id: PrincipalId, values: &[Checked]) -> Result<()> {
    for Checked { attribute, value } in values {
        match value {
            Some(value) => sql::set_value(work, ws, id, *attribute, &value.value, &value.key).await?,
            None => sql::delete_value(work, ws, id, *attribute).await?,
        }
    }
    Ok(())
}
