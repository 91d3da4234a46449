//! What is wrong with a file: the line, the column, what stands there, and what would be right.

use std::fmt;

use super::super::amount::AmountFlaw;

/// What is wrong at one place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// The line, from 1; 0 for the file as a whole.
    pub line: u64,
    /// The column, field or tag by its name; empty for the whole line.
    pub column: String,
    /// What stands there, at most eighty characters of it.
    pub value: String,
    /// Why it cannot be taken.
    pub kind: FlawKind,
}

/// Why a place of a file cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// Not UTF-8 text.
    Encoding,
    /// The file is empty.
    Empty,
    /// The column is not there.
    MissingColumn,
    /// The line has another number of columns than the head.
    Columns {
        /// What it has.
        found: usize,
        /// What the head has.
        wanted: usize,
    },
    /// The file ends in the middle.
    Cut,
    /// Nothing stands where something must.
    Blank,
    /// Not an amount.
    Amount(AmountFlaw),
    /// Not a moment or day.
    Time,
    /// Not a currency or coin.
    Currency,
    /// Not a number of this kind.
    Number,
    /// A word that has no meaning in this column.
    Word {
        /// The words that do.
        known: &'static str,
    },
    /// The line stands there before, with other content.
    Twice {
        /// Where.
        line: u64,
    },
    /// The line is kept already, with other content.
    Kept,
    /// The file is of another account.
    OtherAccount {
        /// Which one was asked for.
        wanted: String,
    },
    /// The file does not reach over the days asked for.
    OtherDays {
        /// Its first day.
        first: String,
        /// Its last day.
        last: String,
    },
    /// The file is not of the form its beginning promises.
    Form,
    /// The sums of the file do not agree: opening and lines do not make closing.
    Sum {
        /// What they make.
        made: String,
    },
    /// The file could not be read.
    Unreadable(String),
}

impl Flaw {
    /// A flaw at a place.
    #[must_use]
    pub fn at(line: u64, column: &str, value: &[u8], kind: FlawKind) -> Self {
        let text = String::from_utf8_lossy(value);
        Self { line, column: column.to_owned(), value: text.chars().take(80).collect(), kind }
    }

    /// A flaw of the file as a whole.
    #[must_use]
    pub fn whole(kind: FlawKind) -> Self {
        Self { line: 0, column: String::new(), value: String::new(), kind }
    }
}

/// Flaws that are told one by one; more are only counted.
pub const FLAWS_MAX: usize = 20;

/// A file that was not taken. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// The first flaws, in the order of the file.
    pub flaws: Vec<Flaw>,
    /// How many there are in all.
    pub count: u64,
    /// The work was stopped before the end; the file may be good.
    pub stopped: bool,
}

impl Refused {
    /// Notes a flaw.
    pub fn note(&mut self, flaw: Flaw) {
        self.count += 1;
        if self.flaws.len() < FLAWS_MAX {
            self.flaws.push(flaw);
        }
    }

    /// The file is taken if nothing was noted.
    ///
    /// # Errors
    /// What was noted.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.count == 0 && !self.stopped { Ok(value) } else { Err(self) }
    }
}

impl From<Flaw> for Refused {
    fn from(flaw: Flaw) -> Self {
        Self { flaws: vec![flaw], count: 1, stopped: false }
    }
}

impl From<FlawKind> for Refused {
    fn from(kind: FlawKind) -> Self {
        Flaw::whole(kind).into()
    }
}

impl From<super::super::views::Stopped> for Refused {
    fn from(_: super::super::views::Stopped) -> Self {
        Self { stopped: true, ..Self::default() }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.flaws.first() {
            Some(flaw) => {
                write!(f, "line {}, column {}: {:?}, {} in all", flaw.line, flaw.column, flaw.kind, self.count)
            }
            None => f.write_str("stopped"),
        }
    }
}

impl std::error::Error for Refused {}
