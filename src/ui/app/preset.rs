//! Boot states by name, for tests and for pictures.

use std::sync::Arc;

use iced::{Preset, Task};

use super::port::House;
use super::state::{App, Message, Page};
use crate::ui::screen::welcome::Welcome;

/// A fresh till: two doors.
pub const FIRST_START: &str = "First start";
/// The books of the last start.
pub const OPEN: &str = "Open till";

/// All presets over one house.
#[must_use]
pub fn all(house: Arc<dyn House>) -> Vec<Preset<App, Message>> {
    let doors = house.clone();
    vec![
        Preset::new(FIRST_START, move || {
            let (window, opening) = iced::window::open(super::window::settings(false));
            let mut app = App::new(doors.clone(), window, super::window::SIZE, false);
            app.turn(Page::Welcome(Welcome::default()));
            (app, opening.discard::<Message>())
        }),
        Preset::new(OPEN, move || {
            let (app, task) = App::boot(house.clone(), false);
            (app, Task::batch([task]))
        }),
    ]
}
