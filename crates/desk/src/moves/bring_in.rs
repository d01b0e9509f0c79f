//! Brings a workspace in from a folder. Before anything is stored, all of the folder is held against its list. Then one
//! transaction a part, and in each the note how far it is: cut off anywhere, a repeat goes on behind the last one that
//! was committed, and nothing comes in twice. At the end the database is read as an export would read it, and the sums
//! must be those of the list.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use antiphon_base::secret::{MasterKey, Sha256, sha256_hex};
use antiphon_base::{Error, Result};
use antiphon_db::{Owner, Table, Tx};
use serde::{Deserialize, Serialize};

use super::folder::{Content, Folder};
use super::manifest::{Manifest, PartList, TableList};
use super::model::{Stage, Stand, Tell};
use super::sql;
use super::tables::TABLES;
use crate::files::Contents;
use crate::ids::{AccountId, WorkspaceId};
use crate::jobs::{self, Held};
use crate::{accounts, conversations};

/// Under which name a move in that has begun stands among the jobs.
const KIND: &str = "workspace.bring_in";
/// Contents after which it is noted how far it is.
const CONTENTS_AT_ONCE: u64 = 50;
/// Questions for the words of messages within one transaction.
const WORDS_AT_ONCE: usize = 20;

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BroughtIn {
    /// Everything is here, and equal to the export.
    Whole,
    /// It had come in whole before; nothing was done.
    Before,
}

/// One thing after the other.
#[derive(Clone, Copy)]
enum Step<'m> {
    Part(&'static Table, &'m PartList),
    /// The words of all messages: the log has no more to come.
    Words,
    Contents,
}

/// How far it is, as the row among the jobs has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// Which export: the sum of its list.
    export: String,
    /// The step that is next.
    step: usize,
    /// Up to where it has come within the step.
    place: i64,
}

/// The list of an export that this version can bring in under this key.
///
/// # Errors
/// `Invalid` with what is wrong with it.
pub fn read_manifest(from: &Path, master: &MasterKey) -> Result<Manifest> {
    Manifest::read(&Folder::open(from).manifest()?, master)
}

/// Brings in what a folder has. Goes on where an earlier call was cut off.
///
/// # Errors
/// `Invalid` with the file or the field that is wrong, `Conflict` when the workspace is here already or an account
/// stands in its way: then nothing was stored. When storage refuses: then a repeat goes on.
pub async fn bring_in(stand: Stand<'_>, from: &Path, tell: &mut impl Tell) -> Result<(Manifest, BroughtIn)> {
    let folder = Folder::open(from);
    let text = folder.manifest()?;
    let manifest = Manifest::read(&text, stand.master)?;
    let (workspace, export) = (manifest.workspace.id, sha256_hex(text.as_bytes()));
    let held = find_begun(stand, workspace, &export).await?;
    if held.as_ref().is_some_and(|held| held.finished_at.is_some()) {
        return Ok((manifest, BroughtIn::Before));
    }
    look(&folder, &manifest, tell)?;
    if held.is_none() {
        check_accounts(stand, &folder, &manifest).await?;
    }
    accounts::find_or_make_installation(stand.db, stand.master, stand.clock.now()).await?;
    let begun = match held {
        None => None,
        Some(held) => Some((mark_of(&held)?, held)),
    };
    let mut coming = Coming { stand, folder, workspace, begun, export, manifest: &manifest, done: 0 };
    let steps = steps(&manifest);
    let first = coming.begun.as_ref().map_or(0, |(mark, _)| mark.step);
    for (number, step) in steps.iter().enumerate() {
        if number < first {
            coming.pass(*step);
        } else {
            coming.take(number, *step, tell).await?;
        }
    }
    coming.prove(tell).await?;
    Ok((manifest, BroughtIn::Whole))
}

fn steps(manifest: &Manifest) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for (table, list) in TABLES.iter().zip(&manifest.tables) {
        steps.extend(list.parts.iter().map(|part| Step::Part(table, part)));
        match table.name {
            "entries" => steps.push(Step::Words),
            "files" => steps.push(Step::Contents),
            _ => {}
        }
    }
    steps
}

fn mark_of(held: &Held) -> Result<Mark> {
    serde_json::from_value(held.payload.clone()).map_err(Error::internal)
}

/// A move in of this export that has begun; nothing when there is none, and no such workspace.
async fn find_begun(stand: Stand<'_>, workspace: WorkspaceId, export: &str) -> Result<Option<Held>> {
    let (is_here, held) = stand
        .db
        .read(workspace.0, async |tx| {
            Ok::<_, Error>((sql::has_workspace(tx, workspace).await?, jobs::find_held(tx, workspace, KIND).await?))
        })
        .await?;
    let Some(held) = held else {
        return match is_here {
            true => Err(Error::conflict(
                "workspace_exists",
                format!("The workspace {workspace} is here already; nothing was changed."),
            )),
            false => Ok(None),
        };
    };
    match mark_of(&held)?.export == export {
        true => Ok(Some(held)),
        false if held.finished_at.is_some() => Err(Error::conflict(
            "workspace_exists",
            format!("The workspace {workspace} is here already, from another export; nothing was changed."),
        )),
        false => Err(Error::conflict(
            "another_export",
            format!(
                "The workspace {workspace} is coming in from another export; go on with that one, or take an empty database."
            ),
        )),
    }
}

/// Holds the whole folder against its list.
fn look(folder: &Folder, manifest: &Manifest, tell: &mut impl Tell) -> Result<()> {
    let (mut done, all) = (0, manifest.bytes());
    for (table, list) in TABLES.iter().zip(&manifest.tables) {
        let (mut sum, mut rows) = (Sha256::default(), 0);
        for part in &list.parts {
            let mut lines = folder.read_lines(part)?;
            while let Some(line) = lines.next()? {
                let wrong = table.read(line).err();
                sum.add(line.as_bytes());
                sum.add(b"\n");
                (rows, done) = (rows + 1, done + line.len() as u64 + 1);
                if let Some(wrong) = wrong {
                    return Err(lines.wrong_line(wrong));
                }
                tell(Stage::Look, done, all)?;
            }
        }
        if rows != list.rows || sum.finish() != list.sha256 {
            return Err(Error::invalid(format!("manifest.json: {}", table.name), "does not fit its parts"));
        }
    }
    folder.each_line(&manifest.contents.list, |line| {
        let content = Content::of(line)?;
        folder.content_of(&content)?;
        done += content.bytes;
        tell(Stage::Look, done, all)
    })
}

/// People's accounts are the installation's: one that is here must be the same one, with the same second step, and no
/// other may have its address.
async fn check_accounts(stand: Stand<'_>, folder: &Folder, manifest: &Manifest) -> Result<()> {
    #[derive(Deserialize)]
    struct AccountLine {
        id: AccountId,
        email_folded: String,
    }
    let mut tables = TABLES.iter().zip(&manifest.tables).filter(|(table, _)| table.owner == Owner::Installation);
    let Some((table, list)) = tables.next() else { return Ok(()) };
    let by_id = Table { rows: Some("id = $1"), ..*table };
    let mut here = HashSet::new();
    for part in &list.parts {
        let mut lines = folder.read_lines(part)?;
        while let Some(line) = lines.next()? {
            let account: AccountLine = serde_json::from_str(line).map_err(Error::internal)?;
            let mut is_same = true;
            let holder = stand
                .db
                .system_read(async |tx| {
                    tx.each_row(&by_id, account.id.0, |row| {
                        is_same &= row == line;
                        here.insert(account.id);
                        Ok::<_, Error>(())
                    })
                    .await?;
                    accounts::holder_of(tx, &account.email_folded).await
                })
                .await?;
            if !is_same || holder.is_some_and(|holder| holder != account.id) {
                return Err(Error::conflict(
                    "another_account",
                    format!(
                        "accounts: {} is here with other values, or its e-mail address is another account's; nothing was changed.",
                        account.id
                    ),
                ));
            }
        }
    }
    for (table, list) in tables {
        check_of_accounts(stand, folder, (table, list), &here).await?;
    }
    Ok(())
}

/// What else belongs to the accounts that are here must be the same: neither side's second step is put in the place of
/// the other's.
async fn check_of_accounts(
    stand: Stand<'_>,
    folder: &Folder,
    (table, list): (&Table, &TableList),
    here: &HashSet<AccountId>,
) -> Result<()> {
    #[derive(Deserialize)]
    struct OwnedLine {
        account_id: AccountId,
    }
    let mut expected: HashMap<AccountId, Vec<String>> = here.iter().map(|account| (*account, Vec::new())).collect();
    for part in &list.parts {
        let mut lines = folder.read_lines(part)?;
        while let Some(line) = lines.next()? {
            let owned: OwnedLine = serde_json::from_str(line).map_err(Error::internal)?;
            if let Some(lines) = expected.get_mut(&owned.account_id) {
                lines.push(line.to_owned());
            }
        }
    }
    let by_account = Table { rows: Some("account_id = $1"), ..*table };
    for (account, expected) in expected {
        let mut rows = Vec::new();
        let read = stand.db.system_read(async |tx| {
            tx.each_row(&by_account, account.0, |row| {
                rows.push(row.to_owned());
                Ok::<_, Error>(())
            })
            .await
        });
        read.await?;
        if rows != expected {
            return Err(Error::conflict(
                "another_second_step",
                format!(
                    "{}: the account {account} is here with another second step; switch it off on both sides (antiphon \
                     second-step off) and export again. Nothing was changed.",
                    table.name
                ),
            ));
        }
    }
    Ok(())
}

/// A move in that is under way.
struct Coming<'a> {
    stand: Stand<'a>,
    folder: Folder,
    workspace: WorkspaceId,
    export: String,
    manifest: &'a Manifest,
    /// The row among the jobs; none before the first transaction.
    begun: Option<(Mark, Held)>,
    /// Rows that are in.
    done: u64,
}

impl Coming<'_> {
    /// A step that was taken by an earlier call.
    fn pass(&mut self, step: Step<'_>) {
        if let Step::Part(_, part) = step {
            self.done += part.rows;
        }
    }

    async fn take(&mut self, number: usize, step: Step<'_>, tell: &mut impl Tell) -> Result<()> {
        match step {
            Step::Part(table, part) => self.take_part(number, table, part, tell).await,
            Step::Words => self.take_words(number, tell).await,
            Step::Contents => self.take_contents(number, tell).await,
        }
    }

    async fn take_part(&mut self, number: usize, table: &Table, part: &PartList, tell: &mut impl Tell) -> Result<()> {
        let mark = self.mark(number + 1, 0);
        let (folder, workspace, mut done, all) = (&self.folder, self.workspace, self.done, self.manifest.rows());
        let (begun, now) = (self.begun.as_ref().map(|(_, held)| held), self.stand.clock.now());
        let work = async |tx: &mut Tx| {
            let mut lines = folder.read_lines(part)?;
            let mut rows = Vec::with_capacity(table.rows_at_once());
            while let Some(line) = lines.next()? {
                rows.push(table.read(line).map_err(|wrong| lines.wrong_line(wrong))?);
                done += 1;
                if rows.len() == table.rows_at_once() {
                    tx.put_rows(table, workspace.0, std::mem::take(&mut rows)).await?;
                    tell(Stage::Rows, done, all)?;
                }
            }
            tx.put_rows(table, workspace.0, rows).await?;
            tell(Stage::Rows, done, all)?;
            note(tx, workspace, begun, &mark, now).await
        };
        let held = match table.owner {
            Owner::Workspace => self.stand.db.write(workspace.0, work).await?,
            Owner::Installation => self.stand.db.system_write(work).await?,
        };
        self.done = done;
        self.begun = Some((mark, held));
        Ok(())
    }

    async fn take_words(&mut self, number: usize, tell: &mut impl Tell) -> Result<()> {
        let (workspace, all) = (self.workspace, self.manifest.rows_of("entries"));
        let mut done = 0;
        loop {
            let (mut place, mut is_over) = (self.place_in(number), false);
            let (begun, now, export) = (self.begun.as_ref().map(|(_, held)| held), self.stand.clock.now(), self.export.clone());
            let marked = self
                .stand
                .db
                .write(workspace.0, async |tx| {
                    for _ in 0..WORDS_AT_ONCE {
                        match conversations::index_messages(tx, workspace, place).await? {
                            Some((through, messages)) => (place, done) = (through, done + messages),
                            None => is_over = true,
                        }
                        tell(Stage::Words, done, all)?;
                        if is_over {
                            break;
                        }
                    }
                    let (step, place) = if is_over { (number + 1, 0) } else { (number, place) };
                    let mark = Mark { export, step, place };
                    Ok::<_, Error>((note(tx, workspace, begun, &mark, now).await?, mark))
                })
                .await?;
            self.begun = Some((marked.1, marked.0));
            if is_over {
                return Ok(());
            }
        }
    }

    async fn take_contents(&mut self, number: usize, tell: &mut impl Tell) -> Result<()> {
        let contents = Contents::new(self.stand.files, self.workspace);
        let list = &self.manifest.contents.list;
        let passed = u64::try_from(self.place_in(number)).map_err(Error::internal)?;
        let mut done = 0;
        let folder = Folder::open(self.folder.root());
        let mut lines = folder.read_lines(list)?;
        while let Some(line) = lines.next()? {
            done += 1;
            if done <= passed {
                continue;
            }
            let content = Content::of(line)?;
            contents.put(&content.name, folder.content_of(&content)?.into()).await?;
            tell(Stage::Contents, done, list.rows)?;
            if done % CONTENTS_AT_ONCE == 0 {
                self.note_place(number, i64::try_from(done).map_err(Error::internal)?).await?;
            }
        }
        self.note_place(number + 1, 0).await
    }

    async fn note_place(&mut self, step: usize, place: i64) -> Result<()> {
        let (workspace, mark) = (self.workspace, self.mark(step, place));
        let (begun, now) = (self.begun.as_ref().map(|(_, held)| held), self.stand.clock.now());
        let held = self.stand.db.write(workspace.0, async |tx| note(tx, workspace, begun, &mark, now).await).await?;
        self.begun = Some((mark, held));
        Ok(())
    }

    /// Reads everything back, and ends it when all is as the list says.
    async fn prove(&self, tell: &mut impl Tell) -> Result<()> {
        let (workspace, all, mut done) = (self.workspace, self.manifest.rows(), 0);
        let differs = |what: &str| Error::conflict("not_equal", format!("{what}: what came in is not what was exported."));
        self.stand
            .db
            .snapshot(workspace.0, async |tx| {
                for (table, list) in TABLES.iter().zip(&self.manifest.tables) {
                    let (mut sum, mut rows) = (Sha256::default(), 0);
                    tx.each_row(table, workspace.0, |line| {
                        sum.add(line.as_bytes());
                        sum.add(b"\n");
                        (rows, done) = (rows + 1, done + 1);
                        tell(Stage::Proof, done, all)
                    })
                    .await?;
                    if rows != list.rows || sum.finish() != list.sha256 {
                        return Err(differs(table.name));
                    }
                }
                Ok::<_, Error>(())
            })
            .await?;
        let contents = Contents::new(self.stand.files, workspace);
        let mut lines = self.folder.read_lines(&self.manifest.contents.list)?;
        while let Some(line) = lines.next()? {
            let content = Content::of(line)?;
            let here = contents.get(&content.name).await?;
            if here.is_none_or(|here| sha256_hex(&here) != content.sha256) {
                return Err(differs(&content.name));
            }
        }
        let Some((_, held)) = &self.begun else { return Err(differs("workspaces")) };
        let now = self.stand.clock.now();
        match self.stand.db.write(workspace.0, async |tx| jobs::let_go(tx, workspace, held, now).await).await? {
            true => Ok(()),
            false => Err(another()),
        }
    }

    fn mark(&self, step: usize, place: i64) -> Mark {
        Mark { export: self.export.clone(), step, place }
    }

    /// Up to where an earlier transaction has come in this step.
    fn place_in(&self, number: usize) -> i64 {
        self.begun.as_ref().filter(|(mark, _)| mark.step == number).map_or(0, |(mark, _)| mark.place)
    }
}

/// Notes how far it is, within the transaction that brought it there.
async fn note(
    tx: &mut Tx,
    workspace: WorkspaceId,
    begun: Option<&Held>,
    mark: &Mark,
    now: antiphon_base::Timestamp,
) -> Result<Held> {
    let payload = serde_json::to_value(mark).map_err(Error::internal)?;
    let Some(held) = begun else { return jobs::hold(tx, workspace, KIND, payload, now).await };
    match jobs::note_step(tx, workspace, held, payload.clone()).await? {
        true => Ok(Held { steps: held.steps + 1, payload, ..held.clone() }),
        false => Err(another()),
    }
}

fn another() -> Error {
    Error::conflict("another_import", "Another import of this workspace is under way; nothing of this step was kept.")
}
