//! A receipt as a small document: what it says, not how a printer says it.
//!
//! Text, paper on the screen and later a printer all draw the same [`ReceiptDoc`].

mod clean;
pub mod text;

pub use clean::clean;

use rust_decimal::Decimal;

use crate::config::{Config, Shop};
use crate::domain::book::Book;
use crate::domain::cart::Line;
use crate::domain::entry::Hash;
use crate::domain::environment::Environment;
use crate::domain::fact::{Genesis, ReturnTender, Returned, SaleCompleted, Tender};
use crate::domain::money::{Currency, Money};
use crate::domain::refund::RefundState;
use crate::domain::sale::{Attempt, MoneyBack, ReturnReceipt, Sale, SaleEnd};
use crate::domain::time::Timestamp;
use crate::lang::{Lang, Part};

/// A finished receipt, from head to foot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptDoc {
    /// What stands on it, from the top.
    pub blocks: Vec<Block>,
}

/// One part of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The shop's name, large, in the middle.
    Heading(String),
    /// A mark that nobody may miss, in the middle: PRACTICE, TEST, COPY.
    Mark(String),
    /// Text in the middle.
    Center(String),
    /// Text from the left.
    Left(String),
    /// Text at the right.
    Right(String),
    /// A name at the left and a value at the right.
    Row(String, String),
    /// What was sold, the price of one, the price of all. The price of one is empty for a single piece.
    Item(String, String, String),
    /// The sum, large.
    Big(String, String),
    /// A line across the paper.
    Rule,
    /// An empty line.
    Gap,
    /// A text for a QR code, with what it is for.
    Code {
        /// What a reader gets.
        payload: String,
        /// What people read beside it.
        caption: String,
    },
}

/// Everything a receipt is made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The sale; it must be completed.
    pub sale: &'a Sale,
    /// Who sells.
    pub shop: &'a Shop,
    /// What the book is; none before its first entry.
    pub genesis: Option<&'a Genesis>,
    /// The gateway's name for people.
    pub gateway: &'a str,
    /// Whether the money is real.
    pub environment: Environment,
    /// Which copy this is, from 1; none for the original.
    pub copy: Option<u32>,
    /// The sentences.
    pub lang: &'a Lang,
    /// Minutes east of UTC.
    pub offset_min: i16,
}

/// The completing entry, as the book keeps it.
struct Done<'a> {
    fact: &'a SaleCompleted,
    seq: u64,
    hash: Hash,
    at: Timestamp,
}

/// Writes the receipt of a sale; none while the sale is not completed.
#[must_use]
pub fn build(source: &Source<'_>) -> Option<ReceiptDoc> {
    let Some(SaleEnd::Completed { fact, seq, hash, at }) = &source.sale.end else { return None };
    let done = Done { fact, seq: *seq, hash: *hash, at: *at };
    let mut blocks = marks(source);
    blocks.extend(head(source, &done));
    blocks.push(Block::Rule);
    blocks.extend(source.sale.lines.iter().flat_map(|line| item(source, line)));
    blocks.push(Block::Rule);
    let currency = done.fact.total.currency();
    let total = source.lang.with("receipt-total", &[("currency", currency.code().into())]);
    blocks.push(Block::Big(total, source.lang.digits(done.fact.total)));
    blocks.extend(tender(source, &done));
    blocks.push(Block::Rule);
    blocks.extend(chain(source, &done));
    blocks.extend(marks(source));
    Some(ReceiptDoc { blocks })
}

impl Source<'_> {
    fn word(&self, key: &str) -> String {
        self.lang.text(key)
    }

    fn with(&self, key: &str, parts: &[(&str, Part<'_>)]) -> String {
        self.lang.with(key, parts)
    }

    fn money(&self, money: Money) -> String {
        self.lang.money(money)
    }
}

/// Real money unless the book says otherwise.
fn environment(book: &Book) -> Environment {
    let word = book.genesis().map_or("", |genesis| genesis.environment.as_str());
    let known = [Environment::Practice, Environment::Test];
    known.into_iter().find(|environment| environment.word() == word).unwrap_or(Environment::Live)
}

/// The name people know the paying gateway by.
fn title<'a>(sale: &'a Sale, config: &'a Config) -> &'a str {
    let asked = sale.current().map(|attempt| attempt.request.gateway.as_str()).unwrap_or_default();
    let kind = config.connections.iter().find(|connection| connection.name == asked).map(|known| known.kind.as_str());
    match kind {
        Some("bitpay") => "BitPay",
        Some("btcpay") => "BTCPay Server",
        Some(other) => other,
        None => asked,
    }
}

/// Minutes east of UTC on this computer at a moment, summer time included.
fn offset_min(at: Timestamp) -> i16 {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    i16::try_from(jiff::tz::TimeZone::system().to_offset(moment).seconds() / 60).unwrap_or(0)
}

/// What must be seen first and last: that no real money is involved, and that this is a copy.
fn marks(source: &Source<'_>) -> Vec<Block> {
    let mut marks = Vec::new();
    match source.environment {
        Environment::Practice => marks.push(Block::Mark(source.word("receipt-practice"))),
        Environment::Test => marks.push(Block::Mark(source.word("receipt-test"))),
        Environment::Live => {}
    }
    if let Some(copy) = source.copy {
        marks.push(Block::Mark(source.with("receipt-copy", &[("copy", u64::from(copy).into())])));
    }
    marks
}

fn head(source: &Source<'_>, done: &Done<'_>) -> Vec<Block> {
    let Source { shop, sale, .. } = source;
    let mut blocks = vec![Block::Heading(clean(&shop.name))];
    let lines = shop.address.iter().chain(std::iter::once(&shop.tax_number));
    blocks.extend(lines.map(|line| clean(line)).filter(|line| !line.is_empty()).map(Block::Center));
    blocks.push(Block::Gap);
    let when = format!("{} {}", done.at.date(source.offset_min), done.at.clock(source.offset_min));
    let number = source.with("receipt-sale", &[("number", sale.number.into())]);
    blocks.push(Block::Row(number, when));
    let receipt = source.with("receipt-number", &[("number", done.fact.receipt_no.into())]);
    blocks.push(Block::Row(receipt, clean(&shop.till)));
    let operator = if sale.operator.is_empty() { &shop.operator } else { &sale.operator };
    if !operator.is_empty() {
        blocks.push(Block::Row(source.word("receipt-operator"), clean(operator)));
    }
    if !sale.reference.is_empty() {
        blocks.push(Block::Row(source.word("receipt-reference"), clean(&sale.reference)));
    }
    blocks
}

fn item(source: &Source<'_>, line: &Line) -> Vec<Block> {
    let name = clean(&line.name);
    let name = if name.is_empty() { source.lang.unnamed(line.kind) } else { name };
    let total = line.total().map_or_else(|_| String::new(), |total| source.lang.digits(total));
    let each = if line.quantity == 1 { String::new() } else { source.lang.digits(line.price) };
    let mut blocks = vec![Block::Item(format!("{} x {name}", line.quantity), each, total)];
    if let Some(changed) = &line.override_of {
        let listed = source.lang.digits(changed.listed);
        let reason = clean(&changed.reason);
        let parts = [("listed", listed.as_str().into()), ("reason", reason.as_str().into())];
        blocks.push(Block::Left(format!("    {}", source.with("receipt-override", &parts))));
    }
    let note = clean(&line.note);
    if !note.is_empty() {
        blocks.push(Block::Left(format!("    {note}")));
    }
    blocks
}

fn tender(source: &Source<'_>, done: &Done<'_>) -> Vec<Block> {
    match done.fact.tender {
        Tender::Cash { given, change } => vec![
            Block::Row(source.word("receipt-cash"), source.money(given)),
            Block::Row(source.word("receipt-change"), source.money(change)),
        ],
        Tender::Gateway { guid } => source.sale.attempt(guid).map_or_else(Vec::new, |paid| coin(source, done, paid)),
    }
}

fn coin(source: &Source<'_>, done: &Done<'_>, attempt: &Attempt) -> Vec<Block> {
    let gateway = clean(source.gateway);
    let via = source.with("receipt-via", &[("gateway", gateway.as_str().into())]);
    let mut blocks = vec![Block::Row(via, source.money(done.fact.total))];
    if let Some(paid) = &attempt.paid {
        let symbol = clean(paid.coin.split(['_', '-']).next().unwrap_or(&paid.coin));
        let exact = paid.amount.map(|amount| amount.to_string()).unwrap_or_default();
        let printed = if paid.display.is_empty() { exact } else { clean(&paid.display) };
        if !printed.is_empty() {
            blocks.push(Block::Right(format!("{printed} {symbol}")));
        }
        if let Some(rate) = paid.rate {
            let currency = done.fact.total.currency();
            let rate = format!("{} {currency}", source.lang.number(&with_decimals(rate, currency).to_string()));
            blocks.push(Block::Row(format!("1 {symbol} ="), rate));
        }
    }
    if let Some(excess) = attempt.status.flags.over.as_ref().and_then(|over| over.fiat) {
        let arrived = done.fact.total.checked_add(excess).unwrap_or(done.fact.total);
        blocks.push(Block::Row(source.word("receipt-arrived"), source.money(arrived)));
        blocks.push(Block::Row(source.word("receipt-excess"), source.money(excess)));
    }
    let state = source.word(&format!("receipt-state-{}", attempt.status.state.word()));
    let at = attempt.changed.clock_seconds(source.offset_min);
    blocks.push(Block::Row(source.word("receipt-status"), format!("{state} {at}")));
    if let Some(invoice) = &attempt.invoice {
        blocks.push(Block::Row(source.word("receipt-payment"), short(invoice.invoice.as_str())));
    }
    blocks
}

/// A rate with at least the decimals of its currency.
fn with_decimals(rate: Decimal, currency: Currency) -> Decimal {
    let mut rate = rate.normalize();
    if rate.scale() < u32::from(currency.exponent()) {
        rate.rescale(currency.exponent().into());
    }
    rate
}

/// Head and tail of a long name: `Kd8QmX…v2Zp`.
#[must_use]
pub fn short(id: &str) -> String {
    let signs: Vec<char> = clean(id).chars().collect();
    if signs.len() <= 14 {
        return signs.into_iter().collect();
    }
    let head: String = signs[..6].iter().collect();
    let tail: String = signs[signs.len() - 4..].iter().collect();
    format!("{head}…{tail}")
}

/// The entry in the journal that completed the sale: its number and hash pin this paper to the chain.
fn chain(source: &Source<'_>, done: &Done<'_>) -> Vec<Block> {
    let mut blocks = entry(source, done.seq, done.hash);
    blocks.push(Block::Code { payload: digest(source, done), caption: source.word("receipt-scan") });
    blocks
}

fn entry(source: &Source<'_>, seq: u64, hash: Hash) -> Vec<Block> {
    let entry = source.with("receipt-entry", &[("entry", seq.into())]);
    let mut blocks = vec![Block::Row(entry, hash.short())];
    if let Some(genesis) = source.genesis {
        let book = genesis.journal.get(..8).unwrap_or(&genesis.journal);
        blocks.push(Block::Row(source.word("receipt-book"), clean(book)));
    }
    blocks
}

/// The receipt in a few lines, small enough for a code that any phone reads without a network.
fn digest(source: &Source<'_>, done: &Done<'_>) -> String {
    let mut lines: Vec<String> = marks(source)
        .into_iter()
        .filter_map(|block| if let Block::Mark(text) = block { Some(text) } else { None })
        .collect();
    lines.push(clean(&source.shop.name));
    let receipt = source.with("receipt-number", &[("number", done.fact.receipt_no.into())]);
    let number = source.with("receipt-sale", &[("number", source.sale.number.into())]);
    lines.push(format!("{number}, {receipt}"));
    lines.push(format!("{} {}", done.at.date(source.offset_min), done.at.clock(source.offset_min)));
    lines.push(format!("{} {}", done.fact.total.currency(), done.fact.total.to_plain()));
    if let Tender::Gateway { guid } = done.fact.tender
        && let Some(invoice) = source.sale.attempt(guid).and_then(|attempt| attempt.invoice.as_ref())
    {
        lines.push(format!("{} {}", clean(source.gateway), clean(invoice.invoice.as_str())));
    }
    let entry = source.with("receipt-entry", &[("entry", done.seq.into())]);
    lines.push(format!("{entry} {}", done.hash.short()));
    lines.join("\n")
}

/// Writes the receipt of a return, with a number of its own and the receipt it belongs to; none before the money is back.
#[must_use]
pub fn build_return(source: &Source<'_>, back: &MoneyBack) -> Option<ReceiptDoc> {
    let receipt = back.receipt.as_ref()?;
    let mut blocks = marks(source);
    blocks.extend(return_head(source, receipt));
    blocks.push(Block::Rule);
    let lines: Vec<Line> = receipt.fact.lines.iter().filter_map(|piece| returned(source.sale, piece)).collect();
    if !lines.is_empty() {
        blocks.extend(lines.iter().flat_map(|line| item(source, line)));
        blocks.push(Block::Rule);
    }
    let amount = receipt.fact.amount;
    let total = source.with("receipt-refunded", &[("currency", amount.currency().code().into())]);
    blocks.push(Block::Big(total, format!("\u{2212}{}", source.lang.digits(amount))));
    blocks.extend(return_tender(source, back, receipt));
    blocks.push(Block::Rule);
    blocks.extend(entry(source, receipt.seq, receipt.hash));
    blocks.push(Block::Code { payload: return_digest(source, receipt), caption: source.word("receipt-scan") });
    blocks.extend(marks(source));
    Some(ReceiptDoc { blocks })
}

/// The pieces of a line that came back.
fn returned(sale: &Sale, piece: &Returned) -> Option<Line> {
    let line = sale.lines.get(usize::try_from(piece.line).ok()?)?;
    Some(Line { quantity: piece.quantity, ..line.clone() })
}

fn return_head(source: &Source<'_>, receipt: &ReturnReceipt) -> Vec<Block> {
    let shop = source.shop;
    let mut blocks = vec![Block::Heading(clean(&shop.name))];
    let lines = shop.address.iter().chain(std::iter::once(&shop.tax_number));
    blocks.extend(lines.map(|line| clean(line)).filter(|line| !line.is_empty()).map(Block::Center));
    blocks.push(Block::Mark(source.word("receipt-refund")));
    let when = format!("{} {}", receipt.at.date(source.offset_min), receipt.at.clock(source.offset_min));
    blocks.push(Block::Row(source.with("receipt-sale", &[("number", source.sale.number.into())]), when));
    let number = source.with("receipt-number", &[("number", receipt.fact.receipt_no.into())]);
    blocks.push(Block::Row(number, clean(&shop.till)));
    if let Some(original) = receipt.fact.original {
        let number = source.with("receipt-number", &[("number", original.receipt_no.into())]);
        blocks.push(Block::Row(source.word("receipt-refund-of"), number));
    }
    if !receipt.fact.operator.is_empty() {
        blocks.push(Block::Row(source.word("receipt-operator"), clean(&receipt.fact.operator)));
    }
    blocks
}

fn return_tender(source: &Source<'_>, back: &MoneyBack, receipt: &ReturnReceipt) -> Vec<Block> {
    let gateway = clean(source.gateway);
    let way = match receipt.fact.tender {
        ReturnTender::Cash => source.word("receipt-cash"),
        ReturnTender::Gateway { .. } => source.with("receipt-back-via", &[("gateway", gateway.as_str().into())]),
    };
    let mut blocks = vec![Block::Row(way, source.money(receipt.fact.amount))];
    if let Some((coin, amount)) = &back.coin {
        let symbol = clean(coin.split(['_', '-']).next().unwrap_or(coin));
        blocks.push(Block::Right(format!("{} {symbol}", amount.normalize())));
    }
    if let (Some(id), Some(RefundState::Done)) = (&back.id, back.state) {
        blocks.push(Block::Row(source.word("receipt-refund-id"), short(id.as_str())));
    }
    blocks.push(Block::Row(source.word("receipt-reason"), clean(&receipt.fact.reason)));
    blocks
}

fn return_digest(source: &Source<'_>, receipt: &ReturnReceipt) -> String {
    let amount = receipt.fact.amount;
    let entry = source.with("receipt-entry", &[("entry", receipt.seq.into())]);
    let mut lines = vec![
        clean(&source.shop.name),
        source.word("receipt-refund"),
        source.with("receipt-number", &[("number", receipt.fact.receipt_no.into())]),
        format!("{} {}", receipt.at.date(source.offset_min), receipt.at.clock(source.offset_min)),
        format!("{} -{}", amount.currency(), amount.to_plain()),
    ];
    if let Some(original) = receipt.fact.original {
        let number = source.with("receipt-number", &[("number", original.receipt_no.into())]);
        lines.push(format!("{} {number}", source.word("receipt-refund-of")));
    }
    lines.push(format!("{entry} {}", receipt.hash.short()));
    lines.join("\n")
}

impl ReceiptDoc {
    /// Writes the receipt of a return by the settings and the book alone; none before the money is back.
    #[must_use]
    pub fn of_return(sale: &Sale, back: &MoneyBack, config: &Config, book: &Book) -> Option<Self> {
        let receipt = back.receipt.as_ref()?;
        let lang = Lang::english(config.look.decimal.into());
        let source = Source {
            sale,
            shop: &config.shop,
            genesis: book.genesis(),
            gateway: title(sale, config),
            environment: environment(book),
            copy: None,
            lang: &lang,
            offset_min: offset_min(receipt.at),
        };
        build_return(&source, back)
    }

    /// Writes the receipt of a sale by the settings and the book alone: a copy once copies were made, in the zone this
    /// computer had at the time of the sale. None while the sale is not completed.
    #[must_use]
    pub fn of(sale: &Sale, config: &Config, book: &Book) -> Option<Self> {
        let Some(SaleEnd::Completed { at, .. }) = &sale.end else { return None };
        let lang = Lang::english(config.look.decimal.into());
        build(&Source {
            sale,
            shop: &config.shop,
            genesis: book.genesis(),
            gateway: title(sale, config),
            environment: environment(book),
            copy: (sale.copies > 0).then_some(sale.copies),
            lang: &lang,
            offset_min: offset_min(*at),
        })
    }

    /// The text of the receipt's code.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.blocks
            .iter()
            .find_map(|block| if let Block::Code { payload, .. } = block { Some(payload.as_str()) } else { None })
    }
}
