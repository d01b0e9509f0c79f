//! The list of an export: what it is of, which parts it has, and the sums that they must have. Signed with a key that
//! comes from the installation's, so that nobody adds an admin to it on the way.

use antiphon_base::secret::{MasterKey, hex, hmac_sha256};
use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Migrations;
use serde::{Deserialize, Serialize};

use super::tables::TABLES;
use crate::ids::WorkspaceId;

/// Of another form of export, the reader says so instead of guessing.
pub const FORMAT: u32 = 1;
/// The list's name in the folder: it is written last, so a folder that has it is whole.
pub const MANIFEST: &str = "manifest.json";

/// What an export says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of the folder.
    pub format: u32,
    /// The version that wrote it.
    pub version: String,
    /// The newest step of the schema that its rows are of.
    pub schema: i64,
    /// The engine that they come from.
    pub engine: String,
    /// Whose they are.
    pub workspace: Named,
    /// Tells whether it was written under the same master key.
    pub key_check: String,
    /// When it was begun: the moment that the rows are of.
    pub started_at: Timestamp,
    /// When it was whole.
    pub finished_at: Timestamp,
    /// The rows.
    pub tables: Vec<TableList>,
    /// What the files consist of.
    pub contents: ContentsList,
    /// Signs all of it.
    pub signature: String,
}

/// The workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
}

/// The rows of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableList {
    /// Its name.
    pub name: String,
    /// How many there are.
    pub rows: u64,
    /// SHA-256 of all lines, one part after the other.
    pub sha256: String,
    /// Where they are.
    pub parts: Vec<PartList>,
}

/// A file with lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartList {
    /// Its name in the folder.
    pub file: String,
    /// Its lines.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
}

/// The contents of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentsList {
    /// The file that names them, a line each, with their sums.
    pub list: PartList,
    /// Their bytes together.
    pub bytes: u64,
    /// How many were gone when they were to be copied: files that were given up meanwhile.
    pub missing: u64,
}

impl Manifest {
    /// Signs it.
    pub(super) fn sign(&mut self, master: &MasterKey) {
        self.signature = self.signature_under(master);
    }

    /// Reads one that this version can bring in, under this key.
    ///
    /// # Errors
    /// `Invalid` with the field and what is wrong with it.
    pub(super) fn read(text: &str, master: &MasterKey) -> Result<Self> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let no_list = |error: serde_json::Error| Error::invalid(MANIFEST, format!("is no list of an export: {error}"));
        let form: Form = serde_json::from_str(text).map_err(no_list)?;
        if form.format != FORMAT {
            let why = format!("is {}, this version reads {FORMAT}; export again with this version", form.format);
            return Err(Error::invalid("manifest.json: format", why));
        }
        let manifest: Self = serde_json::from_str(text).map_err(no_list)?;
        manifest.check(master)?;
        Ok(manifest)
    }

    fn check(&self, master: &MasterKey) -> Result<()> {
        if self.key_check != key_check(master) {
            return Err(Error::invalid(
                "manifest.json: key_check",
                "is of another master key. What is sealed opens, and the audit trail holds, under that one only: give it (setting `secret`, or its secret.key in the data folder)",
            ));
        }
        if self.signature != self.signature_under(master) {
            return Err(Error::invalid("manifest.json: signature", "does not fit: the list was altered"));
        }
        let newest = Migrations::newest();
        if self.schema != newest {
            let why = format!(
                "is {}, written by version {}; this version's is {newest}. Bring the one that exports to this version, and export again",
                self.schema, self.version
            );
            return Err(Error::invalid("manifest.json: schema", why));
        }
        let names: Vec<&str> = self.tables.iter().map(|table| table.name.as_str()).collect();
        if names != TABLES.iter().map(|table| table.name).collect::<Vec<_>>() {
            return Err(Error::invalid("manifest.json: tables", "are not those of this version; export again with it"));
        }
        Ok(())
    }

    fn signature_under(&self, master: &MasterKey) -> String {
        let plain = Self { signature: String::new(), ..self.clone() };
        let text = serde_json::to_vec(&plain).expect("names, numbers and times always serialise");
        hex(&hmac_sha256(&master.derive("workspace-export"), &text))
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The rows of one table.
    pub fn rows_of(&self, name: &str) -> u64 {
        self.tables.iter().filter(|table| table.name == name).map(|table| table.rows).sum()
    }

    /// All bytes, rows and contents.
    pub fn bytes(&self) -> u64 {
        self.parts().map(|part| part.bytes).sum::<u64>() + self.contents.bytes
    }

    /// Every file with lines.
    pub(super) fn parts(&self) -> impl Iterator<Item = &PartList> {
        self.tables.iter().flat_map(|table| &table.parts).chain([&self.contents.list])
    }
}

/// A value that only this master key gives, and that tells nothing of it.
pub(super) fn key_check(master: &MasterKey) -> String {
    hex(&master.derive("workspace-export-key-check"))
}
