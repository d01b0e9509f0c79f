//! What an app is. Pure.

use antiphon_db::FromRow;

use crate::Desk;
use crate::ids::WorkspaceId;
use crate::live::ChannelApp;

/// An app as it lies in the table.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AppRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) app_id: i64,
    pub(super) app_key: String,
    /// Sealed.
    pub(super) secret: Vec<u8>,
    pub(super) is_enabled: bool,
    pub(super) has_client_events: bool,
}

impl AppRow {
    /// As a socket and a signature need it.
    ///
    /// # Errors
    /// When the secret was sealed with another master key.
    pub(super) fn open(&self, desk: &Desk) -> antiphon_base::Result<ChannelApp> {
        let sealed = desk.keys.master.open(&place(self.workspace_id), &self.secret);
        let secret = sealed.and_then(|bytes| String::from_utf8(bytes).ok());
        Ok(ChannelApp {
            workspace: self.workspace_id,
            key: self.app_key.clone(),
            secret: secret.ok_or_else(|| antiphon_base::Error::internal("an app's secret cannot be opened"))?,
            has_client_events: self.has_client_events,
        })
    }
}

/// Where a secret belongs: moved elsewhere it cannot be opened.
pub(super) fn place(workspace: WorkspaceId) -> String {
    format!("pusher_apps.secret:{workspace}")
}
