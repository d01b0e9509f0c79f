//! The contents of a workspace's files, object by object under names that do not depend on where they lie: for whoever
//! takes all of them out of one store and puts them into another.

use antiphon_base::{Error, Result};
use bytes::Bytes;
use object_store::path::Path;

use super::Store;
use crate::ids::{FileId, WorkspaceId};

/// The contents of one workspace in a store.
pub struct Contents<'a> {
    store: &'a Store,
    workspace: WorkspaceId,
}

/// Which objects a file consists of, by what its row says: all of it and a small picture, or the parts that have come.
pub fn contents_of(id: FileId, is_whole: bool, has_thumbnail: bool, parts: &str) -> Vec<String> {
    if !is_whole {
        return parts.split_whitespace().map(|part| format!("{id}/parts/{part}")).collect();
    }
    let thumbnail = has_thumbnail.then(|| format!("{id}/thumbnail"));
    std::iter::once(format!("{id}/whole")).chain(thumbnail).collect()
}

impl<'a> Contents<'a> {
    /// Of this workspace.
    pub fn new(store: &'a Store, workspace: WorkspaceId) -> Self {
        Self { store, workspace }
    }

    /// An object; nothing when it is not there.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>> {
        match self.store.get(&self.at(name)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Stores an object; it stands when this returns. A repeat does no harm.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn put(&self, name: &str, bytes: Bytes) -> Result<()> {
        self.store.put(&self.at(name), vec![bytes]).await
    }

    fn at(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.workspace))
    }
}

#[cfg(test)]
mod tests {
    use super::super::store;
    use super::*;

    #[test]
    fn names_lead_to_where_the_objects_lie() {
        let (workspace, id, part) = (WorkspaceId::new(), FileId::new(), FileId::new());
        let below = |name: &String| Path::from(format!("{workspace}/{name}"));
        let whole = contents_of(id, true, true, "");
        assert_eq!(whole.iter().map(below).collect::<Vec<_>>(), [store::whole(workspace, id), store::thumbnail(workspace, id)]);
        let parts = contents_of(id, false, false, &format!("{part} "));
        assert_eq!(parts.iter().map(below).collect::<Vec<_>>(), [store::part(workspace, id, part)]);
    }
}
