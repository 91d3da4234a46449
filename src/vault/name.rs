//! What secrets there are. The names are part of the files and keyrings in the shops: tests hold them fast.

use std::fmt;

use crate::domain::id::GatewayId;

/// Names a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// The key that signs the journal.
    JournalKey,
    /// The key that is about to sign it.
    NextJournalKey,
    /// The key the files beside the book are sealed with, once another one signs it.
    SealKey,
    /// This till's own name, kept apart from any book.
    Terminal,
    /// The private key this till signs its calls with; its SIN follows from it.
    Identity,
    /// The key that is to come, while this till's key is being replaced.
    IdentityNext,
    /// The key that is to go, while this till's key is being replaced.
    IdentityOld,
    /// A connection's token.
    Token(GatewayId),
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JournalKey => f.write_str("journal-key"),
            Self::SealKey => f.write_str("seal-key"),
            Self::NextJournalKey => f.write_str("next-journal-key"),
            Self::Terminal => f.write_str("terminal"),
            Self::Identity => f.write_str("identity"),
            Self::IdentityNext => f.write_str("identity-next"),
            Self::IdentityOld => f.write_str("identity-old"),
            Self::Token(connection) => write!(f, "token/{connection}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_66_names_never_change() {
        assert_eq!(SecretName::JournalKey.to_string(), "journal-key");
        assert_eq!(SecretName::SealKey.to_string(), "seal-key");
        assert_eq!(SecretName::NextJournalKey.to_string(), "next-journal-key");
        assert_eq!(SecretName::Terminal.to_string(), "terminal");
        assert_eq!(SecretName::Identity.to_string(), "identity");
        assert_eq!(SecretName::IdentityNext.to_string(), "identity-next");
        assert_eq!(SecretName::IdentityOld.to_string(), "identity-old");
        assert_eq!(SecretName::Token(GatewayId::from("main")).to_string(), "token/main");
    }
}
