//! Trying the provider out before anybody has to: whether it answers, is who it says, and knows us.

use antiphon_base::{Error, Result};
use antiphon_clients::oidc::{Fault, discover};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{check_may_open_doors, redirect_uri};
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tried {
    /// Whether sign-in can work.
    pub works: bool,
    /// What is wrong, where something is.
    pub problem: Option<String>,
}

/// Asks the provider anew what it is and shows it our client id and secret.
///
/// # Errors
/// `NotFound` when none is set up; `Forbidden`.
pub async fn try_provider(desk: &Desk, actor: &Actor, base: &str) -> Result<Tried> {
    actor.need(Permission::SettingsManage)?;
    check_may_open_doors(actor)?;
    let row = desk.read(actor, async |tx| sql::find_provider(tx, actor.workspace).await).await?.ok_or(Error::NotFound)?;
    let (secret, redirect_uri) = (row.secret(desk)?, redirect_uri(base));
    let tried = async {
        let provider = discover(&desk.outgoing, &row.issuer).await?;
        desk.providers.keep(&row.issuer, provider.clone(), desk.clock.now());
        provider.try_client(&desk.outgoing, &row.client(&secret, &redirect_uri)).await
    };
    let problem = tried.await.err().map(|fault| sentence(&fault));
    Ok(Tried { works: problem.is_none(), problem })
}

fn sentence(fault: &Fault) -> String {
    let mut sentence = fault.to_string();
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence + "."
}
