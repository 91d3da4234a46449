//! Text that must never be printed: tokens and keys on their way between the keyring and a request.

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A token or key as text. It has no `Display`, its `Debug` is redacted, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the keyring and for a request's bytes.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces every occurrence of the secret in a text that may be shown.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        if self.0.len() < Self::REDACTED_MIN { text.to_owned() } else { text.replace(self.expose(), "…") }
    }

    /// Shorter texts are no secrets worth a name, and cutting them out would garble ordinary words.
    const REDACTED_MIN: usize = 6;
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        let secret = Secret::from("P4xWm2KzRq9TnVcYbLd7Hf");
        assert_eq!(format!("{secret:?} {:?}", Some(&secret)), "Secret(…) Some(Secret(…))");
        assert_eq!(secret.redact("token P4xWm2KzRq9TnVcYbLd7Hf is unknown"), "token … is unknown");
        assert_eq!(Secret::from("").redact("as it was"), "as it was");
        assert!(secret == Secret::from(secret.expose()) && secret != Secret::from("other"));
    }
}
