//! `antiphon export DIR`: a whole workspace as a folder, to be brought in on either engine. May be run beside the server.

use std::path::Path;

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_db::Db;
use antiphon_desk::accounts;
use antiphon_desk::files::Store;
use antiphon_desk::ids::WorkspaceId;
use antiphon_desk::moves::{self, Manifest, Stand};
use anyhow::{Result, bail};

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::progress::Stages;
use crate::{data, logs, settings, storage};

/// Rows of a part: what an import that was cut off does again at most.
const ROWS_A_PART: u64 = 50_000;

pub(crate) async fn run(flags: Flags, to: &Path, workspace: Option<&str>) -> Result<()> {
    let mut config = settings::read(&flags)?;
    // One read of everything is long on purpose.
    config.log.level = format!("sqlx::query=error,{}", config.log.level);
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let db = storage::open(&config).await?;
    let made = make(&config, &db, to, workspace).await;
    db.close().await;
    let made = made?;
    say(&format!(
        "{}: the workspace “{}” with {} rows ({} entries of conversations) and {} contents of files, {} MB.",
        to.display(),
        made.workspace.name,
        made.rows(),
        made.rows_of("entries"),
        made.contents.list.rows,
        made.bytes().div_ceil(1_000_000),
    ));
    if made.contents.missing > 0 {
        say(&format!("{} contents were gone when they were to be copied, and are not in it.", made.contents.missing));
    }
    say("It holds all that was said, and hashes of passwords and keys: keep it as you keep the database.");
    say("The master key is not in it, and an import needs the same one.");
    Ok(())
}

pub(super) async fn make(config: &Config, db: &Db, to: &Path, workspace: Option<&str>) -> Result<Manifest> {
    let workspace = choose(accounts::list_workspaces(db).await?, workspace)?;
    let (master, files, clock) = (data::master_key(config)?, Store::open(config)?, Clock::system());
    let stand = Stand { db, files: &files, master: &master, clock: &clock };
    let mut stages = Stages::default();
    let made = moves::take_out(stand, workspace, to, ROWS_A_PART, &mut |stage, done, all| stages.tell(stage, done, all)).await?;
    stages.done();
    Ok(made)
}

/// The workspace that is meant, by its name or its id; without either the only one.
fn choose(all: Vec<(WorkspaceId, String)>, asked: Option<&str>) -> Result<(WorkspaceId, String)> {
    let names = all.iter().map(|(id, name)| format!("{name} ({id})")).collect::<Vec<_>>().join(", ");
    let is_meant = |(id, name): &(WorkspaceId, String)| asked.is_none_or(|asked| name == asked || id.to_string() == asked);
    let mut meant: Vec<_> = all.into_iter().filter(is_meant).collect();
    match (meant.pop(), meant.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(_), false) => bail!("several workspaces could be meant; name one by its id with --workspace: {names}"),
        (None, _) if names.is_empty() => bail!("there is no workspace"),
        (None, _) => bail!("there is no workspace “{}”; there are: {names}", asked.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_named_unless_there_is_only_one() {
        let (lumen, oak) = ((WorkspaceId::new(), "Lumen".to_owned()), (WorkspaceId::new(), "Oak".to_owned()));
        assert_eq!(choose(vec![lumen.clone()], None).unwrap(), lumen);
        let both = || vec![lumen.clone(), oak.clone()];
        assert_eq!(choose(both(), Some("Oak")).unwrap(), oak);
        assert_eq!(choose(both(), Some(&lumen.0.to_string())).unwrap(), lumen);
        assert!(choose(both(), None).unwrap_err().to_string().contains("Lumen"));
        assert!(choose(both(), Some("Elm")).unwrap_err().to_string().contains("no workspace “Elm”"));
        assert!(choose(vec![lumen.clone(), (oak.0, "Lumen".to_owned())], Some("Lumen")).is_err());
        assert!(choose(Vec::new(), None).is_err());
    }
}
