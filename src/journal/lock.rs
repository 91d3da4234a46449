//! One instance per book: a locked file that names its holder. The lock goes with the process, however it ends.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};

use super::error::{Holder, OpenError};
use super::place::{Place, private_file};
use crate::domain::time::Timestamp;

/// The lock; given back when dropped.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock at once or says who has it.
    pub(crate) fn take(place: &Place, now: Timestamp) -> Result<Self, OpenError> {
        let mut file = private_file(&place.lock_file())?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(OpenError::Held(holder(&mut file))),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        file.rewind()?;
        writeln!(file, "{} {}", std::process::id(), now.0)?;
        Ok(Self { _file: file })
    }
}

/// Says who has a book open, without taking or making anything. What is free now may be taken a moment later.
///
/// # Errors
/// [`OpenError::Held`]; [`OpenError::Store`] when the lock cannot be looked at.
pub fn check_free(place: &Place) -> Result<(), OpenError> {
    let mut file = match File::open(place.lock_file()) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(OpenError::Held(holder(&mut file))),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Reads `pid since_ms`; none in the moment between taking the lock and signing it.
fn holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.take(64).read_to_string(&mut text).ok()?;
    let (pid, since) = text.trim().split_once(' ')?;
    Some(Holder { pid: pid.parse().ok()?, since: Timestamp(since.parse().ok()?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_64_whether_a_book_is_free_is_said_without_taking_it() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path());
        assert_eq!(check_free(&place), Ok(()), "nobody was ever here");
        let lock = Lock::take(&place, Timestamp(7)).unwrap();
        let holder = Holder { pid: std::process::id(), since: Timestamp(7) };
        assert_eq!(check_free(&place), Err(OpenError::Held(Some(holder))));
        drop(lock);
        assert_eq!(check_free(&place), Ok(()));
        std::fs::write(folder.path().join("file"), "").unwrap();
        let nowhere = Place::new(folder.path().join("file"));
        assert!(
            matches!(check_free(&nowhere), Err(OpenError::Store(_))),
            "a lock that cannot be looked at is not free"
        );
    }
}
