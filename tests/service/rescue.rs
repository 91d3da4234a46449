//! A book that does not open: what its owner can choose from, and that the choice is carried out and written down.

use std::path::{Path, PathBuf};

use crate::made;
use ringup::domain::rescue::{Decision, Rescue, Way};
use ringup::journal::{self, OpenError};
use ringup::service::Till;
use ringup::service::error::Trouble;
use ringup::service::places::Places;
use ringup::service::rescue;
use ringup::service::start::{self, Mode, Options};

struct Shop {
    dir: tempfile::TempDir,
}

impl Shop {
    /// Two sales, a backup, and two more.
    async fn new() -> Self {
        let shop = Self { dir: tempfile::tempdir().unwrap() };
        let till = shop.open().await.unwrap();
        for number in 0..4 {
            made::cash(&till, 350).await;
            if number == 1 {
                till.backup_now("a test").await.unwrap();
            }
        }
        till.close().await;
        shop
    }

    async fn open(&self) -> Result<Till, Trouble> {
        let options = Options { data_dir: self.dir.path().to_owned(), mode: Mode::Practice, passphrase: None };
        Ok(start::open(options).await?.till)
    }

    async fn way(&self) -> Option<Way> {
        self.open().await.expect_err("it does not open").way()
    }

    fn places(&self) -> Places {
        Places::new(self.dir.path(), true)
    }

    async fn look(&self, way: Way) -> Rescue {
        rescue::look(self.places(), None, way).await.unwrap()
    }

    fn book(&self) -> PathBuf {
        self.dir.path().join("practice/journal.db")
    }

    /// Opens, sells, and is whole.
    async fn goes_on(&self, epochs: u64) {
        let till = self.open().await.unwrap();
        made::cash(&till, 350).await;
        till.close().await;
        let verdict = journal::verify(&self.book(), true).unwrap();
        assert_eq!(verdict.epochs, epochs);
    }
}

fn spoil(book: &Path) {
    crate::journal::world::unguarded(book, "UPDATE journal SET payload = x'7b7d' WHERE seq = 9");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f15_a_damaged_book_is_restored_or_saved_from_the_window() {
    let shop = Shop::new().await;
    let last = journal::head(&shop.book()).unwrap().seq;
    spoil(&shop.book());
    assert_eq!(shop.way().await, Some(Way::Salvage));
    let found = shop.look(Way::Salvage).await;
    assert_eq!((found.seen, found.saved), (last, Some(8)));
    let [copy] = found.copies.as_slice() else { panic!("{found:?}") };
    assert!(copy.whole && found.lost(copy.entries) == last - copy.entries && copy.entries < 8, "{found:?}");
    let name = copy.name.clone();
    let silent = rescue::decide(shop.places(), None, Decision::Restore { name: name.clone(), reason: String::new() });
    assert!(matches!(silent.await, Err(Trouble::Open(OpenError::Witness(_)))), "entries would be lost without a word");
    let foreign = Decision::Restore { name: "../../../etc/passwd".to_owned(), reason: "x".to_owned() };
    assert!(rescue::decide(shop.places(), None, foreign).await.is_err());
    let saved = Decision::Salvage { reason: "bad sector".to_owned() };
    let done = rescue::decide(shop.places(), None, saved).await.unwrap();
    assert_eq!((done.kept, done.decision), (8, 9));
    shop.goes_on(1).await;
    spoil(&shop.book());
    let restored = Decision::Restore { name, reason: "once more".to_owned() };
    let done = rescue::decide(shop.places(), None, restored).await.unwrap();
    assert_eq!(done.decision, done.kept + 1);
    shop.goes_on(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f21_an_old_copy_is_gone_on_with_from_the_window() {
    let shop = Shop::new().await;
    let found = shop.look(Way::Accept).await;
    let backups = shop.dir.path().join("practice/backups");
    std::fs::copy(backups.join(&found.copies[0].name), shop.book()).unwrap();
    assert_eq!(shop.way().await, Some(Way::Accept));
    let accepted = Decision::Accept { reason: "the newer disk is lost".to_owned() };
    let done = rescue::decide(shop.places(), None, accepted).await.unwrap();
    assert_eq!((done.kept, done.decision), (found.copies[0].entries, found.copies[0].entries + 1));
    shop.goes_on(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_61_a_book_that_is_gone_or_foreign_gives_way_to_its_backup() {
    for spoilt in ["", "this is no book at all, but a letter to the tax office"] {
        let shop = Shop::new().await;
        if spoilt.is_empty() {
            std::fs::remove_file(shop.book()).unwrap();
        } else {
            std::fs::write(shop.book(), spoilt.repeat(200)).unwrap();
        }
        let way = shop.way().await.unwrap();
        let found = shop.look(way).await;
        assert!(found.saved.is_none() && found.best() == Some(0), "{way:?} {found:?}");
        let decision = Decision::Restore { name: found.copies[0].name.clone(), reason: "the disk died".to_owned() };
        rescue::decide(shop.places(), None, decision).await.unwrap();
        shop.goes_on(1).await;
    }
}
