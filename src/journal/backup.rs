//! Copies of a book on a second path: made by SQLite's own backup, checked before they count, rotated.
//!
//! A copy is written beside its name, flushed, opened again and checked entry by entry, and only then renamed: a backup that is
//! there is whole. Rotation keeps the newest of each of the last seven days and twelve months that have one, and it never
//! touches a copy that holds entries the newest one does not.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::count::Count;
use super::error::{OpenError, Who};
use super::place::{Birth, Place, ROOM_KEEP, make_private_folder, private_file, room};
use super::store;
use super::verify::{Verdict, verify};
use super::witness::Seen;
use crate::domain::entry::{Hash, Head};
use crate::domain::rescue::Copy;
use crate::domain::time::Timestamp;

/// The newest copies are always kept, so that one more does not cost the one before.
const LAST: usize = 2;
/// Days of which the newest copy is kept.
const DAYS: usize = 7;
/// Months of which the newest copy is kept.
const MONTHS: usize = 12;

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// What it holds, as checked after writing.
    pub verdict: Verdict,
    /// Older copies that were removed for it.
    pub removed: usize,
}

/// Copies a book, live or closed, to `target`, whole or not at all.
///
/// # Errors
/// [`OpenError::Damaged`] when the copy does not hold together (it is not kept), [`OpenError::Room`] when it would fill the
/// disk, [`OpenError::Store`] when it cannot be written. A file at `target` is as before then.
pub fn backup(source: &Path, target: &Path) -> Result<Verdict, OpenError> {
    let folder = folder_of(target);
    let needed = fs::metadata(source)?.len();
    if let Some(free) = room(folder).filter(|free| *free < needed.saturating_add(ROOM_KEEP)) {
        return Err(OpenError::Room(free));
    }
    let mut beside = target.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = PathBuf::from(beside);
    let copied = copy(source, &beside).and_then(|()| Ok(verify(&beside, false)?));
    let verdict = copied.and_then(|verdict| {
        fs::rename(&beside, target)?;
        sync_folder(folder)?;
        Ok(verdict)
    });
    if verdict.is_err() {
        // Half a copy is of no use; whether it can be removed changes nothing.
        let _ = fs::remove_file(&beside);
    }
    verdict
}

/// Copies page by page into a file of its own, without a log beside it, and flushes it.
pub(crate) fn copy(source: &Path, target: &Path) -> Result<(), OpenError> {
    match fs::remove_file(target) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        Ok(()) | Err(_) => {}
    }
    drop(private_file(target)?);
    let from = store::open_reader(source)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut to = Connection::open_with_flags(target, flags)?;
    // Nobody reads the copy before it is whole, and it is flushed as a whole.
    let set = |to: &Connection, mode: &str| to.pragma_update_and_check(None, "journal_mode", mode, |_| Ok(()));
    set(&to, "MEMORY")?;
    to.pragma_update(None, "synchronous", "OFF")?;
    rusqlite::backup::Backup::new(&from, &mut to)?.run_to_completion(i32::MAX, Duration::from_millis(50), None)?;
    set(&to, "DELETE")?;
    to.close().map_err(|(_, error)| error)?;
    Ok(File::open(target)?.sync_all()?)
}

/// Makes a backup among the others of this till, and rotates them.
///
/// # Errors
/// As [`backup`].
pub fn backup_among(place: &Place, birth: &Birth, at: Timestamp) -> Result<Backup, OpenError> {
    let folder = place.backups();
    make_private_folder(&folder)?;
    let head = store::head(&store::open_reader(&place.file())?)?;
    let name = Name { series: series(birth), time: compact(at), seq: head.seq };
    let path = folder.join(name.file());
    let verdict = backup(&place.file(), &path)?;
    let removed = rotate(&folder, &name.series, &path)?;
    Ok(Backup { path, verdict, removed })
}

/// The newest backups of a till, newest first, with their last entry's number.
#[must_use]
pub fn backups(place: &Place, birth: &Birth) -> Vec<(PathBuf, u64)> {
    let folder = place.backups();
    listed(&folder, &series(birth)).into_iter().map(|name| (folder.join(name.file()), name.seq)).collect()
}

/// When the newest backup was made, as its name says it; none if there is none.
#[must_use]
pub fn newest_backup(place: &Place, birth: &Birth) -> Option<Timestamp> {
    listed(&place.backups(), &series(birth)).into_iter().next()?.made()
}

/// The backups of a till, newest first, each checked entry by entry. Blocks for the reading.
#[must_use]
pub fn checked_backups(place: &Place, birth: &Birth) -> Vec<Copy> {
    let folder = place.backups();
    let checked = |name: Name| {
        let (file, made) = (name.file(), name.made()?);
        let verdict = verify(&folder.join(&file), false);
        let entries = verdict.as_ref().map_or(name.seq, |verdict| verdict.head.seq);
        Some(Copy { name: file, made, entries, whole: verdict.is_ok() })
    };
    listed(&folder, &series(birth)).into_iter().filter_map(checked).collect()
}

/// What the longest backup has seen; a copy that cannot be read is no witness.
pub(crate) fn seen(place: &Place, birth: &Birth) -> Option<Seen> {
    let (path, _) = backups(place, birth).into_iter().max_by_key(|(_, seq)| *seq)?;
    let conn = store::open_reader(&path).ok()?;
    let journal = store::genesis(&conn).ok()??.journal;
    let head = store::head(&conn).ok()?;
    Some(Seen { journal, seq: head.seq, hash: head.hash.to_string(), who: Who::Backup })
}

/// A backup's file name: `ringup-live-00010203-20261121T104209Z-000000123.db`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    time: String,
    seq: u64,
    series: String,
}

impl Name {
    fn file(&self) -> String {
        format!("{}-{}-{:09}.db", self.series, self.time, self.seq)
    }

    fn made(&self) -> Option<Timestamp> {
        let at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", &self.time).ok()?;
        Some(Timestamp(at.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond()))
    }

    fn parse(text: &str, series: &str) -> Option<Self> {
        let rest = text.strip_prefix(series)?.strip_prefix('-')?.strip_suffix(".db")?;
        let (time, seq) = rest.split_once('-')?;
        let shaped = time.len() == 16 && time.is_ascii() && time.ends_with('Z');
        Some(Self { time: time.to_owned(), seq: seq.parse().ok()?, series: series.to_owned() }).filter(|_| shaped)
    }
}

/// What all backups of one till's book begin with, so that tills can share a folder.
fn series(birth: &Birth) -> String {
    format!("ringup-{}-{}", birth.environment, birth.terminal.get(..8).unwrap_or(&birth.terminal))
}

fn compact(at: Timestamp) -> String {
    let text: String = at.rfc3339(0).chars().take(19).filter(|c| c.is_ascii_alphanumeric()).collect();
    format!("{text}Z")
}

/// Newest first.
fn listed(folder: &Path, series: &str) -> Vec<Name> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<Name> =
        entries.filter_map(|entry| Name::parse(entry.ok()?.file_name().to_str()?, series)).collect();
    names.sort_unstable();
    names.reverse();
    names
}

/// Removes what the newest copy makes superfluous.
fn rotate(folder: &Path, series: &str, newest: &Path) -> Result<usize, OpenError> {
    let names = listed(folder, series);
    let conn = store::open_reader(newest)?;
    let mut removed = 0;
    for name in spare(&names) {
        let path = folder.join(name.file());
        if path != newest && holds(&conn, &path) {
            fs::remove_file(&path)?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// The copies that are neither among the last, nor the newest of one of the last days nor of one of the last months.
fn spare(names: &[Name]) -> Vec<&Name> {
    let (mut days, mut months) = (BTreeSet::new(), BTreeSet::new());
    let mut first_of = |name: &Name| {
        let day = days.len() < DAYS && days.insert(name.time[..8].to_owned());
        let month = months.len() < MONTHS && months.insert(name.time[..6].to_owned());
        day || month
    };
    let needed: Vec<bool> = names.iter().map(&mut first_of).collect();
    names.iter().zip(needed).skip(LAST).filter(|(_, needed)| !needed).map(|(name, _)| name).collect()
}

/// Whether a book holds all that an older copy holds.
fn holds(conn: &Connection, older: &Path) -> bool {
    let head = || -> rusqlite::Result<Head> { store::head(&store::open_reader(older)?) };
    let Ok(head) = head() else { return false };
    let hash = conn.query_row("SELECT hash FROM journal WHERE seq = ?1", [Count(head.seq)], |row| row.get(0));
    hash.is_ok_and(|hash| Hash(hash) == head.hash)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(time: &str, seq: u64) -> Name {
        Name { series: "ringup-live-00010203".to_owned(), time: time.to_owned(), seq }
    }

    #[test]
    fn till_63_a_year_of_hours_leaves_seven_days_and_twelve_months() {
        let mut kept: Vec<Name> = Vec::new();
        let start = 1_767_225_600_000_i64;
        for hour in 0..24 * 420 {
            let at = Timestamp(start + hour * 3_600_000);
            kept.insert(0, name(&compact(at), u64::try_from(hour).unwrap() + 1));
            let gone: Vec<Name> = spare(&kept).into_iter().cloned().collect();
            kept.retain(|name| !gone.contains(name));
        }
        let newest: BTreeSet<&str> = kept.iter().take(LAST + DAYS - 1).map(|name| &name.time[..8]).collect();
        assert_eq!(newest.len(), DAYS, "the last copies are of one day");
        let months: BTreeSet<&str> = kept.iter().map(|name| &name.time[..6]).collect();
        assert_eq!(months.len(), MONTHS);
        assert!(kept.len() <= DAYS + MONTHS + 1, "{}", kept.len());
    }

    #[test]
    fn a_name_reads_back_and_foreign_ones_are_left_alone() {
        let one = name(&compact(Timestamp(1_767_225_600_123)), 42);
        assert_eq!(one.file(), "ringup-live-00010203-20260101T000000Z-000000042.db");
        assert_eq!(Name::parse(&one.file(), &one.series), Some(one.clone()));
        for foreign in [
            "journal.db",
            "ringup-live-ffffffff-20260101T000000Z-1.db",
            "ringup-live-00010203-x-1.db",
            "ringup-live-00010203-20260101Z-1.db",
            "ringup-live-00010203-20260101T000000X-1.db",
            "ringup-live-00010203-2026\u{1f9fe}T000000Z-1.db",
        ] {
            assert_eq!(Name::parse(foreign, &one.series), None, "{foreign}");
        }
    }

    #[test]
    fn a_name_says_when_its_backup_was_made() {
        let at = Timestamp(1_767_225_600_000);
        assert_eq!(name(&compact(at), 42).made(), Some(at));
        assert_eq!(name("20261341T000000Z", 42).made(), None);
    }

    #[test]
    fn till_63_the_newest_of_each_of_the_last_seven_days_is_kept() {
        let at = |day: u32, hour: u32| name(&format!("202601{day:02}T{hour:02}0000Z"), 1);
        let names: Vec<Name> = (1..=10).rev().flat_map(|day| [at(day, 12), at(day, 1)]).collect();
        let gone = spare(&names);
        let kept: Vec<&Name> = names.iter().filter(|name| !gone.contains(name)).collect();
        let mut days: Vec<Name> = (4..=10).rev().map(|day| at(day, 12)).collect();
        days.insert(1, at(10, 1));
        assert!(kept.into_iter().eq(&days), "the last two, and one of each day");
    }
}
