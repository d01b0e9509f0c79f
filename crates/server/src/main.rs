//! The binary `antiphon`: reads the command line, then hands over to one command.
//! A failure is one sentence on standard error and a status of 1.

mod archive;
mod cli;
mod commands;
mod data;
mod demo;
mod figures;
mod logs;
mod progress;
mod serve;
mod settings;
mod storage;
mod web;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::{Cli, Command};
use crate::commands::serve::say;

/// Small, and gives memory back after a storm of connections.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Whatever a command writes is its owner's alone, also in a folder that others made: all that was said lies in it.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&anyhow::anyhow!("the runtime cannot be started: {error}")),
    };
    let outcome = runtime.block_on(run(cli));
    // A password being hashed, or a name being looked up, must not hold the end up.
    runtime.shutdown_timeout(std::time::Duration::from_millis(500));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve::run(cli.settings).await,
        Command::Demo { json } => commands::demo::run(cli.settings, json).await,
        Command::Migrate { direction } => commands::migrate::run(cli.settings, direction).await,
        Command::Workspace { deed } => commands::workspace::run(cli.settings, deed).await,
        Command::SecondStep { deed } => commands::second_step::run(cli.settings, deed).await,
        Command::Database { deed } => commands::database::run(cli.settings, deed).await,
        Command::SeedPrompts => commands::seed_prompts::run(cli.settings).await,
        Command::CleanFiles { older_than, dry_run } => commands::clean_files::run(cli.settings, older_than, dry_run).await,
        Command::Doctor => commands::doctor::run(cli.settings).await,
        Command::Backup { file, with_key } => commands::backup::run(cli.settings, &file, with_key).await,
        Command::Restore { file, replace } => commands::restore::run(cli.settings, &file, replace).await,
        Command::Export { dir, workspace } => commands::export::run(cli.settings, &dir, workspace.as_deref()).await,
        Command::Import { dir } => commands::import::run(cli.settings, &dir).await,
        Command::VerifyAudit => commands::verify_audit::run(cli.settings).await,
        Command::Secret => {
            say(&antiphon_base::secret::MasterKey::generate().to_text());
            Ok(())
        }
        Command::Openapi => {
            say(&antiphon_desk::openapi().to_pretty_json()?);
            Ok(())
        }
    }
}

fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("antiphon: {error:#}");
    ExitCode::FAILURE
}
