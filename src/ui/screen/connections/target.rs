//! Everything on the page that can be pressed.

/// Something that can be pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A connection, by its place.
    Held(usize),
    /// Connect another account.
    Add,
    /// Ask the gateway again.
    Refresh,
    /// Copy this till's ID.
    CopySin,
    /// Replace this till's key.
    ReplaceKey,
    /// Ask this connection first.
    Prefer,
    /// Forget the connection.
    Remove,
    /// Let another till use it.
    AddTill,
    /// Approve another till's request.
    Approve,
    /// Take a till off it.
    RemoveTill(String),
    /// Back to the list, on a small window.
    Back,
}
