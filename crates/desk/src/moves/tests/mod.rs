//! Scenarios of a workspace that moves: everything arrives equal on the other engine, wherever it is cut off, or nothing.

mod rich;

use std::path::{Path, PathBuf};

use antiphon_base::secret::MasterKey;
use antiphon_base::{Error, Result};
use antiphon_db::{Column, Kind};
use antiphon_desk::audit::{Verified, verify};
use antiphon_desk::files::Store;
use antiphon_desk::ids::WorkspaceId;
use antiphon_desk::moves::{BroughtIn, LEFT, MANIFEST, Manifest, Stage, Stand, TABLES, bring_in, take_out};
use antiphon_testkit::{Authenticator, Bare, Bucket, Caller, PASSWORD, Story, both_engines, folder, master_key};
use serde_json::{Value, json};

/// Rows of a part: few, so that there are many parts.
const ROWS: u64 = 3;

fn workspace(story: &Story) -> WorkspaceId {
    story.owner.workspace.parse().unwrap()
}

/// Takes the cast's workspace out, and is cut off where `tell` says so.
async fn taken_out(story: &Story, to: &Path, rows: u64, mut tell: impl FnMut(Stage, u64, u64) -> Result<()>) -> Result<Manifest> {
    let master = master_key();
    let stand = Stand { db: &story.desk.db, files: &story.desk.files, master: &master, clock: &story.clock };
    take_out(stand, (workspace(story), "Lumen".to_owned()), to, rows, &mut tell).await
}

async fn exported(story: &Story, rows: u64) -> (PathBuf, Manifest) {
    let to = folder();
    let manifest = taken_out(story, &to, rows, |_, _, _| Ok(())).await.unwrap();
    (to, manifest)
}

/// An installation to which something moves: its database and its files.
struct Target {
    bare: Bare,
    files: Store,
    config: antiphon_base::config::Config,
}

impl Target {
    async fn beside(story: &Story) -> Self {
        let config = Story::config();
        Self { bare: story.engine.other().bare().await, files: Store::open(&config).unwrap(), config }
    }

    async fn take(&self, story: &Story, from: &Path, mut tell: impl FnMut(Stage, u64, u64) -> Result<()>) -> Result<BroughtIn> {
        self.take_under(story, from, &master_key(), &mut tell).await
    }

    async fn take_under(
        &self,
        story: &Story,
        from: &Path,
        master: &MasterKey,
        mut tell: impl FnMut(Stage, u64, u64) -> Result<()>,
    ) -> Result<BroughtIn> {
        let stand = Stand { db: &self.bare.db, files: &self.files, master, clock: &story.clock };
        Ok(bring_in(stand, from, &mut tell).await?.1)
    }

    async fn exported(&self, story: &Story, rows: u64) -> (PathBuf, Manifest) {
        let (to, master) = (folder(), master_key());
        let stand = Stand { db: &self.bare.db, files: &self.files, master: &master, clock: &story.clock };
        let made = take_out(stand, (workspace(story), "Lumen".to_owned()), &to, rows, &mut |_, _, _| Ok(())).await;
        (to, made.unwrap())
    }

    /// A server starts on it.
    async fn opened(self, story: &Story) -> Story {
        story.moved_to(self.bare, self.config).await
    }
}

/// Every file below a folder with its bytes, but for the list.
fn files_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(MANIFEST) {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                found.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[track_caller]
fn assert_equal(one: &(PathBuf, Manifest), other: &(PathBuf, Manifest)) {
    assert_eq!(one.1.tables, other.1.tables);
    assert_eq!(one.1.contents, other.1.contents);
    for (one, other) in files_of(&one.0).into_iter().zip(files_of(&other.0)) {
        assert_eq!(one.0, other.0);
        assert!(one.1 == other.1, "{}: {}\n{}", one.0, String::from_utf8_lossy(&one.1), String::from_utf8_lossy(&other.1));
    }
    assert_eq!(files_of(&one.0).len(), files_of(&other.0).len());
}

/// The refusal's words.
#[track_caller]
fn refused<T>(outcome: Result<T>) -> String {
    match outcome {
        Ok(_) => panic!("it was accepted"),
        Err(error @ (Error::Invalid { .. } | Error::Conflict { .. })) => error.to_string(),
        Err(error) => panic!("{error:?}"),
    }
}

/// The one account that an export has a second step of.
fn account_of(export: &Path) -> String {
    let lines = std::fs::read_to_string(export.join("rows/second_factors-000001.jsonl")).unwrap();
    let row: Value = serde_json::from_str(lines.trim()).unwrap();
    row["account_id"].as_str().unwrap().to_owned()
}

fn stopped() -> Error {
    Error::unavailable("stopped by the test")
}

fn rewritten(file: &Path, change: impl Fn(String) -> String) -> String {
    let before = std::fs::read_to_string(file).unwrap();
    std::fs::write(file, change(before.clone())).unwrap();
    before
}

both_engines! {
    async fn a_workspace_arrives_equal_on_the_other_engine_and_its_people_go_on(story: Story) {
        let told = rich::tell(&story).await;
        let first = exported(&story, ROWS).await;
        for table in &first.1.tables {
            assert!(table.rows > 0, "the test's story says nothing of {}", table.name);
        }
        assert_eq!(first.1.contents.missing, 0);
        let target = Target::beside(&story).await;
        assert_eq!(target.take(&story, &first.0, |_, _, _| Ok(())).await.unwrap(), BroughtIn::Whole);
        assert_equal(&first, &target.exported(&story, ROWS).await);
        assert_eq!(target.take(&story, &first.0, |_, _, _| Ok(())).await.unwrap(), BroughtIn::Before);

        let moved = target.opened(&story).await;
        let (here, there) = (story.sign_in(&story.owner).await, moved.sign_in(&story.owner).await);
        moved.get(&story.owner, "/api/me").await.refused(401, "unauthenticated");
        antiphon_desk::contacts::index_contacts(&moved.desk).await.unwrap();
        let (mut one, mut other) = (Vec::new(), Vec::new());
        for path in told.paths() {
            one.push((path.clone(), without_cursors(seen(&story, &here, &path).await)));
            other.push((path.clone(), without_cursors(seen(&moved, &there, &path).await)));
        }
        let differ: Vec<_> = one.iter().zip(&other).filter(|(one, other)| one != other).collect();
        assert!(differ.is_empty(), "{differ:#?}");
        assert!(matches!(verify(&moved.desk, workspace(&story)).await.unwrap(), Verified::Whole { rows } if rows > 20));
        told.goes_on(&story, &moved).await;
    }

    async fn cut_off_anywhere_a_repeat_goes_on_and_nothing_comes_twice(story: Story) {
        rich::tell(&story).await;
        let first = exported(&story, ROWS).await;
        let target = Target::beside(&story).await;
        let steps = async || target.bare.read("SELECT CAST(attempts AS text) FROM jobs WHERE kind = 'workspace.bring_in'").await;
        // Each try is let through one transaction and is cut off within the next; where one says more, a little later.
        let (mut patience, mut tries, mut seen) = (1, 0, Vec::new());
        loop {
            let (mut heard, mut at) = (0, None);
            let before = steps().await;
            let outcome = target.take(&story, &first.0, |stage, _, _| {
                heard += usize::from(stage != Stage::Look);
                at = Some(stage);
                if heard > patience { Err(stopped()) } else { Ok(()) }
            }).await;
            tries += 1;
            match outcome {
                Ok(done) => break assert_eq!(done, BroughtIn::Whole),
                Err(error) => assert!(matches!(error, Error::Unavailable { .. }), "{error:?}"),
            }
            seen.extend(at);
            patience = if steps().await == before { patience * 2 } else { 1 };
        }
        assert!(tries > first.1.tables.iter().map(|table| table.parts.len()).sum::<usize>(), "{tries}");
        for stage in [Stage::Rows, Stage::Contents, Stage::Words, Stage::Proof] {
            assert!(seen.contains(&stage), "{stage:?}");
        }
        assert_equal(&first, &target.exported(&story, ROWS).await);
        let rows = target.bare.read("SELECT CAST(count(*) AS text) FROM message_search").await;
        assert_eq!(rows, story.read(
            "SELECT CAST(count(*) AS text) FROM entries WHERE type = 'message.sent' AND deleted_at IS NULL
                 AND workspace_id = (SELECT workspace_id FROM workspaces WHERE name = 'Lumen')").await);
    }

    async fn what_was_altered_or_is_missing_is_refused_before_anything_is_stored(story: Story) {
        rich::tell(&story).await;
        let (from, manifest) = exported(&story, ROWS).await;
        let target = Target::beside(&story).await;
        let nothing = target.bare.dump().await;
        let no_stop = |_: Stage, _: u64, _: u64| Ok(());
        let part = |name: &str| from.join(&manifest.tables.iter().find(|table| table.name == name).unwrap().parts[0].file);
        let list = from.join(MANIFEST);

        for table in ["workspaces", "entries", "memberships", "jobs"] {
            let file = part(table);
            let before = rewritten(&file, |text| text.replacen("\":\"", "\":\"x", 1));
            assert!(refused(target.take(&story, &from, no_stop).await).contains(&format!("{}: ", file.display())), "{table}");
            std::fs::write(&file, before.replace('\n', "")).unwrap();
            assert!(refused(target.take(&story, &from, no_stop).await).contains("altered"), "{table}");
            std::fs::remove_file(&file).unwrap();
            assert!(refused(target.take(&story, &from, no_stop).await).ends_with("is missing"), "{table}");
            std::fs::write(&file, before).unwrap();
        }
        let contents = files_of(&from).into_iter().find(|(name, _)| name.ends_with("/whole")).unwrap();
        std::fs::write(from.join(&contents.0), "other").unwrap();
        assert!(refused(target.take(&story, &from, no_stop).await).ends_with("was altered"));
        std::fs::remove_file(from.join(&contents.0)).unwrap();
        assert!(refused(target.take(&story, &from, no_stop).await).ends_with("is missing"));
        std::fs::write(from.join(&contents.0), contents.1).unwrap();

        for (was, is, says) in [
            ("\"format\": 1", "\"format\": 2", "manifest.json: format: is 2, this version reads 1"),
            ("\"Lumen\"", "\"Other\"", "manifest.json: signature"),
            ("\"rows\": 3", "\"rows\": 4", "manifest.json: signature"),
            ("\"started_at\"", "\"began_at\"", "manifest.json: is no list of an export"),
        ] {
            let before = rewritten(&list, |text| text.replacen(was, is, 1));
            let said = refused(target.take(&story, &from, no_stop).await);
            assert!(said.contains(says), "{said}");
            std::fs::write(&list, before).unwrap();
        }
        let said = refused(target.take_under(&story, &from, &MasterKey::generate(), no_stop).await);
        assert!(said.contains("manifest.json: key_check: is of another master key"), "{said}");
        let said = refused(target.take(&story, &from.join("rows"), no_stop).await);
        assert!(said.contains("manifest.json: cannot be read"), "{said}");
        assert_eq!(target.bare.dump().await, nothing);
        assert_eq!(target.take(&story, &from, no_stop).await.unwrap(), BroughtIn::Whole);
    }

    async fn a_workspace_that_is_there_and_anothers_account_are_left_alone(story: Story) {
        let (from, _) = exported(&story, ROWS).await;
        let no_stop = |_: Stage, _: u64, _: u64| Ok(());
        let into_itself = async |from: &Path| {
            let master = master_key();
            let stand = Stand { db: &story.desk.db, files: &story.desk.files, master: &master, clock: &story.clock };
            refused(bring_in(stand, from, &mut no_stop.clone()).await)
        };
        let before = story.dump().await;
        assert!(into_itself(&from).await.contains("is here already; nothing was changed"));
        assert_eq!(story.dump().await, before);

        // Half of one export is in: another one of the same workspace does not go on there.
        let target = Target::beside(&story).await;
        let mut heard = 0;
        let half = target.take(&story, &from, |stage, _, _| {
            heard += u64::from(stage == Stage::Rows);
            if heard > 4 { Err(stopped()) } else { Ok(()) }
        });
        half.await.unwrap_err();
        story.later(std::time::Duration::from_secs(1));
        let (again, _) = exported(&story, ROWS).await;
        assert!(refused(target.take(&story, &again, no_stop).await).contains("is coming in from another export"));
        target.take(&story, &from, no_stop).await.unwrap();
        assert!(refused(target.take(&story, &again, no_stop).await).contains("from another export; nothing was changed"));

        // Somebody else's account has one of the addresses; or one of the same id has another name.
        let accounts = files_of(&from).into_iter().filter(|(name, _)| name.starts_with("rows/accounts")).flat_map(|file| file.1);
        let accounts = String::from_utf8(accounts.collect()).unwrap();
        let ana: Value = serde_json::from_str(accounts.lines().find(|line| line.contains("ana@lumen.test")).unwrap()).unwrap();
        let anas = ana["id"].as_str().unwrap();
        for id in [antiphon_base::new_id().to_string().as_str(), anas] {
            let target = Target::beside(&story).await;
            let id = match target.bare.engine {
                antiphon_testkit::Engine::Sqlite => format!("x'{}'", id.replace('-', "")),
                antiphon_testkit::Engine::Postgres => format!("'{id}'"),
            };
            target.bare.tamper(&format!(
                "INSERT INTO accounts (id, email, email_folded, name, created_at)
                 VALUES ({id}, 'ana@lumen.test', 'ana@lumen.test', 'Anna', '2026-01-01T00:00:00+00:00')"
            )).await;
            let before = target.bare.dump().await;
            assert!(refused(target.take(&story, &from, no_stop).await).contains(&format!("accounts: {anas} is here with other values")));
            assert_eq!(target.bare.dump().await, before);
        }
    }

    async fn two_workspaces_may_share_a_person(story: Story) {
        let ana = json!({ "email": "ana@lumen.test", "name": "Ana", "role": "agent", "password": PASSWORD });
        story.post(&story.foreign_owner, "/api/people", ana).await.expect(201);
        let target = Target::beside(&story).await;
        let (lumen, _) = exported(&story, ROWS).await;
        target.take(&story, &lumen, |_, _, _| Ok(())).await.unwrap();
        let (oak, master) = (folder(), master_key());
        let stand = Stand { db: &story.desk.db, files: &story.desk.files, master: &master, clock: &story.clock };
        let foreign = (story.foreign_owner.workspace.parse().unwrap(), "Oak".to_owned());
        take_out(stand, foreign, &oak, ROWS, &mut |_, _, _| Ok(())).await.unwrap();
        target.take(&story, &oak, |_, _, _| Ok(())).await.unwrap();
        let moved = target.opened(&story).await;
        let ana = json!({ "email": "ana@lumen.test", "password": PASSWORD });
        let signed_in = moved.call(None, "POST", "/api/auth/login", ana).await.expect(200).body;
        assert_eq!(count(&signed_in["workspaces"]), 2);
    }

    async fn a_shared_persons_second_step_is_the_same_one_or_nothing_comes_in(story: Story) {
        let ana = json!({ "email": "ana@lumen.test", "name": "Ana", "role": "agent", "password": PASSWORD });
        story.post(&story.foreign_owner, "/api/people", ana).await.expect(201);
        let begun = story.post(&story.ana, "/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200).body;
        let app = Authenticator::scan(begun["uri"].as_str().unwrap());
        let code = json!({ "code": app.shows(&story.clock) });
        story.post(&story.ana, "/api/me/second-factor/confirm", code).await.expect(200);
        let target = Target::beside(&story).await;
        let (lumen, _) = exported(&story, ROWS).await;
        target.take(&story, &lumen, |_, _, _| Ok(())).await.unwrap();
        let oak = async || {
            let (to, master) = (folder(), master_key());
            let stand = Stand { db: &story.desk.db, files: &story.desk.files, master: &master, clock: &story.clock };
            let foreign = (story.foreign_owner.workspace.parse().unwrap(), "Oak".to_owned());
            take_out(stand, foreign, &to, ROWS, &mut |_, _, _| Ok(())).await.unwrap();
            to
        };
        let before = oak().await;
        antiphon_desk::accounts::end_factor_at(&story.desk, "ana@lumen.test").await.unwrap();
        let untouched = target.bare.dump().await;
        let said = refused(target.take(&story, &oak().await, |_, _, _| Ok(())).await);
        assert!(said.contains(&format!("second_factors: the account {} is here with another second step", account_of(&before))), "{said}");
        assert_eq!(target.bare.dump().await, untouched);
        target.take(&story, &before, |_, _, _| Ok(())).await.unwrap();
    }

    async fn an_export_that_is_cut_off_or_finds_no_room_goes_on(story: Story) {
        rich::tell(&story).await;
        let whole = exported(&story, ROWS).await;
        let to = folder();
        for stop_at in [Stage::Rows, Stage::Contents] {
            let mut heard = 0;
            let cut = taken_out(&story, &to, ROWS, |stage, _, _| {
                heard += u64::from(stage == stop_at);
                if heard > 2 { Err(stopped()) } else { Ok(()) }
            });
            cut.await.unwrap_err();
            assert!(!to.join(MANIFEST).exists());
            let target = Target::beside(&story).await;
            assert!(refused(target.take(&story, &to, |_, _, _| Ok(())).await).contains("the export is not whole"));
        }
        let kept = files_of(&to).into_iter().find(|(name, _)| name.ends_with("/whole")).unwrap().0;
        let age = std::fs::metadata(to.join(&kept)).unwrap().modified().unwrap();

        let other = (story.foreign_owner.workspace.parse().unwrap(), "Oak".to_owned());
        let master = master_key();
        let stand = Stand { db: &story.desk.db, files: &story.desk.files, master: &master, clock: &story.clock };
        let said = refused(take_out(stand, other, &to, ROWS, &mut |_, _, _| Ok(())).await);
        assert!(said.contains("unfinished export of another workspace"), "{said}");

        // A device that is always full, in the place of a file that is about to be written.
        std::fs::remove_file(to.join("contents.jsonl.partial")).unwrap();
        std::os::unix::fs::symlink("/dev/full", to.join("contents.jsonl.partial")).unwrap();
        let said = refused(taken_out(&story, &to, ROWS, |_, _, _| Ok(())).await);
        assert!(said.contains("contents.jsonl: cannot be written: No space left"), "{said}");
        assert!(!to.join(MANIFEST).exists());
        std::fs::remove_file(to.join("contents.jsonl.partial")).unwrap();

        let manifest = taken_out(&story, &to, ROWS, |_, _, _| Ok(())).await.unwrap();
        assert_equal(&whole, &(to.clone(), manifest));
        assert_eq!(std::fs::metadata(to.join(kept)).unwrap().modified().unwrap(), age, "contents are not copied twice");
        assert!(refused(taken_out(&story, &to, ROWS, |_, _, _| Ok(())).await).contains("has a whole export"));
        assert!(refused(taken_out(&story, &to.join("rows"), ROWS, |_, _, _| Ok(())).await).contains("is not empty"));
        let below_a_file = to.join(MANIFEST).join("deeper");
        assert!(refused(taken_out(&story, &below_a_file, ROWS, |_, _, _| Ok(())).await).contains("cannot be made"));
    }

    async fn files_move_from_a_folder_into_a_bucket_and_back(story: Story) {
        let file = story.upload(&story.visitor, "order.txt", b"Order 1042").await.expect(201).body;
        let first = exported(&story, ROWS).await;
        let bucket = Bucket::start().await;
        let config = antiphon_base::config::Config { files: bucket.settings(), ..Story::config() };
        let target = Target { bare: story.engine.other().bare().await, files: Store::open(&config).unwrap(), config };
        target.take(&story, &first.0, |_, _, _| Ok(())).await.unwrap();
        assert_eq!(files_of(&bucket.folder).iter().filter(|(_, bytes)| bytes == b"Order 1042").count(), 1);
        assert_equal(&first, &target.exported(&story, ROWS).await);
        let moved = target.opened(&story).await;
        assert_eq!(moved.call(None, "GET", file["url"].as_str().unwrap(), None).await.expect(200).raw, b"Order 1042");
    }

    async fn an_export_is_of_one_moment_while_people_go_on_talking(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let talking = async {
            for n in 0..60 {
                story.say(if n % 2 == 0 { &story.visitor } else { &story.ana }, &id, "and so on").await;
            }
        };
        let (first, ()) = futures_util::future::join(exported(&story, 7), talking).await;
        let target = Target::beside(&story).await;
        target.take(&story, &first.0, |_, _, _| Ok(())).await.unwrap();
        let heads = "SELECT CAST(c.last_seq - count(*) AS text) FROM conversations c
            JOIN entries e ON e.conversation_id = c.id GROUP BY c.id, c.last_seq";
        assert!(target.bare.read(heads).await.iter().all(|apart| apart == "0"));
    }

    async fn every_table_and_column_goes_along_or_stays_for_a_reason(story: Story) {
        let columns = match story.engine {
            antiphon_testkit::Engine::Sqlite => {
                "SELECT m.name || ' ' || c.name || ' ' || c.type FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'message\\_search\\_%' ESCAPE '\\'"
            }
            antiphon_testkit::Engine::Postgres => {
                "SELECT table_name || ' ' || column_name || ' ' || data_type
                 FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
                 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            }
        };
        let columns = story.read(columns).await;
        let stays = |name: &str| LEFT.iter().any(|(left, _)| *left == name);
        let mut seen = Vec::new();
        for line in &columns {
            let (table, rest) = line.split_once(' ').unwrap();
            let (column, kind) = rest.split_once(' ').unwrap();
            let dotted = format!("{table}.{column}");
            seen.extend([table.to_owned(), dotted.clone()]);
            if stays(table) || stays(&dotted) {
                continue;
            }
            let Some(carried) = TABLES.iter().find(|carried| carried.name == table) else {
                panic!("the table {table} would be lost in a move: name it in moves/tables.rs, in TABLES or, with the reason, in LEFT");
            };
            if column == "workspace_id" {
                continue;
            }
            let Some(Column { kind: carried, .. }) = carried.columns.iter().find(|carried| carried.name == column) else {
                panic!("the column {dotted} would be lost in a move: name it in moves/tables.rs, in TABLES or, with the reason, in LEFT");
            };
            let types = carried.types();
            let own = if story.engine == antiphon_testkit::Engine::Sqlite { types.0 } else { types.1 };
            assert_eq!(kind, own, "{dotted} is named as {carried:?}");
        }
        for name in LEFT.iter().map(|left| left.0.to_owned()).chain(TABLES.iter().flat_map(|table| {
            table.columns.iter().map(|column| format!("{}.{}", table.name, column.name))
        })) {
            assert!(seen.contains(&name), "{name} is not in the schema");
        }
        assert!(TABLES.iter().flat_map(|table| table.columns).any(|column| column.kind == Kind::Json));
    }
}

/// What a caller may see of something.
async fn seen(story: &Story, who: &Caller, path: &str) -> Value {
    story.get(who, path).await.expect(200).body
}

/// An answer without what is of one database only: where a reader of changes goes on.
fn without_cursors(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.retain(|name, _| !matches!(name.as_str(), "epoch" | "feed_cursor"));
    }
    answer
}

/// As many as there are.
fn count(list: &Value) -> usize {
    list.as_array().map_or(0, Vec::len)
}

/// A body of a message under an id of the sender's.
fn said_as(text: &str, id: &str) -> Value {
    json!({ "text": text, "client_msg_id": id })
}
