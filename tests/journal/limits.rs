//! A full disk, a file taken away, a journal that was closed.

use std::path::{Path, PathBuf};
use std::process::Command;

use ringup::domain::core::{Charge, Event};
use ringup::journal::{Place, Reader, StepError, StoreError, verify};

use super::world::{Shop, open, stamp, told};

/// A tiny file system, unmounted when dropped.
struct Tmpfs(PathBuf);

impl Tmpfs {
    fn mount(at: &Path) -> Option<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(at).status();
        mounted.is_ok_and(|status| status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for Tmpfs {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn f17_a_full_disk_keeps_all_that_was_acknowledged_and_selling_goes_on_after() {
    let folder = tempfile::tempdir().unwrap();
    let Some(tmpfs) = Tmpfs::mount(folder.path()) else {
        println!("skipped: a tmpfs cannot be mounted here");
        return;
    };
    let ballast = tmpfs.0.join("ballast");
    std::fs::write(&ballast, vec![1; 300 << 10]).unwrap();
    let mut shop = Shop::over(Place::new(tmpfs.0.join("book")));
    let error = loop {
        let (sale, ask) = (shop.new_sale(100), shop.ask());
        if let Err(error) = shop.step(Event::Charge(Charge { sale, ask })) {
            break error;
        }
    };
    assert_eq!(error, StepError::Store(StoreError::Full));
    assert!(shop.book.head().seq > 20, "some entries fitted: {}", shop.book.head().seq);
    assert_eq!(verify(&shop.file(), true).unwrap().head, shop.book.head(), "433 of 433, and nothing half-written");
    assert_eq!(shop.step(Event::Stopped).map(drop).or_else(only_full), Ok(()));

    std::fs::remove_file(ballast).unwrap();
    let (sale, ask) = (shop.new_sale(100), shop.ask());
    shop.step(Event::Charge(Charge { sale, ask })).expect("there is room again, no restart needed");
    let (place, book, _kept) = shop.close();
    let again = open(&place);
    assert_eq!(told(&again.book), told(&book));
    again.journal.close();
}

fn only_full(error: StepError) -> Result<(), StepError> {
    if error == StepError::Store(StoreError::Full) { Ok(()) } else { Err(error) }
}

#[test]
fn f20_a_book_taken_away_stops_the_writer_until_it_is_opened_again() {
    let mut shop = Shop::new();
    shop.paid(100);
    let aside = shop.place.folder().join("aside.db");
    std::fs::rename(shop.file(), &aside).unwrap();
    std::fs::copy(&aside, shop.file()).unwrap();
    assert_eq!(shop.step(Event::Stopped).unwrap_err(), StepError::Store(StoreError::Replaced));
    std::fs::rename(&aside, shop.file()).unwrap();
    let error = shop.step(Event::Stopped).unwrap_err();
    assert_eq!(error, StepError::Store(StoreError::Stopped), "put back is not checked");
    let (place, book, _folder) = shop.close();
    let again = open(&place);
    assert_eq!(told(&again.book), told(&book));
    again.journal.step_blocking(Event::Stopped, stamp(1)).unwrap();
    again.journal.close();
}

#[test]
fn a_closed_journal_says_so() {
    let shop = Shop::new();
    let other = shop.journal.clone();
    let (_, _, _folder) = shop.close();
    assert_eq!(other.step_blocking(Event::Stopped, stamp(1)).unwrap_err(), StepError::Store(StoreError::Stopped));
    other.close();
}

#[test]
fn an_answer_that_contradicts_the_book_is_not_written() {
    let mut shop = Shop::new();
    let first = shop.paid(100);
    let second = shop.charge(200);
    let head = shop.book.head();
    let mut answer = shop.reads(second, ringup::domain::payment::State::Open);
    answer.invoice = shop.book.attempt(first).unwrap().1.invoice.clone().unwrap().invoice;
    let error = shop.step(Event::Answered { guid: second, payment: answer }).unwrap_err();
    assert!(matches!(error, StepError::Store(StoreError::Conflict(_))), "one invoice for two attempts: {error:?}");
    shop.cash(300);
    assert_eq!(shop.book.head().seq, head.seq + 2, "the writer goes on where it was");
    let (place, book, _folder) = shop.close();
    let again = open(&place);
    assert_eq!(told(&again.book), told(&book));
    again.journal.close();
}

#[test]
fn f18_a_full_disk_for_backups_fails_loud_and_selling_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let Some(tmpfs) = Tmpfs::mount(folder.path()) else {
        println!("skipped: a tmpfs cannot be mounted here");
        return;
    };
    let mut shop = Shop::new();
    shop.place = shop.place.clone().with_backups(tmpfs.0.join("backups"));
    shop.paid(100);
    let error = ringup::journal::backup_among(&shop.place, &super::world::birth(), stamp(1).at).unwrap_err();
    assert!(matches!(error, ringup::journal::OpenError::Room(free) if free <= 2 << 20), "{error}");
    assert_eq!(std::fs::read_dir(tmpfs.0.join("backups")).unwrap().count(), 0, "nothing half-written is left");
    shop.paid(200);
}

#[test]
fn f19_a_read_only_disk_opens_nothing_and_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let Some(tmpfs) = Tmpfs::mount(folder.path()) else {
        println!("skipped: a tmpfs cannot be mounted here");
        return;
    };
    let mut shop = Shop::over(Place::new(tmpfs.0.join("book")));
    shop.paid(100);
    let (place, book, _) = shop.close();
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&tmpfs.0).status().unwrap();
    assert!(remounted.success());
    let error =
        ringup::journal::Journal::open(&place, super::world::key(), super::world::birth(), stamp(1)).unwrap_err();
    assert!(matches!(error, ringup::journal::OpenError::Store(StoreError::ReadOnly | StoreError::Io(_))), "{error}");
    assert_eq!(verify(&place.file(), true).unwrap().head, book.head(), "an auditor reads it all the same");
}

#[test]
fn f20_the_minutely_look_finds_a_replaced_file_without_a_sale() {
    let mut shop = Shop::new();
    shop.paid(100);
    shop.journal.check_file().unwrap();
    let aside = shop.place.folder().join("aside.db");
    std::fs::rename(shop.file(), &aside).unwrap();
    std::fs::copy(&aside, shop.file()).unwrap();
    assert_eq!(shop.journal.check_file(), Err(StoreError::Replaced));
    let error = shop.step(Event::Stopped).unwrap_err();
    assert_eq!(error, StepError::Store(StoreError::Replaced), "and the reason stays named");
}

#[test]
fn a_copy_on_a_disk_that_takes_no_writes_is_read_unless_its_log_says_more() {
    let folder = tempfile::tempdir().unwrap();
    let Some(tmpfs) = Tmpfs::mount(folder.path()) else {
        println!("skipped: a tmpfs cannot be mounted here");
        return;
    };
    let mut shop = Shop::new();
    shop.paid(100);
    let (copied, logged) = (tmpfs.0.join("copied.db"), tmpfs.0.join("logged.db"));
    for copy in [&copied, &logged] {
        shop.journal.tidy();
        std::fs::copy(shop.file(), copy).unwrap();
    }
    let known = shop.book.head();
    shop.cash(50);
    std::fs::copy(shop.file().with_extension("db-wal"), logged.with_extension("db-wal")).unwrap();
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(&tmpfs.0).status().unwrap();
    assert!(remounted.success());
    assert_eq!(Reader::open(&copied).unwrap().head().unwrap(), known);
    assert!(Reader::open(&logged).is_err(), "what its log holds would be passed over");
}
