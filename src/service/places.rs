//! Where the books of a till lie.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::domain::environment::Environment;
use crate::journal::Place;

/// The files of one set of books.
#[derive(Debug, Clone)]
pub struct Places {
    data_dir: PathBuf,
    folder: PathBuf,
    practice: bool,
}

impl Places {
    /// The places under a data folder.
    #[must_use]
    pub fn new(data_dir: &Path, practice: bool) -> Self {
        let folder = if practice { data_dir.join("practice") } else { data_dir.to_owned() };
        Self { data_dir: data_dir.to_owned(), folder, practice }
    }

    /// The data folder all books are under.
    #[must_use]
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// The folder itself.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether these are practice books.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// The settings.
    #[must_use]
    pub fn config(&self) -> PathBuf {
        self.folder.join("ringup.toml")
    }

    /// The sealed file with the shop's secrets, on a machine without a keyring.
    #[must_use]
    pub fn sealed(&self) -> PathBuf {
        self.folder.join("secrets.sealed")
    }

    /// The catalogue.
    #[must_use]
    pub fn catalog(&self) -> PathBuf {
        self.folder.join("products.csv")
    }

    /// The journal of one kind of money: practice, test and live never share a book.
    #[must_use]
    pub fn journal(&self, environment: Environment) -> Place {
        match environment {
            Environment::Practice | Environment::Live => Place::new(&self.folder),
            Environment::Test => Place::new(self.folder.join("test")),
        }
    }

    /// The journal of the kind of money at hand, with its backups where the settings want them.
    #[must_use]
    pub fn book(&self, config: &Config) -> Place {
        let place = self.journal(self.environment(config));
        if config.backup.folder.is_empty() { place } else { place.with_backups(&config.backup.folder) }
    }

    /// The kind of money the books at hand are about: the preferred connection's; a till without one takes cash,
    /// which is real.
    #[must_use]
    pub fn environment(&self, config: &Config) -> Environment {
        if self.practice {
            return Environment::Practice;
        }
        config.preferred().map_or(Environment::Live, |connection| connection.environment)
    }
}
