//! How somebody wants to be told, for each type.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::NoticeType;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, PrincipalKind};

/// How one is told of each type.
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeSettings {
    /// All types, or in a change those that change.
    pub types: Vec<TypeSetting>,
}

/// How one is told of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypeSetting {
    /// Which.
    #[serde(rename = "type")]
    pub notice_type: NoticeType,
    /// Whether the browser shows it while the page is hidden. At first it does not for how tasks go on and for what is
    /// merely worth knowing.
    pub in_browser: bool,
}

/// How the actor wants to be told.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn show_settings(desk: &Desk, actor: &Actor) -> Result<NoticeSettings> {
    check_person(actor)?;
    desk.read(actor, async |tx| found(tx, actor).await).await
}

/// Changes how the actor wants to be told of the types that are named; a repeat changes nothing.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn change_settings(desk: &Desk, actor: &Actor, change: NoticeSettings) -> Result<NoticeSettings> {
    check_person(actor)?;
    if change.types.len() > NoticeType::ALL.len() {
        return Err(Error::invalid("types", "Name each type once."));
    }
    desk.write(actor, async |work| {
        for TypeSetting { notice_type, in_browser } in change.types {
            sql::set(work, actor.workspace, actor.principal, notice_type, in_browser).await?;
        }
        found(work, actor).await
    })
    .await
}

async fn found(tx: &mut Tx, actor: &Actor) -> Result<NoticeSettings> {
    let set = sql::settings(tx, actor.workspace, actor.principal).await?;
    let types = NoticeType::ALL.map(|notice_type| {
        let usual = !matches!(notice_type, NoticeType::SchedulingUpdate | NoticeType::Info);
        let chosen = set.iter().find(|(of, _)| *of == notice_type).map(|(_, in_browser)| *in_browser);
        TypeSetting { notice_type, in_browser: chosen.unwrap_or(usual) }
    });
    Ok(NoticeSettings { types: types.into() })
}

fn check_person(actor: &Actor) -> Result<()> {
    if actor.kind == PrincipalKind::Person { Ok(()) } else { Err(Error::forbidden("Only people have these settings.")) }
}
