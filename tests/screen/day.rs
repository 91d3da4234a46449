//! The owner's pages of the day: takings, reports, cash-up.

use iced::keyboard::key::Named;
use ringup::domain::core::{Event, TillEvent};
use ringup::domain::day::{Day, Moment, Period};
use ringup::domain::money::Currency;
use ringup::domain::report::{Reach, Sheet, Slot};
use ringup::domain::takings::{Compared, Figures, Row};
use ringup::ui::press::Press;
use ringup::ui::screen::cash_up::{self, CashUp, Field};
use ringup::ui::screen::reports::{self, Reports, Shown};
use ringup::ui::screen::today::{self, Today};
use ringup::ui::theme::Theme;

use super::shop::{eur, photograph, simulator};
use super::till::{Till, lines};

fn row(key: &str, label: &str, taken: i64, sales: i64) -> Row {
    let figures = Figures { taken, sales, pieces: sales * 2, ..Figures::default() };
    Row { key: key.to_owned(), label: label.to_owned(), figures }
}

fn sheet() -> Sheet {
    let day = Day::new(2026, 11, 21).unwrap();
    let before = [90, 150, 180, 140, 190, 120, 90, 30, 75, 60, 40];
    let taken = [118, 172, 204, 131, 215, 136, 97, 38, 0, 0, 0];
    let slot = |(index, hour): (usize, u8)| Slot {
        name: hour,
        taken: taken[index] * 100,
        sales: taken[index] / 11,
        before: before[index] * 100,
        now: hour == 15,
    };
    let whole = Figures {
        sales: 102,
        taken: 111_245,
        pieces: 230,
        cash: 39_990,
        promised: 18_350,
        settled: 52_905,
        ..Figures::default()
    };
    Sheet {
        now: Moment { day, minute: 920 },
        reach: Reach::Day,
        period: Period::day(day),
        currency: Currency::EUR,
        whole,
        compared: Some(Compared { day: day.plus(-7), sales: 90, taken: 100_311 }),
        slots: (8..19).enumerate().map(slot).collect(),
        tenders: vec![row("cash", "", 39_990, 38), row("gateway:bitpay", "", 71_255, 64)],
        coins: vec![row("BTC", "", 38_140, 23), row("BTC_LN", "", 33_115, 41)],
        products: vec![row("CRO", "Butter croissant", 1, 32), row("FLA", "Flat white", 1, 25)],
        lit: Vec::new(),
    }
}

fn shown(till: &Till) -> Today {
    let (mut page, first) = Today::open(&till.cx());
    assert_eq!(first.instruction, Some(today::Instruction::Read(Reach::Day)));
    let _ = page.update(today::Message::SheetRead(Reach::Day, Ok(Box::new(sheet()))), &till.cx());
    page
}

#[test]
fn till_50_51_the_figures_are_on_the_page_and_promised_and_settled_stand_apart() {
    let till = Till::new().sized(1280.0, 1400.0);
    let page = shown(&till);
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    for words in [
        "1,112.45",
        "102",
        "712.55",
        "529.05",
        "183.50",
        "Butter croissant",
        "10.9 % above 2026-11-14, same minute",
        "2026-11-21, until 15:20",
    ] {
        assert!(ui.find(words).is_ok(), "{words}");
    }
    for theme in [Theme::Light, Theme::Dark] {
        photograph(&format!("today-{theme:?}"), theme, till.room(), page.view(&till.cx()));
    }
}

#[test]
fn till_50_the_figures_of_the_chart_are_one_key_away() {
    let till = Till::new().sized(1280.0, 1400.0);
    let mut page = shown(&till);
    assert!(simulator(till.room(), page.view(&till.cx())).find("215.00").is_err(), "bars carry no figures");
    let _ = page.update(today::Message::Pressed(Press::char('t')), &till.cx());
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("215.00").is_ok() && ui.find("190.00").is_ok(), "the hour, and the hour before");
}

#[test]
fn till_54_another_reach_is_read_and_an_old_answer_is_dropped() {
    let till = Till::new();
    let mut page = shown(&till);
    let next = page.update(today::Message::Pressed(Press::named(Named::ArrowRight)), &till.cx());
    assert_eq!(next.instruction, Some(today::Instruction::Read(Reach::Week)));
    let _ = page.update(today::Message::SheetRead(Reach::Day, Ok(Box::new(sheet()))), &till.cx());
    assert!(simulator(till.room(), page.view(&till.cx())).find("1,112.45").is_err(), "those days were left");
}

#[test]
fn till_50_the_page_reads_again_when_the_book_grows() {
    let mut till = Till::new();
    let mut page = shown(&till);
    assert_eq!(page.update(today::Message::Ticked, &till.cx()).instruction, None);
    till.cash(1, lines(), 10_000);
    let again = page.update(today::Message::Ticked, &till.cx());
    assert_eq!(again.instruction, Some(today::Instruction::Read(Reach::Day)));
}

#[test]
fn till_52_closing_asks_first_and_is_ordered_once() {
    let mut till = Till::new().sized(1280.0, 900.0);
    till.cash(1, lines(), 10_000);
    let (mut page, first) = Reports::open(&till.cx());
    assert_eq!(first.instruction, Some(reports::Instruction::Closings));
    assert_eq!(page.update(reports::Message::ClosePressed, &till.cx()).instruction, None, "the first press asks");
    assert!(page.holds_escape());
    let _ = page.update(reports::Message::Pressed(Press::named(Named::Escape)), &till.cx());
    assert_eq!(page.update(reports::Message::ClosePressed, &till.cx()).instruction, None, "taken back");
    let closed = page.update(reports::Message::ClosePressed, &till.cx());
    assert_eq!(closed.instruction, Some(reports::Instruction::CloseZ));
    for again in [reports::Message::ClosePressed, reports::Message::ClosePressed, reports::Message::ReadPressed] {
        assert_eq!(page.update(again, &till.cx()).instruction, None, "one at a time");
    }
    let done = page.update(reports::Message::Done(Ok(())), &till.cx());
    assert_eq!(done.instruction, Some(reports::Instruction::Closings));
    let mut ui = simulator(till.room(), page.view(&till.cx()));
    assert!(ui.find("Drawer not counted: Cash-up asks for it").is_ok());
    drop(ui);
    photograph("reports-x", Theme::Light, till.room(), page.view(&till.cx()));
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
    photograph("cash-up", Theme::Dark, till.room(), page.view(&till.cx()));
    let _ = page.update(cash_up::Message::Typed(Field::Why, "wrong change".to_owned()), &till.cx());
    let why = page.update(cash_up::Message::ExplainPressed, &till.cx()).instruction;
    assert_eq!(why, Some(cash_up::Instruction::Write(TillEvent::Explained { reason: "wrong change".to_owned() })));
}
