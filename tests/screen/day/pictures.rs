//! Every page of the day on every window, for eyes.

use ringup::domain::core::{Event, TillEvent};
use ringup::domain::report::Reach;
use ringup::ui::screen::cash_up::{self, Field};
use ringup::ui::screen::owner::{Owner, Section, Told};
use ringup::ui::screen::reports::{self, Shown};
use ringup::ui::screen::today;
use ringup::ui::theme::Theme;

use super::super::camera::photograph;
use super::super::owner::SIZES;
use super::super::shop::eur;
use super::super::till::Till;
use super::{area, busy, empty, reading, sheet};

fn picture(name: &str, till: &Till, owner: &Owner) {
    for theme in [Theme::Light, Theme::Dark] {
        let (width, height) = (till.shop.size.width, till.shop.size.height);
        let tag = format!("{theme:?}").to_lowercase();
        photograph(&format!("day-{name}-{tag}-{width}x{height}"), theme, till.shop.size, owner.view(&till.cx()));
    }
}

#[test]
fn every_page_of_the_day_fits_every_window() {
    let read = |reach| Told::Today(today::Message::SheetRead(reading(reach), Ok(Box::new(sheet(reach)))));
    let day = |message| Told::Today(message);
    let report = |message| Told::Reports(message);
    for (width, height) in SIZES {
        let (till, closings) = busy();
        let till = till.sized(width, height);
        let z = || vec![report(reports::Message::ClosingsRead(Ok(closings.clone())))];
        let with = |more: Vec<Told>| z().into_iter().chain(more).collect::<Vec<_>>();
        let month = || vec![day(today::Message::ReachChosen(Reach::Month)), read(Reach::Month)];
        let none = Told::Today(today::Message::SheetRead(reading(Reach::Day), Ok(Box::new(empty()))));
        let table = day(today::Message::ShownChosen(today::Shown::Table));
        let piece = |at, n: &str| Told::CashUp(cash_up::Message::Typed(Field::Piece(at), n.to_owned()));
        let pieces = vec![piece(2, "1"), piece(3, "3"), piece(4, "8"), piece(9, "12"), piece(12, "4")];
        let moves = vec![Told::CashUp(cash_up::Message::PartChosen(cash_up::Part::Moves))];
        let stored = report(reports::Message::ShownChosen(Shown::Z));
        let files = report(reports::Message::ShownChosen(Shown::Exports));
        for (name, section, told) in [
            ("today", Section::Today, vec![read(Reach::Day)]),
            ("table", Section::Today, vec![read(Reach::Day), table]),
            ("month", Section::Today, month()),
            ("nothing", Section::Today, vec![none]),
            ("x", Section::Reports, z()),
            ("z", Section::Reports, with(vec![stored])),
            ("exports", Section::Reports, with(vec![files])),
            ("count", Section::CashUp, pieces),
            ("moves", Section::CashUp, moves),
        ] {
            picture(name, &till, &area(&till, section, told));
        }
        let mut counted = busy().0.sized(width, height);
        let event = TillEvent::Counted { counted: eur(19_700) };
        counted.apply(Event::Till { event, operator: String::new() });
        picture("counted", &counted, &area(&counted, Section::CashUp, Vec::new()));
    }
}
