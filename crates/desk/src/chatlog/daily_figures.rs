//! What bots reported, day by day. Read from the chats themselves, by time: a day costs what was reported in it.

use std::collections::BTreeMap;

use antiphon_base::{Error, Result, Timestamp};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::conversations::MessageRole;

/// Days that one question may span.
const DAYS: i64 = 92;
/// Different outcomes of one day.
const OUTCOMES: i64 = 50;

/// Which days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FiguresAsk {
    /// The first day, such as 2026-11-01; 29 days before the last one when left out.
    pub from: Option<String>,
    /// The last day; today when left out. Days are UTC's.
    pub to: Option<String>,
}

/// Reported chats, day by day.
#[derive(Serialize, ToSchema)]
pub struct ChatFigures {
    /// One for each day, oldest first.
    pub days: Vec<ChatDay>,
}

/// One day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatDay {
    /// The day.
    #[schema(format = Date)]
    pub date: String,
    /// Chats that began.
    pub chats_started: i64,
    /// Messages of that day.
    pub messages: MessagesByRole,
    /// Tokens of chats of which something was first reported that day.
    pub input_tokens: i64,
    /// The same that were answered.
    pub output_tokens: i64,
    /// How long those took on average; nothing where none says.
    pub mean_duration_ms: Option<i64>,
    /// What came of them, each with how often; the 50 most frequent.
    pub outcomes: BTreeMap<String, i64>,
}

/// Messages by the side that spoke.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct MessagesByRole {
    /// Of users.
    pub user: i64,
    /// Of bots.
    pub assistant: i64,
    /// Of systems.
    pub system: i64,
}

/// Counts what was reported.
///
/// # Errors
/// `Forbidden` without the right, `Invalid` on a field.
pub async fn daily_figures(desk: &Desk, actor: &Actor, ask: FiguresAsk) -> Result<ChatFigures> {
    actor.need(Permission::ChatlogRead)?;
    let to = match ask.to.as_deref() {
        Some(day) => parse_day("to", day)?,
        None => desk.clock.now().date_naive(),
    };
    let from = match ask.from.as_deref() {
        Some(day) => parse_day("from", day)?,
        None => to - TimeDelta::days(29),
    };
    let span = (to - from).num_days();
    if !(0..DAYS).contains(&span) {
        return Err(Error::invalid("from", format!("Ask for 1 to {DAYS} days, from the first to the last.")));
    }
    tracing::info!("[CRM] Reading daily analytics");
    let ws = actor.workspace;
    desk.read(actor, async |tx| {
        let mut days = Vec::new();
        for date in from.iter_days().take(usize::try_from(span + 1).unwrap_or_default()) {
            let between = (begins(date), begins(date + TimeDelta::days(1)));
            let mut messages = MessagesByRole::default();
            for (role, count) in sql::count_said(tx, ws, between).await? {
                match role {
                    MessageRole::User => messages.user = count,
                    MessageRole::Assistant => messages.assistant = count,
                    MessageRole::System => messages.system = count,
                }
            }
            let sums = sql::sum_facts(tx, ws, between).await?;
            days.push(ChatDay {
                date: date.to_string(),
                chats_started: sql::count_begun(tx, ws, between).await?,
                messages,
                input_tokens: sums.input_tokens,
                output_tokens: sums.output_tokens,
                mean_duration_ms: (sums.timed > 0).then(|| sums.duration_ms / sums.timed),
                outcomes: sql::count_outcomes(tx, ws, between, OUTCOMES).await?.into_iter().collect(),
            });
        }
        Ok(ChatFigures { days })
    })
    .await
}

fn begins(day: NaiveDate) -> Timestamp {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn parse_day(field: &'static str, day: &str) -> Result<NaiveDate> {
    use chrono::Datelike as _;
    let known = if day.len() == 10 { day.parse::<NaiveDate>().ok() } else { None };
    known.filter(|day| (2000..=9000).contains(&day.year())).ok_or_else(|| Error::invalid(field, "Give a day such as 2026-11-01."))
}
