//! The only place where a verdict or an error becomes words: what happened, what is safe, what to do.
//!
//! Everything below speaks in types; everything above shows finished sentences. The sentences themselves are in the
//! catalogue, so that no wording is glued together here.

mod gateway;
mod limits;
mod money;
mod note;
mod office;
mod reconcile;
mod refund;
mod refusal;
mod terms;
mod trouble;
mod verdict;

pub use gateway::{from_code, gateway};
pub use limits::rule;
pub use money::{coin, paid_so_far, short_by, time};
pub use note::{Notice, Tone};
pub use office::office;
pub use reconcile::{CaseWords, class, refused, severity};
pub use refund::{refund, refund_word};
pub use refusal::{amount, cart, refusal};
pub use terms::{field, term};
pub use trouble::{clock_jumped, trouble};
pub use verdict::{Words, WordsContext, icon_name, subject, verdict};

#[cfg(test)]
mod tests;
