//! What secrets there are. The names are part of the files and keyrings in the shops: tests hold them fast.

use std::fmt;

use crate::domain::id::GatewayId;

/// Names a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// The key that signs the journal.
    JournalKey,
    /// The private key a connection signs its calls with.
    Identity(GatewayId),
    /// A connection's token.
    Token(GatewayId),
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JournalKey => f.write_str("journal-key"),
            Self::Identity(connection) => write!(f, "identity/{connection}"),
            Self::Token(connection) => write!(f, "token/{connection}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn till_66_names_never_change() {
        let main = GatewayId::from("main");
        assert_eq!(SecretName::JournalKey.to_string(), "journal-key");
        assert_eq!(SecretName::Identity(main.clone()).to_string(), "identity/main");
        assert_eq!(SecretName::Token(main).to_string(), "token/main");
    }
}
