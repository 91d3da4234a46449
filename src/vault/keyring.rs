//! The operating system's keyring. On Linux the Secret Service over the session bus, without any C library.

#[cfg(target_os = "linux")]
pub(crate) use linux::Keyring;
#[cfg(not(target_os = "linux"))]
pub(crate) use none::Keyring;

/// The name all our secrets are kept under.
#[cfg(target_os = "linux")]
const SERVICE: &str = "ringup";

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::HashMap;
    use std::fmt;
    use std::path::Path;
    use std::sync::Arc;

    use keyring_core::api::CredentialStoreApi as _;
    use keyring_core::{Entry, Error};
    use zbus_secret_service_keyring_store::Store;
    use zeroize::Zeroizing;

    use super::super::error::{Unavailable, VaultError};
    use super::super::name::SecretName;
    use super::super::shelf::Shelf;
    use super::SERVICE;
    use crate::secret::Secret;

    /// A connection of our own: the crate's global one would keep its first failure for the process's life.
    pub(crate) struct Keyring {
        store: Arc<Store>,
        shelf: Shelf,
    }

    impl fmt::Debug for Keyring {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Keyring")
        }
    }

    impl Keyring {
        /// Connects and reads once, so that a locked keyring is found out here.
        pub(crate) fn open(folder: &Path) -> Result<Self, VaultError> {
            let store = Store::new().map_err(|error| translate(error, "the keyring"))?;
            let keyring = Self { store, shelf: Shelf::of(folder) };
            keyring.get(&SecretName::JournalKey)?;
            Ok(keyring)
        }

        /// What an earlier version kept is copied to this folder's own entry; other folders may still need the original.
        pub(crate) fn get(&self, name: &SecretName) -> Result<Option<Secret>, VaultError> {
            let own = self.read(&self.shelf.entry(name))?;
            let (None, Some(older)) = (&own, self.shelf.older_entry(name)) else { return Ok(own) };
            let inherited = self.read(&older)?;
            if let Some(secret) = &inherited {
                self.set(name, secret)?;
            }
            Ok(inherited)
        }

        pub(crate) fn set(&self, name: &SecretName, secret: &Secret) -> Result<(), VaultError> {
            let name = self.shelf.entry(name);
            let kept = self.entry(&name)?.set_secret(secret.expose().as_bytes());
            kept.map_err(|error| translate(error, &name))
        }

        /// The older entry goes too: it would come back otherwise.
        pub(crate) fn delete(&self, name: &SecretName) -> Result<(), VaultError> {
            let names = self.shelf.older_entry(name).into_iter().chain([self.shelf.entry(name)]);
            for name in names {
                match self.entry(&name)?.delete_credential() {
                    Ok(()) | Err(Error::NoEntry) => {}
                    Err(error) => return Err(translate(error, &name)),
                }
            }
            Ok(())
        }

        fn read(&self, name: &str) -> Result<Option<Secret>, VaultError> {
            let bytes = match self.entry(name)?.get_secret() {
                Ok(bytes) => Zeroizing::new(bytes),
                Err(Error::NoEntry) => return Ok(None),
                Err(error) => return Err(translate(error, name)),
            };
            let text = std::str::from_utf8(&bytes).map_err(|_| VaultError::NotText(name.to_owned()))?;
            Ok(Some(Secret::new(text)))
        }

        fn entry(&self, name: &str) -> Result<Entry, VaultError> {
            let label = format!("Ringup: {name}");
            let modifiers = HashMap::from([("label", label.as_str())]);
            self.store.build(SERVICE, name, Some(&modifiers)).map_err(|error| translate(error, name))
        }
    }

    /// Only texts that cannot hold a secret are repeated: some of the crate's errors carry the bytes they stumbled over.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the crate's list is open by declaration")]
    fn translate(error: Error, name: &str) -> VaultError {
        match error {
            Error::PlatformFailure(cause) => VaultError::Unavailable(platform(&cause.to_string())),
            Error::NoStorageAccess(_) => VaultError::Unavailable(Unavailable::Locked),
            Error::Ambiguous(_) => VaultError::Ambiguous(name.to_owned()),
            Error::BadEncoding(_) | Error::BadDataFormat(..) => VaultError::NotText(name.to_owned()),
            Error::BadStoreFormat(text) | Error::NotSupportedByStore(text) => {
                VaultError::Unavailable(Unavailable::Other(text))
            }
            _ => VaultError::Unavailable(Unavailable::Other("it refuses".to_owned())),
        }
    }

    /// The cause is typed only inside crates we do not name; its words are what is left.
    pub(super) fn platform(text: &str) -> Unavailable {
        let said = text.to_ascii_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if any(&["locked", "prompt"]) {
            Unavailable::Locked
        } else if any(&["serviceunknown", "name has no owner", "not provided by any .service", "spawn", "unavailable"])
        {
            Unavailable::NoService
        } else if any(&["i/o error", "no such file", "connection refused", "address", "handshake"]) {
            Unavailable::NoBus
        } else {
            Unavailable::Other(text.to_owned())
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod none {
    use super::super::error::{Unavailable, VaultError};
    use super::super::name::SecretName;
    use crate::secret::Secret;

    /// There is none here: it cannot be made.
    #[derive(Debug)]
    pub(crate) enum Keyring {}

    impl Keyring {
        pub(crate) fn open(_folder: &std::path::Path) -> Result<Self, VaultError> {
            Err(VaultError::Unavailable(Unavailable::Unsupported))
        }

        pub(crate) fn get(&self, _name: &SecretName) -> Result<Option<Secret>, VaultError> {
            match *self {}
        }

        pub(crate) fn set(&self, _name: &SecretName, _secret: &Secret) -> Result<(), VaultError> {
            match *self {}
        }

        pub(crate) fn delete(&self, _name: &SecretName) -> Result<(), VaultError> {
            match *self {}
        }
    }
}
