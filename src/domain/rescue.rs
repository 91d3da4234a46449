//! What an owner may do about a book that does not open: what there is to choose from, and the choice.

use super::time::Timestamp;

/// The ways out that a trouble leaves, beside mending it outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// A backup may take the book's place.
    Restore,
    /// That, or every entry up to the damage is saved.
    Salvage,
    /// That, or the book is gone on with as it is.
    Accept,
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rescue {
    /// The backups, newest first.
    pub copies: Vec<Copy>,
    /// The highest entry that anybody has seen of the book.
    pub seen: u64,
    /// How many entries of a damaged book can be saved; none where not even the first can be read, or none is damaged.
    pub saved: Option<u64>,
}

/// One backup, checked entry by entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its file's name in the folder of backups.
    pub name: String,
    /// When it was made.
    pub made: Timestamp,
    /// Its last entry's number.
    pub entries: u64,
    /// Whether every entry is there and unchanged.
    pub whole: bool,
}

impl Rescue {
    /// How many entries would be lost if the book went on with `entries` of them.
    #[must_use]
    pub fn lost(&self, entries: u64) -> u64 {
        self.seen.saturating_sub(entries)
    }

    /// The backup that loses least; the newest of those.
    #[must_use]
    pub fn best(&self) -> Option<usize> {
        let whole = self.copies.iter().enumerate().filter(|(_, copy)| copy.whole);
        whole.rev().max_by_key(|(_, copy)| copy.entries).map(|(index, _)| index)
    }
}

/// What the owner chose; the reason becomes part of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Put a backup in the book's place.
    Restore {
        /// Its file's name.
        name: String,
        /// Why; may be empty where nothing is lost.
        reason: String,
    },
    /// Save every entry up to the damage.
    Salvage {
        /// Why.
        reason: String,
    },
    /// Go on with the book in spite of who contradicts it.
    Accept {
        /// Why.
        reason: String,
    },
}

/// What a decision did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The entries that were kept.
    pub kept: u64,
    /// The number of the entry that holds the decision.
    pub decision: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn copy(entries: u64, whole: bool) -> Copy {
        Copy { name: format!("{entries}.db"), made: Timestamp(0), entries, whole }
    }

    #[test]
    fn the_best_copy_is_whole_and_loses_least() {
        let rescue = Rescue {
            copies: vec![copy(90, false), copy(70, true), copy(70, true), copy(60, true)],
            ..Rescue::default()
        };
        assert_eq!(rescue.best(), Some(1));
        assert_eq!(Rescue { copies: vec![copy(90, false)], ..Rescue::default() }.best(), None);
        let rescue = Rescue { seen: 75, ..rescue };
        assert_eq!((rescue.lost(70), rescue.lost(80)), (5, 0));
    }
}
