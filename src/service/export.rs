//! Exports: the books of a period as files, read in pages beside a running till.

mod ahead;
mod archive;
mod check;

use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

pub use check::{Damage, Proven, verify_archive};

use super::clock;
use super::error::Trouble;
use super::places::Places;
use super::secrets::Secrets;
use crate::config::Config;
use crate::domain::act::ActKind;
use crate::domain::day::Period;
use crate::domain::entry::Entry;
use crate::domain::environment::Environment;
use crate::domain::fact::{Fact, Genesis};
use crate::domain::money::Currency;
use crate::domain::takings::By;
use crate::export::plain::Dialect;
use crate::export::{self, Days, ExportError, Past, Sum, Totals, bookings};
use crate::journal::{Flaw, FlawReason, JournalKey, OpenError, Reader, Span};
use crate::lang::Lang;
use crate::secret::Secret;
use crate::vault::SecretName;

/// Entries read at once.
const ENTRIES_PAGE: u32 = 1000;

/// What kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CSV files and the journal as NDJSON.
    Csv,
    /// A workbook.
    Xlsx,
    /// The report of the days.
    Pdf,
    /// A journal for hledger.
    Hledger,
    /// A ledger for Beancount.
    Beancount,
    /// The signed archive.
    Archive,
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The kind of file.
    pub format: Format,
    /// The days.
    pub period: Period,
    /// Where it goes: a file; for CSV a folder, or a file named `….csv` for the sales alone.
    pub out: PathBuf,
}

/// What was written.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The files.
    pub files: Vec<PathBuf>,
    /// The sums of the period; none for an archive, which is a part of the journal and not of the takings.
    pub totals: Option<Totals>,
    /// The entries of the period, first and last, if there are any.
    pub entries: Option<(u64, u64)>,
}

/// How far an export has come, and whether it should go on: asked between pages.
pub trait Watcher {
    /// So many of so many are done. Answers whether to go on.
    fn goes_on(&mut self, done: u64, of: u64) -> bool;
}

/// A book to export from. It is only read: a till may have it open.
#[derive(Debug)]
pub struct Exporter {
    reader: Reader,
    config: Config,
    environment: Environment,
    currency: Currency,
    key: Option<JournalKey>,
}

impl Exporter {
    /// Opens the books at hand; with `signs`, also the journal's key.
    ///
    /// # Errors
    /// [`Trouble`]; [`Trouble::Vault`] and [`Trouble::KeyMissing`] only with `signs`.
    pub async fn open(places: &Places, signs: bool, passphrase: Option<Secret>) -> Result<Self, Trouble> {
        let config = Config::load(&places.config())?.config;
        let environment = places.environment(&config);
        let reader = Reader::open(&places.journal(environment).file())?;
        let key = if signs { Some(key(places, passphrase).await?) } else { None };
        Self::new(reader, (config, environment), key)
    }

    /// A book that is open already.
    ///
    /// # Errors
    /// [`Trouble`] when its first entry cannot be read.
    pub fn new(
        reader: Reader,
        (config, environment): (Config, Environment),
        key: Option<JournalKey>,
    ) -> Result<Self, Trouble> {
        let genesis = reader.rows(1, 1)?.into_iter().next().map(|row| row.entry().fact);
        // What the book says, not what the settings say: they may have been changed since.
        let Some(Fact::Genesis(Genesis { currency, .. })) = genesis else {
            return Err(OpenError::Damaged(Flaw { seq: 1, reason: FlawReason::Genesis }).into());
        };
        Ok(Self { reader, config, environment, currency, key })
    }

    /// Writes the files. Blocks for the work.
    ///
    /// # Errors
    /// [`Trouble::Io`] when a file cannot be written, [`Trouble::Interrupted`] when the watcher said so; what lay in
    /// the files' places is untouched then.
    pub fn export(&self, wanted: &Wanted, watcher: &mut dyn Watcher) -> Result<Exported, Trouble> {
        let days = Days::new(wanted.period, self.reader.day_rules()?);
        let span = self.reader.span(days.wall_ms())?;
        let wide = self.reader.span(days.wide_wall_ms())?;
        let entries = span.map(|span| (span.first, span.last));
        let work = Work { from: self, days, span, wide, out: &wanted.out, watcher };
        let (files, totals) = match wanted.format {
            Format::Csv => work.csv()?,
            Format::Xlsx => work.xlsx()?,
            Format::Pdf => work.pdf()?,
            Format::Hledger => work.double_entry(Dialect::Hledger)?,
            Format::Beancount => work.double_entry(Dialect::Beancount)?,
            Format::Archive => return Ok(Exported { files: work.archive()?, totals: None, entries }),
        };
        Ok(Exported { files, totals: Some(totals), entries })
    }
}

/// Writes a paper of the till, line by line: a PDF where the file's name says so, else text. Blocks for the work.
///
/// # Errors
/// [`Trouble::Io`] when the file cannot be written; what lay in its place is untouched then.
pub fn paper(path: &Path, text: &str) -> Result<(), Trouble> {
    let is_pdf = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    let title = path.file_stem().map(|name| name.display().to_string()).unwrap_or_default();
    let written = if is_pdf {
        export::pdf::slip(path, &title, text).map_err(Into::into)
    } else {
        crate::file::replace(path, text.as_bytes())
    };
    written.map_err(|source| Trouble::Io { path: path.display().to_string(), source })
}

/// The key this till signs its journal with.
async fn key(places: &Places, passphrase: Option<Secret>) -> Result<JournalKey, Trouble> {
    let secrets = Secrets::open(places, passphrase).await?;
    let secret = secrets.get(SecretName::JournalKey).await?.ok_or(Trouble::KeyMissing)?;
    JournalKey::from_hex(secret.expose()).map_err(|_| Trouble::KeyUnreadable)
}

type Written = (Vec<PathBuf>, Totals);

/// One export at work.
struct Work<'a> {
    from: &'a Exporter,
    days: Days,
    /// The entries of these days.
    span: Option<Span>,
    /// The entries that might be of these days by whatever rule.
    wide: Option<Span>,
    out: &'a Path,
    watcher: &'a mut dyn Watcher,
}

impl Work<'_> {
    fn csv(mut self) -> Result<Written, Trouble> {
        let is_file = self.out.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
        let begun = if is_file { export::csv::Files::sales(self.out) } else { export::csv::Files::folder(self.out) };
        let mut files = self.sure(begun)?;
        let period = self.days.period();
        self.each_sale(|past| files.add(past, &period))?;
        if files.wants_journal() {
            self.each_row(|row| {
                let Entry { fact, .. } = row.entry();
                files.add_entry(export::csv::JournalLine {
                    seq: row.seq,
                    kind: row.kind,
                    name: fact.name(),
                    stamp: row.stamp,
                    actor: row.actor,
                    training: row.training,
                    payload: &row.payload,
                    hash: row.hash,
                })
            })?;
        }
        let files = self.sure(files.finish())?;
        Ok((files, self.totals()?))
    }

    fn xlsx(mut self) -> Result<Written, Trouble> {
        let mut book = self.sure(export::xlsx::Book::new(self.out, clock::now()))?;
        let period = self.days.period();
        self.each_sale(|past| book.add(past, &period))?;
        Ok((self.sure(book.finish())?, self.totals()?))
    }

    fn pdf(self) -> Result<Written, Trouble> {
        let totals = self.totals()?;
        let stamp = clock::Clock::system().stamp();
        let lang = Lang::english(self.from.config.look.decimal.into());
        let about = export::pdf::About {
            shop: &self.from.config.shop.name,
            till: &self.from.config.shop.till,
            environment: self.from.environment,
            made: stamp.at.civil(stamp.offset_min).strftime("%Y-%m-%d %H:%M").to_string(),
            entries: self.span.map(|span| (span.first, span.last)),
            lang: &lang,
        };
        let (title, blocks) = export::pdf::day_report(&totals, &self.days.period(), &about);
        Ok((self.sure(export::pdf::write(self.out, &title, &blocks))?, totals))
    }

    fn double_entry(mut self, dialect: Dialect) -> Result<Written, Trouble> {
        let mut file = self.sure(export::plain::File::new(self.out, self.from.currency, dialect))?;
        let period = self.days.period();
        self.each_sale(|past| bookings(past, &period).iter().try_for_each(|booking| file.add(booking)))?;
        Ok((self.sure(file.finish())?, self.totals()?))
    }

    /// The sums of the period, as the takings have them.
    fn totals(&self) -> Result<Totals, Trouble> {
        let (reader, period) = (&self.from.reader, self.days.period());
        let mut voided = Sum::default();
        let acts = reader.acts(period)?;
        acts.iter().filter(|act| act.act.kind == ActKind::Void).for_each(|act| voided.add(act.act.minor));
        let open = self.span.map(|span| reader.open_sales(span)).transpose()?.unwrap_or_default();
        let (tenders, products) = (reader.takings(period, By::Tender)?, reader.takings(period, By::Product)?);
        Ok(Totals::new(&tenders, &products, [voided, Sum { count: open.0, minor: open.1 }]))
    }

    /// Hands every sale of the period to `each`, while the next ones are read beside it.
    fn each_sale(&mut self, mut each: impl FnMut(&Past) -> Result<(), ExportError>) -> Result<(), Trouble> {
        let Some(span) = self.wide else { return Ok(()) };
        let (reader, days) = (&self.from.reader, self.days.clone());
        let of = reader.sales_count(span)?;
        std::thread::scope(|scope| {
            let (to, pages) = sync_channel(ahead::AHEAD);
            scope.spawn(move || ahead::read(reader, &days, span, &to));
            let mut done = 0;
            self.goes_on(done, of)?;
            for page in pages {
                let page = page?;
                page.sales.iter().try_for_each(|past| self.sure(each(past)))?;
                done += page.read;
                self.goes_on(done, of)?;
            }
            Ok(())
        })
    }

    /// Hands every stored entry of the period to `each`.
    fn each_row(
        &mut self,
        mut each: impl FnMut(&crate::journal::chain::Row) -> Result<(), ExportError>,
    ) -> Result<(), Trouble> {
        let Some(Span { first, last }) = self.span else { return Ok(()) };
        let mut next = first;
        while next <= last {
            self.goes_on(next - first, last - first + 1)?;
            let rows = self.from.reader.rows(next, ENTRIES_PAGE)?;
            let Some(end) = rows.last() else { return Ok(()) };
            next = end.seq + 1;
            for row in rows.iter().filter(|row| row.seq <= last) {
                self.sure(each(row))?;
            }
        }
        Ok(())
    }

    fn goes_on(&mut self, done: u64, of: u64) -> Result<(), Trouble> {
        if self.watcher.goes_on(done, of) { Ok(()) } else { Err(Trouble::Interrupted) }
    }

    fn sure<T>(&self, result: Result<T, ExportError>) -> Result<T, Trouble> {
        let path = || self.out.display().to_string();
        result.map_err(|error| Trouble::Io { path: path(), source: error.into() })
    }
}
