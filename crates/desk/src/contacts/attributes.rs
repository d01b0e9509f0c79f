//! Custom attributes: what a workspace wants to know of its contacts, of a type each, and their values. Definitions are
//! made here, deleted and brought back with their values; where values are written, [`checked`] makes them good.

use std::collections::BTreeMap;

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json, Tx};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

use super::model::{VALUE_CHARACTERS, key_of};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::AttributeId;
use crate::{Desk, audit, text};

/// Definitions of one workspace.
const DEFINITIONS: usize = 100;
/// Choices of one list.
const CHOICES: usize = 100;
/// Longest key, in characters.
const KEY_CHARACTERS: usize = 50;

/// What values an attribute has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AttributeType {
    /// Any text of at most 1,000 characters.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day, as `2026-11-21`.
    Date,
    /// One of the choices.
    List,
    /// An address such as `https://example.com`.
    Link,
}

/// A property of contacts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Attribute {
    /// Its id.
    pub id: AttributeId,
    /// By which programs know it; never changes.
    pub key: String,
    /// By which people know it.
    pub label: String,
    /// What values it has; never changes.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// Of a list, what can be chosen.
    pub choices: Vec<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(super) struct AttributeRow {
    id: AttributeId,
    key: String,
    label: String,
    #[sqlx(rename = "type")]
    kind: AttributeType,
    choices: Option<Json<Vec<String>>>,
    created_at: Timestamp,
    removed_at: Option<Timestamp>,
}

impl From<AttributeRow> for Attribute {
    fn from(row: AttributeRow) -> Self {
        let choices = row.choices.map(|choices| choices.0).unwrap_or_default();
        let (created_at, removed_at) = (row.created_at, row.removed_at);
        Self { id: row.id, key: row.key, label: row.label, kind: row.kind, choices, created_at, removed_at }
    }
}

/// An attribute to be defined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAttribute {
    /// Small letters, digits and `_`, beginning with a letter; at most 50.
    pub key: String,
    /// By which people know it.
    pub label: String,
    /// What values it has.
    #[serde(rename = "type")]
    pub kind: AttributeType,
    /// Of a list, what can be chosen.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// What is to be changed of a definition; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributeChange {
    /// Another label.
    #[serde(default)]
    pub label: Option<String>,
    /// The choices, all of them. Contacts keep a value that is none any more.
    #[serde(default)]
    pub choices: Option<Vec<String>>,
}

/// A value ready to be stored; nothing takes it away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checked {
    pub(super) attribute: AttributeId,
    pub(super) value: Option<Stored>,
}

/// A value as its row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) value: String,
    pub(super) key: String,
}

/// Which attributes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAttributes {
    /// `true`: the deleted ones, the last deleted first, 100 at most; for whoever may bring them back.
    #[serde(default)]
    pub removed: bool,
}

/// All attributes, oldest first, or those that were deleted.
///
/// # Errors
/// `Forbidden` for deleted ones without the right to bring them back.
pub async fn list_attributes(desk: &Desk, actor: &Actor, ask: ListAttributes) -> Result<Vec<Attribute>> {
    if ask.removed {
        actor.need(Permission::ContactsManage)?;
        return desk.read(actor, async |tx| sql::removed_attributes(tx, actor.workspace).await).await;
    }
    desk.read(actor, async |tx| sql::attributes(tx, actor.workspace).await).await
}

/// Defines an attribute. One with the key of a deleted one is another attribute, without values.
///
/// # Errors
/// `Invalid` on a field, `Conflict` when the key is taken or there are 100.
pub async fn add_attribute(desk: &Desk, actor: &Actor, new: NewAttribute) -> Result<Attribute> {
    actor.need(Permission::ContactsManage)?;
    let key = new.key.trim();
    let is_key = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && key.len() <= KEY_CHARACTERS;
    if !is_key {
        return Err(Error::invalid("key", "Give small letters, digits and _, beginning with a letter; at most 50."));
    }
    let attribute = Attribute {
        id: AttributeId::new(),
        key: key.to_owned(),
        label: text::line("label", &new.label)?,
        kind: new.kind,
        choices: checked_choices(new.kind, &new.choices)?,
        created_at: desk.clock.now(),
        removed_at: None,
    };
    desk.write(actor, async |work| {
        check_fits(work, actor, &attribute.key).await?;
        sql::insert_attribute(work, actor.workspace, &attribute).await?;
        let (object, after) = (format!("contact_attribute:{}", attribute.id), serde_json::to_value(&attribute).ok());
        audit::record(work, desk, actor, "contact_attribute.added", object, None, after, None).await?;
        Ok(attribute)
    })
    .await
}

/// Changes an attribute's label or choices.
///
/// # Errors
/// `NotFound`, `Invalid` on a field.
pub async fn change_attribute(desk: &Desk, actor: &Actor, id: AttributeId, change: AttributeChange) -> Result<Attribute> {
    actor.need(Permission::ContactsManage)?;
    let label = change.label.as_deref().map(|label| text::line("label", label)).transpose()?;
    desk.write(actor, async |work| {
        let known = sql::attributes(work, actor.workspace).await?;
        let before = known.into_iter().find(|attribute| attribute.id == id).ok_or(Error::NotFound)?;
        let choices = change.choices.as_deref().map(|choices| checked_choices(before.kind, choices)).transpose()?;
        let after = Attribute {
            label: label.unwrap_or_else(|| before.label.clone()),
            choices: choices.unwrap_or_else(|| before.choices.clone()),
            ..before.clone()
        };
        if after != before {
            sql::update_attribute(work, actor.workspace, &after).await?;
            let (was, is) = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
            let object = format!("contact_attribute:{id}");
            audit::record(work, desk, actor, "contact_attribute.changed", object, was, is, None).await?;
        }
        Ok(after)
    })
    .await
}

/// Deletes an attribute, with its values: both are kept, and shown nowhere.
///
/// # Errors
/// `NotFound`.
pub async fn remove_attribute(desk: &Desk, actor: &Actor, id: AttributeId) -> Result<()> {
    actor.need(Permission::ContactsManage)?;
    desk.write(actor, async |work| {
        let known = sql::attributes(work, actor.workspace).await?;
        let before = known.into_iter().find(|attribute| attribute.id == id).ok_or(Error::NotFound)?;
        sql::set_attribute_removed(work, actor.workspace, id, Some(desk.clock.now())).await?;
        let (object, was) = (format!("contact_attribute:{id}"), serde_json::to_value(&before).ok());
        audit::record(work, desk, actor, "contact_attribute.removed", object, was, None, None).await
    })
    .await
}

/// Brings a deleted attribute back, with its values. A repeat changes nothing.
///
/// # Errors
/// `NotFound`; `Conflict` when another attribute has the key by now, or there are 100.
pub async fn restore_attribute(desk: &Desk, actor: &Actor, id: AttributeId) -> Result<Attribute> {
    actor.need(Permission::ContactsManage)?;
    desk.write(actor, async |work| {
        let before = sql::attribute(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        if before.removed_at.is_none() {
            return Ok(before);
        }
        check_fits(work, actor, &before.key).await?;
        sql::set_attribute_removed(work, actor.workspace, id, None).await?;
        let after = Attribute { removed_at: None, ..before };
        let (object, is) = (format!("contact_attribute:{id}"), serde_json::to_value(&after).ok());
        audit::record(work, desk, actor, "contact_attribute.restored", object, None, is, None).await?;
        Ok(after)
    })
    .await
}

/// Whether there may be one more, with this key.
async fn check_fits(tx: &mut Tx, actor: &Actor, key: &str) -> Result<()> {
    let known = sql::attributes(tx, actor.workspace).await?;
    if known.iter().any(|other| other.key == key) {
        return Err(Error::conflict("key_taken", "There is an attribute with this key."));
    }
    if known.len() >= DEFINITIONS {
        return Err(Error::conflict("too_many", "A workspace has at most 100 attributes; take one away first."));
    }
    Ok(())
}

fn checked_choices(kind: AttributeType, choices: &[String]) -> Result<Vec<String>> {
    if kind != AttributeType::List {
        return if choices.is_empty() { Ok(Vec::new()) } else { Err(Error::invalid("choices", "Only a list has choices.")) };
    }
    if !(1..=CHOICES).contains(&choices.len()) {
        return Err(Error::invalid("choices", "Give 1 to 100 choices."));
    }
    let mut kept: Vec<String> = Vec::with_capacity(choices.len());
    for choice in choices {
        let choice = text::line("choices", choice)?;
        if kept.iter().any(|other| key_of(other) == key_of(&choice)) {
            return Err(Error::invalid("choices", format!("Give each choice once; `{choice}` is there twice.")));
        }
        kept.push(choice);
    }
    Ok(kept)
}

/// Values as they are given in JSON, made good by their definitions; `null` takes one away.
///
/// # Errors
/// `Invalid` on `attributes.<key>`.
pub(super) fn checked(known: &[Attribute], given: &BTreeMap<String, Value>) -> Result<Vec<Checked>> {
    given
        .iter()
        .map(|(key, value)| {
            let field = || format!("attributes.{}", text::preview(key, KEY_CHARACTERS));
            let attribute = known.iter().find(|attribute| attribute.key == *key);
            let attribute = attribute.ok_or_else(|| Error::invalid(field(), "There is no attribute with this key."))?;
            let value = if value.is_null() { None } else { Some(attribute.checked(value).map_err(|why| named(why, field()))?) };
            Ok(Checked { attribute: attribute.id, value })
        })
        .collect()
}

/// Refuses an undo that would have to give back values of a deleted attribute.
pub fn attribute_removed(key: &str) -> Error {
    let why = format!("The attribute {key} is deleted: bring it back first, so that its values can be as they were.");
    Error::conflict("attribute_removed", why)
}

fn named(error: Error, field: String) -> Error {
    match error {
        Error::Invalid { why, .. } => Error::Invalid { field: field.into(), why },
        other => other,
    }
}

impl Attribute {
    /// A value of this attribute, from JSON.
    pub(super) fn checked(&self, given: &Value) -> Result<Stored> {
        match (self.kind, given) {
            (AttributeType::Number, Value::Number(number)) => self.read(&number.to_string()),
            (AttributeType::Boolean, Value::Bool(is)) => self.read(if *is { "true" } else { "false" }),
            (AttributeType::Number | AttributeType::Boolean, _) => Err(self.refused()),
            (_, Value::String(text)) => self.read(text),
            _ => Err(self.refused()),
        }
    }

    /// A value of this attribute, from a text as tables have it.
    pub(super) fn read(&self, given: &str) -> Result<Stored> {
        let value = match self.kind {
            AttributeType::Text => text::clean("value", given, VALUE_CHARACTERS)?,
            AttributeType::Number => {
                let number: f64 = given.trim().parse().map_err(|_| self.refused())?;
                if !number.is_finite() {
                    return Err(self.refused());
                }
                json!(number).to_string().trim_end_matches(".0").to_owned()
            }
            AttributeType::Boolean => match text::fold(given.trim()).as_str() {
                "true" | "yes" | "1" => "true".to_owned(),
                "false" | "no" | "0" => "false".to_owned(),
                _ => return Err(self.refused()),
            },
            AttributeType::Date => {
                let is_day = given.trim().len() == 10;
                let day = NaiveDate::parse_from_str(given.trim(), "%Y-%m-%d").ok().filter(|_| is_day);
                day.ok_or_else(|| self.refused())?.to_string()
            }
            AttributeType::List => {
                let key = key_of(&text::line("value", given)?);
                self.choices.iter().find(|choice| key_of(choice) == key).cloned().ok_or_else(|| self.refused())?
            }
            AttributeType::Link => {
                let link = text::clean("value", given, VALUE_CHARACTERS)?;
                let url = url::Url::parse(&link).map_err(|_| self.refused())?;
                if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
                    return Err(self.refused());
                }
                link
            }
        };
        Ok(Stored { key: key_of(&value), value })
    }

    fn refused(&self) -> Error {
        let why = match self.kind {
            AttributeType::Text => "Give a text.".into(),
            AttributeType::Number => "Give a number such as 12.5.".into(),
            AttributeType::Boolean => "Give yes or no (true or false).".into(),
            AttributeType::Date => "Give a day such as 2026-11-21.".into(),
            AttributeType::List => format!("Give one of: {}.", text::preview(&self.choices.join(", "), 300)),
            AttributeType::Link => "Give an address such as https://example.com.".into(),
        };
        Error::invalid("value", why)
    }
}

/// A stored value as the API shows it.
pub(super) fn shown(kind: AttributeType, value: &str) -> Value {
    match kind {
        AttributeType::Number => value.parse::<i64>().map(Value::from).or_else(|_| value.parse::<f64>().map(Value::from)),
        AttributeType::Boolean => Ok(json!(value == "true")),
        _ => Ok(json!(value)),
    }
    .unwrap_or_else(|_| json!(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: AttributeType) -> Attribute {
        let choices = if kind == AttributeType::List { vec!["Free".to_owned(), "Pro".to_owned()] } else { Vec::new() };
        let created_at = Timestamp::UNIX_EPOCH;
        let (id, key, label) = (AttributeId::new(), "a".to_owned(), "A".to_owned());
        Attribute { id, key, label, kind, choices, created_at, removed_at: None }
    }

    #[test]
    fn each_type_takes_its_own_values_and_shows_them_alike() {
        use AttributeType::*;
        for (kind, given, back) in [
            (Text, json!(" VIP "), json!("VIP")),
            (Number, json!(12), json!(12)),
            (Number, json!(-0.5), json!(-0.5)),
            (Boolean, json!(true), json!(true)),
            (Date, json!("2026-02-28"), json!("2026-02-28")),
            (List, json!("pro"), json!("Pro")),
            (Link, json!("https://example.com/a?b"), json!("https://example.com/a?b")),
        ] {
            assert_eq!(shown(kind, &of(kind).checked(&given).unwrap().value), back);
        }
        for (kind, wrong) in [
            (Text, json!("")),
            (Text, json!(1)),
            (Text, json!("x".repeat(1_001))),
            (Number, json!("12")),
            (Boolean, json!("yes")),
            (Date, json!("2026-02-30")),
            (Date, json!("21.11.2026")),
            (List, json!("gold")),
            (Link, json!("javascript:alert(1)")),
            (Link, json!("example.com")),
            (Text, json!(["a"])),
            (Text, json!({})),
        ] {
            assert!(of(kind).checked(&wrong).is_err(), "{kind:?} {wrong}");
        }
        assert!(of(Number).read("NaN").is_err() && of(Number).read("1e999").is_err());
        assert_eq!(of(Boolean).read("Yes").unwrap().value, "true");
    }
}
