//! The parts a report is made of.

/// One part of a report, from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What it is.
    Title(String),
    /// Whose, when, by what.
    Note(String),
    /// What follows.
    Heading(String),
    /// A name and its values: how often, and how much.
    Row(String, String, String),
    /// The sum of what stands above.
    Total(String, String, String),
}

impl Block {
    /// Points it takes from the top of the page.
    pub(super) fn height(&self) -> u16 {
        match self {
            Self::Title(_) => 34,
            Self::Note(_) => 15,
            Self::Heading(_) => 36,
            Self::Row(..) => 16,
            Self::Total(..) => 22,
        }
    }
}
