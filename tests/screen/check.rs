//! The owner's check in the window: a red day, a clear one, and everything between, by keyboard.

use std::path::Path;

use iced::keyboard::key::Named;
use ringup::domain::book::Book;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::core::Event;
use ringup::domain::id::InvoiceId;
use ringup::reconcile::amount::Amount;
use ringup::reconcile::engine::{Progress, Terms, Views, run};
use ringup::reconcile::import::flaw::{Flaw, FlawKind, Refused};
use ringup::reconcile::key::Key;
use ringup::reconcile::limits::Limits;
use ringup::reconcile::row::{InvoiceRow, InvoiceState, LedgerRow, SaleRow, SaleState, Unit, Witness};
use ringup::service::reconcile::{CheckError, Checked, Named as Names};
use ringup::service::start::Mode;
use ringup::ui::app::Message;
use ringup::ui::press::Press;
use ringup::ui::screen::owner::{Message as Area, Section, Told};
use ringup::ui::screen::reconcile::{Message as Said, Shown};
use ringup::ui::theme::Theme;

use super::camera::photograph;
use super::desk::Desk;
use super::owner::{SIZES, connection};
use super::till::NOW;

const HOUR: i64 = 3_600_000;

fn cents(cents: i64) -> Amount {
    Amount::from_scaled(i128::from(cents), 100).unwrap()
}

struct Day {
    views: Views,
    names: Names,
}

impl Day {
    fn new() -> Self {
        let mut views = Views::new(0);
        views.ledger = Some(ringup::reconcile::parts::Parts::new(0));
        Self { views, names: Names::default() }
    }

    /// A sale for `sold`, paid in full, credited with `credited` so many hours ago.
    fn sale(&mut self, number: u64, sold: i64, credited: Option<i64>, ago: i64) {
        let row = u32::try_from(self.names.sales.len() + 1).unwrap();
        let invoice = format!("Kd8R{number}9wQa");
        let (order, at) = (format!("T1-{number}"), NOW.0 - ago * HOUR);
        let key = |text: &str| Key::of(text.as_bytes());
        let unit = Unit::of(b"EUR").unwrap();
        self.names.sales.push(number);
        self.names.invoices.push(InvoiceId::from(invoice.as_str()));
        let (guid, state) = (key(&format!("g{number}")), SaleState::Accepted);
        let shared = (key(&invoice), key(&order));
        self.views.sale(SaleRow {
            invoice: shared.0,
            order: shared.1,
            guid,
            amount: cents(sold),
            unit,
            at,
            cart: number,
            row,
            attempt: 1,
            state,
            test: false,
        });
        self.views.invoice(InvoiceRow {
            invoice: shared.0,
            order: shared.1,
            guid,
            price: cents(sold),
            unit,
            at,
            row,
            state: InvoiceState::Settled,
            witness: Witness::None,
            ..InvoiceRow::default()
        });
        let Some(credited) = credited else { return };
        self.views.line(LedgerRow {
            invoice: shared.0,
            anchor: shared.1,
            amount: cents(credited),
            id: number,
            unit,
            at,
            row: row + 4_000,
            code: 1000,
            ..LedgerRow::default()
        });
    }

    fn checked(self, book: Book) -> Checked {
        let day = i32::try_from(NOW.0 / (24 * HOUR)).unwrap();
        let terms =
            Terms { limits: Limits::default(), now: NOW.0, test: false, days: Some((day - 30, day)), matched: true };
        let report = run(&self.views, &terms, &Progress::default()).unwrap();
        Checked { report, names: self.names, told: ringup::service::reconcile::Told::Read, book, unkept: None }
    }
}

/// What the check of the tests' shop finds: a credit two euros short, one missed, two on the way; or nothing.
pub fn checked(clear: bool, book: Book) -> Checked {
    let mut day = Day::new();
    for number in 0..60 {
        let cents = 680 + 37 * i64::try_from(number).unwrap();
        day.sale(940 + number, cents, Some(cents), 60);
    }
    if !clear {
        day.sale(1002, 4200, Some(4000), 60);
        day.sale(1005, 1240, None, 60);
        day.sale(1018, 520, None, 2);
        day.sale(1019, 870, None, 2);
    }
    day.checked(book)
}

/// The findings that keep that shop's day from being good.
pub fn cases() -> Vec<String> {
    let found = checked(false, Book::default()).report.findings;
    found.iter().filter(|finding| finding.blocks()).map(|finding| finding.id.to_string()).collect()
}

/// A file of which line 41 is wrong.
pub fn refused(file: &Path) -> CheckError {
    let refused: Refused = Flaw::at(41, "amount", b"12.5x", FlawKind::Number).into();
    CheckError::File { file: file.to_owned(), refused }
}

fn say(desk: &mut Desk, said: Said) {
    desk.send(Message::Owner(Area::Page(Told::Reconcile(said))));
}

fn page() -> Desk {
    let mut desk = Desk::with(Some(Mode::Shop), false, |till| {
        till.shop.config.connections = vec![connection()];
        till.shop.gateway.as_mut().unwrap().caps = Caps::of([Cap::Create, Cap::Ledger]);
    });
    desk.key(Named::F10).wait(500);
    desk.send(Message::Owner(Area::SectionChosen(Section::Reconcile))).wait(500);
    desk
}

#[test]
fn till_56_the_columns_and_what_stands_between_them_add_up_on_one_key() {
    let mut desk = page();
    assert!(desk.shows("Choose a day, or load a ledger file."));
    desk.key(Named::F9);
    for text in ["€14.40 unexplained, 2 findings", "The amounts differ", "Missing in the ledger", "\u{2212}2.00"] {
        assert!(desk.shows(text), "{text}");
    }
    let asked = desk.rooms.books.asked();
    assert!(asked.iter().any(|asked| asked.starts_with("fetch ledger")), "{asked:?}");
    assert!(desk.shows("60") && desk.shows("Matched"));
}

#[test]
fn till_57_a_finding_is_explained_with_a_note_and_made_to_count_again() {
    let mut desk = page();
    desk.key(Named::F9).key(Named::Tab);
    assert!(desk.shows("sale 1005"), "the largest stands first");
    desk.typing("2").wait(500);
    assert!(desk.shows("What explains it?"));
    desk.key(Named::Enter);
    assert!(desk.shows("What explains it?"), "no note, no explanation");
    say(&mut desk, Said::NoteTyped("The gateway books it tomorrow.".to_owned()));
    desk.wait(500).key(Named::Enter);
    assert!(!desk.shows("What explains it?"));
    assert!(desk.shows("€2.00 unexplained, 1 finding"));
    desk.key(Named::ArrowUp);
    assert!(desk.shows("sale 1018"), "what is explained stands after what is open");
    desk.key(Named::ArrowDown).key(Named::ArrowDown);
    assert!(desk.shows("All three agree"), "and before what agrees");
    desk.key(Named::ArrowUp);
    assert!(desk.shows("Let it count again"));
    desk.typing("3");
    assert!(desk.shows("€14.40 unexplained, 2 findings"));
}

#[test]
fn till_56_a_refused_file_names_its_line_and_a_gateway_out_of_reach_leaves_the_kept_lines() {
    let mut desk = page();
    say(&mut desk, Said::LedgerTyped("bad.csv".to_owned()));
    desk.key(Named::F9);
    assert!(desk.shows("The ledger could not be read. Nothing was booked."));
    say(&mut desk, Said::LedgerTyped(String::new()));
    *desk.rooms.books.broken.lock().unwrap() = true;
    desk.key(Named::F9);
    desk.click("Run on the lines that are kept");
    assert!(desk.shows("€14.40 unexplained, 2 findings"));
}

#[test]
fn till_56_days_that_are_none_are_not_compared() {
    let mut desk = page();
    for (from, to) in [("2026-13-01", "2026-11-02"), ("2026-11-03", "2026-11-02"), ("", "")] {
        say(&mut desk, Said::FromTyped(from.to_owned()));
        say(&mut desk, Said::ToTyped(to.to_owned()));
        desk.key(Named::F9);
        assert!(desk.shows("Write days as 2026-11-20, the first one first."), "{from} {to}");
    }
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("reconcile")));
}

#[test]
fn till_58_tolerances_are_the_owners_and_a_wrong_one_is_not_kept() {
    let mut desk = page();
    desk.key(Named::F4);
    assert!(desk.shows("Tolerances") && desk.shows("Hours until a credit is missed"));
    say(&mut desk, Said::LimitTyped(3, "9999".to_owned()));
    desk.key(Named::Enter);
    assert!(desk.shows("A whole number up to 8760."));
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("limits")));
    say(&mut desk, Said::LimitTyped(3, "36".to_owned()));
    say(&mut desk, Said::LimitTyped(8, "0.95".to_owned()));
    say(&mut desk, Said::LimitTyped(9, "0.25".to_owned()));
    desk.wait(500).key(Named::Enter);
    let kept = "limits 36 h, fee Some(Fee { ppm: 9500, fixed_minor: 25 })".to_owned();
    assert!(desk.rooms.books.asked().contains(&kept), "{:?}", desk.rooms.books.asked());
    assert!(!desk.shows("Leave as they are"));
    desk.key(Named::F4);
    assert!(desk.shows("36") && desk.shows("0.95"), "the book has them");
    desk.key(Named::Escape);
    assert!(!desk.shows("Leave as they are") && desk.shows("Back to till"));
}

#[test]
fn till_56_what_agrees_is_listed_too_with_its_three_sides() {
    let mut desk = page();
    desk.key(Named::F9).key(Named::Tab);
    desk.click("Matched");
    assert!(desk.shows("All three agree") && desk.shows("Sale, invoice and credit name the same amount."));
    assert!(desk.shows("Kd8R9999wQa") && desk.shows("sale 999") && desk.shows("line 4060"));
    desk.key(Named::ArrowDown);
    assert!(desk.shows("sale 998"), "arrows go through what agrees");
    desk.key(Named::Escape);
    assert!(desk.shows("sale 1005"), "and Esc shows all again, what is open first");
}

#[test]
fn till_58_the_last_checks_are_there_after_a_restart_with_their_days_and_proofs() {
    let mut desk = page();
    assert!(desk.shows("The last 14 days") && desk.shows("0 good, 0 open, 0 not over, 14 not checked"));
    say(&mut desk, Said::FromTyped("2026-11-19".to_owned()));
    say(&mut desk, Said::ToTyped("2026-11-20".to_owned()));
    desk.key(Named::F9);
    assert!(desk.shows("€14.40 unexplained, 2 findings"));
    // Another window on the same books knows it without asking anybody.
    let again = |desk: &mut Desk| {
        desk.send(Message::Owner(Area::SectionChosen(Section::Today))).wait(500);
        desk.send(Message::Owner(Area::SectionChosen(Section::Reconcile))).wait(500);
    };
    again(&mut desk);
    assert!(desk.shows("1 good, 1 open, 0 not over, 12 not checked"));
    assert!(desk.shows("2"), "the rail counts what is open");
    say(&mut desk, Said::FromTyped("2026-11-19".to_owned()));
    say(&mut desk, Said::ToTyped("2026-11-20".to_owned()));
    assert!(desk.shows("2 findings are open.") && desk.shows("Not clear") && desk.shows("1,062.90"));
    *desk.rooms.books.clear.lock().unwrap() = true;
    desk.key(Named::F9);
    again(&mut desk);
    say(&mut desk, Said::DayPressed(crate::made::day("2026-11-20")));
    assert!(desk.shows("Choose a day, or load a ledger file."), "a day of a longer check has no page of its own");
    assert!(desk.shows("2 good, 0 open, 0 not over, 12 not checked"));
    say(&mut desk, Said::FromTyped("2026-11-19".to_owned()));
    assert!(desk.shows("Every cent is explained.") && desk.shows("All clear"));
    desk.press(Press::char('s').with_ctrl());
    let saved = desk.rooms.saved.lock().unwrap().clone();
    let (name, text) = saved.last().expect("it was saved");
    assert_eq!(name, "proof-2026-11-19-to-2026-11-20.pdf");
    assert!(text.contains("Every cent is explained.") && text.contains("1,062.90"), "{text}");
}

#[test]
fn till_58_every_state_fits_every_window() {
    for theme in [Theme::Light, Theme::Dark] {
        for (width, height) in SIZES {
            let tag = format!("{theme:?}").to_lowercase();
            let take = |desk: &Desk, what: &str| {
                photograph(&format!("reconcile-{what}-{tag}-{width}x{height}"), theme, desk.size(), desk.view());
            };
            let mut desk = page();
            desk.resize(width, height);
            take(&desk, "empty");
            desk.key(Named::F9);
            take(&desk, "red");
            desk.key(Named::Tab).key(Named::ArrowDown).key(Named::Enter);
            take(&desk, "detail");
            assert!(desk.shows("Copied") || desk.shows("All findings"));
            desk.typing("2").wait(500);
            take(&desk, "note");
            desk.key(Named::Escape);
            *desk.rooms.books.clear.lock().unwrap() = true;
            desk.key(Named::F9);
            take(&desk, "clear");
            say(&mut desk, Said::AllPressed);
            say(&mut desk, Said::ShownChosen(Shown::Matched));
            take(&desk, "matched");
            desk.key(Named::Escape);
            desk.send(Message::Owner(Area::SectionChosen(Section::Today))).wait(500);
            desk.send(Message::Owner(Area::SectionChosen(Section::Reconcile))).wait(500);
            take(&desk, "stored");
            for day in 6..=19 {
                let day = format!("2026-11-{day:02}");
                let cases: &[&str] = if day.ends_with("12") { &["D06-0123456789abcdef"] } else { &[] };
                let made = Event::DaysChecked(Box::new(crate::made::check((&day, &day), cases)));
                if !day.ends_with("15") {
                    desk.rooms.books.till.lock().unwrap().apply(made);
                }
            }
            for (day, what) in [("2026-11-19", "past"), ("2026-11-12", "past-red")] {
                say(&mut desk, Said::DayPressed(crate::made::day(day)));
                say(&mut desk, Said::ToolsPressed);
                take(&desk, what);
                say(&mut desk, Said::ToolsPressed);
            }
            desk.key(Named::F9);
            assert!(desk.shows("Every cent is explained."));
            say(&mut desk, Said::LedgerTyped("bad.csv".to_owned()));
            desk.key(Named::F9);
            take(&desk, "refused");
            desk.key(Named::F4);
            take(&desk, "limits");
        }
    }
}
