//! Where a journal lives, and whose it is.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::domain::money::Currency;

/// The folder of one book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
    backups: Option<PathBuf>,
}

impl Place {
    /// A book in a folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), backups: None }
    }

    /// The same book with its backups in another folder.
    #[must_use]
    pub fn with_backups(self, folder: impl Into<PathBuf>) -> Self {
        Self { backups: Some(folder.into()), ..self }
    }

    /// The folder of its backups: `backups` beside the book, unless another was named.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.backups.clone().unwrap_or_else(|| self.folder.join("backups"))
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.folder.join("journal.db")
    }

    /// The lock beside it.
    #[must_use]
    pub fn lock_file(&self) -> PathBuf {
        self.folder.join("journal.lock")
    }

    /// The till's own note of the highest head it wrote.
    #[must_use]
    pub fn head_file(&self) -> PathBuf {
        self.folder.join("journal.head")
    }

    /// The database and what SQLite keeps beside it.
    #[must_use]
    pub fn files(&self) -> [PathBuf; 3] {
        ["journal.db", "journal.db-wal", "journal.db-shm"].map(|name| self.folder.join(name))
    }

    /// Bytes a program may still write to the book's disk; none where the system does not say.
    #[must_use]
    pub fn room(&self) -> Option<u64> {
        room(&self.folder)
    }

    /// Whether a book is there already.
    #[must_use]
    pub fn has_book(&self) -> bool {
        fs::metadata(self.file()).is_ok_and(|meta| meta.len() > 0)
    }

    /// Makes the folder, mode 0700. A folder that is there keeps its mode: it may be shared on purpose.
    pub(crate) fn make_folder(&self) -> std::io::Result<()> {
        make_private_folder(&self.folder)
    }

    /// Flushes the folder itself, so that a new file's name survives a power cut.
    pub(crate) fn sync_folder(&self) -> std::io::Result<()> {
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }
}

/// Makes a folder, mode 0700, and those above it.
pub(crate) fn make_private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Free bytes below which no sale is begun.
pub const ROOM_STOP: u64 = 64 << 20;
/// Free bytes below which no backup is made.
pub const ROOM_KEEP: u64 = 256 << 20;
/// Free bytes below which the owner is warned.
pub const ROOM_WARN: u64 = 1 << 30;

/// Bytes a program may still write where a folder is.
#[cfg(unix)]
pub(crate) fn room(folder: &Path) -> Option<u64> {
    let told = rustix::fs::statvfs(folder).ok()?;
    Some(told.f_bavail.saturating_mul(told.f_frsize))
}

/// Elsewhere the system is not asked; a full disk is noticed when a write fails.
#[cfg(not(unix))]
pub(crate) fn room(_folder: &Path) -> Option<u64> {
    None
}

/// Opens or makes a file only its owner can read, mode 0600, and tightens one that is wider.
pub(crate) fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
}

/// What a new book is told about itself, and what an old one is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birth {
    /// The shop's name.
    pub shop: String,
    /// The shop's currency.
    pub currency: Currency,
    /// `practice`, `test` or `live`.
    pub environment: String,
    /// The till's name: 16 random bytes as 32 hex characters.
    pub terminal: String,
    /// The program's version.
    pub version: String,
}

/// File systems whose locks or flushes cannot be trusted, by the names the kernel gives them.
const NETWORK: [&str; 9] = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "fuse.sshfs", "ceph"];

/// The kind of network file system a folder is on, if it is one. Only Linux says so here.
pub(crate) fn network_file_system(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let (_, kind) = mount(&fs::read_to_string("/proc/self/mounts").ok()?, &folder)?;
    NETWORK.contains(&kind.as_str()).then_some(kind)
}

/// The device a folder is on, if that device can be pulled out. Only Linux says so here.
#[must_use]
pub fn removable(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let (device, _) = mount(&fs::read_to_string("/proc/self/mounts").ok()?, &folder)?;
    let name = Path::new(&device).canonicalize().ok()?.file_name()?.to_str()?.to_owned();
    removable_device(Path::new("/sys/class/block"), &name).then_some(name)
}

/// Whether the block device, or the one it is a part of, says that it is removable.
fn removable_device(blocks: &Path, name: &str) -> bool {
    let says = |path: PathBuf| fs::read_to_string(path).is_ok_and(|text| text.trim() == "1");
    let Ok(own) = blocks.join(name).canonicalize() else { return false };
    says(own.join("removable")) || own.parent().is_some_and(|whole| says(whole.join("removable")))
}

/// Device and kind of the mount a folder is on.
fn mount(mounts: &str, folder: &Path) -> Option<(String, String)> {
    let found = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let device = words.next()?;
        // The kernel writes a space in a path as \040.
        let point = PathBuf::from(words.next()?.replace("\\040", " "));
        let kind = words.next()?;
        folder.starts_with(&point).then_some((point.as_os_str().len(), (device.to_owned(), kind.to_owned())))
    });
    // Of equal mount points the later one covers the earlier.
    found.max_by_key(|(length, _)| *length).map(|(_, told)| told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides_and_the_later_of_two() {
        let mounts =
            "/dev/sda1 / ext4 rw 0 0\nnas:/shop /mnt/my\\040shop nfs4 rw 0 0\n/dev/sdb1 /mnt/my\\040shop vfat rw 0 0\n";
        let on = |folder: &str| mount(mounts, Path::new(folder)).unwrap();
        assert_eq!(on("/srv/till").1, "ext4");
        assert_eq!(on("/mnt/my shop/book"), ("/dev/sdb1".to_owned(), "vfat".to_owned()));
        let above = mounts.replace("/dev/sdb1", "#").replace("# /mnt/my\\040shop", "/dev/sdb1 /elsewhere");
        assert!(NETWORK.contains(&mount(&above, Path::new("/mnt/my shop/book")).unwrap().1.as_str()));
    }

    #[test]
    fn a_part_of_a_stick_is_as_removable_as_the_stick() {
        let dir = tempfile::tempdir().unwrap();
        for (device, removable) in [("sdb", "1\n"), ("sda", "0\n")] {
            let part = dir.path().join(device).join(format!("{device}1"));
            fs::create_dir_all(&part).unwrap();
            fs::write(dir.path().join(device).join("removable"), removable).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(&part, dir.path().join(format!("{device}1"))).unwrap();
        }
        #[cfg(unix)]
        assert!(removable_device(dir.path(), "sdb1") && removable_device(dir.path(), "sdb"));
        assert!(!removable_device(dir.path(), "sda1") && !removable_device(dir.path(), "none"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_could_read_is_tightened() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("journal.db");
        fs::write(&path, "kept").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        drop(private_file(&path).unwrap());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
    }

    #[test]
    fn a_folder_says_what_room_it_has_and_that_it_cannot_be_pulled_out() {
        let dir = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        assert!(Place::new(dir.path()).room().is_some_and(|free| free > 1), "a folder with nothing in it");
        assert_eq!(removable(dir.path()), None);
    }
}
