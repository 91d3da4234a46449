//! The owner's back room in memory: two connections, one of them merchant, and a note of everything asked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use ringup::config::Config;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::connection::{Budget, Checked, Held, KeyChange, Office, Sharer, Stage, TokenState};
use ringup::domain::environment::Environment;
use ringup::domain::rates::{CurrencyInfo, Rate, Rates};
use ringup::service::error::Trouble;
use ringup::ui::app::office::Backroom;

use super::desk::Books;
use super::till::NOW;

pub const OWN: &str = "TfLZFBH7H7LYbthHKTDJMF2rc8bxXT7QCba";
pub const OTHER: &str = "TfCj7eC4hM6ViNPPxGUY9ZRBsB3nRGtWc5y";

pub fn held(name: &str, url: &str, environment: Environment, facade: &str) -> Held {
    Held {
        name: name.to_owned(),
        url: url.to_owned(),
        environment,
        facade: facade.to_owned(),
        sin: Some(OWN.to_owned()),
        waiting: String::new(),
        preferred: name == "bitpay",
    }
}

pub fn office() -> Office {
    let test = held("bitpay", "https://test.bitpay.com", Environment::Test, "merchant");
    let live = held("branch", "https://bitpay.com", Environment::Live, "pos");
    Office { held: vec![test, live], key_change: None }
}

pub fn checked() -> Checked {
    Checked {
        authorised: Some(true),
        skew_ms: Some(8_200),
        round_trip: Duration::from_millis(142),
        calls_left: Some(87),
        creates: Some(Budget { used: 93, limit: 100 }),
        token: TokenState::Active,
        caps: Caps::of([Cap::Create, Cap::List, Cap::Cancel, Cap::Rates, Cap::Tokens, Cap::Identities]),
        facades: vec!["merchant".to_owned(), "pos".to_owned()],
        tills: Some(vec![Sharer { sin: OWN.to_owned(), own: true }, Sharer { sin: OTHER.to_owned(), own: false }]),
    }
}

pub fn rates() -> Rates {
    let rate = |code: &str, name: &str, rate: &str| Rate {
        code: code.to_owned(),
        name: name.to_owned(),
        rate: rate.parse().unwrap(),
    };
    let rates = vec![
        rate("EUR", "Eurozone Euro", "94500"),
        rate("USD", "US Dollar", "102345.67"),
        rate("JPY", "Japanese Yen", "15432109"),
        rate("KWD", "Kuwaiti Dinar", "31456.789"),
    ];
    Rates { base: "BTC".to_owned(), rates, read: NOW }
}

pub fn currencies() -> Vec<CurrencyInfo> {
    let one = |code: &str, name: &str, precision, decimals: Option<u8>| CurrencyInfo {
        code: code.to_owned(),
        symbol: code.to_owned(),
        name: name.to_owned(),
        precision,
        decimals,
        minimum: decimals.map(|_| "0.00001".parse().unwrap()),
        chain: decimals.map(|_| code.to_owned()),
    };
    vec![
        one("BTC", "Bitcoin", 8, Some(8)),
        one("ETH", "Ethereum", 6, Some(18)),
        one("XRP", "XRP", 6, Some(6)),
        one("USDC_m", "USD Coin (Polygon)", 2, Some(6)),
        one("EUR", "Eurozone Euro", 2, None),
        one("JPY", "Japanese Yen", 0, None),
        one("KWD", "Kuwaiti Dinar", 3, None),
    ]
}

/// The room; what is asked is noted with the books.
pub struct Room {
    pub books: Arc<Books>,
    pub stage: Mutex<Option<Stage>>,
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Room")
    }
}

impl Room {
    fn note(&self, what: impl Into<String>) -> Result<(), Trouble> {
        self.books.note(what);
        if *self.books.broken.lock().unwrap() { Err(Trouble::NotConnected) } else { Ok(()) }
    }
}

#[async_trait]
impl Backroom for Room {
    async fn office(&self) -> Result<Office, Trouble> {
        self.note("office").map(|()| office())
    }

    async fn look(&self, name: String) -> Result<Checked, Trouble> {
        self.note(format!("look {name}")).map(|()| checked())
    }

    async fn prefer(&self, name: String) -> Result<(), Trouble> {
        self.note(format!("prefer {name}"))
    }

    async fn remove(&self, name: String) -> Result<(), Trouble> {
        self.note(format!("remove {name}"))
    }

    async fn link(&self, name: String, sin: String) -> Result<(), Trouble> {
        self.note(format!("link {name} {sin}"))
    }

    async fn unlink(&self, name: String, sin: String) -> Result<(), Trouble> {
        self.note(format!("unlink {name} {sin}"))
    }

    async fn approve(&self, name: String, code: String) -> Result<(), Trouble> {
        self.note(format!("approve {name} {code}"))
    }

    async fn step_key(&self) -> Result<KeyChange, Trouble> {
        self.note("step key")?;
        let mut stage = self.stage.lock().unwrap();
        let next = match *stage {
            None => Stage::Link,
            Some(Stage::Link) => Stage::Switch,
            Some(Stage::Switch) => Stage::Unlink,
            Some(Stage::Unlink | Stage::Done) => Stage::Done,
        };
        *stage = Some(next);
        Ok(KeyChange { stage: next, old: OWN.to_owned(), new: OTHER.to_owned() })
    }

    async fn give_up_key(&self) -> Result<(), Trouble> {
        self.note("give up key")
    }

    async fn rates(&self, base: String) -> Result<Rates, Trouble> {
        self.note(format!("rates {base}")).map(|()| Rates { base, ..rates() })
    }

    async fn currencies(&self) -> Result<Vec<CurrencyInfo>, Trouble> {
        self.note("currencies").map(|()| currencies())
    }

    async fn save(&self, config: Config) -> Result<Config, Trouble> {
        self.note("save").map(|()| config)
    }
}
