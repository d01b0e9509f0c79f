//! The sites whose pages may call: those of all inboxes, and those configured. Kept in memory, since every
//! request of a foreign page asks; read again after a change here, and now and then for changes on other nodes.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use antiphon_base::Result;

use super::sql;
use crate::Desk;
use crate::jobs::Handlers;

/// Allowed sites.
pub struct Origins {
    configured: HashSet<String>,
    of_inboxes: RwLock<Arc<HashSet<String>>>,
}

impl Origins {
    /// Those configured; those of inboxes are read by [`refresh`].
    pub fn new(configured: &[String]) -> Self {
        Self {
            configured: configured.iter().map(|origin| origin.trim_end_matches('/').to_owned()).collect(),
            of_inboxes: RwLock::default(),
        }
    }

    /// Whether pages of this site may call.
    pub fn allows(&self, origin: &str) -> bool {
        self.configured.contains(origin) || self.of_inboxes.read().unwrap_or_else(PoisonError::into_inner).contains(origin)
    }
}

/// Looks now and then for changes made on other nodes.
pub fn jobs() -> Handlers {
    Handlers::default().on_each_node("inboxes.origins", Duration::from_secs(30), async |desk: Desk| refresh(&desk).await)
}

/// Reads the inboxes' sites again.
///
/// # Errors
/// When storage cannot be read.
pub async fn refresh(desk: &Desk) -> Result<()> {
    let lists = desk.db.system_read(async |tx| sql::all_origins(tx).await).await?;
    let fresh = Arc::new(lists.into_iter().flatten().collect());
    *desk.origins.of_inboxes.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    Ok(())
}
