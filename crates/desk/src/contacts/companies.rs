//! Companies: organisations by which contacts stand together. A name is there once, and so is a domain.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::index_contacts::owe_index;
use super::model::key_of;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{CompanyId, WorkspaceId};
use crate::page::{PageLimit, cursor, read_cursor};
use crate::{Desk, Work, audit, given, text};

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// The domain of its addresses.
    pub domain: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(super) struct CompanyRow {
    pub(super) id: CompanyId,
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) domain: Option<String>,
    pub(super) created_at: Timestamp,
}

impl From<CompanyRow> for Company {
    fn from(row: CompanyRow) -> Self {
        Self { id: row.id, name: row.name, domain: row.domain, created_at: row.created_at }
    }
}

/// What a list of companies asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListCompanies {
    /// How the name begins.
    pub q: Option<String>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// One page of companies.
#[derive(Serialize, ToSchema)]
pub struct CompanyPage {
    /// By name.
    pub companies: Vec<Company>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// A company to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCompany {
    /// Its name.
    pub name: String,
    /// The domain of its addresses, such as `example.com`.
    #[serde(default)]
    pub domain: Option<String>,
}

/// What is to be changed; what is left out stays, `null` takes it away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyChange {
    /// Another name.
    #[serde(default)]
    pub name: Option<String>,
    /// Another domain.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub domain: Option<Option<String>>,
}

/// A page of the companies.
///
/// # Errors
/// `Invalid` on the search or the cursor.
pub async fn list_companies(desk: &Desk, actor: &Actor, ask: ListCompanies) -> Result<CompanyPage> {
    let prefix = text::clean_optional("q", ask.q.as_deref(), text::NAME_CHARACTERS)?.map(|q| key_of(&q)).unwrap_or_default();
    let after = match ask.cursor.as_deref() {
        None => String::new(),
        Some(cursor) => read_cursor(cursor, |text| text.strip_prefix('k').map(str::to_owned))?,
    };
    let limit = ask.limit;
    let mut rows =
        desk.read(actor, async |tx| sql::companies(tx, actor.workspace, &prefix, &after, limit.and_one()).await).await?;
    let next_cursor = limit.cut_at(&mut rows, |last| cursor(format!("k{}", last.name_key)));
    Ok(CompanyPage { companies: rows.into_iter().map(Company::from).collect(), next_cursor })
}

/// Makes a company.
///
/// # Errors
/// `Invalid` on a field, `Conflict` when its name or domain is taken.
pub async fn add_company(desk: &Desk, actor: &Actor, new: NewCompany) -> Result<Company> {
    actor.need(Permission::ContactsWrite)?;
    let name = text::line("name", &new.name)?;
    let domain = new.domain.as_deref().map(checked_domain).transpose()?;
    let (id, created_at) = (CompanyId::new(), desk.clock.now());
    let row = CompanyRow { id, name_key: key_of(&name), name, domain, created_at };
    desk.write(actor, async |work| {
        refuse_second(work, actor.workspace, &row).await?;
        sql::insert_company(work, actor.workspace, &row).await?;
        let company = Company::from(row);
        let after = serde_json::to_value(&company).ok();
        audit::record(work, desk, actor, "company.added", format!("company:{id}"), None, after, None).await?;
        Ok(company)
    })
    .await
}

/// Changes a company.
///
/// # Errors
/// `NotFound`, `Invalid` on a field, `Conflict` when its name or domain is taken.
pub async fn change_company(desk: &Desk, actor: &Actor, id: CompanyId, change: CompanyChange) -> Result<Company> {
    actor.need(Permission::ContactsWrite)?;
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    let domain = match change.domain {
        None => None,
        Some(None) => Some(None),
        Some(Some(domain)) => Some(Some(checked_domain(&domain)?)),
    };
    let company = desk
        .write(actor, async |work| {
            let before = sql::company(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
            let mut after = before.clone();
            if let Some(name) = name {
                after.name_key = key_of(&name);
                after.name = name;
            }
            after.domain = domain.unwrap_or(after.domain);
            if after != before {
                refuse_second(work, actor.workspace, &after).await?;
                sql::update_company(work, actor.workspace, &after).await?;
                owe_index(work, desk, actor.workspace).await?;
                let (was, is) = (Company::from(before), Company::from(after.clone()));
                let (was, is) = (serde_json::to_value(&was).ok(), serde_json::to_value(&is).ok());
                audit::record(work, desk, actor, "company.changed", format!("company:{id}"), was, is, None).await?;
            }
            Ok(Company::from(after))
        })
        .await?;
    Ok(company)
}

/// Takes a company away to which nobody belongs: whoever made it by mistake loses nothing by that.
///
/// # Errors
/// `NotFound`, `Conflict` (`in_use`) while contacts belong to it, deleted ones too.
pub async fn remove_company(desk: &Desk, actor: &Actor, id: CompanyId) -> Result<()> {
    actor.need(Permission::ContactsWrite)?;
    desk.write(actor, async |work| {
        let before = Company::from(sql::company(work, actor.workspace, id).await?.ok_or(Error::NotFound)?);
        let members = sql::count_company(work, actor.workspace, id).await?;
        if members > 0 {
            let why = format!("{members} contacts belong to it, deleted ones counted; move them to another company first.");
            return Err(Error::conflict("in_use", why));
        }
        sql::delete_company(work, actor.workspace, id).await?;
        owe_index(work, desk, actor.workspace).await?;
        let was = serde_json::to_value(&before).ok();
        audit::record(work, desk, actor, "company.removed", format!("company:{id}"), was, None, None).await
    })
    .await
}

/// The company of this name, made where there was none.
pub(super) async fn find_or_add(work: &mut Work<'_>, ws: WorkspaceId, name: &str, now: Timestamp) -> Result<CompanyId> {
    let name = text::line("company", name)?;
    let key = key_of(&name);
    if let Some(known) = sql::company_like(work, ws, &key, None).await?.pop() {
        return Ok(known.id);
    }
    let row = CompanyRow { id: CompanyId::new(), name, name_key: key, domain: None, created_at: now };
    sql::insert_company(work, ws, &row).await?;
    Ok(row.id)
}

async fn refuse_second(tx: &mut Tx, ws: WorkspaceId, row: &CompanyRow) -> Result<()> {
    for other in sql::company_like(tx, ws, &row.name_key, row.domain.as_deref()).await? {
        if other.id != row.id {
            return Err(if other.name_key == row.name_key {
                Error::conflict("name_taken", "There is a company with this name.")
            } else {
                Error::conflict("domain_taken", format!("{} has this domain.", other.name))
            });
        }
    }
    Ok(())
}

fn checked_domain(given: &str) -> Result<String> {
    let domain = text::fold(given.trim());
    let is_domain = url::Host::parse(&domain).is_ok_and(|host| matches!(host, url::Host::Domain(_))) && domain.contains('.');
    if is_domain && domain.len() <= 253 && !domain.contains(['/', ':', '@']) {
        Ok(domain)
    } else {
        Err(Error::invalid("domain", "Give a domain such as example.com."))
    }
}
