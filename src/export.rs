//! What leaves the house: the books of a period as files other programs read.
//!
//! `past` is one sale with the zones of its moments, `period` says which day it belongs to, `table` lays it out as rows, `booking` as
//! double entry, `totals` as sums. The other files are one format each. Every file is old or new, never torn: it is written beside
//! its place and put there when it is whole.

pub mod archive;
mod booking;
mod cell;
pub mod csv;
mod error;
mod past;
pub mod pdf;
mod period;
pub mod plain;
mod sign;
mod table;
mod totals;
pub mod xlsx;

pub use booking::{Account, Booking, bookings};
pub use cell::Cell;
pub use error::ExportError;
pub use past::Past;
pub use period::Days;
pub use sign::{guarded, one_line, visible};
pub use table::Table;
pub use totals::{Sum, Totals};
