//! What a line of a table or an edit of many did to a contact, taken back: each field that nobody changed since is as it
//! was before; a contact that was made is deleted, unless they were here since.

use std::collections::BTreeMap;

use antiphon_base::{Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::attributes::{self, Attribute};
use super::block_contact::{Standing, change_standing};
use super::change::{self, Clean};
use super::model::Contact;
use super::remove_contact::{Presence, change_presence};
use super::{present, sql};
use crate::actor::{Actor, PrincipalKind};
use crate::ids::{CompanyId, PrincipalId, WorkspaceId};
use crate::{Desk, Work, accounts};

/// What was done to one contact, as far as taking it back needs it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trace {
    /// This one was made.
    Made(PrincipalId),
    /// This one was changed.
    Changed(Box<Changed>),
}

/// A contact that was changed.
#[derive(Debug, Deserialize, Serialize)]
pub struct Changed {
    id: PrincipalId,
    was: Known,
    became: Known,
}

/// What such a deed can change of a contact.
#[derive(Debug, PartialEq, Deserialize, Serialize)]
struct Known {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    company_id: Option<CompanyId>,
    external_id: Option<String>,
    /// As JSON in texts: an engine that reads numbers writes them in its own way.
    attributes: BTreeMap<String, String>,
    blocked: bool,
    removed: bool,
}

impl Known {
    fn of(contact: Contact) -> Self {
        Self {
            name: contact.name,
            email: contact.email,
            phone: contact.phone,
            company_id: contact.company.map(|company| company.id),
            external_id: contact.external_id,
            attributes: contact.attributes.into_iter().map(|(key, value)| (key, value.to_string())).collect(),
            blocked: contact.blocked,
            removed: contact.removed_at.is_some(),
        }
    }
}

impl Trace {
    /// Nothing where nothing was changed.
    pub(super) fn of(before: Contact, after: Contact) -> Option<Self> {
        let (id, was, became) = (before.id, Known::of(before), Known::of(after));
        (was != became).then(|| Self::Changed(Box::new(Changed { id, was, became })))
    }
}

/// Takes back what was done `since` then. Blocking and deleting are done to everybody who was merged into a contact: to
/// those who were since, taking it back would be a new deed, so both stay as they are.
///
/// # Errors
/// When storage fails.
pub async fn take_back(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    known: &[Attribute],
    since: Timestamp,
    trace: Trace,
) -> Result<()> {
    let ws = actor.workspace;
    let id = match &trace {
        Trace::Made(id) => *id,
        Trace::Changed(changed) => changed.id,
    };
    sql::hold(work, ws, id).await?;
    let Some(now) = present::find(work, ws, id).await?.filter(|now| now.merged_into.is_none()) else { return Ok(()) };
    let is_same = !sql::was_merged_into(work, ws, id, since).await?;
    let was_here = was_here(work, ws, id, since).await?;
    let Trace::Changed(changed) = trace else {
        if is_same && !was_here {
            change_presence(work, desk, actor, id, Presence::Removed).await?;
        }
        return Ok(());
    };
    let Changed { was, became, .. } = *changed;
    let now = Known::of(now);
    // Good when it was stored: looked at once more it might be refused, or come back otherwise.
    let mut back = Clean {
        // What the site may have vouched for since, with the same words, is theirs: without it another could come as them.
        name: as_before(&now.name, &became.name, was.name.clone()).filter(|_| !was_here),
        email: as_before(&now.email, &became.email, was.email.clone()).filter(|_| !was_here),
        phone: as_before(&now.phone, &became.phone, was.phone.clone()),
        company: as_before(&now.company_id, &became.company_id, was.company_id),
        external_id: as_before(&now.external_id, &became.external_id, was.external_id.clone()).filter(|_| !was_here),
        attributes: BTreeMap::new(),
    };
    // A company that is gone is nobody's: had they stayed there, they would have none now.
    if let Some(Some(company)) = back.company
        && !sql::company_exists(work, ws, company).await?
    {
        back.company = Some(None);
    }
    // What is another's by now is not given back.
    if let Some(Some(external_id)) = &back.external_id
        && accounts::principal_by_external_id(work, ws, PrincipalKind::Contact, external_id).await?.is_some()
    {
        back.external_id = None;
    }
    for key in became.attributes.keys().chain(was.attributes.keys()) {
        let [has, had, before] = [&now, &became, &was].map(|known| known.attributes.get(key));
        let Some(before) = as_before(&has, &had, before) else { continue };
        let value = before.map_or(Value::Null, |text| value_of(text));
        let value = BTreeMap::from([(key.clone(), value)]);
        // A choice that a list does not have any more is not given back.
        if attributes::checked(known, &value).is_ok() {
            back.attributes.extend(value);
        }
    }
    change::apply(work, actor, id, &back).await?;
    if let Some(is_blocked) = as_before(&now.blocked, &became.blocked, was.blocked).filter(|_| is_same) {
        change_standing(work, desk, actor, id, Standing::of(is_blocked)).await?;
    }
    let presence = as_before(&now.removed, &became.removed, was.removed).map(Presence::of).filter(|_| is_same);
    if let Some(presence) = presence.filter(|to| *to == Presence::Kept || !was_here) {
        change_presence(work, desk, actor, id, presence).await?;
    }
    Ok(())
}

/// Whether they were on a site `since` then, as any of those who were merged into them: each is seen as who they came as.
async fn was_here(work: &mut Work<'_>, ws: WorkspaceId, id: PrincipalId, since: Timestamp) -> Result<bool> {
    for one in accounts::merged_principals(work, ws, id).await? {
        if sql::was_seen(work, ws, one, since).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A value as it was written: numbers by the parser that reads every one as it was.
fn value_of(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(number) if text.parse::<i64>().is_err() => Value::from(number),
        _ => serde_json::from_str(text).unwrap_or_default(),
    }
}

/// What is to be given back: nothing where somebody changed it since, or where it is so.
fn as_before<T: PartialEq>(now: &T, became: &T, was: T) -> Option<T> {
    (now == became && *now != was).then_some(was)
}
