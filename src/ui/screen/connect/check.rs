//! What may be sent: the allowed form of each field, checked before anything leaves the till.

use super::till_label::is_label;
use super::{Connect, Store, Way};

/// Characters of a pairing code.
const CODE_LEN: usize = 7;
/// Characters of a token; BitPay's have 22 or 44.
const TOKEN_LEN: std::ops::RangeInclusive<usize> = 16..=128;
/// The least a passphrase must have to be worth one.
const PASSPHRASE_MIN: usize = 8;

impl Connect {
    /// The catalogue's key of the sentence below the field, if its content cannot be sent.
    pub(super) fn wrong(&self) -> Option<&'static str> {
        let fits = match self.way {
            Way::Paste => {
                let token = self.token.expose().trim();
                TOKEN_LEN.contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Way::Claim => {
                let code = self.code.trim();
                code.len() == CODE_LEN && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Way::Request => is_label(self.label.trim()),
        };
        (!fits).then_some(match self.way {
            Way::Paste => "connect-token-wrong",
            Way::Claim => "connect-code-wrong",
            Way::Request => "connect-label-wrong",
        })
    }

    /// The same for the passphrase of the sealed file.
    pub(super) fn wrong_passphrase(&self) -> Option<&'static str> {
        let passphrase = self.passphrase.expose();
        match self.store {
            Store::Keyring => None,
            Store::Sealed { exists: true } => passphrase.is_empty().then_some("connect-passphrase-empty"),
            Store::Sealed { exists: false } if passphrase.chars().count() < PASSPHRASE_MIN => {
                Some("connect-passphrase-short")
            }
            Store::Sealed { exists: false } => {
                (passphrase != self.again.expose()).then_some("connect-passphrase-other")
            }
        }
    }
}
