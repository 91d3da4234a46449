//! What the keeper of a running till knows.

use crate::journal::{OpenError, ROOM_STOP, ROOM_WARN};

/// How little room there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Room {
    #[default]
    Ample,
    Low,
    None,
}

impl Room {
    /// Judges free bytes.
    pub(super) fn of(free: u64) -> Self {
        if free < ROOM_STOP {
            Self::None
        } else if free < ROOM_WARN {
            Self::Low
        } else {
            Self::Ample
        }
    }
}

/// What speaks against selling.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The room on the disk.
    pub(super) room: Room,
    /// A witness against the book, until the till is opened again.
    pub(super) against: Option<OpenError>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f17_room_has_three_steps() {
        assert_eq!(Room::of(ROOM_STOP - 1), Room::None);
        assert_eq!(Room::of(ROOM_STOP), Room::Low);
        assert_eq!(Room::of(ROOM_WARN - 1), Room::Low);
        assert_eq!(Room::of(ROOM_WARN), Room::Ample);
    }
}
