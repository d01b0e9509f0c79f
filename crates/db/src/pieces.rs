//! A question put together from fixed pieces: a list asks for what it is narrowed by and nothing else, so that each way of
//! asking finds its index.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Dialect, Query, Tx};

/// A value on its way into a question put together from pieces.
pub enum Value {
    /// An id.
    Id(Uuid),
    /// A text.
    Text(String),
    /// A moment.
    Time(DateTime<Utc>),
    /// A number.
    Number(i64),
}

/// A question under construction; in its texts each `$?` is the next placeholder.
#[derive(Default)]
pub struct Pieces {
    texts: Vec<&'static str>,
    values: Vec<Value>,
}

impl Pieces {
    /// Adds a piece and what its placeholders stand for.
    pub fn add(&mut self, text: &'static str, values: impl IntoIterator<Item = Value>) {
        self.texts.push(text);
        self.values.extend(values);
    }

    /// Whether nothing was added yet.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The question, with everything bound.
    pub fn ask(self, tx: &mut Tx) -> Query<'_> {
        self.values.into_iter().fold(tx.query_pieces(&self.texts), |query, value| match value {
            Value::Id(id) => query.bind(id),
            Value::Text(text) => query.bind(text),
            Value::Time(time) => query.bind(time),
            Value::Number(number) => query.bind(number),
        })
    }
}
