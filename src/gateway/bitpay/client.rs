//! BitPay behind the till's gateway trait.

use async_trait::async_trait;
use reqwest::Method;
use url::Url;

use super::access::{self, Facade};
use super::answer;
use super::events;
use super::identity::Identity;
use super::pairing;
use super::request;
use super::translate::{self, is_id};
use super::wire::Invoice;
use crate::domain::capability::{Cap, Caps};
use crate::domain::id::{GatewayId, InvoiceId};
use crate::domain::payment::{NewPayment, Payment};
use crate::domain::time::Timestamp;
use crate::gateway::http::{Call, Clock, Http, Intent, Reply, Timeouts, is_loopback};
use crate::gateway::port::{Auth, Environment, Error, Found, Gateway, GatewayInfo, Health, Hints, PayRef, Result};
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
    facade: Facade,
    token: Option<Secret>,
    identity: Option<Identity>,
    http: Http,
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
        Ok(Self { info, facade, token, identity, http })
    }

    fn token(&self) -> Result<&Secret> {
        let missing = || Error::Auth { kind: Auth::Missing, text: "no token is configured".to_owned() };
        self.token.as_ref().ok_or_else(missing)
    }

    async fn send(&self, method: Method, url: Url, body: Vec<u8>) -> Result<Reply> {
        self.http.send(access::call(method, url, body, self.identity.as_ref())).await
    }

    /// Reads one invoice out of an answer. What cannot be read on a write leaves doubt.
    fn payment(&self, reply: &Reply, intent: Intent) -> Result<Payment> {
        self.read(answer::data(reply, intent)?, intent)
    }

    fn read(&self, data: &str, intent: Intent) -> Result<Payment> {
        let invoice: Invoice =
            serde_json::from_str(data).map_err(|error| intent.unreadable(format!("not an invoice: {error}")))?;
        translate::payment(&invoice, self.http.base())
    }

    fn found(&self, reply: &Reply) -> Result<Found> {
        let data = match answer::data(reply, Intent::Read) {
            Ok(data) => data,
            // Absence is proven by the gateway's own words only.
            Err(Error::NotFound(_)) if answer::says_absent(reply) => return Ok(Found::None),
            Err(Error::NotFound(text)) => return Err(Error::Protocol(text)),
            Err(error) => return Err(error),
        };
        if !data.starts_with('[') {
            return self.read(data, Intent::Read).map(|payment| Found::One(Box::new(payment)));
        }
        let unreadable = |error: serde_json::Error| Error::Protocol(format!("not a list of invoices: {error}"));
        let list: Vec<Invoice> = serde_json::from_str(data).map_err(unreadable)?;
        match list.as_slice() {
            [] => Ok(Found::None),
            [one] => Ok(Found::One(Box::new(translate::payment(one, self.http.base())?))),
            several => Ok(Found::Ambiguous(several.iter().map(|invoice| InvoiceId(invoice.id.clone())).collect())),
        }
    }

    fn invoice_url(&self, invoice: &InvoiceId, more: &[(&str, &str)]) -> Result<Url> {
        if !is_id(invoice.as_str()) {
            return Err(Error::NotFound("this is not the name of an invoice".to_owned()));
        }
        let query = [&[("token", self.token()?.expose())], more].concat();
        Ok(self.http.url(&["invoices", invoice.as_str()], &query))
    }

    /// Hides the token, should the gateway have repeated it.
    fn shown<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| match &self.token {
            Some(token) => answer::redacted(error, token),
            None => error,
        })
    }

    async fn probe_signed(&self, identity: &Identity) -> Result<Health> {
        let url = self.http.url(&["tokens"], &[]);
        let reply = self.http.send(access::call(Method::GET, url, Vec::new(), Some(identity))).await?;
        let tokens = pairing::tokens(answer::data(&reply, Intent::Read)?)?;
        let listed = |own: &Secret| tokens.iter().any(|(_, token)| token == own);
        let authorised = Some(self.token.as_ref().is_some_and(listed));
        Ok(Health { authorised, skew_ms: reply.skew_ms, round_trip: reply.round_trip })
    }

    /// An open token cannot be asked about without making an invoice; the public rates tell that the gateway is there.
    async fn probe_open(&self) -> Result<Health> {
        let reply = self.send(Method::GET, self.http.url(&["rates", "BTC", "USD"], &[]), Vec::new()).await?;
        match answer::data(&reply, Intent::Read) {
            Ok(_) => {}
            Err(Error::NotFound(_)) if answer::is_json(&reply) => {}
            Err(error) => return Err(error),
        }
        Ok(Health { authorised: None, skew_ms: reply.skew_ms, round_trip: reply.round_trip })
    }

    async fn create_invoice(&self, request: &NewPayment) -> Result<Payment> {
        let body = request::create(request, self.token()?)?;
        let reply = self.send(Method::POST, self.http.url(&["invoices"], &[]), body).await?;
        self.payment(&reply, Intent::Write)
    }

    async fn find_invoice(&self, request: &NewPayment) -> Result<Found> {
        let guid = request.guid.to_string();
        let url = self.http.url(&["invoices", "guid", &guid], &[("token", self.token()?.expose())]);
        let reply = self.send(Method::GET, url, Vec::new()).await?;
        self.found(&reply)
    }

    async fn get_invoice(&self, invoice: &InvoiceId) -> Result<Payment> {
        let reply = self.send(Method::GET, self.invoice_url(invoice, &[])?, Vec::new()).await?;
        self.payment(&reply, Intent::Read)
    }

    /// Asks for the invoice's event token: signed where the token may see more, else as anybody with its name may.
    fn events_call(&self, invoice: &InvoiceId) -> Result<Call> {
        if !is_id(invoice.as_str()) {
            return Err(Error::NotFound("this is not the name of an invoice".to_owned()));
        }
        let path = ["invoices", invoice.as_str(), "events"];
        let (query, identity) = match self.facade {
            Facade::Merchant => (vec![("token", self.token()?.expose())], self.identity.as_ref()),
            Facade::Pos => (Vec::new(), None),
        };
        Ok(access::call(Method::GET, self.http.url(&path, &query), Vec::new(), identity))
    }

    async fn cancel_invoice(&self, invoice: &InvoiceId) -> Result<Payment> {
        let url = self.invoice_url(invoice, &[("forceCancel", "false")])?;
        let reply = self.send(Method::DELETE, url, Vec::new()).await?;
        self.payment(&reply, Intent::Write)
    }
}

#[async_trait]
impl Gateway for BitPay {
    fn info(&self) -> &GatewayInfo {
        &self.info
    }

    fn caps(&self) -> Caps {
        let always = [
            Cap::Create,
            Cap::PickCoinBefore,
            Cap::HostedPage,
            Cap::CoinUri,
            Cap::LiveStream,
            Cap::Pairing,
            Cap::TestEnv,
            Cap::SeenIsChainEvidence,
        ];
        let signed = self.identity.is_some().then_some(Cap::FindByKey);
        let cancel = (self.facade == Facade::Merchant).then_some(Cap::Cancel);
        Caps::of(always.into_iter().chain(signed).chain(cancel))
    }

    async fn probe(&self) -> Result<Health> {
        let outcome = match &self.identity {
            Some(identity) => self.probe_signed(identity).await,
            None => self.probe_open().await,
        };
        self.shown(outcome)
    }

    async fn create(&self, request: &NewPayment) -> Result<Payment> {
        self.shown(self.create_invoice(request).await)
    }

    async fn find(&self, request: &NewPayment, _since: Timestamp) -> Result<Found> {
        if !self.caps().has(Cap::FindByKey) {
            return Err(Error::Unsupported(Cap::FindByKey));
        }
        self.shown(self.find_invoice(request).await)
    }

    async fn get(&self, payment: &PayRef) -> Result<Payment> {
        self.shown(self.get_invoice(&payment.invoice).await)
    }

    async fn follow(&self, payment: &PayRef) -> Result<Hints> {
        let call = self.events_call(&payment.invoice)?;
        self.shown(events::follow(&self.http, call, &payment.invoice).await)
    }

    async fn cancel(&self, payment: &PayRef) -> Result<Payment> {
        if !self.caps().has(Cap::Cancel) {
            return Err(Error::Unsupported(Cap::Cancel));
        }
        self.shown(self.cancel_invoice(&payment.invoice).await)
    }
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
