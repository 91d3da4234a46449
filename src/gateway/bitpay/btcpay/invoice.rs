//! BTCPay Server's invoice in BitPay's form. What it says of money stands in `cryptoInfo`, once per way to pay.

use url::Url;

use super::lightning::{PICO_DECIMALS, bolt11_pico, lnurl_address};
use crate::domain::coin::Coin;
use crate::domain::payment::{Payment, State};
use crate::gateway::bitpay::asset::{asset, decimals};
use crate::gateway::bitpay::links::Judge;
use crate::gateway::bitpay::translate;
use crate::gateway::bitpay::wire::{Exact, Exception, Fields, Invoice, Loose, MinerFee, Ordered, Transaction};
use crate::gateway::http::clean;
use crate::gateway::port::{Error, Result};

/// Schemes whose payment texts carry the amount in the coin's own unit.
const WITH_AMOUNT: [&str; 4] = ["bitcoin", "bitcoincash", "litecoin", "dogecoin"];
const WAYS_MAX: usize = 100;

/// Reads one invoice, or every invoice of a list, with the text its shop gave it.
///
/// # Errors
/// [`Error::Protocol`] when an answer cannot be read or contradicts itself.
pub fn payments(data: &str, base: &Url) -> Result<Vec<(Payment, Option<String>)>> {
    let unreadable = |error: serde_json::Error| Error::Protocol(format!("not an invoice: {error}"));
    if data.starts_with('[') {
        let list: Vec<&serde_json::value::RawValue> = serde_json::from_str(data).map_err(unreadable)?;
        return list.iter().map(|one| payment(one.get(), base)).collect();
    }
    payment(data, base).map(|one| vec![one])
}

fn payment(data: &str, base: &Url) -> Result<(Payment, Option<String>)> {
    let unreadable = |error: serde_json::Error| Error::Protocol(format!("not an invoice: {error}"));
    let fields: Fields<'_> = serde_json::from_str(data).map_err(unreadable)?;
    let mut invoice: Invoice = serde_json::from_str(data).map_err(unreadable)?;
    let ways: Vec<Way> = match fields.raw("cryptoInfo") {
        Some(raw) => serde_json::from_str::<Vec<Fields<'_>>>(raw).map_err(unreadable)?.iter().map(Way::read).collect(),
        None => Vec::new(),
    };
    if ways.len() > WAYS_MAX {
        return Err(Error::Protocol("the invoice names too many ways to pay".to_owned()));
    }
    let mut judge = Judge::new(base);
    if !ways.is_empty() {
        restate(&mut invoice, &ways, &mut judge)?;
    }
    let foreign = judge.foreign.take();
    let mut payment = translate::payment(&invoice, base)?;
    // Both are drawn anew for every answer: they say nothing about the question.
    payment.echo.guid = None;
    payment.token = None;
    payment.echo.foreign_host = payment.echo.foreign_host.or(foreign);
    // Late money leaves the word at `expired`; what was seen is a payment that came late.
    if payment.status.state == State::Expired && payment.status.flags.late {
        payment.status.state = State::Seen;
    }
    Ok((payment, fields.lenient("posData")))
}

/// One entry of `cryptoInfo`.
struct Way {
    id: String,
    rate: Option<Exact>,
    due: String,
    total: String,
    paid: String,
    own_paid: String,
    fee: String,
    urls: Ordered<String>,
    payments: Vec<Transaction>,
}

impl Way {
    fn read(fields: &Fields<'_>) -> Self {
        let text = |name: &str| fields.lenient::<Loose>(name).unwrap_or_default().0;
        Self {
            id: id(&text("cryptoCode"), &text("paymentType")),
            rate: Exact::parse(&text("rate")),
            due: text("due"),
            total: text("totalDue"),
            paid: text("paid"),
            own_paid: text("cryptoPaid"),
            fee: text("networkFee"),
            urls: fields.lenient("paymentUrls").unwrap_or_default(),
            payments: fields.lenient::<Vec<Fields<'_>>>("payments").unwrap_or_default().iter().map(movement).collect(),
        }
    }

    fn coin(&self, text: &str) -> Option<Coin> {
        Coin::parse(text, decimals(&asset(&self.id))?)
    }

    /// What the codes of now ask for: the rest while there is one, else everything.
    fn asked(&self) -> &str {
        let open = self.coin(&self.due).is_some_and(|due| due.units > 0);
        if open || self.total.is_empty() { &self.due } else { &self.total }
    }

    /// Whether money came this way; older servers tell only what came on all ways together.
    fn is_used(&self) -> bool {
        let said = if self.own_paid.is_empty() { &self.paid } else { &self.own_paid };
        Exact::parse(said).is_some_and(|paid| !paid.is_zero() && !paid.is_negative())
    }
}

/// `BTC`, `BTC-LN`, `BTC-LNURL`: the coin, and the way where it is not the chain itself. Names changed over the years.
fn id(code: &str, kind: &str) -> String {
    let kind = kind.to_ascii_uppercase();
    if kind.contains("LNURL") {
        format!("{code}-LNURL")
    } else if kind.contains("LIGHTNING") || kind.ends_with("-LN") || kind == "LN" {
        format!("{code}-LN")
    } else {
        code.to_owned()
    }
}

fn movement(fields: &Fields<'_>) -> Transaction {
    Transaction {
        txid: fields.lenient::<Loose>("id").unwrap_or_default().0,
        amount: fields.lenient("value"),
        confirmations: None,
        received_time: fields.moment("receivedDate"),
        output_index: None,
        kind: String::new(),
        rates: Ordered::default(),
    }
}

/// Puts the amounts, codes and rates of the ways where BitPay has them.
fn restate(invoice: &mut Invoice, ways: &[Way], judge: &mut Judge<'_>) -> Result<()> {
    let currency = invoice.currency.clone();
    let each = |of: &dyn Fn(&Way) -> Option<Exact>| -> Ordered<Exact> {
        ways.iter().filter_map(|way| Some((way.id.clone(), of(way)?))).collect()
    };
    let units = |coin: Option<Coin>| coin.and_then(|coin| Exact::parse(&coin.units.to_string()));
    invoice.payment_totals = each(&|way| units(way.coin(way.asked())));
    invoice.payment_subtotals = Ordered::default();
    invoice.payment_display_totals = each(&|way| Exact::parse(way.asked()));
    invoice.exchange_rates = ways
        .iter()
        .filter_map(|way| Some((way.id.clone(), Ordered::from_iter([(currency.clone(), way.rate.clone()?)]))))
        .collect();
    invoice.miner_fees = ways
        .iter()
        .map(|way| (way.id.clone(), MinerFee { total_fee: units(way.coin(&way.fee)), fiat_amount: None }))
        .collect();
    invoice.supported = Ordered::default();
    let codes = ways.iter().map(|way| Ok((way.id.clone(), codes(way, judge)?)));
    invoice.payment_codes = codes.collect::<Result<_>>()?;
    invoice.transactions = ways.iter().flat_map(|way| way.payments.iter().cloned()).collect();
    if let Some(used) = ways.iter().find(|way| way.is_used()) {
        money(invoice, used);
    }
    Ok(())
}

/// What arrived, by the way it came: `amountPaid` itself is always zero.
fn money(invoice: &mut Invoice, way: &Way) {
    let units = |coin: Coin| Exact::parse(&coin.units.to_string());
    let came = if way.own_paid.is_empty() { &way.paid } else { &way.own_paid };
    invoice.transaction_currency = Some(way.id.clone());
    invoice.amount_paid = way.coin(came).and_then(units).or_else(|| Exact::parse(came));
    invoice.display_amount_paid.clone_from(came);
    let (due, paid, total) = (way.coin(&way.due), way.coin(&way.paid), way.coin(&way.total));
    let partial = invoice.exception == Exception::Word("paidPartial".to_owned());
    invoice.underpaid_amount = due.filter(|_| partial).and_then(units);
    let excess = paid.zip(total).and_then(|(paid, total)| paid.units.checked_sub(total.units));
    invoice.overpaid_amount = excess.and_then(|units| Exact::parse(&units.to_string()));
}

/// The texts that become codes. One that asks for another amount than is due contradicts the answer it came in.
fn codes(way: &Way, judge: &mut Judge<'_>) -> Result<Ordered<String>> {
    let mut kept = Vec::new();
    for (name, text) in way.urls.iter() {
        if is_sound(way, text, judge)? {
            kept.push((name.to_owned(), text.clone()));
        }
    }
    Ok(kept.into_iter().collect())
}

/// Whether a text is whole and may be shown. BitPay's own rules for links come after.
fn is_sound(way: &Way, text: &str, judge: &mut Judge<'_>) -> Result<bool> {
    let Some((scheme, rest)) = text.split_once(':') else { return Ok(false) };
    let scheme = scheme.to_ascii_lowercase();
    if scheme == "lightning" {
        return lightning(way, rest, judge);
    }
    if !WITH_AMOUNT.contains(&scheme.as_str()) || rest.starts_with('?') {
        return Ok(true);
    }
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let named = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "amount");
    let Some((_, amount)) = named else { return Ok(false) };
    let same = way.coin(&amount).is_some() && way.coin(&amount) == way.coin(way.asked());
    if same { Ok(true) } else { Err(other_amount(way, &amount)) }
}

fn lightning(way: &Way, text: &str, judge: &mut Judge<'_>) -> Result<bool> {
    if text.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("lnurl")) {
        return Ok(lnurl_address(text).is_some_and(|address| judge.link(&address).is_some()));
    }
    let Some(pico) = bolt11_pico(text) else { return Ok(false) };
    let due = Coin::parse(way.asked(), PICO_DECIMALS);
    let asked = Coin { units: pico, scale: PICO_DECIMALS };
    if due == Some(asked) { Ok(true) } else { Err(other_amount(way, &asked.to_string())) }
}

fn other_amount(way: &Way, amount: &str) -> Error {
    let (id, amount, asked) = (clean(&way.id), clean(amount), clean(way.asked()));
    Error::Protocol(format!("the code of {id} asks for {amount} where {asked} is due"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::payment::UriKind;

    const ANSWER: &str = include_str!("../../../../tests/fixtures/btcpay/invoice_new.json");

    fn read(text: &str) -> Result<Payment> {
        let base = Url::parse("https://pay.shop.example").unwrap();
        let data: Fields<'_> = serde_json::from_str(text).unwrap();
        payments(data.raw("data").unwrap(), &base).map(|mut list| list.remove(0).0)
    }

    #[test]
    fn bp2_65_66_amounts_rates_and_codes_come_from_each_way_to_pay() {
        let payment = read(ANSWER).unwrap();
        let ids: Vec<&str> = payment.options.iter().map(|option| option.id.as_str()).collect();
        assert_eq!(ids, ["BTC", "BTC-LN", "XMR"]);
        let bitcoin = &payment.options[0];
        assert_eq!(bitcoin.total, Coin::parse("0.00251000", 8));
        assert_eq!(bitcoin.network_cost, Coin::parse("0.00001000", 8));
        assert_eq!(bitcoin.rate.unwrap().to_string(), "62000.5");
        assert_eq!(bitcoin.uris.iter().map(|uri| uri.kind).collect::<Vec<_>>(), [UriKind::Bip21]);
        assert_eq!(payment.options[1].total, Coin::parse("0.0025", 8));
        assert_eq!(payment.options[1].uris[0].kind, UriKind::Bolt11);
        assert_eq!((payment.options[2].total, payment.options[2].display.as_str()), (None, "1.012345678901"));
        assert_eq!((payment.echo.guid, payment.token), (None, None));
        assert_eq!(payment.echo.order_id.as_deref(), Some("1042-1"));
    }

    #[test]
    fn bp2_70_a_code_that_asks_for_another_amount_is_a_contradiction() {
        for (from, to) in
            [("amount=0.00251000", "amount=0.10000000"), (r#""due":"0.00250000""#, r#""due":"0.00240000""#)]
        {
            assert!(ANSWER.contains(from));
            let error = read(&ANSWER.replace(from, to)).unwrap_err();
            assert!(matches!(&error, Error::Protocol(text) if text.contains("asks for")), "{error:?}");
        }
        let damaged = read(&ANSWER.replace("lnbc2500u1pvj", "lnbc2500u1pvx")).unwrap();
        assert!(damaged.options[1].uris.is_empty() && damaged.options[1].disabled.is_some());
        let bare = read(&ANSWER.replace("?amount=0.00251000", "")).unwrap();
        assert!(bare.options[0].uris.is_empty(), "a code that lets the customer choose the amount is none");
    }

    #[test]
    fn bp2_56_late_money_is_seen_and_late_although_the_word_stays_expired() {
        let late = ANSWER.replace(r#""status":"new""#, r#""status":"expired""#);
        let late = late.replace(r#""exceptionStatus":false"#, r#""exceptionStatus":"paidLater""#);
        let payment = read(&late).unwrap();
        assert_eq!((payment.status.state, payment.status.flags.late), (State::Seen, true));
        assert_eq!(payment.status.raw, "expired paidLater");
        let marked = ANSWER.replace(r#""status":"new""#, r#""status":"complete""#);
        let marked = read(&marked.replace(r#""exceptionStatus":false"#, r#""exceptionStatus":"marked""#)).unwrap();
        assert_eq!((marked.status.state, marked.status.flags.marked), (State::Settled, true));
    }

    #[test]
    fn bp2_53_54_too_little_and_too_much_follow_from_what_is_due() {
        let part = ANSWER.replace(r#""exceptionStatus":false"#, r#""exceptionStatus":"paidPartial""#);
        let part = part.replace(r#""cryptoPaid":"0","#, r#""cryptoPaid":"0.00100000","#);
        let part = part.replace(r#""due":"0.00251000","#, r#""due":"0.00151000","#);
        let part = read(&part.replace("amount=0.00251000", "amount=0.00151000")).unwrap();
        assert_eq!(part.status.flags.under.unwrap().coin, Coin::parse("0.00151", 8));
        assert_eq!(part.options[0].total, Coin::parse("0.00151", 8), "the code asks for the rest");
        assert_eq!(part.paid.unwrap().amount, Coin::parse("0.001", 8));
        let over = ANSWER.replace(r#""exceptionStatus":false"#, r#""exceptionStatus":"paidOver""#);
        let over = over.replace(r#""cryptoPaid":"0","paid":"0""#, r#""cryptoPaid":"0.00300000","paid":"0.00300000""#);
        let over = read(&over.replace(r#""status":"new""#, r#""status":"paid""#)).unwrap();
        assert_eq!(over.status.flags.over.unwrap().coin, Coin::parse("0.00049", 8));
    }

    #[test]
    fn what_is_missing_or_strange_is_no_panic() {
        for text in [
            r#"{"data":{"id":"A1","status":"new","price":1,"currency":"EUR","cryptoInfo":null}}"#,
            r#"{"data":{"id":"A1","status":"new","currency":"EUR","cryptoInfo":[{}]}}"#,
            r#"{"data":{"id":"A1","status":"new","price":"1","currency":"EUR","cryptoInfo":[{"cryptoCode":"BTC","due":"-1","rate":0,"paymentUrls":{"BIP21":"bitcoin:x?amount=1e9"}}]}}"#,
            r#"{"data":{"id":"A1","status":"new","price":1,"currency":"EUR","cryptoInfo":[{"cryptoCode":"BTC","paymentType":"BTC-LNURL","due":"1","paymentUrls":{"LNURLP":"lightning:lnurl1q"}}]}}"#,
        ] {
            let outcome = read(text);
            assert!(outcome.is_ok() || matches!(outcome, Err(Error::Protocol(_))), "{text}: {outcome:?}");
        }
    }
}
