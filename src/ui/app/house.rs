//! The real house behind the window.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::civil::Date;
use tokio::runtime::Handle;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use super::office::{Backroom, DataRoom};
use super::papers;
use super::port::{Counter, House, Moment, Opened};
use crate::config::{Config, Look};
use crate::domain::book::Book;
use crate::domain::case::Limits;
use crate::domain::core::NewSale;
use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::live::Live;
use crate::domain::money::Money;
use crate::domain::rescue::{Carried, Decision, Rescue, Way};
use crate::domain::sale::Sale;
use crate::domain::terms::Buyer;
use crate::gateway::port::{Contact, ContactStep};
use crate::secret::Secret;
use crate::service::checkout::Wish;
use crate::service::clock::Clock;
use crate::service::connect::{self, Order, Standing, Store};
use crate::service::error::Trouble;
use crate::service::pairing::Waiting;
use crate::service::places::Places;
use crate::service::practice::Pay;
use crate::service::reconcile::{Asked, CheckError, Checked, FindingId, Progress};
use crate::service::refund;
use crate::service::rescue;
use crate::service::start::{self, Found, Mode, Options};
use crate::service::{Till, Update};
use crate::ui::context::GatewayView;
use crate::ui::font;
use crate::ui::screen::reports::exports;

/// The data folder and what opens it.
#[derive(Debug)]
pub(super) struct DataHouse {
    options: Options,
    clock: Clock,
    /// The passphrase typed in the window, and what the gateway answered while connecting.
    pairing: Mutex<(Option<Secret>, Option<Waiting>)>,
    /// The books that began to open before the window did.
    ahead: Mutex<Option<(Mode, Opening)>>,
}

type Opening = JoinHandle<Result<start::Opened, Trouble>>;

impl DataHouse {
    pub(super) fn new(options: Options) -> Self {
        Self { options, clock: Clock::system(), pairing: Mutex::default(), ahead: Mutex::default() }
    }

    /// Begins to open the books of the last start; [`House::open`] waits for them.
    pub(super) fn open_ahead(&self, runtime: &Handle) {
        let Some(mode) = self.at_start() else { return };
        let opening = runtime.spawn(start::open(self.options(mode)));
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some((mode, opening));
    }

    async fn opened(&self, mode: Mode) -> Result<start::Opened, Trouble> {
        let ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner).take();
        match ahead {
            Some((same, opening)) if same == mode => opening.await.map_err(|_| Trouble::Interrupted)?,
            Some(_) | None => start::open(self.options(mode)).await,
        }
    }

    fn options(&self, mode: Mode) -> Options {
        let typed = self.typed();
        Options { data_dir: self.options.data_dir.clone(), mode, passphrase: typed }
    }

    /// The passphrase typed in the window, else the one given at start.
    fn typed(&self) -> Option<Secret> {
        let pairing = self.pairing.lock().unwrap_or_else(PoisonError::into_inner);
        pairing.0.clone().or_else(|| self.options.passphrase.clone())
    }

    fn shop(&self) -> Places {
        self.places(Mode::Shop)
    }

    fn places(&self, mode: Mode) -> Places {
        Places::new(&self.options.data_dir, mode == Mode::Practice)
    }

    /// Remembers what an answer leaves for the next question.
    fn note(&self, passphrase: Option<Secret>, standing: &Standing) {
        let waiting = match standing {
            Standing::Waiting(waiting) => Some(waiting.clone()),
            Standing::Ready { .. } => None,
        };
        *self.pairing.lock().unwrap_or_else(PoisonError::into_inner) = (passphrase, waiting);
    }
}

/// Whether what the first page shows can be written in our own fonts. If not, those of the system are needed before it.
fn letters_are_ours(opened: &start::Opened) -> bool {
    let shop = &opened.config.shop;
    let own = [&shop.name, &shop.till, &shop.operator].into_iter();
    let products = opened.catalog.products().iter().map(|product| &product.name);
    let lines = opened.book.sales().filter(|sale| sale.end.is_none()).flat_map(|sale| &sale.lines);
    let sold = lines.flat_map(|line| [&line.name, &line.note]);
    own.chain(products).chain(opened.catalog.categories()).chain(sold).all(|text| font::covers(text))
}

#[async_trait]
impl House for DataHouse {
    fn moment(&self) -> Moment {
        Moment { now: self.clock.now(), mono: self.clock.mono(), offset_min: self.clock.offset_min() }
    }

    fn new_sale(&self) -> SaleId {
        SaleId(uuid::Uuid::now_v7())
    }

    fn at_start(&self) -> Option<Mode> {
        if self.options.mode == Mode::Practice {
            return Some(Mode::Practice);
        }
        match start::look(&self.options.data_dir) {
            Found::Nothing => None,
            Found::Practice => Some(Mode::Practice),
            Found::Shop => Some(Mode::Shop),
        }
    }

    fn keep_passphrase(&self, passphrase: Secret) {
        self.pairing.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(passphrase);
    }

    fn backroom(&self, mode: Mode) -> Arc<dyn Backroom> {
        DataRoom::over(self.places(mode), self.typed())
    }

    async fn open(&self, mode: Mode) -> Result<Opened, Trouble> {
        let opened = self.opened(mode).await;
        if !opened.as_ref().is_ok_and(letters_are_ours) {
            let _read = tokio::task::spawn_blocking(font::system::read).await;
        }
        let opened = opened?;
        let gateway = opened.gateway.as_ref().map(|gateway| {
            let info = gateway.info();
            GatewayView {
                title: info.title.clone(),
                environment: info.environment,
                host: info.host.clone(),
                caps: gateway.caps().clone(),
                reachable: true,
            }
        });
        Ok(Opened {
            counter: Arc::new(opened.till),
            mode,
            book: opened.book,
            config: opened.config,
            catalog: opened.catalog,
            gateway,
        })
    }

    async fn rescue(&self, mode: Mode, way: Way) -> Result<Rescue, Trouble> {
        rescue::look(self.places(mode), self.typed(), way).await
    }

    async fn decide(&self, mode: Mode, decision: Decision) -> Result<Carried, Trouble> {
        rescue::decide(self.places(mode), self.typed(), decision).await
    }

    async fn key_store(&self) -> Store {
        connect::store(self.shop()).await
    }

    async fn connect(&self, order: Order) -> Result<Standing, Trouble> {
        let passphrase = order.passphrase.clone();
        let standing = connect::connect(self.shop(), order).await?;
        self.note(passphrase, &standing);
        Ok(standing)
    }

    async fn approval(&self) -> Result<Standing, Trouble> {
        let (passphrase, waiting) = self.pairing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let waiting = waiting.ok_or(Trouble::NotConnected)?;
        let standing = connect::approval(self.shop(), passphrase.clone(), waiting).await?;
        self.note(passphrase, &standing);
        Ok(standing)
    }

    async fn open_page(&self, url: &str) -> Result<(), Trouble> {
        let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
        let spawned = std::process::Command::new(opener)
            .arg(url)
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn();
        match spawned {
            // Whoever opened it is waited for, so that no dead process is left behind.
            Ok(mut child) => {
                drop(tokio::task::spawn_blocking(move || child.wait()));
                Ok(())
            }
            Err(source) => Err(Trouble::Io { path: opener.to_owned(), source }),
        }
    }

    async fn save_receipt(&self, name: String, text: String) -> Result<String, Trouble> {
        papers::save(papers::folder(&self.options.data_dir), name, text).await
    }

    async fn export(&self, mode: Mode, order: exports::Order) -> Result<Vec<String>, Trouble> {
        let data_dir = &self.options.data_dir;
        let places = Places::new(data_dir, mode == Mode::Practice);
        papers::export((places, papers::folder(data_dir)), order, self.typed()).await
    }

    async fn keep_look(&self, mode: Mode, look: Look) -> Result<(), Trouble> {
        let path = self.places(mode).config();
        let saving = tokio::task::spawn_blocking(move || {
            let mut config = Config::load(&path)?.config;
            config.look = look;
            config.save(&path)
        });
        Ok(saving.await.map_err(|_| Trouble::Interrupted)??)
    }
}

#[async_trait]
impl Counter for Till {
    fn day(&self) -> Option<Arc<dyn super::day_desk::DayDesk>> {
        Some(Arc::new(self.clone()))
    }

    fn updates(&self) -> broadcast::Receiver<Update> {
        self.updates()
    }

    async fn book(&self) -> Book {
        self.book().await
    }

    fn live(&self, guid: Guid) -> Option<Live> {
        self.live(guid)
    }

    async fn charge(&self, sale: NewSale, buyer: Option<Buyer>) -> Result<(), Trouble> {
        self.charge_with(sale, Wish { buyer, ..Wish::default() }).await
    }

    async fn new_code(&self, sale: SaleId, gateway: Option<GatewayId>) -> Result<(), Trouble> {
        self.new_code(sale, gateway).await
    }

    async fn settle_in_cash(&self, sale: SaleId, given: Money) -> Result<(), Trouble> {
        self.cash(None, sale, given).await
    }

    async fn cash(&self, sale: NewSale, given: Money) -> Result<(), Trouble> {
        let id = sale.id;
        self.cash(Some(sale), id, given).await
    }

    async fn void(&self, sale: SaleId, reason: String) -> Result<(), Trouble> {
        self.void(sale, reason).await
    }

    async fn pick_coin(&self, guid: Guid, coin: String) -> Result<(), Trouble> {
        self.pick_coin(guid, coin).await
    }

    fn poke(&self, guid: Guid) {
        self.poke(guid);
    }

    async fn receipt_copied(&self, sale: SaleId) -> Result<(), Trouble> {
        self.receipt_copied(sale).await
    }

    async fn sale(&self, number: u64) -> Result<Option<Sale>, Trouble> {
        self.sale(number).await
    }

    async fn preview_refund(&self, order: refund::Order) -> Result<refund::Preview, Trouble> {
        self.preview_refund(&order).await
    }

    async fn refund(&self, order: refund::Order) -> Result<Guid, Trouble> {
        let guid = Guid(uuid::Uuid::new_v4());
        self.refund(&order, guid).await?;
        Ok(guid)
    }

    async fn contact(&self, payment: Guid, contact: Contact) -> Result<ContactStep, Trouble> {
        self.contact(payment, contact).await
    }

    async fn accept_late(&self, payment: Guid, operator: String) -> Result<(), Trouble> {
        self.accept_late(payment, String::new(), operator).await
    }

    async fn keep_late(&self, payment: Guid, note: String, operator: String) -> Result<(), Trouble> {
        self.keep_late(payment, note, operator).await
    }

    async fn fetch_ledger(&self, from: Date, to: Date) -> Result<(), Trouble> {
        let gateway = self.preferred().ok_or(Trouble::NotConnected)?.info().id.clone();
        self.fetch_ledger(&gateway, None, (from, to)).await.map(|_| ())
    }

    async fn reconcile(&self, asked: Asked, progress: Arc<Progress>) -> Result<Checked, CheckError> {
        self.reconcile(asked, progress).await
    }

    async fn resolve_case(&self, id: FindingId, note: String) -> Result<(), Trouble> {
        self.resolve_case(id, note).await
    }

    async fn reopen_case(&self, id: FindingId) -> Result<(), Trouble> {
        self.reopen_case(id, String::new()).await
    }

    async fn set_limits(&self, limits: Limits) -> Result<(), Trouble> {
        self.set_limits(limits).await
    }

    async fn play(&self, guid: Guid, pay: Pay) -> Result<(), Trouble> {
        let book = self.book().await;
        let invoice = book.attempt(guid).and_then(|(_, attempt)| attempt.invoice.clone());
        let (Some(invoice), Some(practice)) = (invoice, self.practice()) else { return Ok(()) };
        practice.pay(&invoice.invoice, pay).await?;
        self.poke(guid);
        Ok(())
    }

    async fn resume(&self) {
        self.resolve_all().await;
    }

    fn adopt(&self, config: Config) {
        self.adopt(config);
    }

    async fn close(&self) {
        self.close().await;
    }
}
