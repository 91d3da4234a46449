//! Windowed lists: few children, whatever the length; clicks reach the right one.

use std::cell::RefCell;

use iced::mouse::{Event as Mouse, ScrollDelta};
use iced::widget::button;
use iced::{Event, Fill};
use ringup::ui::theme::Theme;
use ringup::ui::widget::windowed::{self, Columns, built};
use ringup::ui::widget::{Element, label};

fn list<'a>(len: usize, seen: &'a RefCell<Vec<usize>>) -> Element<'a, usize> {
    windowed::list(len, 50.0, move |index| {
        seen.borrow_mut().push(index);
        button(label::body(format!("row {index}"))).width(Fill).height(Fill).on_press(index).into()
    })
    .into()
}

#[test]
fn ten_thousand_rows_build_what_sixty_build() {
    let (few, many) = (RefCell::default(), RefCell::default());
    let _ = super::simulator((400.0, 500.0), list(60, &few));
    let _ = super::simulator((400.0, 500.0), list(10_000, &many));
    assert_eq!(few.borrow().len(), many.borrow().len());
    assert!(many.borrow().len() < 40, "{}", many.borrow().len());
}

#[test]
fn scrolling_builds_the_rows_that_come_into_sight() {
    let seen = RefCell::default();
    let mut ui = super::simulator((400.0, 500.0), list(10_000, &seen));
    ui.snapshot(&Theme::Light).unwrap();
    ui.find("row 3").unwrap();
    assert!(ui.find("row 5000").is_err());

    ui.point_at(iced::Point::new(100.0, 100.0));
    let wheel = Event::Mouse(Mouse::WheelScrolled { delta: ScrollDelta::Pixels { x: 0.0, y: -250_000.0 } });
    ui.simulate([wheel]);
    seen.borrow_mut().clear();
    // The frame tells the list where it is.
    ui.snapshot(&Theme::Light).unwrap();
    ui.snapshot(&Theme::Light).unwrap();
    assert!(seen.borrow().iter().all(|row| (4990..5020).contains(row)), "{seen:?}");
    ui.click("row 5004").unwrap();
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [5004]);
}

#[test]
fn a_shorter_list_never_asks_for_rows_that_are_not_there() {
    for len in [0, 1, 2, 9, 10, 11] {
        for columns in [1, 3] {
            for top in [-500.0, 0.0, 90.0, 400.0, 1e9] {
                let range = built(len, columns, 50.0, (top, 480.0));
                assert!(range.start <= range.end && range.end <= len, "{range:?}");
            }
        }
    }
    assert_eq!(built(100, 4, 100.0, (0.0, 300.0)), 0..20);
    assert_eq!(built(100, 4, 100.0, (1000.0, 300.0)), 32..60);
}

#[test]
fn a_grid_counts_its_columns_from_the_width() {
    assert_eq!(Columns::AtLeast(160.0).count(544.0, 12.0), 3);
    assert_eq!(Columns::AtLeast(160.0).count(100.0, 12.0), 1);
    assert_eq!(Columns::Fixed(0).count(100.0, 12.0), 1);
}
