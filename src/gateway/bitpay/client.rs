//! BitPay behind the till's gateway trait.

use async_trait::async_trait;
use reqwest::Method;
use url::Url;

use super::access::{self, Facade};
use super::answer;
use super::calls::{books, invoices, refunds};
use super::events;
use super::identity::Identity;
use super::link::{Link, read};
use super::pairing;
use super::translate::is_id;
use super::webhook;
use crate::domain::capability::{Cap, Caps};
use crate::domain::id::{GatewayId, Guid, InvoiceId, RefundId};
use crate::domain::ledger::{Balance, RawEntry, Settlement, SettlementReport};
use crate::domain::payment::{NewPayment, Payment};
use crate::domain::rates::{CurrencyInfo, Rate, Rates};
use crate::domain::refund::{NewRefund, Refund};
use crate::domain::time::Timestamp;
use crate::gateway::http::{Call, Clock, Http, Timeouts, is_loopback};
use crate::gateway::port::{
    Access, Contact, ContactStep, Environment, Error, Found, Gateway, GatewayInfo, Health, Hint, Hints, LedgerQuery,
    Mode, Page, Paged, PayRef, Query, RawHttp, Result,
};
use crate::secret::Secret;

const TITLE: &str = "BitPay";
const LIVE_HOSTS: [&str; 2] = ["bitpay.com", "www.bitpay.com"];
const TEST_HOST: &str = "test.bitpay.com";

/// What a connection to BitPay is made of.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The owner's name for it.
    pub id: GatewayId,
    /// `https://bitpay.com`, `https://test.bitpay.com`, or the practice gateway's address.
    pub url: String,
    /// Practice, test or live; it must fit the host.
    pub environment: Environment,
    /// What the token may do.
    pub facade: Facade,
    /// The API token.
    pub token: Option<Secret>,
    /// The till's key; none for an open pos token, whose calls are not signed.
    pub identity: Option<Identity>,
    /// How long calls may take.
    pub timeouts: Timeouts,
    /// Tells the time, for the gateway's clock skew.
    pub clock: Clock,
}

/// A connection to BitPay.
#[derive(Debug)]
pub struct BitPay {
    info: GatewayInfo,
    link: Link,
    caps: Caps,
}

impl BitPay {
    /// Makes the connection; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Config`] when address, environment, facade and key do not go together.
    pub fn new(settings: Settings) -> Result<Self> {
        let http = Http::new(&settings.url, settings.timeouts, settings.clock)?;
        check_environment(http.base(), settings.environment)?;
        if settings.facade == Facade::Merchant && settings.identity.is_none() {
            return Err(Error::Config("the merchant facade needs the till's key".to_owned()));
        }
        let info = GatewayInfo {
            id: settings.id,
            title: TITLE.to_owned(),
            environment: settings.environment,
            host: host(http.base()),
        };
        let Settings { facade, token, identity, .. } = settings;
        let link = Link { facade, token, identity, http };
        Ok(Self { info, caps: caps(&link), link })
    }

    /// Passes what the token allows.
    fn allowed(&self, cap: Cap) -> Result<&Link> {
        if self.caps.has(cap) { Ok(&self.link) } else { Err(Error::Unsupported(cap)) }
    }

    async fn probe_signed(&self, identity: &Identity) -> Result<Health> {
        let url = self.link.http.url(&["tokens"], &[]);
        let reply = self.link.http.send(access::call(Method::GET, url, Vec::new(), Some(identity))).await?;
        let tokens = pairing::tokens(read(&reply)?)?;
        let listed = |own: &Secret| tokens.iter().any(|(_, token)| token == own);
        let authorised = Some(self.link.token.as_ref().is_some_and(listed));
        Ok(Health { authorised, skew_ms: reply.skew_ms, calls_left: reply.calls_left, round_trip: reply.round_trip })
    }

    /// An open token cannot be asked about without making an invoice; the public rates tell that the gateway is there.
    async fn probe_open(&self) -> Result<Health> {
        let reply = self.link.get_public(&["rates", "BTC", "USD"]).await?;
        match read(&reply) {
            Ok(_) => {}
            Err(Error::NotFound(_)) if answer::is_json(&reply) => {}
            Err(error) => return Err(error),
        }
        Ok(Health {
            authorised: None,
            skew_ms: reply.skew_ms,
            calls_left: reply.calls_left,
            round_trip: reply.round_trip,
        })
    }

    /// Asks for the invoice's event token: signed where the token may see more, else as anybody with its name may.
    fn events_call(&self, invoice: &InvoiceId) -> Result<Call> {
        if !is_id(invoice.as_str()) {
            return Err(Error::NotFound("this is not the name of an invoice".to_owned()));
        }
        let path = ["invoices", invoice.as_str(), "events"];
        let (url, identity) = match self.link.facade {
            Facade::Merchant => (self.link.url(&path, &[])?, self.link.identity.as_ref()),
            Facade::Pos => (self.link.http.url(&path, &[]), None),
        };
        Ok(access::call(Method::GET, url, Vec::new(), identity))
    }
}

#[async_trait]
impl Gateway for BitPay {
    fn info(&self) -> &GatewayInfo {
        &self.info
    }

    fn caps(&self) -> Caps {
        self.caps.clone()
    }

    async fn probe(&self) -> Result<Health> {
        let outcome = match &self.link.identity {
            Some(identity) => self.probe_signed(identity).await,
            None => self.probe_open().await,
        };
        self.link.shown(outcome)
    }

    async fn create(&self, request: &NewPayment) -> Result<Payment> {
        self.link.shown(invoices::create(&self.link, request).await)
    }

    async fn find(&self, request: &NewPayment, _since: Timestamp) -> Result<Found> {
        self.find_by_key(request.guid).await
    }

    async fn find_by_key(&self, guid: Guid) -> Result<Found> {
        let link = self.allowed(Cap::FindByKey)?;
        link.shown(invoices::find(link, guid).await)
    }

    async fn get(&self, payment: &PayRef) -> Result<Payment> {
        self.link.shown(invoices::get(&self.link, &payment.invoice).await)
    }

    async fn follow(&self, payment: &PayRef) -> Result<Hints> {
        let call = self.events_call(&payment.invoice)?;
        self.link.shown(events::follow(&self.link.http, call, &payment.invoice).await)
    }

    async fn cancel(&self, payment: &PayRef) -> Result<Payment> {
        let link = self.allowed(Cap::Cancel)?;
        link.shown(invoices::cancel(link, &payment.invoice).await)
    }

    async fn cancel_by_key(&self, guid: Guid) -> Result<Payment> {
        let link = self.allowed(Cap::Cancel)?;
        link.shown(invoices::cancel_by_key(link, guid).await)
    }

    async fn contact(&self, payment: &PayRef, contact: Contact) -> Result<ContactStep> {
        let link = self.allowed(contact.cap())?;
        link.shown(invoices::contact(link, self.info.environment, &payment.invoice, &contact).await)
    }

    async fn renotify(&self, payment: &PayRef) -> Result<()> {
        let link = self.allowed(Cap::Renotify)?;
        link.shown(invoices::renotify(link, &payment.invoice).await)
    }

    async fn refund(&self, request: &NewRefund, mode: Mode) -> Result<Refund> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::create(link, request, mode).await)
    }

    async fn refunds(&self, invoice: &InvoiceId) -> Result<Vec<Refund>> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::of_invoice(link, invoice).await)
    }

    async fn find_refund(&self, guid: Guid) -> Result<Option<Refund>> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::find(link, guid).await)
    }

    async fn get_refund(&self, id: &RefundId) -> Result<Refund> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::get(link, id).await)
    }

    async fn cancel_refund(&self, id: &RefundId) -> Result<Refund> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::cancel(link, id).await)
    }

    async fn renotify_refund(&self, refund: &Refund) -> Result<()> {
        let link = self.allowed(Cap::Refund)?;
        link.shown(refunds::renotify(link, refund).await)
    }

    async fn list(&self, query: &Query, page: Page) -> Result<Paged<Payment>> {
        let link = self.allowed(Cap::List)?;
        link.shown(invoices::list(link, query, page).await)
    }

    async fn rates(&self, base: Option<&str>) -> Result<Rates> {
        self.link.shown(books::rates(&self.link, base, self.link.http.now()).await)
    }

    async fn rate(&self, base: &str, quote: &str) -> Result<Rate> {
        self.link.shown(books::rate(&self.link, base, quote).await)
    }

    async fn currencies(&self) -> Result<Vec<CurrencyInfo>> {
        self.link.shown(books::currencies(&self.link).await)
    }

    async fn balances(&self) -> Result<Vec<Balance>> {
        let link = self.allowed(Cap::Balances)?;
        link.shown(books::balances(link).await)
    }

    async fn ledger(&self, query: &LedgerQuery) -> Result<Vec<RawEntry>> {
        let link = self.allowed(Cap::Ledger)?;
        link.shown(books::ledger(link, query).await)
    }

    async fn settlements(&self, query: &Query, page: Page) -> Result<Paged<Settlement>> {
        let link = self.allowed(Cap::Settlements)?;
        link.shown(books::settlements(link, query, page).await)
    }

    async fn settlement_report(&self, id: &str) -> Result<SettlementReport> {
        let link = self.allowed(Cap::Settlements)?;
        link.shown(books::settlement_report(link, id).await)
    }

    fn inbound(&self, message: &RawHttp) -> Result<Hint> {
        let link = self.allowed(Cap::WebhookIn)?;
        link.shown(webhook::judge(message, link.token.as_ref()))
    }

    fn access(&self) -> Option<&dyn Access> {
        self.link.identity.as_ref().map(|_| &self.link as &dyn Access)
    }
}

/// What a token allows: its facade, and whether there is a key to sign with.
fn caps(link: &Link) -> Caps {
    const ALWAYS: [Cap; 10] = [
        Cap::Create,
        Cap::PickCoinBefore,
        Cap::HostedPage,
        Cap::CoinUri,
        Cap::LiveStream,
        Cap::Rates,
        Cap::Currencies,
        Cap::WebhookIn,
        Cap::TestEnv,
        Cap::SeenIsChainEvidence,
    ];
    const SIGNED: [Cap; 3] = [Cap::FindByKey, Cap::Tokens, Cap::Identities];
    const MERCHANT: [Cap; 11] = [
        Cap::List,
        Cap::Cancel,
        Cap::ContactMail,
        Cap::ContactSms,
        Cap::Refund,
        Cap::RefundPreview,
        Cap::Renotify,
        Cap::Balances,
        Cap::Ledger,
        Cap::Settlements,
        Cap::Pairing,
    ];
    let signed = link.identity.is_some().then_some(SIGNED);
    let merchant = (link.facade == Facade::Merchant).then_some(MERCHANT);
    Caps::of(ALWAYS.into_iter().chain(signed.into_iter().flatten()).chain(merchant.into_iter().flatten()))
}

/// Live and test systems have separate accounts: a profile that mixes them up is refused before it takes money.
fn check_environment(base: &Url, environment: Environment) -> Result<()> {
    let host = base.host_str().unwrap_or_default();
    let fits = match environment {
        Environment::Practice => is_loopback(base),
        Environment::Test => !LIVE_HOSTS.contains(&host),
        Environment::Live => host != TEST_HOST && !host.starts_with("test.") && !is_loopback(base),
    };
    let word = environment.word();
    if fits { Ok(()) } else { Err(Error::Config(format!("{host} is not a host for {word} payments"))) }
}

fn host(base: &Url) -> String {
    let host = base.host_str().unwrap_or_default();
    base.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
