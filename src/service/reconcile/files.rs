//! Files on the disk as rows.

use std::fs::File;
use std::io;
use std::path::Path;

use super::ask::{Asked, CheckError};
use crate::domain::case::Limits;
use crate::domain::ledger::RawEntry;
use crate::reconcile::engine::{Progress, Terms, Views};
use crate::reconcile::import::bank::Ask;
use crate::reconcile::import::flaw::{Flaw, FlawKind, Refused};
use crate::reconcile::import::source::{Source, read_all};
use crate::reconcile::import::{bank, camt, entry, json, ledger as ledgers, mt940, ofx, sales as sold, time};
use crate::reconcile::parts::Parts;
use crate::reconcile::row::{BankRow, LedgerRow, Unit};

struct OnDisk {
    file: File,
    len: u64,
}

impl Source for OnDisk {
    fn len(&self) -> u64 {
        self.len
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, buffer, offset)
    }
}

fn open(path: &Path) -> Result<OnDisk, CheckError> {
    let opened = File::open(path).and_then(|file| file.metadata().map(|meta| OnDisk { len: meta.len(), file }));
    opened.map_err(|error| refused(path, FlawKind::Unreadable(error.to_string()).into()))
}

pub(super) fn refused(path: &Path, refused: Refused) -> CheckError {
    if refused.stopped { CheckError::Stopped } else { CheckError::File { file: path.to_owned(), refused } }
}

/// A ledger file, told apart by its first sign.
enum Ledger {
    Csv(OnDisk),
    Json(Vec<u8>),
}

impl Ledger {
    fn open(path: &Path) -> Result<Self, CheckError> {
        let unreadable = |e: io::Error| refused(path, FlawKind::Unreadable(e.to_string()).into());
        let source = open(path)?;
        let mut head = [0; 64];
        let count = source.read_at(&mut head, 0).map_err(unreadable)?;
        let bare = head[..count].strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(&head[..count]).trim_ascii_start();
        if bare.starts_with(b"[") || bare.starts_with(b"{") {
            return Ok(Self::Json(read_all(&source).map_err(unreadable)?));
        }
        Ok(Self::Csv(source))
    }
}

/// A ledger as CSV or JSON, whole or not at all. `unit` is its currency where its lines do not say.
pub(super) fn ledger(path: &Path, unit: Unit, progress: &Progress) -> Result<Parts<LedgerRow>, CheckError> {
    match Ledger::open(path)? {
        Ledger::Csv(source) => {
            let bits = Views::bits_for(source.len() / 100);
            ledgers::csv(&source, bits, progress).map_err(|why| refused(path, why))
        }
        Ledger::Json(text) => {
            let mut parts = Parts::new(0);
            let rows = json::ledger(&text, unit).map_err(|why| refused(path, why))?;
            rows.into_iter().for_each(|row| parts.push(row.invoice, row));
            Ok(parts)
        }
    }
}

/// Hands the lines of a ledger that was read before to `take`, in order.
pub(super) fn entries(
    path: &Path,
    unit: Unit,
    progress: &Progress,
    take: &mut dyn FnMut(RawEntry),
) -> Result<(), CheckError> {
    let read = match Ledger::open(path)? {
        Ledger::Csv(source) => entry::csv(&source, progress, take),
        Ledger::Json(text) => entry::json(&text, unit).map(|lines| lines.into_iter().for_each(take)),
    };
    read.map_err(|why| refused(path, why))
}

/// A file whose lines all lie before or after the days asked for is the wrong one. A line that names a day and no time may
/// belong to the business day before it.
pub(super) fn covers(path: &Path, lines: &Parts<LedgerRow>, terms: &Terms) -> Result<(), CheckError> {
    let all = || lines.iter().map(|line| Limits::default().day(line.at));
    let Some(((first, last), days)) = all().min().zip(all().max()).zip(terms.days) else { return Ok(()) };
    if first <= days.1.saturating_add(1) && last >= days.0.saturating_sub(1) {
        return Ok(());
    }
    let other = FlawKind::OtherDays { first: time::text(first), last: time::text(last) };
    Err(refused(path, Flaw::whole(other).into()))
}

/// Our own sales as CSV, divided like the ledger.
pub(super) fn sales(path: &Path, progress: &Progress, views: &mut Views) -> Result<(), CheckError> {
    let bits = views.sales.bits();
    views.sales = sold::csv(&open(path)?, bits, progress).map_err(|why| refused(path, why))?;
    Ok(())
}

/// A bank's statement in whichever of the four forms it is.
pub(super) fn bank(path: &Path, unit: Unit, asked: &Asked, days: (i32, i32)) -> Result<Vec<BankRow>, CheckError> {
    let text = read_all(&open(path)?).map_err(|e| refused(path, FlawKind::Unreadable(e.to_string()).into()))?;
    let ask = Ask {
        account: asked.account.clone(),
        payer: vec!["BITPAY".to_owned()],
        days: Some(days),
        unit,
        ..Ask::default()
    };
    let head = String::from_utf8_lossy(&text[..text.len().min(2000)]).into_owned();
    let read = if head.contains("<OFX") || head.starts_with("OFXHEADER") {
        ofx::statement
    } else if head.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
        camt::statement
    } else if head.contains(":60F:") || head.contains(":20:") {
        mt940::statement
    } else {
        bank::csv
    };
    read(&text, &ask).map_err(|why| refused(path, why))
}
