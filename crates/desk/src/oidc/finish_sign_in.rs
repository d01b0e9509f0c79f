//! Back from the provider: what went out is taken, once and by the same browser; the code becomes an identity; the
//! identity an account of this workspace, and that a session in it.

use antiphon_base::secret::token_hash;
use antiphon_base::{Result as Done, Timestamp};
use antiphon_clients::oidc::{self, Identity};
use antiphon_db::Tx;

use super::begin_sign_in::{failed, place};
use super::known;
use super::model::{Problem, ProviderRow, redirect_uri};
use super::sql::{self, SignInRow};
use crate::accounts::{self, Caller, Challenge, FirstStep, Known, ProviderPerson, SignedIn};
use crate::ids::{AccountId, WorkspaceId};
use crate::{Desk, text};

/// What came back in the address.
#[derive(Debug, Default)]
pub struct Returned {
    /// Which sign-in it is.
    pub state: Option<String>,
    /// What is traded for who it is.
    pub code: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Who says so (RFC 9207).
    pub issuer: Option<String>,
}

/// What came of it.
#[derive(Debug)]
pub enum Finished {
    /// They are in, and go on to this page of the app.
    SignedIn(Box<SignedIn>, String),
    /// The workspace wants our second step as well.
    Waits(Challenge, String),
}

/// Why nothing came of it, and where, as far as that is known.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub problem: Problem,
    /// The workspace that was to be signed in to.
    pub workspace: Option<WorkspaceId>,
}

/// Finishes a sign-in that `browser` began.
///
/// # Errors
/// The problem, for the sign-in page. Nothing but the sign-in under way is gone then.
pub async fn finish_sign_in(
    desk: &Desk,
    caller: &Caller,
    base: &str,
    browser: Option<&str>,
    returned: Returned,
) -> Result<Finished, Refused> {
    let now = desk.clock.now();
    let refused = |workspace| move |problem| Refused { problem, workspace };
    let under_way = take(desk, browser, returned.state.as_deref(), now).await.map_err(refused(None))?;
    let workspace = under_way.workspace_id;
    let finished = async {
        let row = desk.db.system_read(async |tx| sql::find_provider(tx, workspace).await).await.map_err(failed)?;
        let row = row.filter(|row| row.is_on).ok_or(Problem::NoProvider)?;
        if row.issuer != under_way.issuer {
            return Err(Problem::Expired); // another provider was set up in between
        }
        let identity = identify(desk, base, &row, &under_way, &returned, now).await?;
        enter(desk, caller, &row, identity, now).await
    };
    let entered = finished.await.map_err(refused(Some(workspace)))?;
    Ok(match entered {
        FirstStep::SignedIn(signed_in) => Finished::SignedIn(signed_in, under_way.return_to),
        FirstStep::Waits(waits) => Finished::Waits(waits.second_factor, under_way.return_to),
    })
}

async fn take(desk: &Desk, browser: Option<&str>, state: Option<&str>, now: Timestamp) -> Result<SignInRow, Problem> {
    let (Some(browser), Some(state)) = (browser, state) else { return Err(Problem::Expired) };
    let (browser, state) = (token_hash(browser), token_hash(state));
    let taken = desk.db.system_write(async |tx| sql::take_sign_in(tx, state, browser, now).await).await;
    taken.map_err(failed)?.ok_or(Problem::Expired)
}

/// Whom the provider vouches for.
async fn identify(
    desk: &Desk,
    base: &str,
    row: &ProviderRow,
    under_way: &SignInRow,
    returned: &Returned,
    now: Timestamp,
) -> Result<Identity, Problem> {
    if returned.issuer.as_ref().is_some_and(|issuer| *issuer != row.issuer) {
        return Err(Problem::NotTrusted);
    }
    let code = match (&returned.code, returned.error.as_deref()) {
        (Some(code), None) => code,
        (_, Some("access_denied" | "login_required" | "consent_required" | "interaction_required")) => {
            return Err(Problem::Denied);
        }
        (_, Some("temporarily_unavailable" | "server_error")) => return Err(Problem::Away),
        _ => return Err(Problem::NotTrusted),
    };
    let verifier = desk.keys.master.open(&place(row.workspace_id), &under_way.verifier);
    let verifier = verifier.and_then(|verifier| String::from_utf8(verifier).ok()).ok_or(Problem::Expired)?;
    let (secret, redirect_uri) = (row.secret(desk).map_err(failed)?, redirect_uri(base));
    let brought = oidc::Returned { code, nonce: &under_way.nonce, verifier: &verifier };
    let found = async {
        let provider = known::provider(desk, &row.issuer).await?;
        provider.finish(&desk.outgoing, &row.client(&secret, &redirect_uri), &brought, now).await
    };
    let (identity, anew) = found.await.map_err(|fault| {
        tracing::warn!(workspace.id = %row.workspace_id, %fault, "a sign-in by a provider was refused");
        metrics::counter!("provider_sign_ins_total", "outcome" => "refused").increment(1);
        Problem::from(&fault)
    })?;
    if let Some(provider) = anew {
        desk.providers.keep(&row.issuer, provider, now);
    }
    Ok(identity)
}

/// Lets the identity in as the account that it is, becomes or makes.
async fn enter(
    desk: &Desk,
    caller: &Caller,
    row: &ProviderRow,
    identity: Identity,
    now: Timestamp,
) -> Result<FirstStep, Problem> {
    let entered = desk
        .db
        .system_write(async |tx| {
            let account = match resolve(desk, tx, caller, row, &identity, now).await? {
                Ok(account) => account,
                Err(problem) => return Ok(Err(problem)),
            };
            let second_step = row.needs_second_step;
            let entered = accounts::enter_by_provider(desk, tx, caller, (row.workspace_id, account), second_step).await?;
            Ok::<_, antiphon_base::Error>(entered.ok_or(Problem::ShutOut))
        })
        .await
        .map_err(failed)??;
    metrics::counter!("provider_sign_ins_total", "outcome" => "let_in").increment(1);
    Ok(entered)
}

async fn resolve(
    desk: &Desk,
    tx: &mut Tx,
    caller: &Caller,
    row: &ProviderRow,
    identity: &Identity,
    now: Timestamp,
) -> Done<Result<AccountId, Problem>> {
    let workspace = row.workspace_id;
    accounts::lock_people(tx, workspace).await?;
    let email = identity.email.as_deref().and_then(|email| text::email("email", email).ok());
    if email.as_deref().is_some_and(|email| !row.lets_in(email)) || (email.is_none() && !row.domains.0.is_empty()) {
        return Ok(Err(if email.is_some() { Problem::WrongDomain } else { Problem::NoEmail }));
    }
    if let Some(account) = sql::find_identity(tx, workspace, &row.issuer, &identity.subject).await? {
        return Ok(Ok(account));
    }
    let Some(email) = email else { return Ok(Err(Problem::NoEmail)) };
    if !identity.email_verified {
        return Ok(Err(Problem::Unverified));
    }
    let account = match (accounts::find_known(tx, workspace, &email).await?, row.new_role) {
        (Known::Member(account), _) => account,
        (Known::Elsewhere, _) => return Ok(Err(Problem::Elsewhere)),
        (Known::Nobody, None) => return Ok(Err(Problem::NoAccount)),
        (Known::Nobody, Some(role)) => {
            let name = identity.name.as_deref().and_then(|name| text::line("name", name).ok());
            let name = name.unwrap_or_else(|| email.split('@').next().unwrap_or(&email).to_owned());
            accounts::add_by_provider(desk, tx, caller, workspace, ProviderPerson { email, name, role }).await?
        }
    };
    sql::insert_identity(tx, workspace, (&row.issuer, &identity.subject), account, now).await?;
    accounts::note_linked(desk, tx, caller, workspace, account).await?;
    Ok(Ok(account))
}
