//! What each column of a table means, guessed from its heading or said by whoever sent it. Pure.

use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::table::Line;
use crate::contacts::{Attribute, Fault, MatchBy, OnExisting, OnMissing, Row, armed};
use crate::text;

/// Fields that every workspace has, with headings under which others know them.
const FIELDS: [(&str, &[&str]); 5] = [
    ("name", &["name", "full name", "contact", "contact name", "display name"]),
    ("email", &["email", "e mail", "mail", "email address", "e mail address"]),
    ("phone", &["phone", "telephone", "phone number", "mobile", "tel"]),
    ("company", &["company", "organisation", "organization", "company name", "account"]),
    ("external_id", &["external id", "user id", "customer id", "external"]),
];
/// Before the key of an attribute, where a column is one.
const ATTRIBUTE: &str = "attribute:";

/// How a table is carried out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// For each column its field: `name`, `email`, `phone`, `company`, `external_id`, `attribute:<key>`; `null` leaves the
    /// column out.
    pub columns: Vec<Option<String>>,
    /// By what a line finds its contact.
    #[serde(default)]
    pub match_by: MatchBy,
    /// What is done with a line that finds one.
    #[serde(default)]
    pub existing: OnExisting,
    /// What is done with a line that finds none.
    #[serde(default)]
    pub missing: OnMissing,
}

/// What the headings sound like.
pub(super) fn guess(headings: &[String], known: &[Attribute]) -> Plan {
    let mut taken: Vec<String> = Vec::new();
    let columns = headings.iter().map(|heading| {
        let field = field_of(heading, known).filter(|field| !taken.contains(field))?;
        taken.push(field.clone());
        Some(field)
    });
    let columns: Vec<Option<String>> = columns.collect();
    let has = |field: &str| columns.iter().flatten().any(|column| column == field);
    let match_by = if has("external_id") && !has("email") { MatchBy::ExternalId } else { MatchBy::Email };
    Plan { columns, match_by, ..Plan::default() }
}

fn field_of(heading: &str, known: &[Attribute]) -> Option<String> {
    let plain = |text: &str| {
        let folded = text::fold(text);
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    if heading.starts_with(ATTRIBUTE) {
        return known.iter().find(|attribute| heading[ATTRIBUTE.len()..] == attribute.key).map(|_| heading.to_owned());
    }
    let heading = plain(heading);
    let own = FIELDS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(field, _)| (*field).to_owned());
    own.or_else(|| {
        let named = |attribute: &&Attribute| plain(&attribute.label) == heading || plain(&attribute.key) == heading;
        known.iter().find(named).map(|attribute| format!("{ATTRIBUTE}{}", attribute.key))
    })
}

impl Plan {
    /// # Errors
    /// `Invalid` on `columns`, naming the column, or `match_by`.
    pub(super) fn check(&self, headings: &[String], known: &[Attribute]) -> Result<()> {
        if self.columns.len() != headings.len() {
            let why = format!("The table has {} columns; give a field or null for each.", headings.len());
            return Err(Error::invalid("columns", why));
        }
        let mut seen: Vec<&str> = Vec::new();
        for (place, field) in self.columns.iter().enumerate() {
            let Some(field) = field.as_deref() else { continue };
            let heading = text::preview(&headings[place], 60);
            let at = format!("columns[{place}]");
            let is_own = FIELDS.iter().any(|(own, _)| *own == field);
            if !is_own && !field.strip_prefix(ATTRIBUTE).is_some_and(|key| known.iter().any(|attribute| attribute.key == key)) {
                let field = text::preview(field, 60);
                return Err(Error::invalid(at, format!("The column `{heading}` cannot be `{field}`: there is no such field.")));
            }
            if seen.contains(&field) {
                return Err(Error::invalid(at, format!("The column `{heading}` cannot be `{field}` too: another column is.")));
            }
            seen.push(field);
        }
        if !["name", "email", "phone", "external_id"].iter().any(|field| seen.contains(field)) {
            return Err(Error::invalid("columns", "Say which column is the name, the email, the phone or the external_id."));
        }
        if self.match_by == MatchBy::ExternalId && !seen.contains(&"external_id") {
            return Err(Error::invalid("match_by", "No column is the external_id."));
        }
        Ok(())
    }

    /// A line's cells by their meaning.
    ///
    /// # Errors
    /// What is wrong with the line as a line.
    pub(super) fn read(&self, line: &Line) -> std::result::Result<Row, Fault> {
        if line.cells.len() != self.columns.len() {
            let (has, most) = (line.cells.len(), self.columns.len());
            return Err(Fault { field: "line".to_owned(), why: format!("The line has {has} cells, the table {most} columns.") });
        }
        let mut row = Row::default();
        for (field, cell) in self.columns.iter().zip(&line.cells) {
            let cell = armed(cell.trim_matches(' '));
            let (Some(field), false) = (field.as_deref(), cell.trim().is_empty()) else { continue };
            let cell = cell.to_owned();
            match field {
                "name" => row.name = Some(cell),
                "email" => row.email = Some(cell),
                "phone" => row.phone = Some(cell),
                "company" => row.company = Some(cell),
                "external_id" => row.external_id = Some(cell),
                other => {
                    row.attributes.insert(other.trim_start_matches(ATTRIBUTE).to_owned(), cell);
                }
            }
        }
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(all: &[&str]) -> Vec<String> {
        all.iter().map(|heading| (*heading).to_owned()).collect()
    }

    #[test]
    fn headings_are_understood_however_they_are_written() {
        let plan = guess(&headings(&["E-Mail", "Full Name", "Phone number", "Notes", "company", "email"]), &[]);
        let columns: Vec<&str> = plan.columns.iter().map(|column| column.as_deref().unwrap_or("-")).collect();
        assert_eq!(columns, ["email", "name", "phone", "-", "company", "-"]);
        assert_eq!(guess(&headings(&["User ID", "Name"]), &[]).match_by, MatchBy::ExternalId);
    }

    #[test]
    fn wrong_columns_are_refused_by_name() {
        let table = headings(&["Mail", "Colour"]);
        let refused = |columns: &[Option<&str>]| {
            let columns = columns.iter().map(|column| column.map(str::to_owned)).collect();
            let error = Plan { columns, ..Plan::default() }.check(&table, &[]).unwrap_err();
            (error.field().unwrap_or_default().to_owned(), error.sentence().into_owned())
        };
        let (field, why) = refused(&[Some("email"), Some("color")]);
        assert!(field == "columns[1]" && why.contains("`Colour`") && why.contains("`color`"), "{field}: {why}");
        assert_eq!(refused(&[Some("email"), Some("email")]).0, "columns[1]");
        assert_eq!(refused(&[Some("email")]).0, "columns");
        assert_eq!(refused(&[None, None]).0, "columns");
        assert_eq!(refused(&[Some("email"), Some("attribute:plan")]).0, "columns[1]");
    }

    #[test]
    fn a_formula_is_a_text_like_any_other() {
        let plan = Plan { columns: vec![Some("name".to_owned()), Some("phone".to_owned())], ..Plan::default() };
        let line = Line { number: 2, cells: vec!["=1+1".to_owned(), "'+49151234567".to_owned()] };
        let row = plan.read(&line).unwrap();
        assert_eq!((row.name.as_deref(), row.phone.as_deref()), (Some("=1+1"), Some("+49151234567")));
    }
}
