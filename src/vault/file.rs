//! Files that are either as before or as meant, and only their owner's.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::error::VaultError;

/// Bytes a vault's file may have; a larger one is not ours.
const FILE_MAX: u64 = 1 << 20;

/// Names and secret texts; the values are wiped when dropped.
pub(crate) type Secrets = BTreeMap<String, Zeroizing<String>>;

/// Reads a file; none when it is not there.
pub(crate) fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(FILE_MAX + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > FILE_MAX {
        return Err(VaultError::Corrupt("it is too large"));
    }
    Ok(Some(bytes))
}

/// Replaces a file as a whole, making its folder where it is missing.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    Ok(crate::file::replace(path, bytes)?)
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Reads names and secrets from JSON.
pub(crate) fn decode(json: &[u8]) -> Result<Secrets, VaultError> {
    // serde's own words could repeat what it read.
    let plain: BTreeMap<String, String> =
        serde_json::from_slice(json).map_err(|_| VaultError::Corrupt("it does not hold secrets"))?;
    Ok(plain.into_iter().map(|(name, text)| (name, Zeroizing::new(text))).collect())
}

/// Writes names and secrets as JSON.
pub(crate) fn encode(secrets: &Secrets) -> Zeroizing<Vec<u8>> {
    let plain: BTreeMap<&str, &str> = secrets.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    // Room enough from the start: a growing buffer would leave copies behind.
    let room = plain.iter().map(|(name, text)| 6 * (name.len() + text.len()) + 8).sum::<usize>() + 8;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *bytes, &plain).expect("text becomes JSON, and a buffer takes it");
    bytes
}
