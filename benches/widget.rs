//! What the design system costs: a code per payload, a window of a long list.

use criterion::{Criterion, criterion_group, criterion_main};
use iced_test::Simulator;
use ringup::ui::font;
use ringup::ui::icon::Icon;
use ringup::ui::theme::Theme;
use ringup::ui::widget::tile::tile;
use ringup::ui::widget::windowed::{self, Columns};
use ringup::ui::widget::{Element, qr};
use std::hint::black_box;

fn code(c: &mut Criterion) {
    let payload: String =
        "bitcoin:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx?amount=0.00036&r=https://test.bitpay.com/i/Kd8QmXv2Zp"
            .chars()
            .take(100)
            .collect();
    assert_eq!(payload.len(), 100);
    c.bench_function("qr code of 100 characters", |b| {
        b.iter(|| qr::Code::new(black_box(payload.as_str())));
    });
}

fn grid<'a>(len: usize) -> Element<'a, usize> {
    windowed::grid(len, Columns::AtLeast(160.0), 128.0, |index| {
        tile(format!("Product {index}"), "€2.40").icon(Icon::Coffee, index).on_press(index).into()
    })
    .into()
}

fn windows(c: &mut Criterion) {
    for len in [60, 10_000] {
        c.bench_function(&format!("grid of {len} tiles, build and layout"), |b| {
            b.iter(|| Simulator::<_, Theme>::with_size(font::settings(), (560.0, 800.0), grid(black_box(len))));
        });
    }
    c.bench_function("empty window, for comparison", |b| {
        b.iter(|| Simulator::<_, Theme>::with_size(font::settings(), (560.0, 800.0), grid(0)));
    });
}

criterion_group!(benches, code, windows);
criterion_main!(benches);
