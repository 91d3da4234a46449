//! One value of a table, with its kind: a number is never text and text never a number.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::domain::money::Money;
use crate::domain::time::Timestamp;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(Cow<'a, str>),
    /// A whole number.
    Count(u64),
    /// Shop money.
    Money(Money),
    /// A day.
    Day(Date),
    /// A moment at the till's offset east of UTC, in minutes.
    Moment(Timestamp, i16),
}

impl<'a> Cell<'a> {
    /// Borrowed text.
    #[must_use]
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Text that is made now.
    #[must_use]
    pub fn said(text: impl ToString) -> Self {
        Self::Text(Cow::Owned(text.to_string()))
    }

    /// A value or nothing.
    #[must_use]
    pub fn or_empty<T>(value: Option<T>, cell: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, cell)
    }
}
