//! CSV as RFC 4180 has it, in UTF-8: one file per table, and the journal as one JSON object per line.

use std::borrow::Cow;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::value::RawValue;

use super::cell::Cell;
use super::error::ExportError;
use super::past::Past;
use super::sign::guarded;
use super::table::Table;
use crate::domain::day::Period;
use crate::domain::entry::Hash;
use crate::domain::time::Stamp;
use crate::file::Draft;

/// The files in the making.
#[derive(Debug)]
pub struct Files {
    tables: Vec<(Table, csv::Writer<Draft>)>,
    journal: Option<BufWriter<Draft>>,
    paths: Vec<PathBuf>,
}

/// An entry as it stands in `journal.ndjson`.
#[derive(Debug, Clone, Copy)]
pub struct JournalLine<'a> {
    /// Its number.
    pub seq: u64,
    /// What kind of fact it is.
    pub kind: u16,
    /// The kind in words.
    pub name: &'a str,
    /// When it was written.
    pub stamp: Stamp,
    /// Who wrote it.
    pub actor: u32,
    /// Whether in training.
    pub training: bool,
    /// The stored bytes.
    pub payload: &'a [u8],
    /// Its place in the chain.
    pub hash: Hash,
}

#[derive(Serialize)]
struct Line<'a> {
    seq: u64,
    kind: u16,
    name: &'a str,
    at: String,
    actor: u32,
    training: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    fact: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<String>,
    hash: String,
}

impl Files {
    /// Begins a folder with a file per table and the journal; the folder is made where it is missing.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn folder(path: &Path) -> Result<Self, ExportError> {
        std::fs::create_dir_all(path)?;
        let mut files = Self { tables: Vec::new(), journal: None, paths: Vec::new() };
        for table in Table::ALL {
            files.table(table, path.join(format!("{}.csv", table.name())))?;
        }
        let journal = path.join("journal.ndjson");
        files.journal = Some(BufWriter::new(Draft::beside(&journal)?));
        files.paths.push(journal);
        Ok(files)
    }

    /// Begins one file with the sales alone.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn sales(path: &Path) -> Result<Self, ExportError> {
        let mut files = Self { tables: Vec::new(), journal: None, paths: Vec::new() };
        files.table(Table::Sales, path.to_owned())?;
        Ok(files)
    }

    fn table(&mut self, table: Table, path: PathBuf) -> Result<(), ExportError> {
        let draft = Draft::beside(&path)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(draft);
        writer.write_record(table.columns())?;
        self.tables.push((table, writer));
        self.paths.push(path);
        Ok(())
    }

    /// Writes what one sale gives.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn add(&mut self, past: &Past, period: &Period) -> Result<(), ExportError> {
        for (table, writer) in &mut self.tables {
            for row in table.rows(past, period) {
                for cell in &row {
                    writer.write_field(field(cell).as_bytes())?;
                }
                writer.write_record(None::<&[u8]>)?;
            }
        }
        Ok(())
    }

    /// Whether the journal goes along.
    #[must_use]
    pub fn wants_journal(&self) -> bool {
        self.journal.is_some()
    }

    /// Writes one entry of the journal.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn add_entry(&mut self, entry: JournalLine<'_>) -> Result<(), ExportError> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        let fact = std::str::from_utf8(entry.payload).ok().and_then(|text| serde_json::from_str(text).ok());
        let line = Line {
            seq: entry.seq,
            kind: entry.kind,
            name: entry.name,
            at: entry.stamp.at.rfc3339(entry.stamp.offset_min),
            actor: entry.actor,
            training: entry.training,
            fact,
            bytes: fact.is_none().then(|| hex::encode(entry.payload)),
            hash: entry.hash.to_string(),
        };
        serde_json::to_writer(&mut *journal, &line).map_err(std::io::Error::from)?;
        Ok(journal.write_all(b"\n")?)
    }

    /// Puts the files in their places and names them.
    ///
    /// # Errors
    /// [`ExportError::Io`].
    pub fn finish(self) -> Result<Vec<PathBuf>, ExportError> {
        let mut drafts = Vec::new();
        for (_, writer) in self.tables {
            drafts.push(writer.into_inner().map_err(|error| error.into_error())?);
        }
        if let Some(journal) = self.journal {
            drafts.push(journal.into_inner().map_err(std::io::IntoInnerError::into_error)?);
        }
        drafts.into_iter().try_for_each(Draft::finish)?;
        Ok(self.paths)
    }
}

/// A cell as a field: numbers and dates bare, text guarded.
fn field<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => Cow::Borrowed(""),
        Cell::Text(text) => guarded(text),
        Cell::Count(count) => Cow::Owned(count.to_string()),
        Cell::Money(money) => Cow::Owned(money.to_plain()),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Moment(at, offset) => Cow::Owned(at.rfc3339(*offset)),
    }
}
