//! The body of a new invoice.

mod terms;

use serde::Serialize;
use serde_json::Number;

use crate::domain::cart::{self, Kind, Line};
use crate::domain::money::Money;
use crate::domain::payment::NewPayment;
use crate::domain::terms::Buyer;
use crate::gateway::port::{Error, Invalid, Result};
use crate::secret::Secret;

/// Characters of one line's description.
const LINE_MAX: usize = 200;
/// What a line without a name is called at the gateway, by what it is for.
const fn unnamed(kind: Kind) -> &'static str {
    match kind {
        Kind::Goods => "Item",
        Kind::Tip => "Tip",
        Kind::Fee => "Fee",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    price: Number,
    currency: &'a str,
    order_id: &'a str,
    guid: String,
    item_desc: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    itemized_details: Vec<Item>,
    pos_data: &'a str,
    #[serde(flatten)]
    terms: terms::Body<'a>,
    token: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    amount: Number,
    description: String,
    is_fee: bool,
}

/// Writes the exact bytes that are signed and sent.
///
/// # Errors
/// [`Error::Validation`] when the lines do not sum to the price or it is not above zero;
/// nothing was sent then.
pub fn create(request: &NewPayment, token: &Secret) -> Result<Vec<u8>> {
    if !request.price.is_positive() {
        return Err(field("price", "the price must be above zero"));
    }
    checked(request)?;
    let currency = request.price.currency();
    let body = Create {
        price: number(request.price),
        currency: currency.code(),
        order_id: &request.order_id,
        guid: request.guid.to_string(),
        item_desc: &request.description,
        itemized_details: items(request)?,
        pos_data: &request.pos_data,
        terms: terms::Body::of(request),
        token: token.expose(),
    };
    serde_json::to_vec(&body).map_err(|error| Error::Config(error.to_string()))
}

/// What the till checked before it wrote the intent is checked once more at the door.
fn checked(request: &NewPayment) -> Result<()> {
    let terms = request.terms.check();
    let coin = request.coin.as_deref().map_or(Ok(()), |coin| request.terms.check_coin(coin));
    let buyer = request.buyer.as_ref().map_or(Ok(()), Buyer::check);
    terms.and(coin).and(buyer).map_err(|wrong| field(wrong.field.word(), &wrong.rule.to_string()))
}

fn items(request: &NewPayment) -> Result<Vec<Item>> {
    if request.lines.is_empty() {
        return Ok(Vec::new());
    }
    let sum = cart::total(&request.lines, request.price.currency());
    if sum.ok() != Some(request.price) {
        return Err(field("itemizedDetails", "the lines do not sum to the price"));
    }
    request.lines.iter().map(item).collect()
}

fn item(line: &Line) -> Result<Item> {
    let total = line.total().map_err(|_| field("itemizedDetails", "a line is larger than a till can hold"))?;
    let name = if line.name.trim().is_empty() { unnamed(line.kind) } else { line.name.trim() };
    let text = if line.quantity == 1 { name.to_owned() } else { format!("{} × {name}", line.quantity) };
    Ok(Item {
        amount: number(total),
        description: text.chars().take(LINE_MAX).collect(),
        is_fee: line.kind != Kind::Goods,
    })
}

/// The amount as a JSON number with the currency's own decimals; no binary fraction on the way.
fn number(money: Money) -> Number {
    serde_json::from_str(&money.to_plain()).expect("plain decimal text is a JSON number")
}

fn field(name: &str, text: &str) -> Error {
    let invalid = Invalid::Field(Some(name.to_owned()));
    Error::Validation { code: "000000".to_owned(), invalid, text: text.to_owned() }
}
