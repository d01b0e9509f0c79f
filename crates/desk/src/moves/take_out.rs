//! Takes a workspace out into a folder, beside the running server: the rows as they are at one moment, then the contents
//! of the files that they name. When it was cut off, a repeat keeps the contents that are there, since a file never
//! changes, and writes the rows anew: the moment that they were of cannot be had again.

use std::path::Path;

use antiphon_base::secret::{Sha256, sha256_hex};
use antiphon_base::{Error, Result};
use antiphon_db::{Migrations, Table, Tx};
use serde::Deserialize;

use super::folder::{CONTENTS_LIST, Content, Folder};
use super::manifest::{ContentsList, FORMAT, Manifest, Named, TableList, key_check};
use super::model::{Stage, Stand, Tell};
use super::tables::TABLES;
use crate::files::{Contents, contents_of};
use crate::ids::{FileId, WorkspaceId};

/// Writes everything of a workspace into a folder, with so many rows a part.
///
/// # Errors
/// `Invalid` with the file that cannot be written, or what stands in the way; when the database or the store cannot be
/// read.
pub async fn take_out(
    stand: Stand<'_>,
    (workspace, name): (WorkspaceId, String),
    to: &Path,
    rows_a_part: u64,
    tell: &mut impl Tell,
) -> Result<Manifest> {
    let folder = Folder::begin(to, workspace)?;
    let started_at = stand.clock.now();
    let tables = stand
        .db
        .snapshot(workspace.0, async |tx| {
            let mut all = 0;
            for table in TABLES {
                all += u64::try_from(tx.count_rows(table, workspace.0).await?).map_err(Error::internal)?;
            }
            let (mut lists, mut done) = (Vec::with_capacity(TABLES.len()), 0);
            for table in TABLES {
                let mut count = || {
                    done += 1;
                    tell(Stage::Rows, done, all)
                };
                lists.push(write_table(tx, table, workspace, &folder, rows_a_part, &mut count).await?);
            }
            Ok::<_, Error>(lists)
        })
        .await?;
    let contents = take_contents(stand, workspace, &folder, &tables, tell).await?;
    let mut manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        schema: Migrations::newest(),
        engine: stand.db.engine().to_owned(),
        workspace: Named { id: workspace, name },
        key_check: key_check(stand.master),
        started_at,
        finished_at: stand.clock.now(),
        tables,
        contents,
        signature: String::new(),
    };
    manifest.sign(stand.master);
    folder.finish(&serde_json::to_vec_pretty(&manifest).map_err(Error::internal)?)?;
    Ok(manifest)
}

async fn write_table(
    tx: &mut Tx,
    table: &Table,
    workspace: WorkspaceId,
    folder: &Folder,
    rows_a_part: u64,
    count: &mut impl FnMut() -> Result<()>,
) -> Result<TableList> {
    let (mut parts, mut open, mut sum, mut rows) = (Vec::new(), None, Sha256::default(), 0);
    tx.each_row(table, workspace.0, |line| {
        let mut part = match open.take() {
            Some(part) => part,
            None => folder.part(table.name, parts.len() + 1)?,
        };
        part.add(line)?;
        sum.add(line.as_bytes());
        sum.add(b"\n");
        rows += 1;
        if part.rows() == rows_a_part {
            parts.push(part.finish()?);
        } else {
            open = Some(part);
        }
        count()
    })
    .await?;
    if let Some(part) = open {
        parts.push(part.finish()?);
    }
    Ok(TableList { name: table.name.to_owned(), rows, sha256: sum.finish(), parts })
}

/// What a row tells of where its file lies.
#[derive(Deserialize)]
struct FileLine {
    id: FileId,
    parts: String,
    sha256: Option<String>,
    has_thumbnail: bool,
    ready_at: Option<String>,
    deleted_at: Option<String>,
}

async fn take_contents(
    stand: Stand<'_>,
    workspace: WorkspaceId,
    folder: &Folder,
    tables: &[TableList],
    tell: &mut impl Tell,
) -> Result<ContentsList> {
    let contents = Contents::new(stand.files, workspace);
    let mut list = folder.lines(CONTENTS_LIST.to_owned())?;
    let (mut bytes, mut missing, mut done) = (0, 0, 0);
    for table in tables.iter().filter(|table| table.name == "files") {
        for part in &table.parts {
            let mut lines = folder.read_lines(part)?;
            while let Some(line) = lines.next()? {
                let file: FileLine = serde_json::from_str(line).map_err(Error::internal)?;
                done += 1;
                tell(Stage::Contents, done, table.rows)?;
                // What was given up is being taken away.
                if file.deleted_at.is_some() {
                    continue;
                }
                for name in contents_of(file.id, file.ready_at.is_some(), file.has_thumbnail, &file.parts) {
                    match take_content(&contents, folder, &name, file.sha256.as_deref()).await? {
                        Some(content) => {
                            bytes += content.bytes;
                            list.add(&serde_json::to_string(&content).map_err(Error::internal)?)?;
                        }
                        None => missing += 1,
                    }
                }
            }
        }
    }
    Ok(ContentsList { list: list.finish()?, bytes, missing })
}

/// Copies an object, unless it is there whole.
async fn take_content(contents: &Contents<'_>, folder: &Folder, name: &str, whole_sum: Option<&str>) -> Result<Option<Content>> {
    let said = |bytes: &[u8], sha256: String| Content { name: name.to_owned(), bytes: bytes.len() as u64, sha256 };
    if let Some(there) = folder.content(name)? {
        let sum = sha256_hex(&there);
        if name.ends_with("/whole") && whole_sum == Some(&sum) {
            return Ok(Some(said(&there, sum)));
        }
    }
    let Some(bytes) = contents.get(name).await? else { return Ok(None) };
    folder.put_content(name, &bytes)?;
    Ok(Some(said(&bytes, sha256_hex(&bytes))))
}
