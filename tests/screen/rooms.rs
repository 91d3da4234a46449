//! A house with one set of books, a clock that stands until it is moved, and books that may not open.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ringup::config::Look;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::id::SaleId;
use ringup::domain::live::Mono;
use ringup::domain::rescue::{Carried, Decision, Rescue, Way as Out};
use ringup::journal::OpenError;
use ringup::secret::Secret;
use ringup::service::connect::{Order, Standing, Store, Way};
use ringup::service::error::Trouble;
use ringup::service::pairing::Waiting;
use ringup::service::start::Mode;
use ringup::ui::app::office::Backroom;
use ringup::ui::app::port::{House, Moment, Opened};
use ringup::ui::screen::reports::exports::Order as Files;
use ringup::vault::VaultError;
use uuid::Uuid;

use super::backroom::Room;
use super::desk::Books;

/// A house with one set of books and a clock that stands until it is moved.
#[derive(Debug)]
pub struct Rooms {
    pub books: Arc<Books>,
    pub at_start: Option<Mode>,
    /// The passphrase that opens the shop, where its secrets are sealed.
    pub sealed: Option<&'static str>,
    pub passphrase: Mutex<Option<Secret>>,
    /// Why the shop's books do not open.
    pub trouble: Mutex<Option<OpenError>>,
    /// What there is to choose from then.
    pub rescue: Mutex<Rescue>,
    /// What the next decision meets.
    pub refuses: Mutex<Option<Trouble>>,
    /// Seconds the wall clock has gone on.
    pub later: Mutex<u64>,
    pub mono: Mutex<u64>,
    pub sales: Mutex<u8>,
    /// Papers that were saved: their names, and what they say.
    pub saved: Mutex<Vec<(String, String)>>,
}

#[async_trait]
impl House for Rooms {
    fn moment(&self) -> Moment {
        let later = std::time::Duration::from_secs(*self.later.lock().unwrap());
        Moment { now: super::till::NOW.after(later), mono: Mono(*self.mono.lock().unwrap()), offset_min: 60 }
    }

    fn new_sale(&self) -> SaleId {
        let mut sales = self.sales.lock().unwrap();
        *sales += 1;
        SaleId(Uuid::from_bytes([200 + *sales; 16]))
    }

    fn at_start(&self) -> Option<Mode> {
        self.at_start
    }

    fn keep_passphrase(&self, passphrase: Secret) {
        *self.passphrase.lock().unwrap() = Some(passphrase);
    }

    fn backroom(&self, _mode: Mode) -> Arc<dyn Backroom> {
        Arc::new(Room { books: self.books.clone(), stage: Mutex::default() })
    }

    async fn open(&self, mode: Mode) -> Result<Opened, Trouble> {
        if let (Mode::Shop, Some(right)) = (mode, self.sealed) {
            let typed = self.passphrase.lock().unwrap().clone().ok_or(VaultError::NoPassphrase)?;
            if typed.expose() != right {
                return Err(VaultError::WrongPassphrase.into());
            }
        }
        if let (Mode::Shop, Some(error)) = (mode, self.trouble.lock().unwrap().clone()) {
            return Err(error.into());
        }
        if *self.books.broken.lock().unwrap() {
            return Err(Trouble::Practice("no port".to_owned()));
        }
        let till = self.books.till.lock().unwrap();
        Ok(Opened {
            counter: self.books.clone(),
            mode,
            book: till.shop.book.clone(),
            config: till.shop.config.clone(),
            catalog: till.shop.catalog.clone(),
            gateway: till.shop.gateway.clone(),
        })
    }

    async fn rescue(&self, _mode: Mode, way: Out) -> Result<Rescue, Trouble> {
        self.books.note(format!("rescue {way:?}"));
        Ok(self.rescue.lock().unwrap().clone())
    }

    async fn decide(&self, _mode: Mode, decision: Decision) -> Result<Carried, Trouble> {
        self.books.note(format!("{decision:?}"));
        if let Some(trouble) = self.refuses.lock().unwrap().take() {
            return Err(trouble);
        }
        *self.trouble.lock().unwrap() = None;
        Ok(Carried { kept: 8_123, decision: 8_124 })
    }

    async fn key_store(&self) -> Store {
        Store::Keyring
    }

    async fn connect(&self, order: Order) -> Result<Standing, Trouble> {
        self.books.note(format!("connect {}", order.url));
        match order.way {
            Way::Request(_) => Ok(Standing::Waiting(waiting())),
            Way::Paste(_) | Way::Claim(_) => Err(Trouble::NotConnected),
        }
    }

    async fn approval(&self) -> Result<Standing, Trouble> {
        Ok(Standing::Ready { sin: waiting().sin, caps: Caps::of([Cap::Create]) })
    }

    async fn open_page(&self, url: &str) -> Result<(), Trouble> {
        self.books.note(format!("browser {url}"));
        Ok(())
    }

    async fn save_receipt(&self, name: String, text: String) -> Result<String, Trouble> {
        self.books.note(format!("save {name}, {} lines", text.lines().count()));
        self.saved.lock().unwrap().push((name.clone(), text));
        Ok(format!("/tmp/{name}"))
    }

    async fn export(&self, _mode: Mode, order: Files) -> Result<Vec<String>, Trouble> {
        self.books.note(format!("export {:?} {} to {}", order.kind, order.period.from(), order.period.to()));
        if order.folder.is_empty() { Ok(vec!["/tmp/ringup.xlsx".to_owned()]) } else { Err(Trouble::Interrupted) }
    }

    async fn keep_look(&self, _mode: Mode, look: Look) -> Result<(), Trouble> {
        self.books.note(format!("look {:?}", look.theme));
        Ok(())
    }
}

fn waiting() -> Waiting {
    Waiting {
        code: "aBc1234".to_owned(),
        approval_url: "https://test.bitpay.com/api-access-request?pairingCode=aBc1234".to_owned(),
        expires: Some(super::till::NOW.after(std::time::Duration::from_secs(3600))),
        sin: "TfCj7eC4hM6ViNPPxGUY9ZRBsB3nRGtWc5y".to_owned(),
    }
}
