//! Lists of contacts: searched, narrowed, in the order of names or times. What narrows a list is one type, used by the
//! list, the export and the edit of many alike.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Contact, ContactRow, sought};
use super::sql::Narrowed;
use super::{present, sql};
use crate::Desk;
use crate::actor::Actor;
use crate::ids::{CompanyId, PrincipalId, WorkspaceId};
use crate::page::{self, PageLimit};

/// A time that a list is narrowed by, between the years 1970 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(try_from = "Timestamp", into = "Timestamp")]
#[schema(value_type = String, format = DateTime)]
pub struct Moment(Timestamp);

impl TryFrom<Timestamp> for Moment {
    type Error = &'static str;

    fn try_from(time: Timestamp) -> Result<Self, &'static str> {
        if is_writable(&time) { Ok(Self(time)) } else { Err("give a time between 1970 and 9999") }
    }
}

impl From<Moment> for Timestamp {
    fn from(moment: Moment) -> Self {
        moment.0
    }
}

/// Fields by which contacts are narrowed, in each type that carries them.
macro_rules! narrowed_by {
    ($(#[$meta:meta])* $name:ident { $($(#[$extra_meta:meta])* $extra:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Beginnings of words of the name, the address, the number, the company or the external id.
            #[serde(default)]
            pub q: Option<String>,
            /// Whether the site vouched for them.
            #[serde(default)]
            pub verified: Option<bool>,
            /// Whether the team blocked them.
            #[serde(default)]
            pub blocked: Option<bool>,
            /// Those that the team deleted instead of those that it did not.
            #[serde(default)]
            pub removed: Option<bool>,
            /// Only those of this company.
            #[serde(default)]
            pub company_id: Option<CompanyId>,
            /// Only those with this value, as `key:value`.
            #[serde(default)]
            pub attribute: Option<String>,
            /// Made or first seen at this time or later.
            #[serde(default)]
            pub created_after: Option<Moment>,
            /// Made or first seen before this time.
            #[serde(default)]
            pub created_before: Option<Moment>,
            /// Last here at this time or later.
            #[serde(default)]
            pub seen_after: Option<Moment>,
            /// Last here before this time.
            #[serde(default)]
            pub seen_before: Option<Moment>,
            $($(#[$extra_meta])* pub $extra: $type),*
        }
    };
}

narrowed_by! {
    /// What contacts are narrowed by; what is left out does not narrow.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
    ContactFilter {}
}

narrowed_by! {
    /// What a list of contacts asks for.
    #[derive(Debug, Default, Deserialize, IntoParams)]
    #[into_params(parameter_in = Query)]
    ListContacts {
        /// By name (the default), or newest first by when they were last here or were made. A search has an order of its own.
        #[serde(default)]
        #[param(inline)]
        sort: Option<ContactSort>,
        /// 1 to 100, 50 when left out.
        #[serde(default)]
        #[param(value_type = Option<i64>)]
        limit: PageLimit,
        /// Where the last page ended.
        cursor: Option<String>,
    }
}

narrowed_by! {
    /// What an export asks for.
    #[derive(Debug, Default, Deserialize, IntoParams)]
    #[into_params(parameter_in = Query)]
    ExportContacts {
        /// Begin with a byte order mark, by which spreadsheets know UTF-8.
        #[serde(default)]
        bom: Option<bool>,
    }
}

macro_rules! filter_of {
    ($ask:expr) => {{
        let ask = $ask;
        ContactFilter {
            q: ask.q,
            verified: ask.verified,
            blocked: ask.blocked,
            removed: ask.removed,
            company_id: ask.company_id,
            attribute: ask.attribute,
            created_after: ask.created_after,
            created_before: ask.created_before,
            seen_after: ask.seen_after,
            seen_before: ask.seen_before,
        }
    }};
}

impl From<ExportContacts> for ContactFilter {
    fn from(ask: ExportContacts) -> Self {
        filter_of!(ask)
    }
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContactSort {
    /// By name.
    #[default]
    Name,
    /// Who was last here first.
    LastSeen,
    /// Who was made last first.
    Created,
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct ContactPage {
    /// In the order that was asked for.
    pub contacts: Vec<Contact>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// Where a list in the order of texts goes on.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) key: String,
    pub(super) id: PrincipalId,
}

/// The order of a list, and behind what it goes on.
#[derive(Clone, Debug)]
pub(super) enum Seek {
    Word(Option<Place>),
    Name(Option<Place>),
    LastSeen(Option<(Timestamp, PrincipalId)>),
    Created(Option<(Timestamp, PrincipalId)>),
    /// By id, for what goes through all of them once.
    Id(Option<PrincipalId>),
}

/// A page of the workspace's contacts; those that were merged into others are not among them, and those that were
/// deleted are by themselves.
///
/// # Errors
/// `Invalid` on a filter or the cursor.
pub async fn list_contacts(desk: &Desk, actor: &Actor, ask: ListContacts) -> Result<ContactPage> {
    let (sort, limit, cursor) = (ask.sort, ask.limit, ask.cursor.clone());
    let filter = filter_of!(ask);
    desk.read(actor, async |tx| {
        let Some(narrowed) = filter.looked_at(tx, actor.workspace).await? else {
            return Ok(ContactPage { contacts: Vec::new(), next_cursor: None });
        };
        if sort.is_some() && !narrowed.words.is_empty() {
            return Err(Error::invalid("sort", "What is searched for has its own order: by the word that was found."));
        }
        let seek = Seek::after(cursor.as_deref(), sort.unwrap_or_default(), !narrowed.words.is_empty())?;
        let mut rows = sql::list(tx, actor.workspace, &narrowed, &seek, limit.and_one()).await?;
        let next_cursor = limit.cut_at(&mut rows, |last| seek.cursor_behind(last));
        Ok(ContactPage { contacts: present::all(tx, actor.workspace, rows).await?, next_cursor })
    })
    .await
}

impl ContactFilter {
    /// The filter, looked at; nothing when no contact can fit.
    ///
    /// # Errors
    /// `Invalid` on a field.
    pub(super) async fn looked_at(&self, tx: &mut Tx, ws: WorkspaceId) -> Result<Option<Narrowed>> {
        let mut narrowed = Narrowed {
            words: sought(self.q.as_deref())?,
            verified: self.verified,
            blocked: self.blocked,
            removed: self.removed.unwrap_or_default(),
            company: self.company_id,
            attribute: None,
            first_seen: (self.created_after.map(|at| at.0), self.created_before.map(|at| at.0)),
            last_seen: (self.seen_after.map(|at| at.0), self.seen_before.map(|at| at.0)),
        };
        if let Some(asked) = &self.attribute {
            let wrong = |why: &'static str| Error::invalid("attribute", why);
            let (key, value) = asked.split_once(':').ok_or_else(|| wrong("Write it as key:value."))?;
            let known = sql::attributes(tx, ws).await?;
            let attribute = known.iter().find(|attribute| attribute.key == key);
            let attribute = attribute.ok_or_else(|| wrong("There is no attribute with this key."))?;
            let Ok(value) = attribute.read(value) else { return Ok(None) }; // what no contact can have, none has
            let is_rare = sql::is_rare(tx, ws, attribute.id, &value.key).await?;
            narrowed.attribute = Some((attribute.id, value.key, is_rare));
        }
        Ok(Some(narrowed))
    }
}

impl Seek {
    fn after(cursor: Option<&str>, sort: ContactSort, is_search: bool) -> Result<Self> {
        let tag = if is_search { 'w' } else { ['n', 's', 'c'][sort as usize] };
        let place = cursor.map(|cursor| parse(cursor, tag)).transpose()?;
        let time = |place: Option<Place>| -> Result<Option<(Timestamp, PrincipalId)>> {
            let Some(place) = place else { return Ok(None) };
            let time = place.key.parse().ok().and_then(Timestamp::from_timestamp_micros).filter(is_writable);
            Ok(Some((time.ok_or_else(page::wrong_cursor)?, place.id)))
        };
        Ok(match (is_search, sort) {
            (true, _) => Self::Word(place),
            (false, ContactSort::Name) => Self::Name(place),
            (false, ContactSort::LastSeen) => Self::LastSeen(time(place)?),
            (false, ContactSort::Created) => Self::Created(time(place)?),
        })
    }

    fn cursor_behind(&self, last: &ContactRow) -> String {
        let (tag, key) = match self {
            Self::Word(_) => ('w', last.place.clone()),
            Self::Name(_) | Self::Id(_) => ('n', last.place.clone()),
            Self::LastSeen(_) => ('s', last.last_seen_at.timestamp_micros().to_string()),
            Self::Created(_) => ('c', last.first_seen_at.timestamp_micros().to_string()),
        };
        page::cursor(format!("{tag}{} {key}", last.id))
    }
}

/// Times that both engines can keep: written with four digits of the year.
fn is_writable(time: &Timestamp) -> bool {
    (0..253_402_300_800).contains(&time.timestamp())
}

fn parse(cursor: &str, tag: char) -> Result<Place> {
    page::read_cursor(cursor, |text| {
        let (id, key) = text.strip_prefix(tag)?.split_once(' ')?;
        Some(Place { key: key.to_owned(), id: id.parse().ok()? })
    })
}
