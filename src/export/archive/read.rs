//! Reading an archive that nobody vouches for yet.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use zip::ZipArchive;
use zip::read::ZipReadOptions;

use super::form::{ENTRIES, FORM, GENESIS, Line, MANIFEST, Manifest, PUBLIC_KEY, SIGNATURE, signed_hash};
use crate::domain::entry::Hash;

/// Bytes a member other than the entries may have.
const MEMBER_MAX: u64 = 64 << 20;
/// Bytes one entry's line may have.
const LINE_MAX: u64 = 256 << 20;

/// A member that is missing or cannot be read as what it should be; the whole file where it is no archive at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// An open archive.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    manifest: Vec<u8>,
}

impl Archive {
    /// Opens a file.
    ///
    /// # Errors
    /// [`Unreadable`] when it is no archive or has no manifest.
    pub fn open(path: &Path) -> Result<Self, Unreadable> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let whole = |_| Unreadable(name.clone());
        let file = File::open(path).map_err(|_| Unreadable(name.clone()))?;
        let mut archive = Self { zip: ZipArchive::new(BufReader::new(file)).map_err(whole)?, manifest: Vec::new() };
        archive.manifest = archive.member(MANIFEST)?;
        Ok(archive)
    }

    /// The manifest, whoever wrote it.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn manifest(&self) -> Result<Manifest, Unreadable> {
        let manifest: Option<Manifest> = serde_json::from_slice(&self.manifest).ok();
        manifest.filter(|manifest| manifest.form == FORM).ok_or_else(|| Unreadable(MANIFEST.to_owned()))
    }

    /// What was signed, and the signature.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn signature(&mut self) -> Result<(Hash, [u8; 64]), Unreadable> {
        let text = self.member(SIGNATURE)?;
        let mut sig = [0; 64];
        hex::decode_to_slice(text.trim_ascii(), &mut sig).map_err(|_| Unreadable(SIGNATURE.to_owned()))?;
        Ok((signed_hash(&self.manifest), sig))
    }

    /// The public key beside the manifest, in lower case.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn public_key(&mut self) -> Result<String, Unreadable> {
        let text = self.member(PUBLIC_KEY)?;
        let mut key = [0; 32];
        hex::decode_to_slice(text.trim_ascii(), &mut key).map_err(|_| Unreadable(PUBLIC_KEY.to_owned()))?;
        Ok(hex::encode(key))
    }

    /// The book's first entry.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn genesis(&mut self) -> Result<Line, Unreadable> {
        let bytes = self.member(GENESIS)?;
        serde_json::from_slice(&bytes).map_err(|_| Unreadable(GENESIS.to_owned()))
    }

    /// Hands every entry to `each` and answers SHA-256 of the member. A line that is no entry is handed on as none.
    ///
    /// # Errors
    /// [`Unreadable`], and whatever `each` says, which ends the reading.
    pub fn entries<E: From<Unreadable>>(
        &mut self,
        mut each: impl FnMut(Option<Line>) -> Result<(), E>,
    ) -> Result<String, E> {
        let unreadable = || Unreadable(ENTRIES.to_owned());
        // A checksum of 32 bits proves nothing the manifest does not prove better, and would hide which entry is damaged.
        let options = ZipReadOptions::new().ignore_crc32(true);
        let member = self.zip.by_name_with_options(ENTRIES, options).map_err(|_| unreadable())?;
        let mut lines = BufReader::with_capacity(1 << 16, member);
        let (mut hash, mut bytes) = (Sha256::new(), Vec::new());
        loop {
            bytes.clear();
            lines.by_ref().take(LINE_MAX).read_until(b'\n', &mut bytes).map_err(|_| unreadable())?;
            if bytes.is_empty() {
                return Ok(hex::encode(hash.finalize()));
            }
            hash.update(&bytes);
            each(serde_json::from_slice(&bytes).ok())?;
        }
    }

    /// The lines of a small member, such as the closings; none where there is no such member.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn lines(&mut self, name: &str) -> Result<Vec<Line>, Unreadable> {
        if self.zip.index_for_name(name).is_none() {
            return Ok(Vec::new());
        }
        let bytes = self.member(name)?;
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(serde_json::from_slice);
        lines.collect::<Result<_, _>>().map_err(|_| Unreadable(name.to_owned()))
    }

    /// The names of all members.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.zip.file_names().map(|name| name.map_or_else(|_| String::new(), |name| name.into_owned()))
    }

    /// SHA-256 of a small member.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn sha256(&mut self, name: &str) -> Result<String, Unreadable> {
        Ok(hex::encode(Sha256::digest(self.member(name)?)))
    }

    fn member(&mut self, name: &str) -> Result<Vec<u8>, Unreadable> {
        let unreadable = || Unreadable(name.to_owned());
        let options = ZipReadOptions::new().ignore_crc32(true);
        let member = self.zip.by_name_with_options(name, options).map_err(|_| unreadable())?;
        let mut bytes = Vec::new();
        member.take(MEMBER_MAX).read_to_end(&mut bytes).map_err(|_| unreadable())?;
        Ok(bytes)
    }
}
