//! Where a journal lives, and whose it is.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::domain::money::Currency;

/// The folder of one book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// A book in a folder, which need not exist yet.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
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

    /// Whether a book is there already.
    #[must_use]
    pub fn has_book(&self) -> bool {
        fs::metadata(self.file()).is_ok_and(|meta| meta.len() > 0)
    }

    /// Makes the folder, mode 0700. A folder that is there keeps its mode: it may be shared on purpose.
    pub(crate) fn make_folder(&self) -> std::io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder)
    }

    /// Flushes the folder itself, so that a new file's name survives a power cut.
    pub(crate) fn sync_folder(&self) -> std::io::Result<()> {
        if cfg!(unix) { File::open(&self.folder)?.sync_all() } else { Ok(()) }
    }
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
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let found = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        // The kernel writes a space in a path as \040.
        let point = PathBuf::from(words.next()?.replace("\\040", " "));
        folder.starts_with(&point).then_some((point.as_os_str().len(), words.next()?))
    });
    // Of equal mount points the later one covers the earlier.
    let (_, kind) = found.max_by_key(|(length, _)| *length)?;
    NETWORK.contains(&kind).then(|| kind.to_owned())
}
