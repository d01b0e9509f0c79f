//! Setting up the workspace's provider, or changing it. A secret that is kept goes to the provider and client only for
//! which it was given: whoever changes those brings a new one.

use antiphon_base::{Error, Result};
use antiphon_db::Json;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::model::{ProviderRow, ProviderView, check_may_open_doors, place};
use super::sql;
use crate::actor::{Actor, Permission, Role};
use crate::{Desk, audit, text};

/// Longest address of a provider, and longest client secret.
const LONGEST: usize = 1_000;
/// Most domains.
const DOMAINS: usize = 50;

/// A provider as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveProvider {
    /// What the provider calls itself: the address before `/.well-known/openid-configuration`.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// The secret that it gave us; left out, the one that is kept stays.
    pub client_secret: Option<String>,
    /// What stands on the button of the sign-in page.
    pub label: String,
    /// Domains of addresses that are let in; empty: all.
    #[serde(default)]
    pub domains: Vec<String>,
    /// The role of people who come in for the first time; without one they must be among the people before.
    pub new_role: Option<Role>,
    /// Whether our own second step is asked for as well.
    #[serde(default)]
    pub needs_second_step: bool,
    /// Whether it lets anybody in.
    pub is_on: bool,
}

/// Sets the provider up, or changes it.
///
/// # Errors
/// `Forbidden` for who lacks a permission that it could give; `Invalid`, naming the field.
pub async fn save_provider(desk: &Desk, actor: &Actor, given: SaveProvider) -> Result<ProviderView> {
    actor.need(Permission::SettingsManage)?;
    check_may_open_doors(actor)?;
    let issuer = issuer(desk, &given.issuer)?;
    let client_id = text::line("client_id", &given.client_id)?;
    let label = text::line("label", &given.label)?;
    let domains = domains(&given.domains)?;
    let secret = given.client_secret.as_deref().map(secret).transpose()?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let before = sql::lock_provider(work, actor.workspace).await?;
        let kept = before.as_ref().filter(|before| before.issuer == issuer && before.client_id == client_id);
        let client_secret = match (&secret, kept) {
            (Some(secret), _) => desk.keys.master.seal(&place(actor.workspace), secret.as_bytes()),
            (None, Some(kept)) => kept.client_secret.clone(),
            (None, None) if before.is_some() => {
                let why = "Give the secret for this issuer and client id; the one that is kept belongs to others.";
                return Err(Error::invalid("client_secret", why));
            }
            (None, None) => return Err(Error::invalid("client_secret", "Give the secret that the provider gave you.")),
        };
        let after = ProviderRow {
            workspace_id: actor.workspace,
            issuer,
            client_id,
            client_secret,
            label,
            domains: Json(domains),
            new_role: given.new_role,
            needs_second_step: given.needs_second_step,
            is_on: given.is_on,
            changed_at: now,
        };
        sql::save_provider(work, &after).await?;
        let (was, is) = (before.as_ref().map(describe), describe(&after));
        let object = format!("workspace:{}", actor.workspace);
        let reason = secret.is_some().then_some("with a new client secret");
        audit::record(work, desk, actor, "sign_in_provider.saved", object, was, Some(is), reason).await?;
        Ok(after.into())
    })
    .await
}

pub(super) fn describe(row: &ProviderRow) -> Value {
    json!({
        "issuer": row.issuer,
        "client_id": row.client_id,
        "label": row.label,
        "domains": row.domains.0,
        "new_role": row.new_role,
        "needs_second_step": row.needs_second_step,
        "is_on": row.is_on,
    })
}

fn issuer(desk: &Desk, given: &str) -> Result<String> {
    let issuer = text::clean("issuer", given, LONGEST)?;
    if issuer.contains(['?', '#', ' ']) || issuer.ends_with("/.well-known/openid-configuration") {
        let why = "Give the address that the provider calls its issuer, without what comes after it.";
        return Err(Error::invalid("issuer", why));
    }
    match desk.outgoing.check(&issuer) {
        Ok(()) => Ok(issuer),
        Err(refused) => Err(Error::invalid("issuer", format!("This server does not call it: {refused}."))),
    }
}

/// As it was given, without the blanks that copying adds: another spelling would be another secret.
fn secret(given: &str) -> Result<String> {
    let secret = given.trim();
    if secret.is_empty() || secret.chars().count() > LONGEST || secret.chars().any(char::is_control) {
        return Err(Error::invalid("client_secret", format!("Give the secret on one line, at most {LONGEST} characters.")));
    }
    Ok(secret.to_owned())
}

fn domains(given: &[String]) -> Result<Vec<String>> {
    if given.len() > DOMAINS {
        return Err(Error::invalid("domains", format!("Give at most {DOMAINS} domains.")));
    }
    let mut domains = Vec::with_capacity(given.len());
    for (n, domain) in given.iter().enumerate() {
        let domain = domain.trim().trim_start_matches('@').to_lowercase();
        let fits = |label: &str| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if domain.len() > 253 || !domain.contains('.') || !domain.split('.').all(fits) {
            return Err(Error::invalid(format!("domains[{n}]"), "Give a domain such as example.com (in ASCII)."));
        }
        if !domains.contains(&domain) {
            domains.push(domain);
        }
    }
    Ok(domains)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_folded_and_others_refused() {
        let given = [" Example.com".to_owned(), "@example.com".to_owned(), "xn--bcher-kva.example".to_owned()];
        assert_eq!(domains(&given).unwrap(), ["example.com", "xn--bcher-kva.example"]);
        for wrong in ["", "com", "a b.com", "-a.com", "a..com", "bücher.example", "*.example.com", "a@b.com"] {
            assert_eq!(domains(&[wrong.to_owned()]).unwrap_err().field(), Some("domains[0]"), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_kept_as_it_is() {
        assert_eq!(secret(" e\u{301}%25 +x ").unwrap(), "e\u{301}%25 +x");
        for wrong in ["", "  ", "a\nb", "a\0b", &"x".repeat(1_001)] {
            assert!(secret(wrong).is_err());
        }
    }
}
