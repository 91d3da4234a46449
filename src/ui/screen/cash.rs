//! Cash being counted, wherever a screen takes it: for a cart that was never charged, or for a sale that waits.

mod count;
mod keys;
mod view;

pub use count::{Cash, Message};
pub use keys::message;
pub use view::page;
