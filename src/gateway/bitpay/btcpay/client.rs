//! BTCPay Server behind the till's gateway trait.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde::Serialize;
use serde_json::Number;
use url::Url;

use super::invoice::payments;
use crate::domain::capability::{Cap, Caps};
use crate::domain::id::{GatewayId, Guid, InvoiceId};
use crate::domain::payment::{NewPayment, Payment};
use crate::domain::rates::{Rate, Rates};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::access;
use crate::gateway::bitpay::answer;
use crate::gateway::bitpay::identity::Identity;
use crate::gateway::bitpay::pairing;
use crate::gateway::bitpay::translate::is_id;
use crate::gateway::bitpay::webhook;
use crate::gateway::bitpay::wire::{Exact, Fields};
use crate::gateway::http::{Call, Clock, Http, Intent, Timeouts, clean, is_loopback};
use crate::gateway::port::{
    Environment, Error, Found, Gateway, GatewayInfo, Health, Hint, Invalid, Page, Paged, PayRef, Query, RawHttp, Result,
};
use crate::secret::Secret;

const TITLE: &str = "BTCPay Server";
/// What the server prices when nothing else is asked for.
const BASE: &str = "BTC";

/// How a till is let in.
#[derive(Debug, Clone)]
pub enum Access {
    /// By the till's own key: its SIN names the store.
    Sin(Identity),
    /// By a store's API key.
    Key(Secret),
    /// As anybody, at a store that allows it; such a till finds nothing again and lists nothing.
    Store(Secret),
}

/// What a connection is made of.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The owner's name for it.
    pub id: GatewayId,
    /// The server's address.
    pub url: String,
    /// Practice, test or live; it must fit the host.
    pub environment: Environment,
    /// How the till is let in.
    pub access: Access,
    /// How long calls may take.
    pub timeouts: Timeouts,
    /// Tells the time.
    pub clock: Clock,
}

/// A connection to a BTCPay Server.
#[derive(Debug)]
pub struct BtcPay {
    info: GatewayInfo,
    access: Access,
    http: Http,
    clock: Clock,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    price: Number,
    currency: &'a str,
    order_id: &'a str,
    item_desc: &'a str,
    pos_data: &'a str,
}

impl BtcPay {
    /// Makes the connection; nothing is sent yet.
    ///
    /// # Errors
    /// [`Error::Config`] when address and environment do not go together.
    pub fn new(settings: Settings) -> Result<Self> {
        let Settings { id, url, environment, access, timeouts, clock } = settings;
        let http = Http::new(&url, timeouts, clock)?;
        check_environment(http.base(), environment)?;
        let host = http.base().host_str().unwrap_or_default();
        let host = http.base().port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        Ok(Self { info: GatewayInfo { id, title: TITLE.to_owned(), environment, host }, access, http, clock })
    }

    /// A call with whatever lets this till in.
    fn call(http: &Http, access: &Access, ask: (Method, &[&str], &[(&str, &str)]), body: Vec<u8>) -> Call {
        let (method, path, query) = ask;
        let mut query = query.to_vec();
        if let Access::Store(store) = access {
            query.push(("storeId", store.expose()));
        }
        let identity = if let Access::Sin(identity) = access { Some(identity) } else { None };
        let mut call = access::call(method, http.url(path, &query), body, identity);
        if let Access::Key(key) = access {
            call.headers.push(("authorization", format!("Basic {}", STANDARD.encode(key.expose()))));
        }
        call
    }

    /// Asks for rates; the cheapest call that needs a store.
    pub(super) fn rates_call(http: &Http, access: &Access, path: &[&str]) -> Call {
        let path = [&["rates"], path].concat();
        Self::call(http, access, (Method::GET, &path, &[]), Vec::new())
    }

    async fn ask(&self, method: Method, path: &[&str], query: &[(&str, &str)], body: Vec<u8>) -> Result<String> {
        let call = Self::call(&self.http, &self.access, (method, path, query), body);
        let intent = call.intent;
        let reply = self.http.send(call).await?;
        answer::data(&reply, intent).map(str::to_owned)
    }

    /// Hides what lets the till in, should the server have repeated it.
    fn shown<T>(&self, outcome: Result<T>) -> Result<T> {
        outcome.map_err(|error| match &self.access {
            Access::Key(secret) | Access::Store(secret) => answer::redacted(error, secret),
            Access::Sin(_) => error,
        })
    }

    fn one(&self, data: &str, intent: Intent) -> Result<Payment> {
        let unreadable = |error| if let Error::Protocol(text) = error { intent.unreadable(text) } else { error };
        let mut list = payments(data, self.http.base()).map_err(unreadable)?;
        match list.len() {
            1 => Ok(list.remove(0).0),
            other => Err(intent.unreadable(format!("{other} invoices came instead of one"))),
        }
    }

    async fn make(&self, request: &NewPayment) -> Result<Payment> {
        if !request.price.is_positive() {
            let invalid = Invalid::Field(Some("price".to_owned()));
            let text = "the price must be above zero".to_owned();
            return Err(Error::Validation { code: "000000".to_owned(), invalid, text });
        }
        let currency = request.price.currency();
        let body = Create {
            price: serde_json::from_str(&request.price.to_plain()).expect("plain decimal text is a JSON number"),
            currency: currency.code(),
            order_id: &request.order_id,
            item_desc: &request.description,
            pos_data: &request.pos_data,
        };
        let body = serde_json::to_vec(&body).map_err(|error| Error::Config(error.to_string()))?;
        self.one(&self.ask(Method::POST, &["invoices"], &[], body).await?, Intent::Write)
    }

    async fn read(&self, invoice: &InvoiceId) -> Result<Payment> {
        if !is_id(invoice.as_str()) {
            return Err(Error::NotFound("this is not the name of an invoice".to_owned()));
        }
        let data = self.ask(Method::GET, &["invoices", invoice.as_str()], &[], Vec::new()).await?;
        let payment = self.one(&data, Intent::Read)?;
        if payment.invoice == *invoice {
            return Ok(payment);
        }
        Err(Error::Protocol("another invoice came than was asked for".to_owned()))
    }

    /// There is no key to look up: an invoice is ours by its reference, and by the till's note where it is repeated.
    async fn look(&self, request: &NewPayment) -> Result<Found> {
        let data = self.ask(Method::GET, &["invoices"], &[("orderId", &request.order_id)], Vec::new()).await?;
        let list = payments(&data, self.http.base())?;
        let ours = |(payment, note): &(Payment, Option<String>)| {
            payment.echo.order_id.as_deref() == Some(&request.order_id)
                && note.as_ref().is_none_or(|note| note.is_empty() || *note == request.pos_data)
        };
        let mut found: Vec<Payment> = list.into_iter().filter(ours).map(|(payment, _)| payment).collect();
        Ok(match found.len() {
            0 => Found::None,
            1 => Found::One(Box::new(found.remove(0))),
            _ => Found::Ambiguous(found.into_iter().map(|payment| payment.invoice).collect()),
        })
    }

    async fn page(&self, query: &Query, page: Page) -> Result<Paged<Payment>> {
        let day = |date: jiff::civil::Date| format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year());
        let (from, to) = (day(query.from), day(query.to));
        let (limit, offset) = (page.limit.to_string(), page.offset.to_string());
        let mut asked = vec![("dateStart", &*from), ("dateEnd", &*to), ("limit", &*limit), ("offset", &*offset)];
        asked.extend(query.status.as_deref().map(|status| ("status", status)));
        asked.extend(query.order_id.as_deref().map(|order| ("orderId", order)));
        let data = self.ask(Method::GET, &["invoices"], &asked, Vec::new()).await?;
        let items: Vec<Payment> = payments(&data, self.http.base())?.into_iter().map(|(payment, _)| payment).collect();
        let full = u32::try_from(items.len()).is_ok_and(|len| len >= page.limit && len > 0);
        let next = full.then(|| Page { offset: page.offset.saturating_add(page.limit), limit: page.limit });
        Ok(Paged { items, next })
    }

    async fn prices(&self, base: Option<&str>) -> Result<Rates> {
        let base = base.unwrap_or(BASE);
        let call = Self::rates_call(&self.http, &self.access, &[base]);
        let reply = self.http.send(call).await?;
        let data = answer::data(&reply, Intent::Read)?;
        let unreadable = |_| Error::Protocol("not a list of rates".to_owned());
        let list: Vec<Fields<'_>> = serde_json::from_str(data).map_err(unreadable)?;
        let rate = |line: &Fields<'_>| {
            let code = clean(&line.lenient::<String>("code")?);
            let name = line.lenient::<String>("name").map(|name| clean(&name)).unwrap_or_default();
            Some(Rate { code, name, rate: line.lenient::<Exact>("rate")?.decimal()? })
        };
        let rates = list.iter().filter_map(rate).collect();
        Ok(Rates { base: base.to_owned(), rates, read: (self.clock)() })
    }

    async fn health(&self) -> Result<Health> {
        let signed = matches!(self.access, Access::Sin(_));
        let call = if signed {
            Self::call(&self.http, &self.access, (Method::GET, &["tokens"], &[]), Vec::new())
        } else {
            Self::rates_call(&self.http, &self.access, &[BASE])
        };
        let reply = self.http.send(call).await?;
        let data = answer::data(&reply, Intent::Read)?;
        // Which token is listed says nothing: the key alone names the store.
        let authorised = Some(!signed || !pairing::tokens(data)?.is_empty());
        Ok(Health { authorised, skew_ms: reply.skew_ms, round_trip: reply.round_trip, calls_left: reply.calls_left })
    }

    fn may_list(&self) -> bool {
        !matches!(self.access, Access::Store(_))
    }
}

#[async_trait]
impl Gateway for BtcPay {
    fn info(&self) -> &GatewayInfo {
        &self.info
    }

    fn caps(&self) -> Caps {
        let always = [Cap::Create, Cap::HostedPage, Cap::CoinUri, Cap::Rates, Cap::WebhookIn, Cap::SeenIsChainEvidence];
        let known = [Cap::FindByKey, Cap::List].into_iter().filter(|_| self.may_list());
        Caps::of(always.into_iter().chain(known))
    }

    async fn probe(&self) -> Result<Health> {
        self.shown(self.health().await)
    }

    async fn create(&self, request: &NewPayment) -> Result<Payment> {
        self.shown(self.make(request).await)
    }

    async fn find(&self, request: &NewPayment, _since: Timestamp) -> Result<Found> {
        if !self.may_list() {
            return Err(Error::Unsupported(Cap::FindByKey));
        }
        self.shown(self.look(request).await)
    }

    async fn find_by_key(&self, _guid: Guid) -> Result<Found> {
        if !self.may_list() {
            return Err(Error::Unsupported(Cap::FindByKey));
        }
        // The server keeps our reference, not our key; `find` looks by the reference.
        Err(Error::NotFound("this server keeps no keys; name the invoice itself".to_owned()))
    }

    async fn get(&self, payment: &PayRef) -> Result<Payment> {
        self.shown(self.read(&payment.invoice).await)
    }

    async fn list(&self, query: &Query, page: Page) -> Result<Paged<Payment>> {
        if !self.may_list() {
            return Err(Error::Unsupported(Cap::List));
        }
        self.shown(self.page(query, page).await)
    }

    async fn rates(&self, base: Option<&str>) -> Result<Rates> {
        self.shown(self.prices(base).await)
    }

    async fn rate(&self, base: &str, quote: &str) -> Result<Rate> {
        let rates = self.shown(self.prices(Some(base)).await)?.rates;
        let unknown = || Error::NotFound(format!("{} has no price in {}", clean(base), clean(quote)));
        rates.into_iter().find(|rate| rate.code.eq_ignore_ascii_case(quote)).ok_or_else(unknown)
    }

    fn inbound(&self, message: &RawHttp) -> Result<Hint> {
        webhook::unsigned(message)
    }
}

/// A server of one's own has any name; only what is surely wrong is refused.
fn check_environment(base: &Url, environment: Environment) -> Result<()> {
    let host = base.host_str().unwrap_or_default();
    let fits = match environment {
        Environment::Practice => is_loopback(base),
        Environment::Test => true,
        Environment::Live => !host.starts_with("test.") && !is_loopback(base),
    };
    let word = environment.word();
    if fits { Ok(()) } else { Err(Error::Config(format!("{host} is not a host for {word} payments"))) }
}
