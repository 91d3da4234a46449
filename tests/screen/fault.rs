//! A till that cannot sell says what happened, what is safe and what to do, and its owner's decision is one press away.

use std::sync::Arc;

use iced::Size;
use iced::keyboard::key::Named;
use ringup::domain::entry::{Entry, Hash};
use ringup::domain::fact::Fact;
use ringup::domain::keeping::ClockJumped;
use ringup::domain::rescue::{Copy, Decision, Rescue, Way};
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{Contradiction, Flaw, FlawReason, Found, Holder, OpenError, StoreError, Who};
use ringup::lang::Lang;
use ringup::notice;
use ringup::service::Update;
use ringup::service::error::Trouble;
use ringup::service::start::Mode;
use ringup::ui::app::Message as AppMessage;
use ringup::ui::app::port::Told;
use ringup::ui::press::Press;
use ringup::ui::screen::fault::{Fault, Instruction, Message, Place};
use ringup::ui::theme::Theme;
use ringup::vault::{Unavailable, VaultError};

use super::camera::{photograph, simulator};
use super::desk::Desk;
use super::shop::Shop;
use super::till::NOW;

fn copy(hours: i64, entries: u64, whole: bool) -> Copy {
    Copy { name: format!("{entries}.db"), made: Timestamp(NOW.0 - hours * 3_600_000), entries, whole }
}

fn rescue() -> Rescue {
    let copies = vec![copy(1, 8_131, false), copy(2, 8_123, true), copy(26, 7_900, true), copy(50, 7_400, true)];
    Rescue { copies, seen: 8_135, saved: Some(8_120) }
}

fn damaged() -> OpenError {
    OpenError::Damaged(Flaw { seq: 8_121, reason: FlawReason::Hash })
}

fn old_copy(found: Found) -> OpenError {
    OpenError::Witness(Contradiction { found, who: Who::Gateway, seen: (8_135, "ab".repeat(8)), head: 7_900 })
}

/// Every fault a shop can meet, by name.
fn faults() -> Vec<(&'static str, Trouble)> {
    let held = Holder { pid: 4_711, since: NOW };
    vec![
        ("damaged", damaged().into()),
        ("unreadable", OpenError::Store(StoreError::Corrupt("file is not a database".to_owned())).into()),
        ("old-copy", old_copy(Found::Behind).into()),
        (
            "cut",
            OpenError::Witness(Contradiction {
                found: Found::Behind,
                who: Who::Till,
                seen: (8_135, "ab".repeat(32)),
                head: 8_130,
            })
            .into(),
        ),
        ("differs", old_copy(Found::Differs).into()),
        ("other-book", old_copy(Found::OtherBook).into()),
        (
            "gone",
            OpenError::Witness(Contradiction {
                found: Found::Gone,
                who: Who::Backup,
                seen: (8_135, "ab".repeat(32)),
                head: 0,
            })
            .into(),
        ),
        ("held", OpenError::Held(Some(held)).into()),
        ("newer", OpenError::Newer { found: 9, known: 5 }.into()),
        ("other-till", OpenError::OtherTill { found: "aa".repeat(16), ours: "bb".repeat(16) }.into()),
        ("other-key", OpenError::OtherKey { found: "aa".repeat(32), ours: "bb".repeat(32) }.into()),
        ("test-money", OpenError::OtherEnvironment { found: "test".to_owned(), ours: "live".to_owned() }.into()),
        ("full", OpenError::Store(StoreError::Full).into()),
        ("read-only", OpenError::Store(StoreError::ReadOnly).into()),
        ("disk-failed", OpenError::Store(StoreError::Io("input/output error".to_owned())).into()),
        ("network", OpenError::Network("nfs4".to_owned()).into()),
        ("keyring-locked", VaultError::Unavailable(Unavailable::Locked).into()),
        ("keyring-absent", VaultError::Unavailable(Unavailable::NoService).into()),
        ("key-missing", Trouble::KeyMissing),
        (
            "folder-read-only",
            Trouble::Io {
                path: "/srv/till".to_owned(),
                source: std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem),
            },
        ),
    ]
}

fn page(trouble: &Trouble) -> (Fault, Option<Instruction>) {
    let lang = Lang::english(Shop::new().config.look.decimal.into());
    Fault::new(notice::trouble(trouble, &lang), Place::Shop, trouble.way())
}

fn shows(page: &Fault, text: &str) -> bool {
    let shop = Shop::new();
    simulator(shop.size, page.view(&shop.cx())).find(text).is_ok()
}

#[test]
fn every_fault_is_told_in_three_sentences_with_a_way_on() {
    let lang = Lang::english(Shop::new().config.look.decimal.into());
    for (name, trouble) in faults() {
        let (page, asked) = page(&trouble);
        let notice = notice::trouble(&trouble, &lang);
        for sentence in [&notice.happened, &notice.safe, &notice.todo] {
            assert!(!sentence.contains("ringup ") && shows(&page, sentence), "{name}: {sentence}");
        }
        assert!(shows(&page, "Try again") && shows(&page, "Start practice"), "{name}");
        assert_eq!(asked, trouble.way().map(Instruction::Look), "{name}");
    }
}

#[test]
fn f15_a_damaged_book_offers_its_backups_and_what_can_be_saved() {
    let (mut page, asked) = page(&damaged().into());
    assert_eq!(asked, Some(Instruction::Look(Way::Salvage)));
    assert!(shows(&page, "Every backup is being checked, entry by entry."));
    assert!(!shows(&page, "Restore this backup"));
    let _ = page.update(Message::Found(Ok(rescue())));
    for text in
        ["8123 entries", "12 entries are lost", "235 entries are lost", "Damaged", "Save 8120 entries and go on"]
    {
        assert!(shows(&page, text), "{text}");
    }
    // Twelve entries would be lost: that needs a reason.
    assert_eq!(page.update(Message::RestorePressed).instruction, None);
    assert!(shows(&page, "Say in one line why. An auditor will read it."));
    let _ = page.update(Message::ReasonTyped("bad\nsector ".to_owned()));
    assert!(!shows(&page, "Say in one line why. An auditor will read it."));
    let _ = page.update(Message::CopyPressed(0));
    let restored = page.update(Message::RestorePressed).instruction;
    let decision = Decision::Restore { name: "8123.db".to_owned(), reason: "badsector".to_owned() };
    assert_eq!(restored, Some(Instruction::Decide(decision)), "a damaged backup cannot be chosen");
    assert!(shows(&page, "Restoring"));
    for message in [Message::KeepPressed, Message::TryPressed, Message::PracticePressed, Message::RestorePressed] {
        assert_eq!(page.update(message).instruction, None, "one thing at a time");
    }
}

#[test]
fn f15_what_can_be_saved_is_saved_with_a_reason() {
    let (mut page, _) = page(&damaged().into());
    assert_eq!(page.update(Message::KeepPressed).instruction, None, "nothing is counted yet");
    let _ = page.update(Message::Found(Ok(rescue())));
    assert_eq!(page.update(Message::KeepPressed).instruction, None);
    let _ = page.update(Message::ReasonTyped("disk replaced".to_owned()));
    let saved = page.update(Message::KeepPressed).instruction;
    assert_eq!(saved, Some(Instruction::Decide(Decision::Salvage { reason: "disk replaced".to_owned() })));
    let (mut page, _) = self::page(&damaged().into());
    let _ = page.update(Message::Found(Ok(Rescue { saved: None, ..rescue() })));
    assert!(!shows(&page, "Save 8120 entries and go on"));
}

#[test]
fn f21_an_old_copy_is_gone_on_with_only_by_a_recorded_decision() {
    let (mut page, asked) = page(&old_copy(Found::Behind).into());
    assert_eq!(asked, Some(Instruction::Look(Way::Accept)));
    let _ = page.update(Message::Found(Ok(Rescue { copies: Vec::new(), seen: 8_135, saved: None })));
    assert!(shows(&page, "There is no backup of this journal in the folder of backups."));
    assert!(!shows(&page, "Restore this backup"));
    assert_eq!(page.update(Message::RestorePressed).instruction, None);
    assert_eq!(page.update(Message::KeepPressed).instruction, None, "not without a reason");
    let _ = page.update(Message::ReasonTyped(" ".to_owned()));
    assert_eq!(page.update(Message::KeepPressed).instruction, None, "a blank is none");
    let _ = page.update(Message::ReasonTyped("the newer disk is lost".to_owned()));
    let accepted = page.update(Message::KeepPressed).instruction;
    assert_eq!(accepted, Some(Instruction::Decide(Decision::Accept { reason: "the newer disk is lost".to_owned() })));
}

#[test]
fn till_61_nothing_is_lost_needs_no_reason_and_arrows_choose() {
    let (mut page, _) = page(&old_copy(Found::Gone).into());
    let copies = vec![copy(1, 8_135, true), copy(2, 9, false), copy(3, 8_000, true)];
    let _ = page.update(Message::Found(Ok(Rescue { copies, seen: 8_135, saved: None })));
    assert!(shows(&page, "Nothing is lost") && !shows(&page, "Go on with the journal as it is"));
    let press = |named| Message::Pressed(Press::named(named));
    let _ = page.update(press(Named::ArrowDown));
    assert_eq!(page.update(Message::RestorePressed).instruction, None, "135 entries");
    let _ = page.update(press(Named::ArrowDown));
    let _ = page.update(press(Named::ArrowUp));
    let restored = page.update(Message::RestorePressed).instruction;
    let decision = Decision::Restore { name: "8135.db".to_owned(), reason: String::new() };
    assert_eq!(restored, Some(Instruction::Decide(decision)));
}

#[test]
fn f15_the_window_restores_a_backup_and_opens() {
    let mut desk = Desk::stuck(damaged(), rescue());
    assert!(desk.shows("The shop’s journal does not open"));
    assert_eq!(desk.rooms.books.asked(), ["rescue Salvage"]);
    desk.key(Named::Enter);
    assert!(desk.shows("The shop’s journal does not open"), "it is still damaged");
    desk.send(AppMessage::Fault(Message::ReasonTyped("bad sector".to_owned())));
    *desk.rooms.refuses.lock().unwrap() = Some(OpenError::Room(5).into());
    desk.click("Restore this backup");
    assert!(desk.shows("The disk is nearly full."), "the decision failed, and says why");
    desk.click("Restore this backup").wait(1_000);
    assert!(desk.shows("8123 entries were kept. The decision is entry 8124. Look at the open payments now."));
    desk.typing("450").key(Named::Enter);
    assert!(desk.shows("Charge €4.50"));
}

#[test]
fn till_70_practice_is_there_while_the_shop_is_shut() {
    let mut desk = Desk::stuck(OpenError::Newer { found: 9, known: 5 }, Rescue::default());
    assert!(desk.shows("A newer version of Ringup made this journal.") && !desk.shows("Backups"));
    desk.key(Named::F5).wait(1_000);
    assert!(desk.shows("PRACTICE: no real money. Everything here is a rehearsal."));
}

#[test]
fn f24_a_second_window_says_who_has_the_book() {
    let mut desk = Desk::stuck(OpenError::Held(Some(Holder { pid: 4_711, since: NOW })), Rescue::default());
    assert!(desk.shows("Another Ringup has this journal open: process 4711."));
    *desk.rooms.trouble.lock().unwrap() = None;
    desk.key(Named::Enter).wait(1_000);
    assert!(!desk.shows("Another Ringup has this journal open: process 4711."));
    assert_eq!(desk.rooms.books.asked(), ["resume"]);
}

#[test]
fn f16_f17_what_stops_selling_stands_above_every_page_until_it_is_over() {
    let mut desk = Desk::start(Some(Mode::Shop));
    let told = |error: Trouble| AppMessage::Told(Told::Updates(vec![Update::Trouble(Arc::new(error))]));
    desk.send(told(OpenError::Removable("sdb".to_owned()).into()));
    assert!(!desk.shows("What to do"), "a warning passes");
    desk.send(told(OpenError::Room(5).into())).wait(10_000);
    desk.send(AppMessage::Ticked);
    assert!(desk.shows("The disk is nearly full.") && desk.shows("What to do"));
    desk.send(AppMessage::Told(Told::Updates(vec![Update::Roomy])));
    assert!(!desk.shows("What to do"), "there is room again");
    desk.send(told(StoreError::Io("input/output error".to_owned()).into()));
    desk.send(AppMessage::Told(Told::Updates(vec![Update::Roomy]))).wait(10_000);
    desk.send(AppMessage::SalesPressed);
    assert!(desk.shows("The journal could not take an entry."));
    desk.click("What to do");
    assert!(desk.shows("This till sells nothing now") && desk.shows("Close and open again"));
    desk.key(Named::Escape);
    assert!(desk.shows("The journal could not take an entry."), "back, and it still stands");
    desk.click("What to do").click("Close and open again").wait(1_000);
    assert!(desk.rooms.books.asked().contains(&"close".to_owned()));
    assert!(!desk.shows("The journal could not take an entry."));
}

#[test]
fn f21_a_witness_found_while_selling_leads_to_the_owners_choice() {
    let mut desk = Desk::start(Some(Mode::Shop));
    *desk.rooms.trouble.lock().unwrap() = Some(old_copy(Found::Behind));
    *desk.rooms.rescue.lock().unwrap() = rescue();
    let error: Trouble = old_copy(Found::Behind).into();
    desk.send(AppMessage::Told(Told::Updates(vec![Update::Trouble(Arc::new(error))]))).wait(10_000);
    desk.click("What to do").wait(1_000).click("Close and open again").wait(1_000);
    assert!(desk.shows("The shop’s journal does not open") && desk.shows("Go on with the journal as it is"));
}

#[test]
fn f25_a_clock_that_jumped_is_told_in_the_window() {
    for (by_ms, said) in [
        (3_600_000, "The clock of this computer jumped 1 h 0 min ahead."),
        (-31_536_000_000, "The clock of this computer went back by 365 d."),
    ] {
        let mut desk = Desk::start(Some(Mode::Shop));
        let fact = Fact::ClockJumped(ClockJumped { by_ms });
        let seq = desk.app.cx().book.head().seq + 1;
        let stamp = Stamp { at: NOW, mono_ms: 1, boot: [0; 16], offset_min: 60 };
        let entry = Arc::new(Entry { seq, stamp, actor: 0, training: false, fact, hash: Hash([1; 32]) });
        // The till in memory knows nothing of it: only what the window is told counts here.
        let _ = desk.app.update(AppMessage::Told(Told::Updates(vec![Update::Entries(vec![entry])])));
        let words = format!(
            "{said} Sales keep their order and their numbers. Codes go by a clock that does not jump. Check date and time."
        );
        assert!(desk.shows(&words), "{said}");
    }
}

#[test]
fn till_75_77_pictures_of_faults() {
    for (width, height) in [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)] {
        for (tag, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
            for (name, trouble) in faults() {
                let mut shop = Shop::new();
                shop.size = Size::new(width, height);
                let (mut page, _) = page(&trouble);
                let _ = page.update(Message::Found(Ok(rescue())));
                photograph(&format!("fault-{name}-{width}x{height}-{tag}"), theme, shop.size, page.view(&shop.cx()));
            }
        }
    }
    let mut desk = Desk::start(Some(Mode::Shop));
    let told = AppMessage::Told(Told::Updates(vec![Update::Trouble(Arc::new(OpenError::Room(5).into()))]));
    desk.send(told).wait(10_000).send(AppMessage::Ticked);
    for (width, height) in [(800.0, 480.0), (1280.0, 800.0)] {
        desk.resize(width, height);
        photograph(&format!("fault-standing-{width}x{height}"), Theme::Light, desk.size(), desk.view());
    }
}
