//! The whole window without a window: a house that keeps its books in memory, and hands that run every task.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures::StreamExt;
use iced::Size;
use iced::keyboard::key::Named;
use iced_test::runtime::{Action, task};
use ringup::config::Config;
use ringup::domain::book::Book;
use ringup::domain::case::Limits;
use ringup::domain::core::{Ask, Charge, Event, NewSale, RefundAsk, Refusal};
use ringup::domain::fact::DaysChecked;
use ringup::domain::id::{GatewayId, Guid, SaleId};
use ringup::domain::live::Live;
use ringup::domain::money::Money;
use ringup::domain::payment::State;
use ringup::domain::rescue::Rescue;
use ringup::domain::sale::Sale;
use ringup::domain::terms::{Buyer, Terms};
use ringup::gateway::port::{Contact, ContactStep};
use ringup::journal::OpenError;
use ringup::service::Update;
use ringup::service::error::Trouble;
use ringup::service::practice::Pay;
use ringup::service::reconcile::{Asked, CheckError, Checked, FindingId, Progress};
use ringup::service::refund::{Order as RefundOrder, Preview};
use ringup::service::start::Mode;
use ringup::ui::app::port::{Counter, Told};
use ringup::ui::app::{App, Message};
use ringup::ui::press::Press;
use tokio::sync::broadcast;
use uuid::Uuid;

use super::rooms::Rooms;
use super::shop::simulator;
use super::till::Till;

/// Books in memory.
pub struct Books {
    pub till: Mutex<Till>,
    pub asked: Mutex<Vec<String>>,
    pub broken: Mutex<bool>,
    /// Whether the owner's check finds nothing.
    pub clear: Mutex<bool>,
    /// A sale that is in the journal and no longer at hand.
    pub older: Mutex<Option<Sale>>,
    updates: broadcast::Sender<Update>,
}

impl std::fmt::Debug for Books {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Books")
    }
}

impl Books {
    fn new() -> Self {
        Self {
            till: Mutex::new(Till::new()),
            asked: Mutex::default(),
            broken: Mutex::new(false),
            clear: Mutex::new(false),
            older: Mutex::default(),
            updates: broadcast::channel(16).0,
        }
    }

    pub fn note(&self, what: impl Into<String>) {
        self.asked.lock().unwrap().push(what.into());
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

#[async_trait]
impl Counter for Books {
    fn updates(&self) -> broadcast::Receiver<Update> {
        self.updates.subscribe()
    }

    async fn book(&self) -> Book {
        self.till.lock().unwrap().shop.book.clone()
    }

    fn live(&self, guid: Guid) -> Option<Live> {
        self.till.lock().unwrap().shop.live.get(&guid).cloned()
    }

    async fn charge(&self, sale: NewSale, buyer: Option<Buyer>) -> Result<(), Trouble> {
        self.note("charge");
        if let Some(buyer) = buyer {
            self.note(format!("for {} {}", buyer.email, buyer.sms));
        }
        if *self.broken.lock().unwrap() {
            return Err(Trouble::NotConnected);
        }
        let mut till = self.till.lock().unwrap();
        if till.shop.book.sale(sale.id).is_some() {
            return Err(Trouble::Refused(Refusal::AlreadyCharged));
        }
        let guid = Guid(Uuid::from_bytes([9; 16]));
        let ask =
            Ask { gateway: "shop".into(), guid, coin: None, terms: Terms::default(), release_at: State::Accepted };
        till.apply(Event::Charge(Charge { sale, ask }));
        till.answer(guid);
        Ok(())
    }

    async fn new_code(&self, _sale: SaleId, _gateway: Option<GatewayId>) -> Result<(), Trouble> {
        self.note("new code");
        Ok(())
    }

    async fn cash(&self, sale: NewSale, given: Money) -> Result<(), Trouble> {
        self.note("cash");
        let id = sale.id;
        self.till.lock().unwrap().apply(Event::Cash { cart: Some(sale), sale: id, given });
        Ok(())
    }

    async fn settle_in_cash(&self, sale: SaleId, given: Money) -> Result<(), Trouble> {
        self.note("settle in cash");
        if *self.broken.lock().unwrap() {
            return Err(Trouble::Interrupted);
        }
        self.till.lock().unwrap().apply(Event::Cash { cart: None, sale, given });
        Ok(())
    }

    async fn void(&self, sale: SaleId, reason: String) -> Result<(), Trouble> {
        self.note("void");
        self.till.lock().unwrap().apply(Event::Void { sale, reason });
        Ok(())
    }

    async fn sale(&self, number: u64) -> Result<Option<Sale>, Trouble> {
        self.note(format!("find {number}"));
        Ok(self.till.lock().unwrap().shop.book.sale_numbered(number).or(self.older.lock().unwrap().as_ref()).cloned())
    }

    async fn preview_refund(&self, order: RefundOrder) -> Result<Preview, Trouble> {
        self.note("preview");
        let amount = self.till.lock().unwrap().shop.book.sale(order.sale).unwrap().total;
        Ok(Preview { amount, fee: None, buyer_pays_fee: order.buyer_pays_fee, cash: false })
    }

    async fn refund(&self, order: RefundOrder) -> Result<Guid, Trouble> {
        self.note(format!("refund: {}", order.reason));
        let guid = Guid(Uuid::from_bytes([7; 16]));
        let ask = RefundAsk {
            sale: order.sale,
            payment: order.payment,
            guid,
            portion: order.portion,
            reason: order.reason,
            buyer_pays_fee: order.buyer_pays_fee,
            immediate: false,
            operator: order.operator,
        };
        self.till.lock().unwrap().apply(Event::RefundAsked(ask));
        Ok(guid)
    }

    async fn contact(&self, _payment: Guid, contact: Contact) -> Result<ContactStep, Trouble> {
        self.note(format!("contact {contact:?}"));
        Ok(ContactStep::Done)
    }

    async fn accept_late(&self, guid: Guid, operator: String) -> Result<(), Trouble> {
        self.note("accept late");
        self.till.lock().unwrap().apply(Event::LateAccepted { guid, note: String::new(), operator });
        Ok(())
    }

    async fn keep_late(&self, guid: Guid, note: String, operator: String) -> Result<(), Trouble> {
        self.note(format!("keep late: {note}"));
        self.till.lock().unwrap().apply(Event::LateKept { guid, note, operator });
        Ok(())
    }

    async fn fetch_ledger(&self, from: jiff::civil::Date, to: jiff::civil::Date) -> Result<(), Trouble> {
        self.note(format!("fetch ledger {from} {to}"));
        if *self.broken.lock().unwrap() { Err(Trouble::NotConnected) } else { Ok(()) }
    }

    async fn reconcile(&self, asked: Asked, _progress: Arc<Progress>) -> Result<Checked, CheckError> {
        self.note(format!("reconcile {} {}", asked.from, asked.to));
        if let Some(file) = asked.ledger {
            return Err(super::check::refused(&file));
        }
        let clear = *self.clear.lock().unwrap();
        let mut till = self.till.lock().unwrap();
        let (from, to) = (asked.from.to_string(), asked.to.to_string());
        let cases = if clear { Vec::new() } else { super::check::cases() };
        let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
        let made = crate::made::check((&from, &to), &cases);
        till.apply(Event::DaysChecked(Box::new(DaysChecked { made_on: crate::made::day("2026-11-21"), ..made })));
        Ok(super::check::checked(clear, till.shop.book.clone()))
    }

    async fn resolve_case(&self, id: FindingId, note: String) -> Result<(), Trouble> {
        let event = Event::CaseResolved { case: id.to_string(), note, operator: String::new() };
        self.till.lock().unwrap().apply(event);
        Ok(())
    }

    async fn reopen_case(&self, id: FindingId) -> Result<(), Trouble> {
        let event = Event::CaseReopened { case: id.to_string(), note: String::new(), operator: String::new() };
        self.till.lock().unwrap().apply(event);
        Ok(())
    }

    async fn set_limits(&self, limits: Limits) -> Result<(), Trouble> {
        self.note(format!("limits {} h, fee {:?}", limits.credit_hours, limits.fee));
        let event = Event::LimitsSet { limits: Box::new(limits), operator: String::new() };
        self.till.lock().unwrap().apply(event);
        Ok(())
    }

    async fn pick_coin(&self, _guid: Guid, coin: String) -> Result<(), Trouble> {
        self.note(format!("coin {coin}"));
        Ok(())
    }

    fn poke(&self, _guid: Guid) {
        self.note("poke");
    }

    async fn receipt_copied(&self, _sale: SaleId) -> Result<(), Trouble> {
        self.note("copy");
        Ok(())
    }

    async fn play(&self, guid: Guid, pay: Pay) -> Result<(), Trouble> {
        self.note(format!("play {pay:?}"));
        self.till.lock().unwrap().state(guid, State::Accepted);
        Ok(())
    }

    async fn resume(&self) {
        self.note("resume");
    }

    fn adopt(&self, config: Config) {
        self.note("adopt");
        self.till.lock().unwrap().shop.config = config;
    }

    async fn close(&self) {
        self.note("close");
    }
}

/// How a desk begins.
struct Start {
    at_start: Option<Mode>,
    kiosk: bool,
    sealed: Option<&'static str>,
    trouble: Option<OpenError>,
    rescue: Rescue,
}

impl Start {
    fn at(at_start: Option<Mode>) -> Self {
        Self { at_start, kiosk: false, sealed: None, trouble: None, rescue: Rescue::default() }
    }
}

/// The window and someone in front of it.
pub struct Desk {
    pub app: App,
    pub rooms: Arc<Rooms>,
    pub ended: bool,
    /// Window actions asked for, by name.
    pub window: Vec<String>,
    size: Size,
}

impl Desk {
    pub fn start(at_start: Option<Mode>) -> Self {
        Self::with(at_start, false, |_| {})
    }

    /// A shop whose secrets this passphrase opens.
    pub fn sealed(passphrase: &'static str) -> Self {
        Self::begin(Start { sealed: Some(passphrase), ..Start::at(Some(Mode::Shop)) }, |_| {})
    }

    /// A shop whose books do not open, with what there is to choose from.
    pub fn stuck(error: OpenError, rescue: Rescue) -> Self {
        Self::begin(Start { trouble: Some(error), rescue, ..Start::at(Some(Mode::Shop)) }, |_| {})
    }

    pub fn with(at_start: Option<Mode>, kiosk: bool, prepare: impl FnOnce(&mut Till)) -> Self {
        Self::begin(Start { kiosk, ..Start::at(at_start) }, prepare)
    }

    fn begin(start: Start, prepare: impl FnOnce(&mut Till)) -> Self {
        let Start { at_start, kiosk, sealed, trouble, rescue } = start;
        let books = Books::new();
        prepare(&mut books.till.lock().unwrap());
        let mono = Mutex::new(books.till.lock().unwrap().shop.mono.0);
        let (passphrase, later, sales) = (Mutex::default(), Mutex::default(), Mutex::new(0));
        let rooms = Arc::new(Rooms {
            books: Arc::new(books),
            at_start,
            sealed,
            passphrase,
            trouble: Mutex::new(trouble),
            rescue: Mutex::new(rescue),
            refuses: Mutex::default(),
            later,
            mono,
            sales,
            saved: Mutex::default(),
        });
        let (app, boot) = App::boot(rooms.clone(), kiosk);
        let mut desk = Self { app, rooms, ended: false, window: Vec::new(), size: Size::new(1280.0, 800.0) };
        desk.run(boot);
        desk.wait(1_000);
        desk
    }

    pub fn wait(&mut self, ms: u64) -> &mut Self {
        *self.rooms.mono.lock().unwrap() += ms;
        self
    }

    pub fn send(&mut self, message: Message) -> &mut Self {
        let task = self.app.update(message);
        self.run(task);
        self.hear();
        self
    }

    /// Runs a task to its end and hands its messages back to the app, as the runtime does.
    fn run(&mut self, task: iced::Task<Message>) {
        let Some(mut stream) = task::into_stream(task) else { return };
        let mut messages = Vec::new();
        while let Some(action) = futures::executor::block_on(stream.next()) {
            match action {
                Action::Output(message) => messages.push(message),
                Action::Exit => self.ended = true,
                Action::Window(action) => self.window.push(name_of(&action)),
                _ => {}
            }
        }
        for message in messages {
            self.send(message);
        }
    }

    /// What the subscription would tell: the book as it stands.
    fn hear(&mut self) {
        let book = futures::executor::block_on(self.rooms.books.book());
        if book.head() != self.app.cx().book.head() && !self.ended {
            self.send(Message::Told(Told::Book(Box::new(book))));
        }
    }

    pub fn press(&mut self, press: Press) -> &mut Self {
        self.send(Message::Pressed(press)).wait(150)
    }

    pub fn key(&mut self, named: Named) -> &mut Self {
        self.press(Press::named(named))
    }

    pub fn typing(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|c| {
            self.press(Press::char(c));
        });
        self
    }

    pub fn resize(&mut self, width: f32, height: f32) -> &mut Self {
        self.size = Size::new(width, height);
        self.send(Message::Resized(self.size))
    }

    pub fn size(&self) -> Size {
        self.size
    }

    pub fn view(&self) -> ringup::ui::widget::Element<'_, Message> {
        self.app.view(iced::window::Id::unique())
    }

    pub fn shows(&self, text: &str) -> bool {
        simulator(self.size, self.view()).find(text).is_ok()
    }

    pub fn click(&mut self, text: &str) -> &mut Self {
        let mut ui = simulator(self.size, self.view());
        ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
        let messages: Vec<Message> = ui.into_messages().collect();
        messages.into_iter().for_each(|message| {
            self.send(message);
        });
        self.wait(500)
    }
}

fn name_of(action: &iced_test::runtime::window::Action) -> String {
    use iced_test::runtime::window::Action as Window;
    match action {
        Window::Open(_, settings, _) => format!("open, full screen {}", settings.fullscreen),
        Window::Maximize(_, _) => "maximize".to_owned(),
        Window::SetMode(_, mode) => format!("{mode:?}"),
        _ => "something else".to_owned(),
    }
}
