//! What a request and an answer of BitPay's cost: signing ≤ 100 µs, reading a full invoice ≤ 200 µs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ringup::gateway::bitpay::identity::{Identity, verify};
use ringup::gateway::bitpay::translate;
use ringup::gateway::bitpay::wire::{Fields, Invoice};
use url::Url;

const KEY: &str = "97811b691dd7ebaeb67977d158e1da2c4d3eaa4ee4e2555150628acade6b344c";
const URL: &str = "https://test.bitpay.com/invoices";
const ANSWER: &str = include_str!("../tests/fixtures/bitpay/invoice_merchant_confirmed.json");

fn signing(criterion: &mut Criterion) {
    let identity = Identity::from_hex(KEY).expect("the key is one of the golden ones");
    // As long as the body of a sale with twenty lines.
    let body = vec![b'x'; 2_000];
    criterion.bench_function("sign a request", |bench| bench.iter(|| identity.sign(black_box(URL), black_box(&body))));
    let (public, signature) = (identity.public_hex(), identity.sign(URL, &body));
    criterion.bench_function("verify a request", |bench| bench.iter(|| verify(&public, &signature, URL, &body)));
}

fn reading(criterion: &mut Criterion) {
    let base = Url::parse("https://test.bitpay.com").expect("a plain address");
    criterion.bench_function("read a full invoice", |bench| {
        bench.iter(|| {
            let fields: Fields<'_> = serde_json::from_str(black_box(ANSWER)).expect("recorded");
            let invoice: Invoice = serde_json::from_str(fields.raw("data").expect("recorded")).expect("recorded");
            translate::payment(&invoice, &base).expect("recorded")
        });
    });
}

criterion_group!(benches, signing, reading);
criterion_main!(benches);
