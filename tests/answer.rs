//! A gateway's answer that agrees with what was asked, with nothing more in it.

use ringup::domain::details::Details;
use ringup::domain::id::InvoiceId;
use ringup::domain::payment::{Echo, Payment, Status};
use ringup::domain::sale::Attempt;

pub fn agreeing(attempt: &Attempt, invoice: impl Into<String>, status: Status) -> Payment {
    let asked = &attempt.request;
    Payment {
        invoice: InvoiceId(invoice.into()),
        echo: Echo {
            guid: Some(asked.guid.to_string()),
            order_id: Some(asked.order_id.clone()),
            price: Some(asked.price.to_decimal()),
            currency: asked.price.currency().code().to_owned(),
            foreign_host: None,
        },
        status,
        options: Vec::new(),
        universal: Vec::new(),
        hosted_url: None,
        paid: None,
        txs: Vec::new(),
        created: None,
        expires: None,
        server_now: None,
        refund_address_pending: false,
        details: Details::default(),
        token: None,
        pos_data: None,
    }
}
