//! The till window: one program, one window, one page at a time.
//!
//! The app holds what screens may read, hands messages to the page shown, and does what the page asks for through
//! [`perform`]. It never shows what the journal has not written: results arrive as entries and are applied to the
//! window's copy of the book.

mod frame;
mod house;
mod keys;
pub mod perform;
pub mod preset;
mod route;
mod told;
mod window;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use iced::{Size, Subscription, Task};

use crate::config::{Config, ThemeName};
use crate::domain::book::Book;
use crate::domain::catalog::Catalog;
use crate::domain::id::{Guid, SaleId};
use crate::domain::live::{Live, Mono};
use crate::lang::Lang;
use crate::service::practice::Pay as Play;
use crate::service::start::{Mode, Options};
use crate::ui::context::{Context, GatewayView};
use crate::ui::font;
use crate::ui::icon::Icon;
use crate::ui::press::Press;
use crate::ui::screen::pay::{self, Pay};
use crate::ui::screen::register::{self, Register};
use crate::ui::screen::welcome::{self, Welcome};
use crate::ui::theme::Theme;
use crate::ui::widget::Element;
use perform::{Counter, Failure, House, Moment, Opened, Outcome};
pub use told::Told;

/// How long a notice stays.
const NOTICE: Duration = Duration::from_secs(6);
/// How often a page that counts is drawn again.
const TICK: Duration = Duration::from_secs(1);

/// The whole state of the window.
#[derive(Debug)]
pub struct App {
    house: Arc<dyn House>,
    counter: Option<Arc<dyn Counter>>,
    mode: Mode,
    /// Counts openings, so that the updates of two tills are never mixed.
    opening: u64,
    book: Book,
    live: HashMap<Guid, Live>,
    catalog: Catalog,
    config: Config,
    lang: Lang,
    gateway: Option<GatewayView>,
    page: Page,
    /// Kept while other pages are shown; none before the books are open.
    register: Option<Register>,
    /// A sale whose page opens as soon as the book has it.
    awaited: Option<SaleId>,
    notice: Option<Shown>,
    window: iced::window::Id,
    size: Size,
    kiosk: bool,
    full_screen: bool,
    keyboard: bool,
    moment: Moment,
    /// When the page last changed.
    turned: Mono,
}

/// What fills the window.
#[derive(Debug)]
enum Page {
    /// The books are being opened.
    Opening,
    /// The first start.
    Welcome(Welcome),
    /// Ringing up.
    Register,
    /// One sale's payment.
    Pay(Pay),
    /// The books are being closed.
    Closing,
}

/// The notice on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    icon: Icon,
    words: String,
    repeats: usize,
    since: Mono,
}

/// Everything that can happen to the window.
#[derive(Debug, Clone)]
pub enum Message {
    /// Books were opened, or not.
    Opened(Result<Box<Opened>, Failure>),
    /// The till told something.
    Told(Told),
    /// An instruction was carried out, or not.
    Performed(Outcome),
    /// A second passed while something counts.
    Ticked,
    /// A key.
    Pressed(Press),
    /// A mouse button or a finger: the keyboard's focus is hidden again.
    Touched,
    /// The window has this logical size.
    Resized(Size),
    /// The window manager asks to close.
    CloseAsked,
    /// The system asks the program to end.
    EndAsked,
    /// The books are closed.
    Closed,
    /// The register's tab.
    RegisterPressed(Option<register::Page>),
    /// The list's tab.
    SalesPressed,
    /// Connect a gateway.
    ConnectPressed,
    /// Light or dark.
    ThemePressed,
    /// The practice customer pays.
    PlayPressed(Play),
    /// A second try to open the books.
    TryAgainPressed,
    /// For the first start's page.
    Welcome(welcome::Message),
    /// For the register.
    Register(register::Message),
    /// For the payment.
    Pay(pay::Message),
}

/// Opens the till window and returns when it is closed.
///
/// # Errors
/// [`iced::Error`] when no window can be opened.
pub fn run(options: Options, kiosk: bool) -> iced::Result {
    program(Arc::new(house::DataHouse::new(options)), kiosk).run()
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
        .settings(font::settings())
        .presets(presets)
}

impl App {
    /// The window at start: it opens at once, and the books in the background.
    pub fn boot(house: Arc<dyn House>, kiosk: bool) -> (Self, Task<Message>) {
        let (window, opening) = iced::window::open(window::settings(kiosk));
        let mut app = Self::new(house, window, kiosk);
        let books = app.start();
        (app, Task::batch([opening.discard(), books]))
    }

    fn new(house: Arc<dyn House>, window: iced::window::Id, kiosk: bool) -> Self {
        let config = Config::default();
        let moment = house.moment();
        Self {
            house,
            counter: None,
            mode: Mode::Shop,
            opening: 0,
            book: Book::default(),
            live: HashMap::new(),
            catalog: Catalog::default(),
            lang: Lang::english(config.look.decimal.into()),
            config,
            gateway: None,
            page: Page::Opening,
            register: None,
            awaited: None,
            notice: None,
            window,
            size: window::SIZE,
            kiosk,
            full_screen: kiosk,
            keyboard: false,
            moment,
            turned: moment.mono,
        }
    }

    /// Opens the books of the last start, or asks which.
    fn start(&mut self) -> Task<Message> {
        match self.house.at_start() {
            Some(mode) => self.open(mode),
            None => {
                self.turn(Page::Welcome(Welcome::default()));
                Task::none()
            }
        }
    }

    fn open(&mut self, mode: Mode) -> Task<Message> {
        self.mode = mode;
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
            Message::ConnectPressed => self.go_to_connect(),
            Message::ThemePressed => self.turn_theme(),
            Message::PlayPressed(pay) => self.play_customer(pay),
            Message::TryAgainPressed => self.start(),
            Message::Welcome(message) => self.on_welcome(message),
            Message::Register(message) => self.on_register(message),
            Message::Pay(message) => self.on_pay(message),
        }
    }

    /// Draws the window; pure.
    #[must_use]
    pub fn view(&self, _window: iced::window::Id) -> Element<'_, Message> {
        self.frame()
    }

    /// What screens may read now.
    #[must_use]
    pub fn cx(&self) -> Context<'_> {
        Context {
            book: &self.book,
            live: &self.live,
            catalog: &self.catalog,
            config: &self.config,
            lang: &self.lang,
            gateway: self.gateway.as_ref(),
            now: self.moment.now,
            mono: self.moment.mono,
            offset_min: self.moment.offset_min,
            size: self.size,
            keyboard: self.keyboard,
        }
    }

    fn title(&self, _window: iced::window::Id) -> String {
        if self.counter.is_some() {
            format!("{} · {}", self.config.shop.till, self.config.shop.name)
        } else {
            self.lang.text("app-name")
        }
    }

    fn theme(&self) -> Theme {
        match self.config.look.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        }
    }

    fn scale(&self) -> f32 {
        f32::from(self.config.look.text_percent.clamp(100, 200)) / 100.0
    }

    /// Events always; ticks only while something counts, so that an idle till costs nothing.
    fn subscription(&self) -> Subscription<Message> {
        let ticks = if self.counts() { iced::time::every(TICK).map(|_| Message::Ticked) } else { Subscription::none() };
        let told = match &self.counter {
            Some(counter) => told::listen(counter.clone(), self.opening),
            None => Subscription::none(),
        };
        Subscription::batch([iced::event::listen_with(keys::heard), ticks, told, window::signals()])
    }

    /// Whether something on the screen changes with time alone.
    #[must_use]
    pub fn counts(&self) -> bool {
        let page = match &self.page {
            Page::Pay(pay) => pay.counts(&self.cx()),
            Page::Opening | Page::Welcome(_) | Page::Register | Page::Closing => false,
        };
        page || self.notice.is_some()
    }

    fn turn(&mut self, page: Page) {
        self.page = page;
        self.turned = self.moment.mono;
    }

    /// Time passed: the page shown is told, as it is when the book or a reading changes.
    fn ticked(&mut self) -> Task<Message> {
        match self.page {
            Page::Pay(_) => self.on_pay(pay::Message::Ticked),
            Page::Opening | Page::Welcome(_) | Page::Register | Page::Closing => Task::none(),
        }
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

    /// Shows a notice; the same one again counts up.
    fn tell(&mut self, icon: Icon, words: String) {
        let repeats = match &self.notice {
            Some(shown) if shown.words == words => shown.repeats + 1,
            Some(_) | None => 1,
        };
        self.notice = Some(Shown { icon, words, repeats, since: self.moment.mono });
    }

    fn fade(&mut self) {
        let old = |shown: &Shown| self.moment.mono.since(shown.since) >= NOTICE;
        if self.notice.as_ref().is_some_and(old) {
            self.notice = None;
        }
    }
}
