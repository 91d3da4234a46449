//! Writing an archive: entry by entry, in constant memory.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::form::{CLOSINGS, ENTRIES, GENESIS, Line, MANIFEST, Manifest, PUBLIC_KEY, SIGNATURE, TURNS, signed_hash};
use crate::domain::entry::Hash;
use crate::export::error::ExportError;
use crate::file;

/// The archive in the making.
#[derive(Debug)]
pub struct Draft {
    zip: ZipWriter<BufWriter<file::Draft>>,
    entries: Sha256,
    sha256: BTreeMap<String, String>,
    /// One a day at most: they wait until the entries are through.
    closings: Vec<u8>,
}

impl Draft {
    /// Begins an archive for `path` with the book's public key, first entry and turns.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn new(path: &Path, public_key: &str, genesis: &Line, turns: &[Line]) -> Result<Self, ExportError> {
        let zip = ZipWriter::new(BufWriter::new(file::Draft::beside(path)?));
        let mut draft = Self { zip, entries: Sha256::new(), sha256: BTreeMap::new(), closings: Vec::new() };
        draft.member(PUBLIC_KEY, format!("{public_key}\n").as_bytes())?;
        draft.member(GENESIS, &bytes(genesis)?)?;
        if !turns.is_empty() {
            let lines = turns.iter().map(bytes).collect::<Result<Vec<_>, _>>()?;
            draft.member(TURNS, &lines.concat())?;
        }
        draft.zip.start_file(ENTRIES, plain().large_file(true))?;
        Ok(draft)
    }

    /// Writes the next entry of the period.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn add(&mut self, line: &Line) -> Result<(), ExportError> {
        let bytes = bytes(line)?;
        self.zip.write_all(&bytes)?;
        self.entries.update(&bytes);
        if line.is_closing() {
            self.closings.extend(&bytes);
        }
        Ok(())
    }

    /// Writes closings and manifest and has it signed. What is left is to look it over and put it in its place.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn finish(
        mut self,
        manifest: Manifest,
        sign: impl FnOnce(&Hash) -> [u8; 64],
    ) -> Result<file::Draft, ExportError> {
        self.sha256.insert(ENTRIES.to_owned(), hex::encode(std::mem::take(&mut self.entries).finalize()));
        let closings = std::mem::take(&mut self.closings);
        if !closings.is_empty() {
            self.member(CLOSINGS, &closings)?;
        }
        let manifest = Manifest { sha256: std::mem::take(&mut self.sha256), ..manifest };
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::from)?;
        text.push(b'\n');
        self.member(MANIFEST, &text)?;
        self.member(SIGNATURE, format!("{}\n", hex::encode(sign(&signed_hash(&text)))).as_bytes())?;
        Ok(self.zip.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?)
    }

    fn member(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.zip.start_file(name, plain())?;
        self.zip.write_all(bytes)?;
        self.sha256.insert(name.to_owned(), hex::encode(Sha256::digest(bytes)));
        Ok(())
    }
}

/// Not compressed, and without a moment of its own: the manifest has one.
fn plain() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).last_modified_time(DateTime::DEFAULT)
}

fn bytes(line: &Line) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec(line).map_err(std::io::Error::from)?;
    bytes.push(b'\n');
    Ok(bytes)
}
