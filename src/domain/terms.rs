//! What is asked of a gateway beside the price: the owner's terms for every code, and the customer of one sale.
//!
//! Everything is checked here, before anything is written or sent; a wrong value names its field and the rule it breaks.

mod buyer;
mod owner;
mod rule;

pub use buyer::Buyer;
pub use owner::{Speed, Terms, WINDOW_MAX_MS};
pub use rule::{Field, Rule, Wrong, mail, phone};

#[cfg(test)]
mod tests;
