//! Files that are old or new, never torn.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Replaces a file as a whole: a new one beside it is written, flushed and renamed, and the folder flushed. Readable by
/// the owner only.
///
/// # Errors
/// Any I/O error; the old file is untouched then.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = Draft::beside(path)?;
    draft.write_all(bytes)?;
    draft.finish()
}

/// A new file in the making, beside the one it will replace. It takes its place only when it is [finished]; dropped
/// before, it is gone and the old one untouched. Readable by the owner only.
///
/// [finished]: Draft::finish
#[derive(Debug)]
pub struct Draft {
    file: File,
    beside: PathBuf,
    target: PathBuf,
    is_placed: bool,
}

impl Draft {
    /// Begins a new file for `path`.
    ///
    /// # Errors
    /// Any I/O error.
    pub fn beside(path: &Path) -> io::Result<Self> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.tmp", std::process::id()));
        let beside = PathBuf::from(beside);
        Ok(Self { file: new_file(&beside)?, beside, target: path.to_owned(), is_placed: false })
    }

    /// Where it lies until it is finished.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.beside
    }

    /// Flushes it to the disk and puts it in its place, then flushes the folder.
    ///
    /// # Errors
    /// Any I/O error; the old file is untouched then.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.beside, &self.target)?;
        self.is_placed = true;
        let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.is_placed {
            // The half-written one is of no use; whether it can be removed changes nothing.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Draft {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
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

fn new_file(path: &Path) -> io::Result<File> {
    // One left by a crash may be readable by others: it is removed, never written into.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
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
