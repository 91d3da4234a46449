//! Files for others: papers of the till, and the books of some days.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::day::Period;
use crate::secret::Secret;
use crate::service::error::Trouble;
use crate::service::export::{Exporter, Format, Wanted, Watcher, paper};
use crate::service::places::Places;
use crate::ui::screen::reports::exports::{Kind, Order, Progress};

/// Where papers go: the person's documents, else the till's own folder.
pub(super) fn folder(data_dir: &Path) -> PathBuf {
    let documents = directories::UserDirs::new().and_then(|dirs| dirs.document_dir().map(Path::to_owned));
    documents.filter(|folder| folder.is_dir()).unwrap_or_else(|| data_dir.to_owned())
}

/// Writes a paper as text, or as a PDF where its name says so; answers where it is.
pub(super) async fn save(folder: PathBuf, name: String, text: String) -> Result<String, Trouble> {
    let saving = tokio::task::spawn_blocking(move || {
        let path = folder.join(name);
        paper(&path, &text)?;
        Ok(path.display().to_string())
    });
    saving.await.map_err(|_| Trouble::Interrupted)?
}

/// Writes the books of some days into a folder that is there; answers the files.
pub(super) async fn export(
    (places, folder): (Places, PathBuf),
    order: Order,
    passphrase: Option<Secret>,
) -> Result<Vec<String>, Trouble> {
    let folder = if order.folder.is_empty() { folder } else { PathBuf::from(&order.folder) };
    if !folder.is_dir() {
        let source = std::io::Error::from(std::io::ErrorKind::NotFound);
        return Err(Trouble::Io { path: folder.display().to_string(), source });
    }
    let (format, end) = format(order.kind);
    let out = folder.join(format!("{}{end}", name(&order.period)));
    let exporter = Exporter::open(&places, format == Format::Archive, passphrase).await?;
    let wanted = Wanted { format, period: order.period, out };
    let mut watch = Watch(order.progress);
    let writing = tokio::task::spawn_blocking(move || exporter.export(&wanted, &mut watch));
    let exported = writing.await.map_err(|_| Trouble::Interrupted)??;
    Ok(exported.files.iter().map(|file| file.display().to_string()).collect())
}

/// A name that says which days it holds.
fn name(period: &Period) -> String {
    let (from, to) = (period.from(), period.to());
    if period.is_day() { format!("ringup-{from}") } else { format!("ringup-{from}-to-{to}") }
}

/// The service's kind of file, and how its name ends; CSV files lie in a folder.
fn format(kind: Kind) -> (Format, &'static str) {
    match kind {
        Kind::Xlsx => (Format::Xlsx, ".xlsx"),
        Kind::Pdf => (Format::Pdf, ".pdf"),
        Kind::Csv => (Format::Csv, "-csv"),
        Kind::Hledger => (Format::Hledger, ".journal"),
        Kind::Beancount => (Format::Beancount, ".beancount"),
        Kind::Archive => (Format::Archive, ".zip"),
    }
}

/// Tells the page how far the work is, and the work that nobody waits for it.
struct Watch(Arc<Progress>);

impl Watcher for Watch {
    fn goes_on(&mut self, done: u64, of: u64) -> bool {
        self.0.note(done, of)
    }
}
