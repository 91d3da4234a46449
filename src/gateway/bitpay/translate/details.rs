//! What is shown in details, cleaned and otherwise as it came.

use crate::domain::details::{Contacted, Details, RefundAddress, RefundNote};
use crate::domain::terms::{mail, phone};
use crate::domain::time::Timestamp;
use crate::gateway::bitpay::wire::Invoice;
use crate::gateway::http::clean;

/// Characters of a foreign JSON kept in details.
const JSON_MAX: usize = 2_000;

pub(super) fn details(invoice: &Invoice) -> Details {
    let provided = &invoice.provided;
    let cleaned = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
    Details {
        raw: String::new(),
        chosen_coin: cleaned(&provided.selected_coin),
        chosen_wallet: cleaned(&provided.selected_wallet),
        mail: provided.email.as_deref().map(|text| contacted(text, mail(text))),
        sms: provided.sms.as_deref().map(|text| contacted(text, phone(text).is_some())),
        sms_verified: provided.sms_verified,
        refunds: invoice.refund_info.iter().map(note).collect(),
        refund_addresses: invoice.refund_to.iter().map(address).collect(),
        non_pay_pro: cleaned(&invoice.non_pay_pro),
        bill: cleaned(&invoice.bill_id),
        shopper: invoice.shopper.as_deref().filter(|text| text.len() <= JSON_MAX && *text != "{}").map(clean),
    }
}

/// A masked value is an id or has stars in it; it must not be shown as somebody's address.
fn contacted(text: &str, fits: bool) -> Contacted {
    if fits && !text.contains('*') { Contacted::At(text.to_owned()) } else { Contacted::Masked }
}

fn note(info: &crate::gateway::bitpay::wire::RefundInfo) -> RefundNote {
    let amounts = info.amounts.iter().filter_map(|(code, amount)| Some((clean(code), amount.decimal()?)));
    RefundNote { id: clean(&info.support_request), currency: clean(&info.currency), amounts: amounts.collect() }
}

fn address(to: &crate::gateway::bitpay::wire::RefundTo) -> RefundAddress {
    RefundAddress {
        address: clean(&to.address),
        kind: clean(&to.kind),
        at: to.date.map(Timestamp),
        tag: to.tag.as_deref().map(clean),
    }
}
