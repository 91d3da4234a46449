//! Search as the cashier types, over ten thousand products: at most 5 ms, a third of a frame.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ringup::domain::catalog::{Catalog, Product};
use ringup::domain::money::{Currency, Money};

const WORDS: [&str; 8] =
    ["Espresso", "Café crème", "Butter croissant", "Sourdough", "Lemon tart", "Soda", "Tea", "Bean"];

fn catalog(len: usize) -> Catalog {
    let product = |n: usize| Product {
        sku: format!("SKU-{n}").as_str().into(),
        name: format!("{} {n}", WORDS[n % WORDS.len()]),
        price: Money::from_minor(240, Currency::EUR).ok(),
        category: format!("Category {}", n % 12),
        barcode: format!("40063813{n:05}"),
        icon: String::new(),
        tint: 1,
        favourite: false,
    };
    Catalog::new((0..len).map(product).collect())
}

fn search(c: &mut Criterion) {
    let ten_thousand = catalog(10_000);
    for query in ["e", "cafe 99", "40063813", "no such product"] {
        c.bench_function(&format!("search 10,000 products for `{query}`"), |b| {
            b.iter(|| ten_thousand.search(black_box(query), None).len());
        });
    }
}

criterion_group!(benches, search);
criterion_main!(benches);
