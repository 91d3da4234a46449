//! What the page asks of the app.

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Read what is kept.
    Read,
    /// Look at a connection's gateway.
    Look(String),
    /// Put a text on the clipboard.
    Copy(String),
    /// Connect another account.
    Connect,
    /// Have sales ask this connection first.
    Prefer(String),
    /// Forget a connection.
    Remove(String),
    /// Let another till use a connection.
    Link {
        /// Which connection.
        name: String,
        /// The other till's ID.
        sin: String,
    },
    /// Take another till off a connection.
    Unlink {
        /// Which connection.
        name: String,
        /// The other till's ID.
        sin: String,
    },
    /// Approve another till's request.
    Approve {
        /// Through which connection.
        name: String,
        /// The other till's pairing code.
        code: String,
    },
    /// Begin to replace this till's key, or do the next stage.
    StepKey,
    /// Give up replacing the key.
    GiveUpKey,
    /// Open the books again, with connections and key as they are now.
    Reopen,
}
