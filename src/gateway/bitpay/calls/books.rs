//! What the gateway knows of money: rates, currencies, balances, ledger and settlements.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::domain::ledger::{Balance, RawEntry, Settlement, SettlementReport};
use crate::domain::rates::{CurrencyInfo, Rate, Rates};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::link::{Link, read};
use crate::gateway::bitpay::reading;
use crate::gateway::bitpay::translate::is_id;
use crate::gateway::port::{Error, Invalid, LedgerQuery, Page, Paged, Query, Result};

/// The coin rates are for when none is named.
const BASE: &str = "BTC";
/// Days of one ledger call, both ends included; a longer span is refused.
const WINDOW_DAYS: i32 = 31;
/// Days two calls of one span have in common: whether an end day is included, and in whose time zone, is nowhere said.
const OVERLAP_DAYS: i32 = 2;
/// Calls one span may take: fifty years.
const WINDOWS_MAX: usize = 640;

/// Reads what one unit of a base costs.
///
/// # Errors
/// [`Error`].
pub async fn rates(link: &Link, base: Option<&str>, now: Timestamp) -> Result<Rates> {
    let base = base.unwrap_or(BASE);
    let reply = link.get_public(&["rates", code(base)?]).await?;
    Ok(Rates { base: base.to_owned(), rates: reading::rates(read(&reply)?)?, read: now })
}

/// Reads what one unit of a base costs in one currency.
///
/// # Errors
/// [`Error`].
pub async fn rate(link: &Link, base: &str, quote: &str) -> Result<Rate> {
    let reply = link.get_public(&["rates", code(base)?, code(quote)?]).await?;
    reading::rate(read(&reply)?)
}

/// Lists the currencies and coins.
///
/// # Errors
/// [`Error`].
pub async fn currencies(link: &Link) -> Result<Vec<CurrencyInfo>> {
    let reply = link.get_public(&["currencies"]).await?;
    reading::currencies(read(&reply)?)
}

/// Reads the balances.
///
/// # Errors
/// [`Error`].
pub async fn balances(link: &Link) -> Result<Vec<Balance>> {
    let reply = link.get(link.url(&["ledgers"], &[])?).await?;
    reading::balances(read(&reply)?)
}

/// Lists the ledger lines of a span of any length, each once, oldest window first.
///
/// # Errors
/// [`Error`]; nothing is answered unless everything was read.
pub async fn ledger(link: &Link, query: &LedgerQuery) -> Result<Vec<RawEntry>> {
    let mut all = Merged::default();
    let mut waiting = windows(query.from, query.to)?;
    waiting.reverse();
    while let Some((from, to)) = waiting.pop() {
        match window(link, &query.currency, from, to).await {
            Ok(entries) => all.take(entries),
            // An answer that cannot be read may be one that is too long: half of it may fit.
            Err(Error::Protocol(_)) if from < to => {
                let middle = from.saturating_add((days(from, to) / 2).days());
                waiting.push((middle.saturating_add(1.day()), to));
                waiting.push((from, middle));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(all.entries)
}

async fn window(link: &Link, currency: &str, from: Date, to: Date) -> Result<Vec<RawEntry>> {
    let (from, to) = (from.to_string(), to.to_string());
    let more = [("startDate", from.as_str()), ("endDate", to.as_str())];
    let reply = link.get_page(link.url(&["ledgers", code(currency)?], &more)?).await?;
    reading::ledger(read(&reply)?, currency)
}

/// Spans of at most a month that cover a longer one, each beginning before the last one ends.
///
/// # Errors
/// [`Error::Validation`] for a span that ends before it begins, or is longer than a life.
pub fn windows(from: Date, to: Date) -> Result<Vec<(Date, Date)>> {
    let mut windows = Vec::new();
    let mut begin = from;
    loop {
        if begin > to || windows.len() == WINDOWS_MAX {
            return Err(field("startDate", "the span must begin before it ends, and be of at most fifty years"));
        }
        let end = begin.saturating_add((WINDOW_DAYS - 1).days()).min(to);
        windows.push((begin, end));
        if end == to {
            return Ok(windows);
        }
        begin = end.saturating_add((1 - OVERLAP_DAYS).days());
    }
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Lines of overlapping windows, each once. A line without a name counts as often as it stands in one window.
#[derive(Default)]
struct Merged {
    entries: Vec<RawEntry>,
    named: HashSet<String>,
    nameless: HashMap<String, usize>,
}

impl Merged {
    fn take(&mut self, window: Vec<RawEntry>) {
        let mut here: HashMap<String, usize> = HashMap::new();
        for line in window {
            let new = match &line.entry.id {
                Some(id) => self.named.insert(id.clone()),
                None => {
                    let seen = here.entry(line.raw.clone()).or_default();
                    *seen += 1;
                    let kept = self.nameless.entry(line.raw.clone()).or_default();
                    let new = *seen > *kept;
                    *kept = (*kept).max(*seen);
                    new
                }
            };
            if new {
                self.entries.push(line);
            }
        }
    }
}

/// Lists settlements, a page at a time.
///
/// # Errors
/// [`Error`].
pub async fn settlements(link: &Link, query: &Query, page: Page) -> Result<Paged<Settlement>> {
    let (from, to) = (query.from.to_string(), query.to.to_string());
    let (limit, offset) = (page.limit.to_string(), page.offset.to_string());
    let mut more = vec![("startDate", from.as_str()), ("endDate", to.as_str())];
    more.extend(query.status.as_deref().map(|status| ("status", status)));
    more.extend([("limit", limit.as_str()), ("offset", offset.as_str())]);
    let reply = link.get_page(link.url(&["settlements"], &more)?).await?;
    let items = reading::settlements(read(&reply)?)?;
    Ok(Paged { next: page.after(items.len()), items })
}

/// Reads a settlement's lines. The settlement's own token opens them.
///
/// # Errors
/// [`Error`].
pub async fn settlement_report(link: &Link, id: &str) -> Result<SettlementReport> {
    if !is_id(id) {
        return Err(Error::NotFound("this is not the name of a settlement".to_owned()));
    }
    let reply = link.get(link.url(&["settlements", id], &[])?).await?;
    let own = reading::settlement_token(read(&reply)?)?;
    let token = own.as_ref().map_or_else(|| link.token(), Ok)?;
    let url = link.http.url(&["settlements", id, "reconciliationReport"], &[("token", token.expose())]);
    let report = link.get_page(url).await?;
    read(&report).and_then(reading::report).map_err(|error| crate::gateway::bitpay::answer::redacted(error, token))
}

/// A currency's or coin's code as part of an address.
fn code(text: &str) -> Result<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let good = !text.is_empty() && text.len() <= 16 && text.bytes().all(fits);
    good.then_some(text).ok_or_else(|| field("currency", "a currency is a code such as EUR or BTC"))
}

fn field(name: &str, text: &str) -> Error {
    let invalid = Invalid::Field(Some(name.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: text.to_owned() }
}

#[cfg(test)]
mod tests;
