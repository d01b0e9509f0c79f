//! Puts the words of messages into the search that came into the log without them, as from an export.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::search::index_words;
use super::sql;
use crate::ids::WorkspaceId;

/// Messages indexed with one statement.
const AT_ONCE: i64 = 500;

/// Indexes the next messages behind a place of the log; answers the place up to which the search has them now
/// and how many they were, or nothing when there is none behind it.
///
/// # Errors
/// When storage refuses; also when the search has one of them already.
pub async fn index_messages(tx: &mut Tx, workspace: WorkspaceId, after: i64) -> Result<Option<(i64, u64)>> {
    let said = sql::said_after(tx, workspace, after, AT_ONCE).await?;
    let Some(through) = said.last().map(|last| last.0) else { return Ok(None) };
    let count = said.len() as u64;
    let words = said
        .into_iter()
        .filter_map(|(_, id, message, sender, text)| Some((id, message, index_words(&text, id, sender)?)))
        .collect();
    sql::index_messages(tx, workspace, words).await?;
    Ok(Some((through, count)))
}
