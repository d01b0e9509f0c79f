//! Two contacts made one, as far as contacts know: both principals stay, and one points at the other. What the one that
//! stays lacks it takes from the other. Their conversations are the matter of `merges`.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::attributes::Attribute;
use super::change::{self, ContactChange};
use super::model::{CompanyBrief, Contact};
use super::{present, sql};
use crate::actor::Actor;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::listeners::Event;
use crate::{Work, accounts};

/// A field that the one who stays takes over.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
pub struct Filled {
    /// Its name; of an attribute `attributes.<key>`.
    pub field: String,
    /// The value, as the API shows it.
    #[schema(value_type = Object)]
    pub value: Value,
}

/// Both contacts of a merge, and what the first one would take over.
///
/// # Errors
/// `NotFound` for the one who stays, `Invalid` on `from` for the other, `Conflict` for those that cannot be merged.
pub async fn plan_merge(
    tx: &mut Tx,
    ws: WorkspaceId,
    into: PrincipalId,
    from: PrincipalId,
) -> Result<(Contact, Contact, Vec<Filled>)> {
    if into == from {
        return Err(Error::invalid("from", "Name another contact."));
    }
    let stays = present::find(tx, ws, into).await?.ok_or(Error::NotFound)?;
    let goes = present::find(tx, ws, from).await?.ok_or_else(|| Error::invalid("from", "There is no contact with this id."))?;
    if stays.merged_into.is_some() || goes.merged_into.is_some() {
        return Err(Error::conflict("merged", "One of them was merged already; take the contact that it was merged into."));
    }
    if stays.removed_at.is_some() || goes.removed_at.is_some() {
        return Err(Error::conflict("removed", "A deleted contact is not merged; bring it back first."));
    }
    if stays.blocked || goes.blocked {
        return Err(Error::conflict("blocked", "A blocked contact is not merged; unblock first, or leave them apart."));
    }
    let known = sql::attributes(tx, ws).await?;
    let filled = what_fills(&known, &stays, &goes);
    Ok((stays, goes, filled))
}

fn what_fills(known: &[Attribute], stays: &Contact, goes: &Contact) -> Vec<Filled> {
    let company = |contact: &Contact| contact.company.as_ref().map(|company| company.id.to_string());
    let fields = [
        ("email", stays.email.clone(), goes.email.clone()),
        ("phone", stays.phone.clone(), goes.phone.clone()),
        ("company_id", company(stays), company(goes)),
    ];
    let mut filled: Vec<Filled> = fields
        .into_iter()
        .filter(|(_, has, _)| has.is_none())
        .filter_map(|(field, _, value)| Some(Filled { field: field.to_owned(), value: value?.into() }))
        .collect();
    // A name that somebody gave wins over one that was made up.
    if is_made_up(&stays.name) && !is_made_up(&goes.name) {
        filled.insert(0, Filled { field: "name".to_owned(), value: goes.name.clone().into() });
    }
    // A value that none is any more (a choice that was taken away) stays where it is.
    let is_good = |key: &str, value: &Value| known.iter().any(|one| one.key == key && one.checked(value).is_ok());
    let lacking = goes.attributes.iter().filter(|(key, value)| !stays.attributes.contains_key(*key) && is_good(key, value));
    filled.extend(lacking.map(|(key, value)| Filled { field: format!("attributes.{key}"), value: value.clone() }));
    filled
}

/// As visitors are named by `inboxes`.
fn is_made_up(name: &str) -> bool {
    let tail = name.strip_prefix("Visitor ").unwrap_or_default();
    tail.len() == 4 && tail.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Merges: fills what is lacking, and points one at the other. Answers what each filled field had before.
///
/// # Errors
/// As [`plan_merge`].
pub async fn merge_contact(work: &mut Work<'_>, actor: &Actor, into: PrincipalId, from: PrincipalId) -> Result<Vec<Taken>> {
    let ws = actor.workspace;
    hold_both(work, ws, into, from).await?;
    let (stays, _, filled) = plan_merge(work, ws, into, from).await?;
    let change = change_to(filled.iter().map(|one| (one.field.as_str(), &one.value)))?;
    let (_, after) = change::apply(work, actor, into, &change.clean()?).await?;
    if !accounts::merge_principal(work, ws, from, Some(into)).await? {
        return Err(Error::conflict("merged", "It was merged meanwhile."));
    }
    for one in [into, from] {
        work.happened(Event::ContactChanged(one));
    }
    let taken = filled.into_iter().map(|one| Taken {
        was: value_of(&stays, &one.field),
        is: value_of(&after, &one.field),
        field: one.field,
    });
    Ok(taken.collect())
}

/// A field that a merge filled.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Taken {
    field: String,
    was: Value,
    is: Value,
}

/// Takes a merge back: the one that went stands by itself again, and the one that stayed gives back what it took, where
/// nobody changed it since.
///
/// # Errors
/// `Conflict` when it is not merged into the other any more.
pub async fn unmerge_contact(
    work: &mut Work<'_>,
    actor: &Actor,
    (into, from): (PrincipalId, PrincipalId),
    taken: &[Taken],
) -> Result<()> {
    let ws = actor.workspace;
    hold_both(work, ws, into, from).await?;
    let goes = present::find(work, ws, from).await?.ok_or(Error::NotFound)?;
    let stays = present::find(work, ws, into).await?.ok_or(Error::NotFound)?;
    if goes.merged_into != Some(into) || !accounts::merge_principal(work, ws, from, None).await? {
        return Err(Error::conflict("not_merged", "These contacts are apart already."));
    }
    let known = sql::attributes(work, ws).await?;
    let stands = |field: &str| field.strip_prefix("attributes.").is_none_or(|key| known.iter().any(|one| one.key == key));
    let back = taken.iter().filter(|one| stands(&one.field) && value_of(&stays, &one.field) == one.is);
    let change = change_to(back.map(|one| (one.field.as_str(), &one.was)))?;
    change::apply(work, actor, into, &change.clean()?).await?;
    for one in [into, from] {
        work.happened(Event::ContactChanged(one));
    }
    // What is known by the external ids of whoever goes is theirs again.
    let theirs = accounts::merged_principals(work, ws, from).await?;
    for id in sql::external_ids(work, ws, &theirs).await? {
        work.happened(Event::ExternalIdChanged(id));
    }
    Ok(())
}

/// Holds both, in one order whichever is merged into which, so that two merges do not wait for each other.
async fn hold_both(tx: &mut Tx, ws: WorkspaceId, into: PrincipalId, from: PrincipalId) -> Result<()> {
    sql::hold(tx, ws, into.min(from)).await?;
    sql::hold(tx, ws, into.max(from)).await
}

fn value_of(contact: &Contact, field: &str) -> Value {
    let text = |text: &Option<String>| text.clone().map_or(Value::Null, Value::from);
    match field {
        "name" => contact.name.clone().into(),
        "email" => text(&contact.email),
        "phone" => text(&contact.phone),
        "company_id" => contact.company.as_ref().map_or(Value::Null, |company: &CompanyBrief| company.id.to_string().into()),
        other => other.strip_prefix("attributes.").and_then(|key| contact.attributes.get(key)).cloned().unwrap_or_default(),
    }
}

fn change_to<'a>(fields: impl Iterator<Item = (&'a str, &'a Value)>) -> Result<ContactChange> {
    let mut change = ContactChange::default();
    for (field, value) in fields {
        let text = value.as_str().map(str::to_owned);
        match field {
            "name" => change.name = text,
            "email" => change.email = Some(text),
            "phone" => change.phone = Some(text),
            "company_id" => change.company_id = Some(text.map(|id| id.parse()).transpose().map_err(Error::internal)?),
            other => {
                if let Some(key) = other.strip_prefix("attributes.") {
                    change.attributes.insert(key.to_owned(), value.clone());
                }
            }
        }
    }
    Ok(change)
}
