//! The owner's pages of the day: takings, reports, cash-up.

mod pictures;

use std::collections::BTreeMap;

use iced::keyboard::key::Named;
use ringup::domain::act::ActKind;
use ringup::domain::core::{Event, TillEvent};
use ringup::domain::day::{Day, Moment, Period};
use ringup::domain::exceptions::{Lit, Rule, Watched};
use ringup::domain::fact::Direction;
use ringup::domain::money::Currency;
use ringup::domain::report::{Closing, Reach, Reading, Sheet, Shift, Slot};
use ringup::domain::takings::{Compared, Figures, Row};
use ringup::domain::tally::Count;
use ringup::service::start::Mode;
use ringup::ui::app::Message as App;
use ringup::ui::press::Press;
use ringup::ui::screen::cash_up::{self, CashUp, Field};
use ringup::ui::screen::owner::{Instruction, Message as Area, Owner, Section, Told};
use ringup::ui::screen::reports::{self, Paper, Reports, Shown, exports};
use ringup::ui::screen::today::{self, Today};

use super::desk::Desk;
use super::shop::{eur, simulator};
use super::till::{Till, lines};

fn row(key: &str, label: &str, taken: i64, sales: i64) -> Row {
    let figures = Figures { taken, sales, pieces: sales * 2, ..Figures::default() };
    Row { key: key.to_owned(), label: label.to_owned(), figures }
}

fn today() -> Day {
    Day::new(2026, 11, 21).unwrap()
}

fn watched(operator: &str, sales: u64, taken: i64, acts: &[(ActKind, u64)]) -> Watched {
    let acts = acts.iter().map(|(kind, n)| (*kind, Count { n: *n, minor: 1_000 })).collect::<BTreeMap<_, _>>();
    Watched { operator: operator.to_owned(), sales, taken, acts }
}

/// The hours of a day that begins at four.
fn hours() -> Vec<Slot> {
    let before = [90, 150, 180, 140, 190, 120, 90, 30, 75, 60, 40];
    let taken = [118, 172, 204, 131, 215, 136, 97, 38, 0, 0, 0];
    let slot = |hour: u8| {
        let of = |sums: &[i64]| usize::from(hour).checked_sub(8).and_then(|at| sums.get(at)).copied().unwrap_or(0);
        Slot { name: hour, taken: of(&taken) * 100, sales: of(&taken) / 11, before: of(&before) * 100, now: hour == 15 }
    };
    (4..24).chain(0..4).map(slot).collect()
}

fn days() -> Vec<Slot> {
    let taken = |day: i64| if day > 21 || day % 7 == 1 { 0 } else { 61_200 + day * 7_919 % 90_000 };
    let slot = |day: u8| {
        let n = i64::from(day);
        Slot { name: day, taken: taken(n), sales: taken(n) / 1_100, before: 50_000 + n * 911, now: day == 21 }
    };
    (1..=30).map(slot).collect()
}

fn sheet(reach: Reach) -> Sheet {
    let day = today();
    let whole = Figures {
        sales: 102,
        taken: 111_245,
        pieces: 230,
        cash: 39_990,
        promised: 18_350,
        seen: 940,
        settled: 52_905,
        refunds: 1,
        refunded: 1_240,
        ..Figures::default()
    };
    let lit = Lit { rule: Rule::NoSale, operator: "Tom".to_owned(), n: 5, sales: 41, minor: 0 };
    Sheet {
        now: Moment { day, minute: 920 },
        reach,
        period: reach.periods(day).0,
        currency: Currency::EUR,
        whole,
        compared: (reach == Reach::Day).then(|| Compared { day: day.plus(-7), sales: 90, taken: 100_311 }),
        slots: if reach == Reach::Day { hours() } else { days() },
        tenders: vec![row("cash", "", 39_990, 38), row("gateway:bitpay", "", 71_255, 64)],
        coins: vec![row("BTC", "", 38_140, 23), row("BTC_LN", "", 33_115, 41)],
        products: vec![row("CRO", "Butter croissant", 1, 32), row("FLA", "Flat white", 1, 25), row("", "", 1, 3)],
        taxes: vec![row("", "", 111_245, 102)],
        watched: vec![
            watched("Mara", 61, 70_245, &[(ActKind::Void, 1), (ActKind::Refund, 1)]),
            watched("Tom", 41, 41_000, &[(ActKind::NoSale, 5), (ActKind::Override, 2)]),
        ],
        lit: vec![lit],
    }
}

/// A day of nothing.
fn empty() -> Sheet {
    let slots = hours().into_iter().map(|slot| Slot { taken: 0, sales: 0, before: 0, ..slot }).collect();
    Sheet {
        whole: Figures::default(),
        compared: None,
        slots,
        tenders: Vec::new(),
        coins: Vec::new(),
        products: Vec::new(),
        taxes: Vec::new(),
        watched: Vec::new(),
        lit: Vec::new(),
        ..sheet(Reach::Day)
    }
}

fn reading(reach: Reach) -> Reading {
    Reading { reach, day: None }
}

fn shown(till: &Till) -> Today {
    let (mut page, first) = Today::open(&till.cx());
    assert_eq!(first.instruction, Some(today::Instruction::Read(reading(Reach::Day))));
    let read = today::Message::SheetRead(reading(Reach::Day), Ok(Box::new(sheet(Reach::Day))));
    let _ = page.update(read, &till.cx());
    page
}

#[test]
fn till_50_51_the_figures_are_on_the_page_and_promised_and_settled_stand_apart() {
    let till = Till::new().sized(1700.0, 2000.0);
    let page = shown(&till);
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    for words in [
        "1,112.45",
        "102",
        "712.55",
        "€529.05",
        "€174.10",
        "€9.40",
        "can still vanish",
        "Butter croissant",
        "Typed amounts",
        "10.9 % above Sat 14 Nov, same minute",
        "Saturday 21 November",
        "Till 1 · until 15:20",
        "\u{2212}12.40",
    ] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
}

#[test]
fn till_50_the_figures_of_the_chart_are_one_key_away() {
    let till = Till::new().sized(1700.0, 2000.0);
    let mut page = shown(&till);
    assert!(simulator(till.room(), page.view(&till.cx())).find("215.00").is_err(), "bars carry no figures");
    let _ = page.update(today::Message::Pressed(Press::char('t')), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("215.00").is_ok() && ui.find("190.00").is_ok(), "the hour, and the hour before");
    drop(ui);
    let _ = page.update(today::Message::Pressed(Press::char('t')), &till.cx());
    assert!(simulator(till.room(), page.view(&till.cx())).find("215.00").is_err(), "and bars again");
}

#[test]
fn till_54_another_reach_is_read_and_an_old_answer_is_dropped() {
    let till = Till::new();
    let mut page = shown(&till);
    let next = page.update(today::Message::Pressed(Press::named(Named::ArrowRight)), &till.cx());
    assert_eq!(next.instruction, Some(today::Instruction::Read(reading(Reach::Week))));
    let late = today::Message::SheetRead(reading(Reach::Day), Ok(Box::new(sheet(Reach::Day))));
    let _ = page.update(late, &till.cx());
    assert!(simulator(till.room(), page.view(&till.cx())).find("1,112.45").is_err(), "those days were left");
}

#[test]
fn till_54_any_day_is_looked_at_and_none_that_has_not_begun() {
    let till = Till::new().sized(1700.0, 2000.0);
    let mut page = shown(&till);
    let key = |named| today::Message::Pressed(Press::named(named));
    assert_eq!(page.update(key(Named::PageDown), &till.cx()).instruction, None, "tomorrow has no takings");
    let before = page.update(key(Named::PageUp), &till.cx());
    let yesterday = Reading { reach: Reach::Day, day: Some(today().plus(-1)) };
    assert_eq!(before.instruction, Some(today::Instruction::Read(yesterday)));
    let back = page.update(key(Named::PageDown), &till.cx());
    assert_eq!(back.instruction, Some(today::Instruction::Read(reading(Reach::Day))), "today is followed, not held");
    let month = page.update(today::Message::ReachChosen(Reach::Month), &till.cx());
    assert_eq!(month.instruction, Some(today::Instruction::Read(reading(Reach::Month))));
    let read = today::Message::SheetRead(reading(Reach::Month), Ok(Box::new(sheet(Reach::Month))));
    let _ = page.update(read, &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("November 2026").is_ok() && ui.find("Sun").is_ok(), "a month is a calendar first");
    let third = days()[2].taken;
    ui.click(till.shop.lang.sum(third, Currency::EUR).as_str()).unwrap();
    let asked: Vec<today::Message> = ui.into_messages().collect();
    let chosen = asked.into_iter().map(|message| page.update(message, &till.cx()).instruction).next_back().flatten();
    let third = Reading { reach: Reach::Day, day: Day::new(2026, 11, 3) };
    assert_eq!(chosen, Some(today::Instruction::Read(third)));
    let exported = page.update(today::Message::Pressed(Press::char('e').with_ctrl()), &till.cx()).instruction;
    assert_eq!(exported, Some(today::Instruction::Export(Period::day(third.day.unwrap()))));
}

#[test]
fn till_50_the_page_reads_again_when_the_book_grows() {
    let mut till = Till::new();
    let mut page = shown(&till);
    assert_eq!(page.update(today::Message::Ticked, &till.cx()).instruction, None);
    till.cash(1, lines(), 10_000);
    let again = page.update(today::Message::Ticked, &till.cx());
    assert_eq!(again.instruction, Some(today::Instruction::Read(reading(Reach::Day))));
}

#[test]
fn till_50_a_card_without_figures_says_why() {
    let till = Till::new().sized(1700.0, 2000.0);
    let mut page = shown(&till);
    let read = today::Message::SheetRead(reading(Reach::Day), Ok(Box::new(empty())));
    let _ = page.update(read, &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    for words in ["No payment in crypto in these days.", "Nothing sold in these days.", "Nothing out of the ordinary."]
    {
        assert!(ui.find(words).is_ok(), "{words}");
    }
}

#[test]
fn t1_what_is_lit_is_named_with_its_operator_and_everyone_stands_beside_their_sales() {
    let till = Till::new().sized(1700.0, 2000.0);
    let page = shown(&till);
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    for words in ["Drawer without sale", "Tom: 5 beside 41 sales, 0.00 in all", "12.1 %", "4.8 %", "1.6 %"] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
    assert!(ui.find("0 late, 0 to resolve, 1 unusual").is_ok());
}

#[test]
fn till_52_closing_asks_first_and_is_ordered_once() {
    let mut till = Till::new().sized(1280.0, 900.0);
    till.cash(1, lines(), 10_000);
    let (mut page, first) = Reports::open(&till.cx());
    assert!(matches!(first.instruction, Some(reports::Instruction::Closings)));
    assert!(page.update(reports::Message::ClosePressed, &till.cx()).instruction.is_none(), "the first press asks");
    assert!(page.holds_escape());
    let _ = page.update(reports::Message::Pressed(Press::named(Named::Escape)), &till.cx());
    assert!(page.update(reports::Message::ClosePressed, &till.cx()).instruction.is_none(), "taken back");
    let closed = page.update(reports::Message::ClosePressed, &till.cx());
    assert!(matches!(closed.instruction, Some(reports::Instruction::CloseZ(Paper::Pdf))));
    for again in [reports::Message::ClosePressed, reports::Message::ClosePressed, reports::Message::ReadPressed] {
        assert!(page.update(again, &till.cx()).instruction.is_none(), "one at a time");
    }
    let done = page.update(reports::Message::Done(Ok(())), &till.cx());
    assert!(matches!(done.instruction, Some(reports::Instruction::Closings)));
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Drawer not counted").is_ok());
    drop(ui);
    let _ = page.update(reports::Message::ShownChosen(Shown::Z), &till.cx());
    let _ = page.update(reports::Message::ClosingsRead(Ok(Vec::new())), &till.cx());
    assert!(simulator(till.room(), page.view(&till.cx())).find("No closing yet.").is_ok());
}

#[test]
fn till_53_nothing_on_the_page_tells_what_should_be_there_before_the_count() {
    let mut till = Till::new().sized(1280.0, 900.0);
    till.apply(Event::Till { event: TillEvent::Float { amount: eur(12_345) }, operator: String::new() });
    let mut page = CashUp::open(&till.cx()).0;
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Expected is hidden").is_ok());
    assert!(ui.find("123.45").is_err() && ui.find("Expected").is_err(), "blind");
    drop(ui);
    let _ = page.update(cash_up::Message::Typed(Field::Counted, "120,0x".to_owned()), &till.cx());
    assert_eq!(page.update(cash_up::Message::ConfirmPressed, &till.cx()).instruction, None, "no amount, no entry");
    let _ = page.update(cash_up::Message::Typed(Field::Counted, "120.00".to_owned()), &till.cx());
    let counted = TillEvent::Counted { counted: eur(12_000) };
    let order = page.update(cash_up::Message::ConfirmPressed, &till.cx()).instruction;
    assert_eq!(order, Some(cash_up::Instruction::Write(counted.clone())));
    assert_eq!(page.update(cash_up::Message::ConfirmPressed, &till.cx()).instruction, None, "one at a time");
    till.apply(Event::Till { event: counted, operator: String::new() });
    let _ = page.update(cash_up::Message::Done(Ok(())), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("123.45").is_ok() && ui.find("\u{2212}3.45").is_ok(), "now it is told");
    drop(ui);
    let _ = page.update(cash_up::Message::Typed(Field::Why, "wrong change".to_owned()), &till.cx());
    let why = page.update(cash_up::Message::ExplainPressed, &till.cx()).instruction;
    assert_eq!(why, Some(cash_up::Instruction::Write(TillEvent::Explained { reason: "wrong change".to_owned() })));
}

#[test]
fn till_53_notes_and_coins_make_the_sum_and_a_typed_sum_takes_their_place() {
    let mut till = Till::new().sized(1280.0, 900.0);
    till.apply(Event::Till { event: TillEvent::Float { amount: eur(100) }, operator: String::new() });
    let mut page = CashUp::open(&till.cx()).0;
    for (place, text) in [(2, "1"), (3, "3"), (9, "12x"), (99, "4")] {
        let _ = page.update(cash_up::Message::Typed(Field::Piece(place), text.to_owned()), &till.cx());
    }
    let _ = page.update(cash_up::Message::Stepped(14, 1), &till.cx());
    let _ = page.update(cash_up::Message::Stepped(13, -1), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("256.01").is_ok(), "a hundred, three fifties, twelve halves, one cent");
    assert!(ui.find("17 notes and coins").is_ok());
    drop(ui);
    let order = page.update(cash_up::Message::Pressed(Press::named(Named::Enter)), &till.cx()).instruction;
    assert_eq!(order, Some(cash_up::Instruction::Write(TillEvent::Counted { counted: eur(25_601) })));
    let mut page = CashUp::open(&till.cx()).0;
    let _ = page.update(cash_up::Message::Typed(Field::Piece(0), "1".to_owned()), &till.cx());
    let _ = page.update(cash_up::Message::Typed(Field::Counted, "20.00".to_owned()), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("20.00").is_ok() && ui.find("500.00").is_err(), "no note is left beside a typed sum");
}

#[test]
fn till_53_the_drawer_opens_without_a_sale_for_a_reason_only() {
    let till = Till::new().sized(1280.0, 900.0);
    let mut page = CashUp::open(&till.cx()).0;
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Opening float").is_ok(), "a shift begins with its float");
    ui.click("Open, write it down").unwrap();
    assert_eq!(ui.into_messages().count(), 0, "without a reason the button is off");
    let _ = page.update(cash_up::Message::Typed(Field::Opening, "change for a customer".to_owned()), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    ui.click("Open, write it down").unwrap();
    let messages: Vec<cash_up::Message> = ui.into_messages().collect();
    let order = messages.into_iter().map(|message| page.update(message, &till.cx()).instruction).next_back().flatten();
    let event = TillEvent::Drawer { reason: "change for a customer".to_owned() };
    assert_eq!(order, Some(cash_up::Instruction::Write(event)));
    let _ = page.update(cash_up::Message::Done(Ok(())), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Written: the drawer was opened without a sale.").is_ok());
}

/// A closing of a till's shift so far.
fn closed(till: &mut Till) -> Closing {
    let cx = till.cx();
    let shift = Shift::of(cx.book, cx.today());
    let fact = ringup::domain::fact::ZClosed {
        number: shift.next_z,
        day: shift.day,
        from_seq: shift.from_seq,
        to_seq: shift.to_seq,
        to_hash: shift.to_hash.to_string(),
        tally: shift.tally.clone(),
        expected: shift.tally.expected(),
        open: shift.open,
        grand: shift.grand,
        operator: "Mara".to_owned(),
    };
    let closing = Closing { fact, seq: shift.to_seq + 1, hash: shift.to_hash, at: cx.now, offset_min: 60 };
    till.apply(Event::Till { event: TillEvent::Close { today: today() }, operator: "Mara".to_owned() });
    closing
}

/// A till with cash, crypto, a float, money in and out, a count with its reason; and its closings.
fn busy() -> (Till, Vec<Closing>) {
    let mut till = Till::new();
    let say = |till: &mut Till, event| till.apply(Event::Till { event, operator: "Mara".to_owned() });
    let nothing = closed(&mut till);
    say(&mut till, TillEvent::Float { amount: eur(15_000) });
    till.cash(1, lines(), 10_000);
    till.cash(2, lines(), 5_000);
    say(&mut till, TillEvent::Cash { direction: Direction::Out, amount: eur(2_000), reason: "flowers".to_owned() });
    say(&mut till, TillEvent::Drawer { reason: "change".to_owned() });
    say(&mut till, TillEvent::Counted { counted: eur(19_700) });
    say(&mut till, TillEvent::Explained { reason: "wrong change".to_owned() });
    say(&mut till, TillEvent::Read);
    let full = closed(&mut till);
    till.cash(3, lines(), 10_000);
    (till, vec![full, nothing])
}

#[test]
fn till_52_enter_closes_only_after_a_pause() {
    let mut till = Till::new().sized(1280.0, 900.0);
    let mut page = Reports::open(&till.cx()).0;
    let enter = || reports::Message::Pressed(Press::named(Named::Enter));
    till.wait(1);
    assert!(page.update(enter(), &till.cx()).instruction.is_none());
    assert!(page.holds_escape(), "it asks");
    assert!(page.update(enter(), &till.cx()).instruction.is_none(), "the same press twice is one answer");
    till.wait(1);
    let closed = page.update(enter(), &till.cx()).instruction;
    assert!(matches!(closed, Some(reports::Instruction::CloseZ(Paper::Pdf))), "{closed:?}");
}

#[test]
fn till_52_a_closing_shows_its_stored_figures_and_is_saved_again_as_a_copy_only() {
    let (till, closings) = busy();
    let till = till.sized(2000.0, 2400.0);
    let mut page = Reports::open(&till.cx()).0;
    let _ = page.update(reports::Message::ClosingsRead(Ok(closings)), &till.cx());
    let _ = page.update(reports::Message::ShownChosen(Shown::Z), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    for words in ["Z 2", "Z 1", "68.04", "wrong change", "Expected in drawer", "Turnover ever", "Drawer, without sale"]
    {
        assert!(ui.find(words).is_ok(), "{words}");
    }
    drop(ui);
    let save = reports::Message::Pressed(Press::char('s').with_ctrl());
    let order = page.update(save, &till.cx()).instruction;
    assert!(matches!(order, Some(reports::Instruction::Reprint(2, Paper::Pdf))), "{order:?}");
    let _ = page.update(reports::Message::Done(Ok(())), &till.cx());
    let _ = page.update(reports::Message::PaperChosen(Paper::Text), &till.cx());
    let _ = page.update(reports::Message::Pressed(Press::named(Named::ArrowDown)), &till.cx());
    let order = page.update(reports::Message::ReprintPressed(1), &till.cx()).instruction;
    assert!(matches!(order, Some(reports::Instruction::Reprint(1, Paper::Text))), "{order:?}");
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Z 1").is_ok() && ui.find("68.04").is_ok(), "the day of nothing beside the list");
}

#[test]
fn till_52_what_should_be_in_the_drawer_is_not_on_a_read_before_the_count() {
    let mut till = Till::new().sized(2000.0, 2400.0);
    till.apply(Event::Till { event: TillEvent::Float { amount: eur(12_345) }, operator: String::new() });
    let page = Reports::open(&till.cx()).0;
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("123.45").is_err() && ui.find("Expected in drawer").is_err() && ui.find("not counted").is_ok());
}

#[test]
fn till_55_the_books_are_exported_for_days_into_a_folder_and_the_page_says_where_they_lie() {
    let mut desk = Desk::start(Some(Mode::Practice));
    desk.key(Named::F10).wait(500);
    desk.send(App::Owner(Area::SectionChosen(Section::Reports))).wait(500);
    desk.press(Press::char('e').with_ctrl());
    assert!(desk.shows("What kind of file"));
    let say = |desk: &mut Desk, message| {
        desk.send(App::Owner(Area::Page(Told::Reports(reports::Message::Exports(message)))));
    };
    say(&mut desk, exports::Message::FromTyped("2026-11-22".to_owned()));
    desk.key(Named::Enter);
    assert!(desk.shows("Write days as 2026-11-20, the first one first."));
    assert!(!desk.rooms.books.asked().iter().any(|asked| asked.starts_with("export")));
    say(&mut desk, exports::Message::FromTyped("2026-11-01".to_owned()));
    desk.typing("3").key(Named::Enter);
    assert!(desk.rooms.books.asked().contains(&"export Csv 2026-11-01 to 2026-11-21".to_owned()));
    assert!(desk.shows("/tmp/ringup.xlsx"));
    say(&mut desk, exports::Message::FolderTyped("/nowhere".to_owned()));
    desk.key(Named::Enter);
    assert!(desk.shows("Stopped. Nothing was written."));
}

/// The area with a page open and its answers in.
fn area(till: &Till, section: Section, told: Vec<Told>) -> Owner {
    let mut owner = Owner::new(section, &till.cx()).0;
    for told in told {
        let _ = owner.update(Area::Page(told), &till.cx());
    }
    owner
}

#[test]
fn the_rail_counts_what_waits() {
    let (mut till, _) = busy();
    till.wait(24 * 3600);
    let owner = area(&till, Section::Today, Vec::new());
    let cx = till.cx();
    let mut ui = simulator(till.shop.size, owner.view(&cx));
    assert!(ui.find("1").is_ok(), "a day that is over and not closed");
    drop(ui);
    let cases = ["D06-1", "D07-2", "D08-3", "D09-4"];
    till.apply(Event::DaysChecked(Box::new(crate::made::check(("2026-11-20", "2026-11-21"), &cases))));
    let mut ui = simulator(till.shop.size, owner.view(&till.cx()));
    assert!(ui.find("4").is_ok(), "findings nobody explained");
    drop(ui);
    let owner = area(&till, Section::Reports, Vec::new());
    let mut ui = simulator(till.shop.size, owner.view(&till.cx()));
    assert!(ui.find("Saturday 21 November is not closed").is_ok());
    drop(ui);
    let back = area(&till, Section::Today, Vec::new()).update(Area::LatePressed, &till.cx()).instruction;
    assert!(matches!(back, Some(Instruction::Late)));
}
