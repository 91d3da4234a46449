//! Books of released versions, kept for ever: they verify, open and fold in this version as they did in their own.

use std::path::{Path, PathBuf};

use ringup::domain::checks::DayStand;
use ringup::domain::core::Event;
use ringup::domain::day::Period;
use ringup::domain::payment::State;
use ringup::domain::takings::By;
use ringup::journal::{Place, rebuild, stats, verify};
use serde_json::{Value, json};

use super::world::{Shop, open, stamp, told};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/books")
}

fn what_it_says(file: &Path) -> Value {
    let (verdict, stats) = (verify(file, true).unwrap(), stats(file).unwrap());
    json!({"form": stats.form, "entries": verdict.entries, "head": verdict.head.hash.to_string(),
           "sales": stats.sales, "receipts": stats.receipts})
}

/// Makes a book to keep, once per form of the file.
#[test]
#[ignore = "makes a fixture; see its README"]
fn child_makes_a_book_to_keep() {
    let folder = PathBuf::from(std::env::var("RINGUP_TEST_JOURNAL_CHILD").expect("names the folder to make it in"));
    let mut shop = Shop::new();
    shop.paid(1_250);
    shop.cash(300);
    let late = shop.charge(4_000);
    for state in [State::Open, State::Expired, State::Accepted] {
        let payment = shop.reads(late, state);
        let event = if state == State::Open {
            Event::Answered { guid: late, payment }
        } else {
            Event::Observed { guid: late, payment }
        };
        shop.step(event).unwrap();
    }
    let void = shop.charge(700);
    let sale = shop.book.attempt(void).unwrap().0.id;
    shop.step(Event::Void { sale, reason: "left".to_owned() }).unwrap();
    shop.paid(990);
    shop.charge(150);
    let made = crate::made::check(("2025-12-30", "2025-12-31"), &["D06-0123456789abcdef"]);
    shop.step(Event::DaysChecked(Box::new(made))).unwrap();
    let (place, _, _folder) = shop.close();
    let kept = folder.join("journal.db");
    ringup::journal::backup(&place.file(), &kept).unwrap();
    std::fs::write(folder.join("told.json"), format!("{:#}\n", what_it_says(&kept))).unwrap();
}

#[test]
fn till_60_every_kept_book_verifies_opens_and_folds() {
    let mut seen = 0;
    for entry in std::fs::read_dir(fixtures()).unwrap() {
        let kept = entry.unwrap().path();
        let wanted: Value = serde_json::from_slice(&std::fs::read(kept.join("told.json")).unwrap()).unwrap();
        let before = std::fs::read(kept.join("journal.db")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let place = Place::new(folder.path());
        std::fs::write(place.file(), &before).unwrap();
        assert_eq!(what_it_says(&place.file()), wanted, "{}", kept.display());
        let opened = open(&place);
        let book = told(&opened.book);
        assert_eq!(opened.book.head().seq, wanted["entries"].as_u64().unwrap());
        let checked = opened.book.day_stand(crate::made::day("2025-12-31"));
        let found = if wanted["form"] == 6 { DayStand::Bad } else { DayStand::Unchecked };
        assert_eq!(checked, found, "{}", kept.display());
        let ever = Period::new(crate::made::day("2020-01-01"), crate::made::day("2040-12-31")).unwrap();
        let whole = opened.journal.reader().takings(ever, By::Whole).unwrap().whole;
        assert_eq!((whole.sales, whole.seen), (3, 0), "what a book of an older form took is added up anew");
        opened.journal.close();
        let rebuilt = rebuild(&place, stamp(0).at).unwrap();
        assert_eq!(rebuilt.sales, wanted["sales"].as_u64().unwrap());
        let mut again = Shop::over(place);
        assert!(told(&again.book) == book, "rebuilding changes nothing");
        again.paid(100);
        again.journal.close();
        seen += 1;
    }
    assert!(seen >= 1, "the released form has its book");
}
