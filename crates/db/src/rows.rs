//! Rows of whole tables: read in the order of their key as lines of JSON that are the same on both engines, and put
//! into a table from such lines. Which tables there are is the caller's matter.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::TryStreamExt as _;
use serde_json::{Map, Number, Value};
use sqlx::types::Json;
use sqlx::{ColumnIndex, Database, Decode, Type};
use uuid::Uuid;

use crate::dialect::{Dialect as _, reviewed};
use crate::error::Error;
use crate::query::{Query, Tx};

/// A table as it is carried: what of it, and in which order.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns that are carried, without the workspace's.
    pub columns: &'static [Column],
    /// The columns that order its rows; together they name one.
    pub order: &'static [&'static str],
    /// Which of the rows of the workspace `$1`; those with its id when nothing is said.
    pub rows: Option<&'static str>,
    /// Columns that are made anew where the rows go: their names and what is put there.
    pub made: &'static [(&'static str, &'static str)],
    /// Whether the rows belong to a workspace, or to the installation, which may have some of them already.
    pub owner: Owner,
}

/// Whose rows a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The workspace's: `workspace_id` is the first of their columns.
    Workspace,
    /// The installation's: a row that is there stays.
    Installation,
}

/// A column that is carried.
#[derive(Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub kind: Kind,
    /// What is carried in place of the plain value.
    pub read_as: Option<&'static str>,
}

/// What is in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An id.
    Id,
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A point in time.
    Time,
    /// Bytes.
    Bytes,
    /// JSON: carried as text, so that its null is not the column's.
    Json,
}

impl Kind {
    /// The type of such a column, by engine: SQLite's, PostgreSQL's.
    pub fn types(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("BLOB", "uuid"),
            Self::Text => ("TEXT", "text"),
            Self::Number => ("INTEGER", "bigint"),
            Self::Flag => ("INTEGER", "boolean"),
            Self::Time => ("TEXT", "timestamp with time zone"),
            Self::Bytes => ("BLOB", "bytea"),
            Self::Json => ("TEXT", "jsonb"),
        }
    }
}

/// A row that was read from a line, ready to be put into its table.
pub struct Cells(Vec<Cell>);

enum Cell {
    Id(Option<Uuid>),
    Text(Option<String>),
    Number(Option<i64>),
    Flag(Option<bool>),
    Time(Option<DateTime<Utc>>),
    Bytes(Option<Vec<u8>>),
    Json(Option<Json<Value>>),
}

/// Values bound with one statement at most: the text stays short, and its plan small.
const BINDS: usize = 2_000;

impl Table {
    /// Reads a line.
    ///
    /// # Errors
    /// The field that is wrong, and why.
    pub fn read(&self, line: &str) -> Result<Cells, (&'static str, String)> {
        let mut fields: Map<String, Value> =
            serde_json::from_str(line).map_err(|error| ("line", format!("is no row: {error}")))?;
        let mut cells = Vec::with_capacity(self.columns.len());
        for column in self.columns {
            let value = fields.remove(column.name).ok_or((column.name, "is missing".to_owned()))?;
            cells.push(Cell::of(column.kind, value).map_err(|why| (column.name, why))?);
        }
        match fields.keys().next() {
            None => Ok(Cells(cells)),
            Some(name) => Err(("line", format!("has the field {name}, which {} has not", self.name))),
        }
    }

    /// How many rows go into one statement.
    pub fn rows_at_once(&self) -> usize {
        (BINDS / (self.columns.len() + 1)).max(1)
    }

    fn select(&self, what: &str) -> String {
        let rows = self.rows.unwrap_or("workspace_id = $1");
        format!("SELECT {what} FROM {} WHERE {rows}", self.name)
    }

    fn insert(&self, rows: usize) -> String {
        let mut names: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        names.extend(self.made.iter().map(|made| made.0));
        let of_workspace = self.owner == Owner::Workspace;
        let mut text = format!(
            "INSERT INTO {} ({}{}) VALUES ",
            self.name,
            if of_workspace { "workspace_id, " } else { "" },
            names.join(", ")
        );
        let mut place = usize::from(of_workspace);
        for row in 0..rows {
            text += if row > 0 { ", (" } else { "(" };
            let mut values: Vec<String> = Vec::with_capacity(names.len() + 1);
            if of_workspace {
                values.push("$1".to_owned());
            }
            for _ in self.columns {
                place += 1;
                values.push(format!("${place}"));
            }
            values.extend(self.made.iter().map(|made| made.1.to_owned()));
            text += &values.join(", ");
            text += ")";
        }
        if !of_workspace {
            text += " ON CONFLICT DO NOTHING";
        }
        text
    }
}

impl Tx {
    /// Says every row of a workspace in a table as a line, in order. Memory does not depend on how many there are.
    ///
    /// # Errors
    /// What `take` answers, or that the rows cannot be read.
    pub async fn each_row<E: From<Error>>(
        &mut self,
        table: &Table,
        workspace: Uuid,
        mut take: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let what: Vec<&str> = table.columns.iter().map(|column| column.read_as.unwrap_or(column.name)).collect();
        let sql = reviewed(format!("{} ORDER BY {}", table.select(&what.join(", ")), self.order_of(table)));
        let mut line = String::new();
        match self {
            Self::Sqlite(tx) => {
                let mut rows = sqlx::query(sql).bind(workspace).fetch(tx.connection());
                while let Some(row) = rows.try_next().await.map_err(Error::from)? {
                    write_line(table, &row, &mut line).map_err(Error::from)?;
                    take(&line)?;
                }
            }
            Self::Postgres(tx) => {
                let mut rows = sqlx::query(sql).bind(workspace).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(Error::from)? {
                    write_line(table, &row, &mut line).map_err(Error::from)?;
                    take(&line)?;
                }
            }
        }
        Ok(())
    }

    /// How many rows a workspace has in a table.
    ///
    /// # Errors
    /// When they cannot be counted.
    pub async fn count_rows(&mut self, table: &Table, workspace: Uuid) -> Result<i64, Error> {
        self.query_built(table.select("count(*)")).bind(workspace).value().await
    }

    /// Puts rows into a table of a workspace: at most [`Table::rows_at_once`].
    ///
    /// # Errors
    /// What the engine refuses.
    pub async fn put_rows(&mut self, table: &Table, workspace: Uuid, rows: Vec<Cells>) -> Result<(), Error> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut query = self.query_built(table.insert(rows.len()));
        if table.owner == Owner::Workspace {
            query = query.bind(workspace);
        }
        for cell in rows.into_iter().flat_map(|row| row.0) {
            query = cell.bind_to(query);
        }
        query.run().await.map(drop)
    }
}

fn write_line<R: sqlx::Row>(table: &Table, row: &R, line: &mut String) -> Result<(), sqlx::Error>
where
    usize: ColumnIndex<R>,
    R::Database: Database,
    for<'r> Uuid: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> String: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> bool: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Vec<u8>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Json<Value>: Decode<'r, R::Database> + Type<R::Database>,
{
    line.clear();
    for (place, column) in table.columns.iter().enumerate() {
        let cell = match column.kind {
            Kind::Id => Cell::Id(row.try_get(place)?),
            Kind::Text => Cell::Text(row.try_get(place)?),
            Kind::Number => Cell::Number(row.try_get(place)?),
            Kind::Flag => Cell::Flag(row.try_get(place)?),
            Kind::Time => Cell::Time(row.try_get(place)?),
            Kind::Bytes => Cell::Bytes(row.try_get(place)?),
            Kind::Json => Cell::Json(row.try_get(place)?),
        };
        line.push(if place == 0 { '{' } else { ',' });
        line.push_str(&Value::from(column.name).to_string());
        line.push(':');
        line.push_str(&cell.said().to_string());
    }
    line.push('}');
    Ok(())
}

impl Cell {
    fn said(self) -> Value {
        match self {
            Self::Id(value) => value.map(|id| id.hyphenated().to_string()).into(),
            Self::Text(value) => value.into(),
            Self::Number(value) => value.into(),
            Self::Flag(value) => value.into(),
            Self::Time(value) => value.map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true)).into(),
            Self::Bytes(value) => value.map(|bytes| STANDARD.encode(bytes)).into(),
            Self::Json(value) => value.map(|json| in_one_form(json.0).to_string()).into(),
        }
    }

    fn of(kind: Kind, value: Value) -> Result<Self, String> {
        let wrong = |what: &str| format!("is not {what}");
        if value.is_null() {
            return Ok(match kind {
                Kind::Id => Self::Id(None),
                Kind::Text => Self::Text(None),
                Kind::Number => Self::Number(None),
                Kind::Flag => Self::Flag(None),
                Kind::Time => Self::Time(None),
                Kind::Bytes => Self::Bytes(None),
                Kind::Json => Self::Json(None),
            });
        }
        let text = value.as_str();
        Ok(match kind {
            Kind::Number => Self::Number(Some(value.as_i64().ok_or_else(|| wrong("a whole number"))?)),
            Kind::Flag => Self::Flag(Some(value.as_bool().ok_or_else(|| wrong("true or false"))?)),
            Kind::Id => Self::Id(Some(text.and_then(|text| text.parse().ok()).ok_or_else(|| wrong("an id"))?)),
            Kind::Time => {
                let at = text.and_then(|text| DateTime::parse_from_rfc3339(text).ok()).ok_or_else(|| wrong("a time"))?;
                Self::Time(Some(at.to_utc()))
            }
            Kind::Bytes => Self::Bytes(Some(text.and_then(|text| STANDARD.decode(text).ok()).ok_or_else(|| wrong("base64"))?)),
            Kind::Json => {
                let json = text.and_then(|text| serde_json::from_str(text).ok()).ok_or_else(|| wrong("JSON in a text"))?;
                Self::Json(Some(Json(json)))
            }
            Kind::Text => match value {
                Value::String(text) => Self::Text(Some(text)),
                _ => return Err(wrong("a text")),
            },
        })
    }

    fn bind_to(self, query: Query<'_>) -> Query<'_> {
        match self {
            Self::Id(value) => query.bind(value),
            Self::Text(value) => query.bind(value),
            Self::Number(value) => query.bind(value),
            Self::Flag(value) => query.bind(value),
            Self::Time(value) => query.bind(value),
            Self::Bytes(value) => query.bind(value),
            Self::Json(value) => query.bind(value),
        }
    }
}

/// The same JSON in the same words. Names are in order by themselves; a large number is written with all its digits,
/// as PostgreSQL does, whatever it was written like.
fn in_one_form(value: Value) -> Value {
    /// Below it serde_json writes digits as well.
    const LARGE: f64 = 1e15;
    match value {
        Value::Array(values) => values.into_iter().map(in_one_form).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, in_one_form(value))).collect(),
        Value::Number(number) => {
            let whole = number.as_f64().filter(|float| number.is_f64() && float.fract() == 0.0 && float.abs() >= LARGE);
            let digits = whole.and_then(|float| format!("{float:.0}").parse::<i128>().ok());
            Value::Number(digits.and_then(Number::from_i128).unwrap_or(number))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn column(name: &'static str, kind: Kind) -> Column {
        Column { name, kind, read_as: None }
    }
    const TABLE: Table = Table {
        name: "things",
        columns: &[column("id", Kind::Id), column("n", Kind::Number), column("data", Kind::Json)],
        order: &["id"],
        rows: None,
        made: &[("pos", "0")],
        owner: Owner::Workspace,
    };

    #[test]
    fn json_has_one_form_whoever_wrote_it() {
        let form = |text: &str| in_one_form(serde_json::from_str(text).unwrap()).to_string();
        assert_eq!(form(r#"{"b": [1.50, 1e16], "a": null}"#), r#"{"a":null,"b":[1.5,10000000000000000]}"#);
        assert_eq!(form("10000000000000000"), form("1e16"));
        assert_eq!(form("-1e18"), form("-1000000000000000000"));
        assert_eq!((form("1.0"), form("1e-7"), form("100")), ("1.0".into(), "1e-7".into(), "100".into()));
    }

    #[test]
    fn a_line_that_is_no_row_is_refused_by_its_field() {
        let id = "019ba3f5-0000-7000-8000-000000000001";
        let line = |id: &str, n: &str, data: &str| format!(r#"{{"id":"{id}","n":{n},"data":{data}}}"#);
        assert!(TABLE.read(&line(id, "1", r#""{\"a\":1}""#)).is_ok());
        assert!(TABLE.read(&line(id, "null", "null")).is_ok());
        let refused = |line: &str| TABLE.read(line).err().unwrap();
        assert_eq!(refused(&line("x", "1", "null")), ("id", "is not an id".to_owned()));
        assert_eq!(refused(&line(id, "1.5", "null")).0, "n");
        assert_eq!(refused(&line(id, "1", "\"{\"")).0, "data");
        assert_eq!(refused(r#"{"id":null,"n":1}"#), ("data", "is missing".to_owned()));
        assert_eq!(refused(r#"{"id":null,"n":1,"data":null,"more":1}"#).0, "line");
        assert_eq!(refused("nothing").0, "line");
    }

    #[test]
    fn one_statement_takes_many_rows() {
        assert_eq!(
            TABLE.insert(2),
            "INSERT INTO things (workspace_id, id, n, data, pos) VALUES ($1, $2, $3, $4, 0), ($1, $5, $6, $7, 0)"
        );
        assert_eq!(TABLE.rows_at_once(), 500);
    }
}
