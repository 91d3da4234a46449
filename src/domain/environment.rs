//! Practice, test and live: three kinds of money that never share a book.

/// Whether money behind a connection is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// The built-in gateway on this machine.
    Practice,
    /// A gateway's test system.
    Test,
    /// Real money.
    Live,
}

impl Environment {
    /// The word in journal, settings and machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}
