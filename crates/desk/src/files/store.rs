//! Where bytes lie: a folder, or a bucket that speaks S3. Knows nothing of what they are.

use std::sync::Arc;

use antiphon_base::config::Config;
use antiphon_base::{Error, Result};
use bytes::Bytes;
use futures_util::StreamExt;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload};

use crate::ids::{FileId, WorkspaceId};

/// The objects of all workspaces. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<dyn ObjectStore>);

impl Store {
    /// The store that the configuration names: `files.bucket`, else the folder `files` in the data folder.
    ///
    /// # Errors
    /// When the folder cannot be made, or the bucket's settings do not fit together.
    pub fn open(config: &Config) -> Result<Self> {
        let Some(bucket) = &config.files.bucket else {
            let folder = config.data.join("files");
            std::fs::create_dir_all(&folder).map_err(|error| Error::internal(format!("{}: {error}", folder.display())))?;
            // Durable before it is acknowledged, as everything else.
            let store = LocalFileSystem::new_with_prefix(&folder).map_err(failed)?.with_fsync(true).with_automatic_cleanup(true);
            return Ok(Self(Arc::new(store)));
        };
        let mut builder = AmazonS3Builder::from_env().with_bucket_name(bucket);
        if let Some(endpoint) = &config.files.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        if let Some(region) = &config.files.region {
            builder = builder.with_region(region);
        }
        if let (Some(id), Some(secret)) = (&config.files.access_key_id, &config.files.secret_access_key) {
            builder = builder.with_access_key_id(id).with_secret_access_key(secret);
        }
        Ok(Self(Arc::new(builder.build().map_err(failed)?)))
    }

    /// Whether objects can be kept and taken away, tried with one.
    ///
    /// # Errors
    /// When they cannot; the log says why.
    pub async fn probe(&self) -> Result<()> {
        let at = Path::from(format!("probe-{}", antiphon_base::new_id()));
        self.put(&at, vec![Bytes::from_static(b"probe")]).await?;
        self.get(&at).await?;
        self.0.delete(&at).await.map_err(failed)
    }

    /// Stores an object; it stands when this returns.
    pub(super) async fn put(&self, at: &Path, bytes: Vec<Bytes>) -> Result<()> {
        self.0.put(at, PutPayload::from_iter(bytes)).await.map(drop).map_err(failed)
    }

    /// An object, whole.
    pub(super) async fn get(&self, at: &Path) -> Result<Bytes> {
        self.0.get(at).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    /// Part of an object.
    pub(super) async fn range(&self, at: &Path, from: u64, to: u64) -> Result<Bytes> {
        self.0.get_range(at, from..to).await.map_err(failed)
    }

    /// Takes away every object under a folder; how many there were.
    pub(super) async fn delete_under(&self, folder: &Path) -> Result<usize> {
        let mut found = self.0.list(Some(folder));
        let mut count = 0;
        while let Some(object) = found.next().await {
            match self.0.delete(&object.map_err(failed)?.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => count += 1,
                Err(error) => return Err(failed(error)),
            }
        }
        Ok(count)
    }
}

/// Everything of a file lies under one folder of its own.
pub(super) fn folder(workspace: WorkspaceId, file: FileId) -> Path {
    Path::from(format!("{workspace}/{file}"))
}

/// The whole file.
pub(super) fn whole(workspace: WorkspaceId, file: FileId) -> Path {
    Path::from(format!("{workspace}/{file}/whole"))
}

/// A small picture of it.
pub(super) fn thumbnail(workspace: WorkspaceId, file: FileId) -> Path {
    Path::from(format!("{workspace}/{file}/thumbnail"))
}

/// One part of it, under a name of its own.
pub(super) fn part(workspace: WorkspaceId, file: FileId, part: FileId) -> Path {
    Path::from(format!("{workspace}/{file}/parts/{part}"))
}

/// The folder of the parts.
pub(super) fn parts(workspace: WorkspaceId, file: FileId) -> Path {
    Path::from(format!("{workspace}/{file}/parts"))
}

fn failed(error: object_store::Error) -> Error {
    match error {
        object_store::Error::NotFound { .. } => Error::NotFound,
        error => {
            tracing::error!(%error, "the file store failed");
            Error::unavailable("Files cannot be stored or read at the moment; try again soon.")
        }
    }
}
