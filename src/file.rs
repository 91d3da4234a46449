//! Files that are old or new, never torn.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file as a whole: a new one beside it is written, flushed and renamed, and the folder flushed. Readable by
/// the owner only.
///
/// # Errors
/// Any I/O error; the old file is untouched then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = Path::new(&beside);
    let written = write_new(beside, bytes).and_then(|()| fs::rename(beside, path));
    if let Err(error) = written {
        // The half-written one is of no use; whether it can be removed changes nothing.
        let _ = fs::remove_file(beside);
        return Err(error);
    }
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Replaces a file like [`replace`], unless it holds these bytes already: what is durable need not be written again.
///
/// # Errors
/// Any I/O error; the old file is untouched then.
pub fn replace_if_changed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::read(path) {
        Ok(old) if old == bytes => Ok(()),
        Ok(_) | Err(_) => replace(path, bytes),
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // One left by a crash may be readable by others: it is removed, never written into.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a folder that only its owner can open.
///
/// # Errors
/// Any I/O error.
pub fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
