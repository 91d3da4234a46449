//! Which of the keyring's entries belong to a data folder: the tills of one login share the keyring and no secret.
//!
//! The name of a folder's entries is noted in the folder, so that it moves with it, and follows from the folder's place,
//! so that a folder that was emptied finds its entries again.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::name::SecretName;

/// The note in the data folder.
const NOTE: &str = "keyring";
/// What follows the name in the note of a folder that is older than names.
const OLDER: &str = " older";
/// What a folder that was used before this version holds.
const USED: [&str; 3] = ["ringup.toml", "journal.db", "test/journal.db"];
/// Bytes of a digest that make a name.
const DIGEST_BYTES: usize = 8;

/// The entries of one data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shelf {
    name: String,
    /// Whether the folder's secrets may still lie under the names every folder shared once.
    older: bool,
}

impl Shelf {
    /// The entries of a folder, by its note, or noted now. A folder that cannot be written keeps no note; its name stays the
    /// same as long as it stays where it is.
    pub(super) fn of(folder: &Path) -> Self {
        let noted = std::fs::read_to_string(folder.join(NOTE)).ok().and_then(|text| Self::parse(text.trim_end()));
        if let Some(shelf) = noted {
            return shelf;
        }
        let shelf = Self { name: name_of(folder), older: USED.iter().any(|file| folder.join(file).exists()) };
        if folder.is_dir()
            && let Err(error) = crate::file::replace(&folder.join(NOTE), shelf.note().as_bytes())
        {
            tracing::warn!(%error, "the name of this folder's secrets cannot be noted");
        }
        shelf
    }

    fn parse(text: &str) -> Option<Self> {
        let (name, older) = text.strip_suffix(OLDER).map_or((text, false), |name| (name, true));
        let digits = name.strip_prefix("till-")?;
        let fits = digits.len() == 2 * DIGEST_BYTES && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self { name: name.to_owned(), older })
    }

    fn note(&self) -> String {
        format!("{}{}\n", self.name, if self.older { OLDER } else { "" })
    }

    /// Where a secret lies.
    pub(super) fn entry(&self, secret: &SecretName) -> String {
        format!("{}/{secret}", self.name)
    }

    /// Where an earlier version put it; none where no earlier version was at work.
    pub(super) fn older_entry(&self, secret: &SecretName) -> Option<String> {
        self.older.then(|| secret.to_string())
    }
}

fn name_of(folder: &Path) -> String {
    let place = folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned());
    let digest = Sha256::digest(place.as_os_str().as_encoded_bytes());
    format!("till-{}", hex::encode(&digest[..DIGEST_BYTES]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_66_two_folders_have_names_of_their_own_and_keep_them() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let shelf = Shelf::of(one.path());
        assert_eq!(shelf, Shelf::of(one.path()));
        assert_ne!(shelf.entry(&SecretName::Identity), Shelf::of(other.path()).entry(&SecretName::Identity));
        assert_eq!(shelf.older_entry(&SecretName::Identity), None, "a new folder has no part in what was shared");
        let moved = other.path().join("moved");
        std::fs::create_dir(&moved).unwrap();
        std::fs::rename(one.path().join(NOTE), moved.join(NOTE)).unwrap();
        assert_eq!(Shelf::of(&moved), shelf, "the name moves with the folder");
        assert_eq!(Shelf::of(one.path()), shelf, "an emptied folder finds its entries again");
    }

    #[test]
    fn till_66_a_folder_of_an_earlier_version_still_finds_what_it_kept() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("ringup.toml"), "").unwrap();
        let shelf = Shelf::of(folder.path());
        assert_eq!(shelf.older_entry(&SecretName::JournalKey).as_deref(), Some("journal-key"));
        assert_eq!(Shelf::of(folder.path()), shelf, "the note says so too");
    }

    #[test]
    fn a_note_that_cannot_be_read_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::of(folder.path());
        for spoilt in ["", "till-", "till-zzzzzzzzzzzzzzzz", "../../elsewhere"] {
            std::fs::write(folder.path().join(NOTE), spoilt).unwrap();
            assert_eq!(Shelf::of(folder.path()), shelf, "{spoilt:?}");
        }
        assert_eq!(Shelf::of(&folder.path().join("not there")).older_entry(&SecretName::Identity), None);
    }
}
