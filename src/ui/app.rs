//! The till window: one program, one window, one page at a time.
//!
//! The app holds what screens may read, hands messages to the page shown, and does what the page asks for through
//! `perform`. It never shows what the journal has not written: results arrive as entries and are applied to the
//! window's copy of the book.

mod beside;
mod check;
mod day;
pub mod day_desk;
mod fault;
mod frame;
mod house;
mod keys;
mod money_back;
pub mod office;
mod owner;
mod pairing;
mod papers;
mod perform;
pub mod port;
pub mod preset;
mod rate;
mod route;
mod state;
mod told;
mod window;

use std::sync::Arc;

use iced::{Size, Subscription, Task};

use crate::config::ThemeName;
use crate::service::start::{Mode, Options};
use crate::ui::font;
use crate::ui::screen::welcome::Welcome;
use crate::ui::screen::{connect, done, late, owner as screen_owner, pay, sales};
use crate::ui::theme::Theme;
use crate::ui::widget::Element;
use port::House;
use state::{Page, TICK};

pub use state::{App, Message};

/// Opens the till window and returns when it is closed.
///
/// # Errors
/// [`iced::Error`] when no window can be opened.
pub fn run(options: Options, kiosk: bool) -> iced::Result {
    beside::read_ahead();
    let house = Arc::new(house::DataHouse::new(options));
    beside::start(&house);
    program(house, kiosk).run()
}

/// The program, once for people and for tests.
pub fn program(
    house: Arc<dyn House>,
    kiosk: bool,
) -> iced::Daemon<impl iced::Program<State = App, Message = Message, Theme = Theme>> {
    let presets = preset::all(house.clone());
    iced::daemon(move || App::boot(house.clone(), kiosk), App::update, App::view)
        .title(App::title)
        .theme(|app: &App, _| app.theme())
        .scale_factor(|app, _| app.scale())
        .subscription(App::subscription)
        .settings(font::window_settings())
        .presets(presets)
        .executor::<beside::Beside>()
}

impl App {
    /// The window at start: it opens at once, and the books in the background.
    pub fn boot(house: Arc<dyn House>, kiosk: bool) -> (Self, Task<Message>) {
        let (id, opening) = iced::window::open(window::settings(kiosk));
        let mut app = Self::new(house, id, window::SIZE, kiosk);
        let books = app.start();
        let opening = opening.then(move |id| window::fit(id, kiosk));
        (app, Task::batch([opening, books]))
    }

    /// Opens the books of the last start, or asks which.
    pub(super) fn start(&mut self) -> Task<Message> {
        match self.house.at_start() {
            Some(mode) => self.open(mode),
            None => {
                self.turn(Page::Welcome(Welcome::default()));
                Task::none()
            }
        }
    }

    pub(super) fn open(&mut self, mode: Mode) -> Task<Message> {
        self.wanted = mode;
        self.open_books(mode)
    }

    /// Takes a message: a table of contents.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        self.moment = self.house.moment();
        self.fade();
        match message {
            Message::Opened(result) => self.opened(result),
            Message::Told(told) => self.told(told),
            Message::Performed(outcome) => self.performed(outcome),
            Message::Ticked => self.ticked(),
            Message::Pressed(press) => self.pressed(press),
            Message::Touched => self.touched(),
            Message::Resized(size) => self.resized(size),
            Message::CloseAsked => self.close_asked(),
            Message::EndAsked => self.end(),
            Message::Closed => iced::exit(),
            Message::RegisterPressed(page) => self.go_to_register(page),
            Message::SalesPressed => self.go_to_sales(),
            Message::LatePressed => self.go_to_late(),
            Message::ConnectPressed => self.go_to_connect(),
            Message::OwnerPressed => self.go_to_owner(),
            Message::RateLooked => self.look_at_rate(),
            Message::ThemePressed => self.turn_theme(),
            Message::PlayPressed(pay) => self.play_customer(pay),
            Message::Welcome(message) => self.on_welcome(message),
            Message::Unlock(message) => self.on_unlock(message),
            Message::Register(message) => self.on_register(message),
            Message::Pay(message) => self.on_pay(message),
            Message::Done(message) => self.on_done(message),
            Message::Sales(message) => self.on_sales(message),
            Message::Late(message) => self.on_late(message),
            Message::Connect(message) => self.on_connect(message),
            Message::Owner(message) => self.on_owner(message),
            Message::Fault(message) => self.on_fault(message),
            Message::Decided(result) => self.decided(result),
            Message::StandingPressed => self.go_to_fault(),
            Message::Paper(result) => self.on_paper(result),
            Message::KeyStoreFound(store) => self.open_connect(store),
        }
    }

    /// Draws the window; pure.
    #[must_use]
    pub fn view(&self, _window: iced::window::Id) -> Element<'_, Message> {
        font::load();
        self.frame()
    }

    /// Events always; ticks only while something counts, so that an idle till costs nothing.
    fn subscription(&self) -> Subscription<Message> {
        let ticks = if self.counts() { iced::time::every(TICK).map(|_| Message::Ticked) } else { Subscription::none() };
        let told = match &self.counter {
            Some(counter) => told::listen(counter.clone(), self.opening),
            None => Subscription::none(),
        };
        Subscription::batch([iced::event::listen_with(keys::heard), ticks, told, self.watch_rate(), window::signals()])
    }

    /// Whether something on the screen changes with time alone.
    #[must_use]
    pub fn counts(&self) -> bool {
        let page = match &self.page {
            Page::Pay(pay) => pay.counts(&self.cx()),
            Page::Connect(connect) => connect.counts(),
            Page::Owner(owner) => owner.counts(),
            Page::Opening | Page::Welcome(_) | Page::Unlock(_) | Page::Fault(_) | Page::Late(_) => false,
            Page::Register | Page::Done(_) | Page::Sales(_) | Page::Closing => false,
        };
        page || self.notice.is_some()
    }

    fn touched(&mut self) -> Task<Message> {
        self.keyboard = false;
        Task::none()
    }

    fn resized(&mut self, size: Size) -> Task<Message> {
        self.size = size;
        Task::none()
    }

    fn turn_theme(&mut self) -> Task<Message> {
        let look = &mut self.config.look;
        look.theme = match look.theme {
            ThemeName::Light => ThemeName::Dark,
            ThemeName::Dark => ThemeName::Light,
        };
        self.keep_look()
    }

    /// Time passed: the page shown is told, as it is when the book or a reading changes.
    pub(super) fn ticked(&mut self) -> Task<Message> {
        self.refresh();
        match self.page {
            Page::Pay(_) => self.on_pay(pay::Message::Ticked),
            Page::Done(_) => self.on_done(done::Message::Ticked),
            Page::Sales(_) => self.on_sales(sales::Message::Ticked),
            Page::Late(_) => self.on_late(late::Message::Ticked),
            Page::Connect(_) => self.on_connect(connect::Message::Ticked),
            Page::Owner(_) => self.on_owner(screen_owner::Message::Ticked),
            Page::Opening | Page::Welcome(_) | Page::Unlock(_) | Page::Fault(_) => Task::none(),
            Page::Register | Page::Closing => Task::none(),
        }
    }
}
