//! What every command takes: where the books are, which ones, and how to answer.

use std::path::PathBuf;

use super::exit::Failure;
use crate::service::start::{self, Mode};

/// What every command takes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Common {
    /// Where journal, settings and backups live [default: the system's place for program data, or $RINGUP_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Use the built-in practice gateway, with books of its own
    #[arg(long, global = true)]
    pub(crate) practice: bool,
    /// Machine output: one JSON object, or one per line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Read the passphrase of the sealed secrets file from this file (where there is no system keyring)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl Common {
    /// The data folder asked for, or the system's.
    pub(crate) fn data_dir(&self) -> Result<PathBuf, Failure> {
        let asked = self.data_dir.clone().or_else(|| std::env::var_os("RINGUP_DATA_DIR").map(PathBuf::from));
        asked.or_else(start::default_data_dir).ok_or_else(|| {
            Failure::usage("There is no home folder to keep the books in. Name one with --data-dir DIR.")
        })
    }

    /// How to open the till for a command.
    pub(crate) fn options(&self) -> Result<start::Options, Failure> {
        let passphrase = match &self.passphrase_file {
            Some(path) => Some(read_passphrase(path)?),
            None => None,
        };
        let mode = if self.practice { Mode::Practice } else { Mode::Shop };
        Ok(start::Options { data_dir: self.data_dir()?, mode, passphrase })
    }
}

fn read_passphrase(path: &std::path::Path) -> Result<crate::secret::Secret, Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Failure::usage(&format!("--passphrase-file {}: {error}", path.display())))?;
    let trimmed = text.trim_end_matches(['\r', '\n']);
    if trimmed.is_empty() {
        return Err(Failure::usage(&format!("--passphrase-file {}: the file is empty", path.display())));
    }
    Ok(crate::secret::Secret::new(trimmed))
}
