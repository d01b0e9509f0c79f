//! The command line. What the settings mean is written in `base/config.rs`; here only their flags.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Antiphon, the self-hosted conversation layer.
#[derive(Debug, Parser)]
#[command(name = "antiphon", version, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) settings: Flags,
}

/// Settings that every command takes. A flag wins over the environment, the environment over the file.
#[derive(Debug, Default, Args)]
pub(crate) struct Flags {
    /// Settings file (TOML); also ANTIPHON_CONFIG.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, global = true, value_name = "ADDR")]
    pub(crate) listen: Option<SocketAddr>,
    /// Folder for the embedded database, generated secrets and files.
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Address under which people reach the server, such as https://chat.example.com.
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Any other setting, such as `--set limits.sockets=20000`; may be repeated.
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Migrate, then serve everything (what happens without a command, too).
    Serve,
    /// Serve with a sample workspace, made the first time.
    Demo {
        /// Print one line of JSON on standard output once everything is ready.
        #[arg(long)]
        json: bool,
    },
    /// Move the schema.
    Migrate {
        #[command(subcommand)]
        direction: Direction,
    },
    /// Workspaces (tenants).
    Workspace {
        #[command(subcommand)]
        deed: WorkspaceDeed,
    },
    /// The second step of somebody's sign-in.
    SecondStep {
        #[command(subcommand)]
        deed: SecondStepDeed,
    },
    /// PostgreSQL roles and databases.
    Database {
        #[command(subcommand)]
        deed: DatabaseDeed,
    },
    /// Add the sample prompts that each workspace lacks; a repeat adds none.
    SeedPrompts,
    /// Take away uploads that were never sent, and files of deleted messages.
    CleanFiles {
        /// Uploads count as never sent after this many hours without a further part.
        #[arg(long, value_name = "HOURS", default_value_t = 24)]
        older_than: u32,
        /// Only say what would be taken.
        #[arg(long)]
        dry_run: bool,
    },
    /// Look at configuration, master key, storage, files, bus, mail, open files, clock, disk and address, and say how to mend
    /// what is wrong. Changes nothing.
    Doctor,
    /// Write the embedded database and its files into one file, also beside the running server; then look through it.
    Backup {
        /// The file to be made.
        file: PathBuf,
        /// Put the master key into it, too: then whoever has the file can read everything.
        #[arg(long)]
        with_key: bool,
    },
    /// Put back what a backup holds. The server must not run.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Put aside what is there now.
        #[arg(long)]
        replace: bool,
    },
    /// Write a whole workspace into a folder, also beside the running server: for `import` on either engine. Cut off, a
    /// repeat goes on: contents of files stay, rows are written anew.
    Export {
        /// The folder to be made: new, empty, or of an export that was cut off.
        dir: PathBuf,
        /// The workspace's name or id, where there are several.
        #[arg(long, value_name = "NAME")]
        workspace: Option<String>,
    },
    /// Bring in a workspace that was exported, into a database that does not have it. No server must work on it. Looks
    /// through all of the folder before, and reads everything back afterwards; cut off, a repeat goes on.
    Import {
        /// The folder of the export.
        dir: PathBuf,
    },
    /// Print a new master key.
    Secret,
    /// Print the OpenAPI document.
    Openapi,
    /// Check the audit trail of every workspace; names the first row that does not fit.
    VerifyAudit,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub(crate) enum Direction {
    /// Take all steps that are missing.
    Up,
    /// Step back. What the steps hold that are taken back is lost: the embedded database is copied before.
    Down {
        /// The step that is to be the newest afterwards; one step back when left out.
        #[arg(long, value_name = "N")]
        to: Option<i64>,
        /// Yes, lose what those steps hold.
        #[arg(long)]
        lose_data: bool,
    },
    /// Say which steps have been taken.
    Status,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WorkspaceDeed {
    /// Make a further workspace.
    Create {
        /// Its name.
        name: String,
        /// E-mail address of its owner.
        #[arg(long, value_name = "EMAIL")]
        owner: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SecondStepDeed {
    /// Switch it off for who lost both device and recovery codes, and sign them out everywhere. Goes into the trail.
    Off {
        /// E-mail address of their account.
        email: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseDeed {
    /// Make the serving role and its database, by an administrator's address. Role, password and database
    /// are those of DATABASE_URL, where it is set.
    Init {
        /// Address of a role that may make roles and databases.
        admin_url: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory as _;
        Cli::command().debug_assert();
        let cli = Cli::parse_from(["antiphon", "demo", "--listen", "127.0.0.1:0", "--json"]);
        assert!(matches!(cli.command, Some(Command::Demo { json: true })));
        assert_eq!(cli.settings.listen.map(|listen| listen.port()), Some(0));
    }
}
