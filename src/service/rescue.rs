//! A book that does not open: what its owner can choose from, and the choice carried out. For the window; the command line has a
//! command for each.

use std::path::Path;

use super::books::Books;
use super::error::Trouble;
use super::places::Places;
use crate::domain::rescue::{Carried, Decision, Rescue, Way};
use crate::journal::{self, Decided, Found, OpenError, StoreError};
use crate::secret::Secret;

impl Trouble {
    /// The ways out of a book that does not open, where a decision about the book is one.
    #[must_use]
    pub fn way(&self) -> Option<Way> {
        let Self::Open(error) = self else { return None };
        match error {
            OpenError::Damaged(_) | OpenError::Store(StoreError::Corrupt(_)) => Some(Way::Salvage),
            OpenError::Witness(against) if against.found == Found::Gone => Some(Way::Restore),
            OpenError::Witness(_) => Some(Way::Accept),
            OpenError::NotABook(_) | OpenError::OtherTill { .. } => Some(Way::Restore),
            OpenError::Held(_)
            | OpenError::Newer { .. }
            | OpenError::OtherKey { .. }
            | OpenError::OtherEnvironment { .. }
            | OpenError::Setting { .. }
            | OpenError::Network(_)
            | OpenError::Removable(_)
            | OpenError::Room(_)
            | OpenError::Store(_) => None,
        }
    }

    /// Whether the till sells nothing until a person has acted.
    #[must_use]
    pub fn stops_selling(&self) -> bool {
        match self {
            Self::Store(error) => error.stops() || *error == StoreError::Full,
            Self::Open(OpenError::Room(free)) => *free < journal::ROOM_STOP,
            Self::Open(OpenError::Witness(_)) => true,
            Self::Open(_)
            | Self::Refused(_)
            | Self::Terms(_)
            | Self::Gateway(_)
            | Self::Config(_)
            | Self::Vault(_)
            | Self::NotConnected
            | Self::Practice(_)
            | Self::KeyUnreadable
            | Self::KeyMissing
            | Self::NoProduct(_)
            | Self::Catalog { .. }
            | Self::Io { .. }
            | Self::Interrupted => false,
        }
    }

    /// Whether it is over as soon as there is room on the disk again.
    #[must_use]
    pub fn is_want_of_room(&self) -> bool {
        matches!(self, Self::Store(StoreError::Full) | Self::Open(OpenError::Room(_)))
    }
}

/// What there is to choose from. Reads every backup.
///
/// # Errors
/// [`Trouble`] when the till's keys or settings cannot be read.
pub async fn look(places: Places, passphrase: Option<Secret>, way: Way) -> Result<Rescue, Trouble> {
    let books = Books::find(places, passphrase).await?;
    let looking = tokio::task::spawn_blocking(move || {
        let (place, birth) = (books.place(), books.birth());
        let saved = || journal::look(place, birth).ok().map(|holds| holds.kept.seq).filter(|kept| *kept > 0);
        Rescue {
            copies: journal::checked_backups(place, birth),
            seen: journal::highest_seen(place, birth),
            saved: if way == Way::Salvage { saved() } else { None },
        }
    });
    looking.await.map_err(|_| Trouble::Interrupted)
}

/// Carries out what the owner chose. The book must be closed.
///
/// # Errors
/// [`Trouble`]; nothing was changed then.
pub async fn decide(places: Places, passphrase: Option<Secret>, decision: Decision) -> Result<Carried, Trouble> {
    let books = Books::find(places, passphrase).await?;
    let decided = match decision {
        Decision::Restore { name, reason } => {
            let name = Path::new(&name).file_name().unwrap_or_default();
            let copy = books.place().backups().join(name);
            books.restore(&copy, Some(reason).filter(|reason| !reason.is_empty())).await?
        }
        Decision::Salvage { reason } => books.salvage(reason).await?,
        Decision::Accept { reason } => match books.accept(reason).await? {
            Some(decided) => decided,
            // Whoever spoke against it no longer does; there was nothing to decide.
            None => return Ok(Carried { kept: 0, decision: 0 }),
        },
    };
    let Decided { kept, head, .. } = decided;
    Ok(Carried { kept, decision: head.seq })
}
