//! When the keys of the till cannot be read or kept.

use crate::lang::Lang;
use crate::notice::note::{Notice, Tone, notice};
use crate::vault::{Unavailable, VaultError};

pub(super) fn vault(error: &VaultError, lang: &Lang) -> Notice {
    let key = match error {
        VaultError::Unavailable(Unavailable::Locked) => "vault-locked",
        VaultError::Unavailable(
            Unavailable::NoBus | Unavailable::NoService | Unavailable::Unsupported | Unavailable::Other(_),
        ) => "vault-none",
        VaultError::NoPassphrase => "vault-no-passphrase",
        VaultError::WrongPassphrase => "vault-wrong-passphrase",
        VaultError::Corrupt(_) => "vault-damaged",
        VaultError::Newer(_) => "vault-newer",
        VaultError::Ambiguous(_) | VaultError::NotText(_) => "vault-foreign",
        VaultError::Io(_) => "vault-file",
    };
    let tone = match error {
        VaultError::NoPassphrase | VaultError::WrongPassphrase => Tone::Wait,
        VaultError::Unavailable(_)
        | VaultError::Corrupt(_)
        | VaultError::Newer(_)
        | VaultError::Ambiguous(_)
        | VaultError::NotText(_)
        | VaultError::Io(_) => Tone::Stop,
    };
    notice(lang, key, tone, &[])
}
