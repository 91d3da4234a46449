//! Opening a till: folders, settings, secrets, gateways, journal, in that order.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::Trouble;
use super::pairing::Setup;
use super::places::Places;
use super::practice::{self, Practice};
use super::secrets::Secrets;
use super::{Parts, Till, books, clock::Clock};
use crate::config::Config;
use crate::domain::book::Book;
use crate::domain::catalog::Catalog;
use crate::domain::core::Event;
use crate::gateway::port::Gateway;
use crate::gateway::registry::Registry;
use crate::journal::{Birth, Journal, Place};
use crate::secret::Secret;
use crate::vault::{Buyers, ResourceTokens, SecretName};

/// Which books to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The built-in gateway and books of its own.
    Practice,
    /// The shop's own books and gateways.
    Shop,
}

/// What opening needs to know.
#[derive(Debug)]
pub struct Options {
    /// The data folder.
    pub data_dir: PathBuf,
    /// Which books.
    pub mode: Mode,
    /// Opens the sealed secrets file where there is no system keyring.
    pub passphrase: Option<Secret>,
}

/// An open till and what it starts with.
#[derive(Debug)]
pub struct Opened {
    /// The till.
    pub till: Till,
    /// A copy of its book.
    pub book: Book,
    /// Its settings.
    pub config: Config,
    /// The products.
    pub catalog: Catalog,
    /// The connection asked first.
    pub gateway: Option<Arc<dyn Gateway>>,
    /// Why the last good settings were used instead of the file, if so.
    pub recovered: Option<String>,
}

/// What a data folder holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing yet: the first start.
    Nothing,
    /// Practice books only.
    Practice,
    /// A shop with a connection.
    Shop,
}

/// The system's folder for program data; none without a home.
#[must_use]
pub fn default_data_dir() -> Option<PathBuf> {
    directories::ProjectDirs::from("org", "Ringup", "ringup").map(|dirs| dirs.data_dir().to_owned())
}

/// What a data folder holds, without opening anything.
#[must_use]
pub fn look(data_dir: &Path) -> Found {
    let shop = Config::load(&Places::new(data_dir, false).config());
    // Settings that cannot be read are those of a shop: opening it says what is wrong with them.
    if shop.map_or(true, |loaded| loaded.config.preferred().is_some()) {
        Found::Shop
    } else if Places::new(data_dir, true).config().exists() {
        Found::Practice
    } else {
        Found::Nothing
    }
}

/// Says who has the books open that [`open`] would open, without starting anything.
///
/// # Errors
/// [`Trouble::Open`] naming the other instance; [`Trouble::Config`].
pub fn check_free(options: &Options) -> Result<(), Trouble> {
    let practice = options.mode == Mode::Practice || look(&options.data_dir) != Found::Shop;
    let places = Places::new(&options.data_dir, practice);
    let config = Config::load(&places.config())?.config;
    Ok(crate::journal::check_free(&places.book(&config))?)
}

/// Opens the till. Resolving what a crash left open is the caller's next step: [`Till::resolve_all`].
///
/// # Errors
/// [`Trouble`]; nothing is written then, except that a first start may have made its folders.
pub async fn open(options: Options) -> Result<Opened, Trouble> {
    open_through(options, |gateway| gateway).await
}

/// Opens the till with something between it and each of its gateways, such as a double that loses answers.
///
/// # Errors
/// As [`open`].
pub async fn open_through(
    options: Options,
    between: impl Fn(Arc<dyn Gateway>) -> Arc<dyn Gateway>,
) -> Result<Opened, Trouble> {
    let places = Places::new(&options.data_dir, options.mode == Mode::Practice);
    make_folder(&options.data_dir)?;
    make_folder(places.folder())?;
    let loaded = Config::load(&places.config())?;
    // Before anything is started beside it: the one who has the book has its practice gateway too.
    crate::journal::check_free(&places.book(&loaded.config))?;
    let setup = Setup::open(places.clone(), options.passphrase).await?;
    let (config, practice) = match options.mode {
        Mode::Practice => start_practice(&places, loaded.config, &setup).await?,
        Mode::Shop => (loaded.config, None),
    };
    let gateways = connect(&config, &setup, between).await?;
    let place = places.book(&config);
    let birth = books::birth(&places, &config, setup.secrets()).await?;
    let opened = open_journal(&place, &birth, setup.secrets()).await?;
    let catalog = super::catalog::load(&places.catalog(), &config)?;
    let (tokens, buyers) = beside_the_book(&place, setup.secrets()).await?;
    let till = Till::new(Parts { opened, gateways, config: config.clone(), practice, tokens, buyers, place, birth });
    till.commit(Event::Started { version: env!("CARGO_PKG_VERSION").to_owned() }).await?;
    if let Some(reason) = &loaded.recovered_from {
        till.commit(Event::SettingsRecovered { reason: reason.clone() }).await?;
    }
    till.rule_the_day().await?;
    till.look_at_room();
    till.keep_book();
    till.keep_awake();
    let book = till.book().await;
    let gateway = till.preferred();
    Ok(Opened { till, book, config, catalog, gateway, recovered: loaded.recovered_from })
}

fn make_folder(path: &Path) -> Result<(), Trouble> {
    crate::file::private_folder(path).map_err(|source| Trouble::Io { path: path.display().to_string(), source })
}

async fn start_practice(places: &Places, kept: Config, setup: &Setup) -> Result<(Config, Option<Practice>), Trouble> {
    let practice = Practice::start(places.folder()).await?;
    let config = practice::config(kept, practice.url());
    config.save(&places.config())?;
    setup.pair_practice(&config.connections[0], &practice).await?;
    super::catalog::write_samples(&places.catalog())?;
    Ok((config, Some(practice)))
}

/// Builds the gateways of all connections whose pairing is complete.
async fn connect(
    config: &Config,
    setup: &Setup,
    between: impl Fn(Arc<dyn Gateway>) -> Arc<dyn Gateway>,
) -> Result<Registry, Trouble> {
    let mut registry = Registry::default();
    for connection in config.connections.iter().filter(|connection| connection.pairing_code.is_empty()) {
        registry.insert(between(setup.connection(connection).await?));
    }
    Ok(registry)
}

async fn open_journal(place: &Place, birth: &Birth, secrets: &Secrets) -> Result<crate::journal::Opened, Trouble> {
    let key = books::journal_key(place, secrets).await?;
    let (place, birth, stamp) = (place.clone(), birth.clone(), Clock::system().stamp());
    let opening = tokio::task::spawn_blocking(move || Journal::open(&place, key, birth, stamp));
    Ok(opening.await.map_err(|_| Trouble::Interrupted)??)
}

/// What is kept sealed beside this book: its invoices' tokens and its customers. The keys follow from the journal's,
/// which the vault keeps.
async fn beside_the_book(place: &Place, secrets: &Secrets) -> Result<(ResourceTokens, Buyers), Trouble> {
    // A book that changed its key goes on with the seal it began with.
    let secret = match secrets.get(SecretName::SealKey).await? {
        Some(secret) => secret,
        None => secrets.get(SecretName::JournalKey).await?.ok_or(Trouble::KeyMissing)?,
    };
    let tokens = ResourceTokens::open(&place.folder().join("resource-tokens"), &secret)?;
    Ok((tokens, Buyers::open(&place.folder().join("customers"), &secret)?))
}
