//! The buyer's particulars under the flat names that ledger entries and webhooks use.

use serde_json::{Map, Value};

const NAMES: [(&str, &str); 10] = [
    ("name", "buyerName"),
    ("address1", "buyerAddress1"),
    ("address2", "buyerAddress2"),
    ("locality", "buyerCity"),
    ("region", "buyerState"),
    ("postalCode", "buyerZip"),
    ("country", "buyerCountry"),
    ("email", "buyerEmail"),
    ("phone", "buyerPhone"),
    ("notify", "buyerNotify"),
];

/// What is known of a buyer, under those names.
pub(crate) fn fields(buyer: &Map<String, Value>) -> Map<String, Value> {
    let known = NAMES.iter().filter_map(|(from, to)| Some(((*to).to_owned(), buyer.get(*from)?.clone())));
    known.filter(|(_, value)| !value.is_null()).collect()
}
