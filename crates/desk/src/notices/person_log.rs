//! A person's notices as live delivery follows them. Translates, decides nothing.

use std::sync::Weak;

use antiphon_base::{Error, Result};

use super::sql;
use crate::actor::Actor;
use crate::live::{BoxFuture, Personal, PersonalPage};
use crate::page;
use crate::{Desk, Shared};

/// The notices of whoever follows theirs. Holds the desk weakly: the desk holds it, through `live`.
pub struct PersonLog(Weak<Shared>);

impl PersonLog {
    /// The notices behind this desk.
    pub fn new(desk: &Desk) -> Self {
        Self(desk.downgrade())
    }
}

impl Personal for PersonLog {
    fn after<'a>(&'a self, actor: &'a Actor, cursor: &'a str, limit: i64) -> BoxFuture<'a, Result<PersonalPage>> {
        Box::pin(async move {
            let desk = Desk::upgrade(&self.0).ok_or_else(|| Error::unavailable("The server is stopping."))?;
            // Empty: from now on.
            let place = match cursor {
                "" => None,
                cursor => Some(page::read_cursor(cursor, |text| {
                    let (seq, changes) = text.split_once('.')?;
                    Some((seq.parse::<i64>().ok()?, changes.parse::<i64>().ok()?))
                })?),
            };
            desk.read(actor, async |tx| {
                let (ws, me) = (actor.workspace, actor.principal);
                let head = sql::head(tx, ws, me).await?;
                let (seq, changes) = place.unwrap_or((head.last_seq, head.changes));
                let mut items = sql::after(tx, ws, me, seq, limit + 1).await?;
                let has_more = items.len() as i64 > limit;
                items.truncate(usize::try_from(limit).unwrap_or_default());
                let last = items.last().map_or(seq, |last| last.seq);
                let json = serde_json::to_string(&items).map_err(Error::internal)?;
                Ok(PersonalPage {
                    is_news: !items.is_empty() || changes != head.changes,
                    items: json,
                    unread: head.unread,
                    cursor: page::cursor(format!("{last}.{}", head.changes)),
                    has_more,
                })
            })
            .await
        })
    }
}
