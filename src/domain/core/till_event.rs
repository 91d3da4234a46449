//! What happens to a till apart from its sales.

use crate::domain::day::{Day, DayRule};
use crate::domain::fact::Direction;
use crate::domain::money::Money;

/// What happened to the day, the drawer, or the reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TillEvent {
    /// The owner rules when days end and how exact the drawer must be.
    Ruled(DayRule),
    /// A shift begins with money in the drawer.
    Float {
        /// How much.
        amount: Money,
    },
    /// Cash goes in or out without a sale.
    Cash {
        /// Which way.
        direction: Direction,
        /// How much.
        amount: Money,
        /// Why.
        reason: String,
    },
    /// The drawer is opened without a sale.
    Drawer {
        /// Why.
        reason: String,
    },
    /// The drawer was counted blind.
    Counted {
        /// What was found.
        counted: Money,
    },
    /// The last count's difference has a reason.
    Explained {
        /// Why.
        reason: String,
    },
    /// The shift is read.
    Read,
    /// The shift is closed.
    Close {
        /// The business day at this moment, for a closing of nothing.
        today: Day,
    },
    /// A closing is printed or shown again.
    Reprint {
        /// Which.
        z: u64,
    },
}
