//! What recurs: a row per kind says when it is due next, and the one node that moves the row on owes the
//! job, in the same transaction. So it happens once however many nodes look.

use std::collections::HashMap;
use std::time::Duration;

use antiphon_base::{Error, Result, Timestamp};
use chrono::TimeDelta;

use super::{Handlers, NewJob, sql};
use crate::Desk;

/// How often a recurring job is tried before its next turn.
const ATTEMPTS: i64 = 3;

/// When this node looks at each kind again.
#[derive(Default)]
pub(super) struct Recurring {
    look_at: HashMap<&'static str, Timestamp>,
}

impl Recurring {
    /// Owes what is due; answers when to look again.
    pub(super) async fn owe_due(&mut self, desk: &Desk, handlers: &Handlers, now: Timestamp) -> Result<Option<Timestamp>> {
        for (kind, period) in &handlers.recurring {
            if self.look_at.get(kind).is_none_or(|at| *at <= now) {
                let next = owe(desk, kind, *period, now).await?;
                self.look_at.insert(kind, next);
            }
        }
        Ok(self.look_at.values().min().copied())
    }
}

async fn owe(desk: &Desk, kind: &'static str, period: Duration, now: Timestamp) -> Result<Timestamp> {
    let next = now + TimeDelta::from_std(period).map_err(Error::internal)?;
    desk.db
        .system_write(async |tx| {
            sql::insert_recurring(tx, kind, next).await?;
            if sql::advance_recurring(tx, kind, now, next).await? {
                let job = NewJob {
                    workspace: None,
                    kind,
                    payload: serde_json::Value::Null,
                    unique_key: Some(kind.to_owned()), // a turn that is still running is not doubled
                    run_at: now,
                    max_attempts: ATTEMPTS,
                };
                super::enqueue(tx, job).await?;
            }
            sql::find_recurring(tx, kind).await
        })
        .await
}
