//! The practice vault: plain text, because practice secrets open nothing.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::VaultError;
use super::file;
use super::name::SecretName;
use crate::secret::Secret;

/// The folder of the practice books. It can only be made as `practice` within a data folder, so that no real secret
/// can be put into a plain file by handing over another path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeFolder(PathBuf);

impl PracticeFolder {
    /// The practice folder within a data folder.
    #[must_use]
    pub fn within(data: &Path) -> Self {
        Self(data.join("practice"))
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

/// Throw-away secrets in `secrets.json`.
#[derive(Debug)]
pub(crate) struct Practice {
    path: PathBuf,
}

impl Practice {
    pub(crate) fn open(folder: &PracticeFolder) -> Result<Self, VaultError> {
        let vault = Self { path: folder.path().join("secrets.json") };
        vault.load()?;
        Ok(vault)
    }

    pub(crate) fn get(&self, name: &SecretName) -> Result<Option<Secret>, VaultError> {
        Ok(self.load()?.get(&name.to_string()).map(|text| Secret::new(text.as_str())))
    }

    pub(crate) fn set(&self, name: &SecretName, secret: &Secret) -> Result<(), VaultError> {
        let mut secrets = self.load()?;
        secrets.insert(name.to_string(), Zeroizing::new(secret.expose().to_owned()));
        file::replace(&self.path, &file::encode(&secrets))
    }

    pub(crate) fn delete(&self, name: &SecretName) -> Result<(), VaultError> {
        let mut secrets = self.load()?;
        match secrets.remove(&name.to_string()) {
            Some(_) => file::replace(&self.path, &file::encode(&secrets)),
            None => Ok(()),
        }
    }

    fn load(&self) -> Result<file::Secrets, VaultError> {
        file::read(&self.path)?.map_or_else(|| Ok(file::Secrets::new()), |json| file::decode(&json))
    }
}
