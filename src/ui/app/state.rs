//! What the window holds, and everything that can happen to it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use iced::Size;

use super::office::Backroom;
use super::port::{Counter, Failure, House, Moment, Opened, Outcome, Told};
use crate::config::{Config, ThemeName};
use crate::domain::book::Book;
use crate::domain::catalog::Catalog;
use crate::domain::id::{Guid, SaleId};
use crate::domain::live::{Live, Mono};
use crate::domain::rates::Rates;
use crate::domain::rescue::Carried;
use crate::lang::Lang;
use crate::notice::Notice;
use crate::service::connect::Store;
use crate::service::practice::Pay as Play;
use crate::service::start::Mode;
use crate::ui::context::{Context, GatewayView};
use crate::ui::icon::Icon;
use crate::ui::press::Press;
use crate::ui::screen::connect::{self, Connect};
use crate::ui::screen::done::{self, Done};
use crate::ui::screen::fault::{self, Fault};
use crate::ui::screen::late::{self, Late};
use crate::ui::screen::owner::{self, Owner, Section};
use crate::ui::screen::pay::{self, Pay};
use crate::ui::screen::register::{self, Register};
use crate::ui::screen::sales::{self, Sales};
use crate::ui::screen::unlock::{self, Unlock};
use crate::ui::screen::welcome::{self, Welcome};
use crate::ui::theme::Theme;

/// How long a notice stays.
pub(super) const NOTICE: Duration = Duration::from_secs(6);
/// How often a page that counts is drawn again.
pub(super) const TICK: Duration = Duration::from_secs(1);

/// The whole state of the window.
#[derive(Debug)]
pub struct App {
    pub(super) house: Arc<dyn House>,
    pub(super) counter: Option<Arc<dyn Counter>>,
    pub(super) mode: Mode,
    /// The books that were last asked for.
    pub(super) wanted: Mode,
    /// Counts openings, so that the updates of two tills are never mixed.
    pub(super) opening: u64,
    pub(super) book: Book,
    pub(super) live: HashMap<Guid, Live>,
    pub(super) catalog: Catalog,
    pub(super) config: Config,
    pub(super) lang: Lang,
    pub(super) gateway: Option<GatewayView>,
    pub(super) page: Page,
    /// Kept while other pages are shown; none before the books are open.
    pub(super) register: Option<Register>,
    /// The owner's hand on connections and settings; none before the books are open.
    pub(super) backroom: Option<Arc<dyn Backroom>>,
    /// The page of the owner's area that was open last.
    pub(super) section: Section,
    /// Whether the owner's area comes back once the books are open again.
    pub(super) returns: bool,
    /// The rate behind the small coin amount.
    pub(super) rates: Option<Rates>,
    /// Whether that rate is being read.
    pub(super) reads_rate: bool,
    /// A sale whose page opens as soon as the book has it.
    pub(super) awaited: Option<SaleId>,
    pub(super) notice: Option<Shown>,
    /// What keeps the till from selling, above every page.
    pub(super) standing: Option<Standing>,
    pub(super) window: iced::window::Id,
    pub(super) size: Size,
    pub(super) kiosk: bool,
    pub(super) full_screen: bool,
    pub(super) keyboard: bool,
    pub(super) moment: Moment,
    /// When the page last changed.
    pub(super) turned: Mono,
}

/// What fills the window.
#[derive(Debug)]
pub(super) enum Page {
    /// The books are being opened.
    Opening,
    /// The first start.
    Welcome(Welcome),
    /// The passphrase of a shop is asked.
    Unlock(Unlock),
    /// Ringing up.
    Register,
    /// One sale's payment.
    Pay(Pay),
    /// One paid sale with its receipt.
    Done(Done),
    /// The last sales.
    Sales(Sales),
    /// Money that came late.
    Late(Late),
    /// Connecting a gateway.
    Connect(Box<Connect>),
    /// The owner's area.
    Owner(Box<Owner>),
    /// The books do not open, or have stopped.
    Fault(Box<Fault>),
    /// The books are being closed.
    Closing,
}

/// A trouble that keeps the till from selling while its books are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) notice: Notice,
    /// Whether it is over once there is room on the disk.
    pub(super) wants_room: bool,
}

/// The notice on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) icon: Icon,
    pub(super) words: String,
    pub(super) repeats: usize,
    pub(super) since: Mono,
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
    /// The inbox of late money.
    LatePressed,
    /// Connect a gateway.
    ConnectPressed,
    /// The owner's area.
    OwnerPressed,
    /// It is time to look at the age of the rate.
    RateLooked,
    /// Light or dark.
    ThemePressed,
    /// The practice customer pays.
    PlayPressed(Play),
    /// A read, a closing or a copy was made, or not.
    Paper(Result<super::day_desk::Paper, Notice>),
    /// For the first start's page.
    Welcome(welcome::Message),
    /// For the passphrase's page.
    Unlock(unlock::Message),
    /// For the register.
    Register(register::Message),
    /// For the payment.
    Pay(pay::Message),
    /// For the paid sale.
    Done(done::Message),
    /// For the list.
    Sales(sales::Message),
    /// For the inbox of late money.
    Late(late::Message),
    /// For connecting.
    Connect(connect::Message),
    /// For the owner's area.
    Owner(owner::Message),
    /// For the page of a till that cannot sell.
    Fault(fault::Message),
    /// What the owner chose for a book that does not open was done, or not.
    Decided(Result<Carried, Failure>),
    /// What stands above every page.
    StandingPressed,
    /// It is known where secrets can be kept.
    KeyStoreFound(Store),
}

/// What screens may read, borrowed field by field so that the page itself can change beside it.
macro_rules! cx {
    ($app:expr) => {
        $crate::ui::context::Context {
            book: &$app.book,
            live: &$app.live,
            catalog: &$app.catalog,
            config: &$app.config,
            lang: &$app.lang,
            gateway: $app.gateway.as_ref(),
            rates: $app.rates.as_ref(),
            now: $app.moment.now,
            mono: $app.moment.mono,
            offset_min: $app.moment.offset_min,
            size: $app.size,
            keyboard: $app.keyboard,
        }
    };
}

pub(super) use cx;

impl App {
    pub(super) fn new(house: Arc<dyn House>, window: iced::window::Id, size: Size, kiosk: bool) -> Self {
        let config = Config::default();
        let moment = house.moment();
        Self {
            house,
            counter: None,
            mode: Mode::Shop,
            wanted: Mode::Shop,
            opening: 0,
            book: Book::default(),
            live: HashMap::new(),
            catalog: Catalog::default(),
            lang: Lang::english(config.look.decimal.into()),
            config,
            gateway: None,
            page: Page::Opening,
            register: None,
            backroom: None,
            section: Section::Today,
            returns: false,
            rates: None,
            reads_rate: false,
            awaited: None,
            notice: None,
            standing: None,
            window,
            size,
            kiosk,
            full_screen: kiosk,
            keyboard: false,
            moment,
            turned: moment.mono,
        }
    }

    /// What screens may read now.
    #[must_use]
    pub fn cx(&self) -> Context<'_> {
        cx!(self)
    }

    pub(super) fn title(&self, _window: iced::window::Id) -> String {
        if self.counter.is_some() {
            format!("{} · {}", self.config.shop.till, self.config.shop.name)
        } else {
            self.lang.text("app-name")
        }
    }

    pub(super) fn theme(&self) -> Theme {
        match self.config.look.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        }
    }

    pub(super) fn scale(&self) -> f32 {
        f32::from(self.config.look.text_percent.clamp(100, 200)) / 100.0
    }

    pub(super) fn turn(&mut self, page: Page) {
        self.page = page;
        self.turned = self.moment.mono;
    }

    /// Shows a notice; the same one again counts up.
    pub(super) fn tell(&mut self, icon: Icon, words: String) {
        let repeats = match &self.notice {
            Some(shown) if shown.words == words => shown.repeats + 1,
            Some(_) | None => 1,
        };
        self.notice = Some(Shown { icon, words, repeats, since: self.moment.mono });
    }

    pub(super) fn fade(&mut self) {
        let old = |shown: &Shown| self.moment.mono.since(shown.since) >= NOTICE;
        if self.notice.as_ref().is_some_and(old) {
            self.notice = None;
        }
    }
}
