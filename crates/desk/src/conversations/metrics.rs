//! What happened in conversations with customers, day by day in a time zone. Read from the log itself, by time: a day
//! costs what was said and begun in it, whatever lies before. Nothing is kept that could disagree with the log.

use antiphon_base::{Error, Result, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};

/// Days that one question may span.
const DAYS: i32 = 92;

/// Which days.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MetricsAsk {
    /// The first day, such as 2026-11-01; 29 days before the last one when left out.
    pub from: Option<String>,
    /// The last day; today when left out.
    pub to: Option<String>,
    /// In which time zone days begin, such as Europe/Oslo; UTC when left out.
    pub tz: Option<String>,
}

/// Conversations with customers, day by day.
#[derive(Serialize, ToSchema)]
pub struct ConversationMetrics {
    /// The time zone.
    pub tz: String,
    /// One for each day, oldest first.
    pub days: Vec<DayMetrics>,
}

/// One day.
#[derive(Serialize, ToSchema)]
pub struct DayMetrics {
    /// The day.
    #[schema(format = Date)]
    pub date: String,
    /// Customers who wrote.
    pub people_writing: i64,
    /// What they wrote.
    pub messages: i64,
    /// Answers of the team and of bots.
    pub replies: i64,
    /// Answers that the customer has not read until now.
    pub unread: i64,
    /// Conversations that customers began.
    pub begun: i64,
    /// Of those, how many nobody has answered until now.
    pub unanswered: i64,
    /// Seconds to the first answer, of half of those that were answered; nothing where none was.
    pub first_reply_median_s: Option<i64>,
    /// The same of nine in ten.
    pub first_reply_p90_s: Option<i64>,
}

/// Counts conversations with customers.
///
/// # Errors
/// `Forbidden` without the right, `Invalid` on a field.
pub async fn conversation_metrics(desk: &Desk, actor: &Actor, ask: MetricsAsk) -> Result<ConversationMetrics> {
    actor.need(Permission::MetricsRead)?;
    let name = ask.tz.as_deref().unwrap_or("UTC");
    let zone = TimeZone::get(name).map_err(|_| Error::invalid("tz", "Give the name of a time zone, such as Europe/Oslo."))?;
    let to = match ask.to.as_deref() {
        Some(day) => parse_day("to", day)?,
        None => jiff::Timestamp::from_microsecond(desk.clock.now().timestamp_micros())
            .map_err(Error::internal)?
            .to_zoned(zone.clone())
            .date(),
    };
    let from = match ask.from.as_deref() {
        Some(day) => parse_day("from", day)?,
        None => to.checked_sub(29.days()).map_err(|_| out_of_range("to"))?,
    };
    let span = (to - from).get_days();
    if !(0..DAYS).contains(&span) {
        return Err(Error::invalid("from", "Ask for 1 to 92 days, from the first to the last."));
    }
    let mut bounds = Vec::new();
    for day in 0..=span + 1 {
        let date = from.checked_add(Span::new().days(day)).map_err(|_| out_of_range("to"))?;
        bounds.push((date, begins(date, &zone)?));
    }
    let mut days = Vec::new();
    desk.read(actor, async |tx| {
        for pair in bounds.windows(2) {
            let ((date, start), (_, end)) = (pair[0], pair[1]);
            let said = sql::count_said(tx, actor.workspace, (start, end)).await?;
            let begun = sql::first_replies(tx, actor.workspace, (start, end)).await?;
            let mut waits: Vec<i64> =
                begun.iter().filter_map(|row| Some((row.replied_at? - row.asked_at?).num_seconds().max(0))).collect();
            waits.sort_unstable();
            days.push(DayMetrics {
                date: date.to_string(),
                people_writing: said.people,
                messages: said.messages,
                replies: said.replies,
                unread: said.unread,
                begun: begun.iter().filter(|row| row.asked_at.is_some()).count() as i64,
                unanswered: begun.iter().filter(|row| row.asked_at.is_some() && row.replied_at.is_none()).count() as i64,
                first_reply_median_s: share(&waits, 0.5),
                first_reply_p90_s: share(&waits, 0.9),
            });
        }
        Ok::<_, Error>(())
    })
    .await?;
    Ok(ConversationMetrics { tz: name.to_owned(), days })
}

fn parse_day(field: &'static str, day: &str) -> Result<Date> {
    let known = if day.len() == 10 { day.parse().ok() } else { None };
    known
        .filter(|day: &Date| (2000..=9000).contains(&day.year()))
        .ok_or_else(|| Error::invalid(field, "Give a day such as 2026-11-01."))
}

fn out_of_range(field: &'static str) -> Error {
    Error::invalid(field, "This day lies too far away.")
}

/// The moment at which a day begins, summer time and all.
fn begins(day: Date, zone: &TimeZone) -> Result<Timestamp> {
    let start = day.to_zoned(zone.clone()).map_err(|_| out_of_range("to"))?;
    Timestamp::from_timestamp_micros(start.timestamp().as_microsecond()).ok_or_else(|| out_of_range("to"))
}

/// The value below which this share of the sorted values lies.
fn share(sorted: &[i64], share: f64) -> Option<i64> {
    let place = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
    sorted.get(place).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_as_many_hours_as_its_zone_gives_it() {
        let zone = TimeZone::get("Europe/Oslo").unwrap();
        let hours = |day: &str| {
            let day = parse_day("from", day).unwrap();
            (begins(day.tomorrow().unwrap(), &zone).unwrap() - begins(day, &zone).unwrap()).num_hours()
        };
        assert_eq!((hours("2026-03-29"), hours("2026-10-25"), hours("2026-11-01")), (23, 25, 24));
        assert!(parse_day("from", "2026-02-30").is_err() && parse_day("from", "99999-01-01").is_err());
    }

    #[test]
    fn shares_are_taken_from_the_values_themselves() {
        assert_eq!(
            (share(&[], 0.5), share(&[7], 0.9), share(&[1, 2, 3, 4], 0.5), share(&[1, 2, 3, 4], 0.9)),
            (None, Some(7), Some(2), Some(4))
        );
    }
}
