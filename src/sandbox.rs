//! The practice gateway: a payment system on loopback that answers as the documented ones do.
//!
//! It has its own wire types, its own signature check and its own money arithmetic, and shares no code with the
//! adapters it is there to prove. Time, blocks and customers are simulated; nothing here ever touches real money.
//!
//! A request goes `server` (socket, faults) → `route` → a handler in `bitpay`, `page` or `control` → `books`
//! (memory, written through to `store`). `chain` computes every invoice's state from recorded facts and the time
//! of the read, so there are no timers.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bitpay;
mod books;
mod btcpay;
mod call;
mod chain;
mod clock;
mod control;
mod delivery;
mod desk;
mod dialect;
mod fault;
mod identity;
mod ledger;
mod market;
mod page;
mod pay;
mod postman;
mod record;
mod refund;
mod reply;
mod route;
mod scenario;
mod server;
mod settle;
mod settlement;
mod store;
mod streams;
mod webhook;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rust_decimal::Decimal;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use chain::Pace;
pub use clock::{Speed, SpeedError};
pub use dialect::Dialect;

use bitpay::tokens::{self, Wanted};
use books::{Books, Meta};
use clock::Clock;
use desk::{Desk, House};
use identity::Namer;
use market::Market;
use scenario::{Scenario, ScenarioToken};
use store::Store;

const MERCHANT_NAME: &str = "Practice shop";
const MINIMUM_USD: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
const MAXIMUM_USD: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
/// How long a shutdown waits for answers under way.
const SHUTDOWN_MAX: Duration = Duration::from_secs(2);

/// How a sandbox is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The file that keeps everything across restarts; absent: memory only.
    pub state: Option<PathBuf>,
    /// Makes ids, tokens and rates follow from this number; absent: random ids, printed rates.
    pub seed: Option<u64>,
    /// A TOML or JSON file with house rules, tokens, customers and faults.
    pub scenario: Option<PathBuf>,
    /// How fast the sandbox's time runs.
    pub speed: Speed,
    /// Where its time begins, in milliseconds since 1970; absent, and where a state file goes on: the machine's time.
    pub begin: Option<i64>,
    /// Whether the gateway's limits on creates per minute and hour apply.
    pub limits: bool,
    /// When blocks confirm payments, in sandbox time.
    pub pace: Pace,
    /// Which system is played.
    pub dialect: Dialect,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            state: None,
            seed: None,
            scenario: None,
            speed: Speed::REAL,
            begin: None,
            limits: false,
            pace: Pace::LIVELY,
            dialect: Dialect::BitPay,
        }
    }
}

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// The address asked for.
        addr: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The state file is damaged, foreign, or held by another sandbox.
    #[error("cannot use the state file {}: {reason}", path.display())]
    State {
        /// The file asked for.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The scenario file cannot be read or says something impossible.
    #[error("cannot use the scenario {}: {reason}", path.display())]
    Scenario {
        /// The file asked for.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// A running sandbox. Dropping it stops it.
#[derive(Debug)]
pub struct Sandbox {
    addr: SocketAddr,
    desk: Arc<Desk>,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
    postman: JoinHandle<()>,
}

/// Starts a sandbox and returns when it is listening. Must be called on a tokio runtime.
///
/// # Errors
/// If the address, the state file or the scenario cannot be used.
pub async fn start(options: Options) -> Result<Sandbox, StartError> {
    let scenario = read_scenario(options.scenario.as_deref())?;
    let refused = |source| StartError::Listen { addr: options.listen, source };
    let listener = TcpListener::bind(options.listen).await.map_err(refused)?;
    let addr = listener.local_addr().map_err(refused)?;
    let desk = Arc::new(open(&options, scenario, addr)?);
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(server::serve(listener, addr, Arc::clone(&desk), stopped));
    let postman = tokio::spawn(postman::work(Arc::clone(&desk)));
    Ok(Sandbox { addr, desk, stop: Some(stop), task: Some(task), postman })
}

impl Sandbox {
    /// Where it listens, as `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Whether a till with this SIN may use this token now.
    #[must_use]
    pub fn admits(&self, token: &str, sin: &str) -> bool {
        let token = self.desk.books().token(token);
        token.is_some_and(|token| token.active && token.sins.iter().any(|linked| linked == sin))
    }

    /// Stops it, waits briefly for answers under way, and lets go of the state file.
    pub async fn shutdown(mut self) {
        self.stop = None;
        self.desk.streams.close();
        let Some(mut task) = self.task.take() else { return };
        if tokio::time::timeout(SHUTDOWN_MAX, &mut task).await.is_err() {
            task.abort();
        }
    }
}

impl Drop for Sandbox {
    /// The state file is free as soon as this returns; the listener goes when its task next runs.
    fn drop(&mut self) {
        self.stop = None;
        self.postman.abort();
        self.desk.books().close();
    }
}

fn read_scenario(path: Option<&Path>) -> Result<Scenario, StartError> {
    let Some(path) = path else { return Ok(Scenario::default()) };
    Scenario::read(path).map_err(|reason| StartError::Scenario { path: path.to_owned(), reason })
}

fn open(options: &Options, scenario: Scenario, addr: SocketAddr) -> Result<Desk, StartError> {
    let path = options.state.clone().unwrap_or_default();
    let damaged = |error: store::StoreError| StartError::State { path: path.clone(), reason: error.to_string() };
    let store = options.state.as_deref().map(Store::open).transpose().map_err(damaged)?;
    let mut books = Books::open(store).map_err(damaged)?;
    let saved = books.meta().clone();
    let namer = match (options.seed, saved.secret) {
        (Some(seed), _) => Namer::seeded(seed),
        (None, Some(secret)) => Namer::new(secret),
        (None, None) => Namer::random(),
    };
    let begun = options.begin.map(|at| clock::Anchor::at(at, options.speed));
    let clock = Clock::start(options.speed, saved.anchor.or(begun), books.newest_ms());
    let meta = Meta { anchor: Some(clock.anchor()), secret: Some(namer.secret()), ..saved };
    books.set_meta(meta).map_err(damaged)?;
    let Scenario { tokens, faults, .. } = &scenario;
    let unusable = |reason: String| StartError::Scenario { path: options.scenario.clone().unwrap_or_default(), reason };
    let (wanted, faults) = (tokens.iter().map(wanted).collect::<Vec<_>>(), faults.clone());
    let desk = Desk::new(clock, Market::new(options.seed), namer, house(options, scenario, addr), books);
    desk.faults().add(faults).map_err(unusable)?;
    for wanted in wanted {
        let known = wanted.text.as_deref().is_some_and(|text| desk.books().token(text).is_some());
        if !known {
            tokens::make(&desk, &mut desk.books(), wanted)
                .map_err(|_| unusable("cannot keep its tokens".to_owned()))?;
        }
    }
    Ok(desk)
}

fn wanted(token: &ScenarioToken) -> Wanted {
    Wanted {
        facade: token.facade,
        label: token.label.clone(),
        sins: token.sins.clone(),
        authenticated: !token.sins.is_empty(),
        text: Some(token.token.clone()),
        ..Wanted::open_pos()
    }
}

fn house(options: &Options, scenario: Scenario, addr: SocketAddr) -> House {
    let (coin, why) = market::DISABLED_BY_DEFAULT;
    let usual = || vec![(coin.to_owned(), why.to_owned())];
    House {
        merchant_name: scenario.merchant_name.unwrap_or_else(|| MERCHANT_NAME.to_owned()),
        minimum_usd: scenario.minimum_usd.unwrap_or(MINIMUM_USD),
        maximum_usd: scenario.maximum_usd.unwrap_or(MAXIMUM_USD),
        disabled: scenario.disabled.map_or_else(usual, |off| off.into_iter().collect()),
        customers: scenario.customers.into_iter().map(scenario::ScenarioCustomer::customer).collect(),
        pace: options.pace,
        origin: format!("http://{addr}"),
        settlement_currency: scenario.settlement_currency,
        live: scenario.live,
        limits: options.limits,
        dialect: options.dialect,
    }
}
