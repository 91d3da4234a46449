//! A small shop to test screens in, and a camera.

use std::collections::HashMap;

use iced::Size;
use iced_test::Simulator;
use ringup::config::Config;
use ringup::domain::amount::DecimalMark;
use ringup::domain::book::Book;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::catalog::{Catalog, Product};
use ringup::domain::environment::Environment;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::live::{Live, Mono};
use ringup::domain::money::{Currency, Money};
use ringup::domain::time::Timestamp;
use ringup::lang::Lang;
use ringup::ui::context::{Context, GatewayView};
use ringup::ui::theme::Theme;
use ringup::ui::widget::Element;

/// Everything a screen may read.
pub struct Shop {
    pub book: Book,
    pub live: HashMap<Guid, Live>,
    pub catalog: Catalog,
    pub config: Config,
    pub lang: Lang,
    pub gateway: Option<GatewayView>,
    pub size: Size,
    pub mono: Mono,
}

impl Shop {
    pub fn new() -> Self {
        let mut config = Config::default();
        config.shop.name = "Fernhill Bakery".to_owned();
        Self {
            book: Book::default(),
            live: HashMap::new(),
            catalog: Catalog::new(samples()),
            config,
            lang: Lang::english(DecimalMark::Dot),
            gateway: Some(GatewayView {
                title: "Practice".to_owned(),
                environment: Environment::Practice,
                host: "127.0.0.1".to_owned(),
                caps: Caps::of([Cap::Create]),
                reachable: true,
            }),
            size: Size::new(1280.0, 800.0),
            mono: Mono(60_000),
        }
    }

    pub fn of_size(width: f32, height: f32) -> Self {
        Self { size: Size::new(width, height), ..Self::new() }
    }

    /// What ribbon and bar leave of the window.
    pub fn room(&self) -> Size {
        let bars = if self.size.height < 560.0 { 52.0 } else { 92.0 };
        Size::new(self.size.width, self.size.height - bars)
    }

    pub fn without_products() -> Self {
        Self { catalog: Catalog::default(), ..Self::new() }
    }

    pub fn cx(&self) -> Context<'_> {
        Context {
            book: &self.book,
            live: &self.live,
            catalog: &self.catalog,
            config: &self.config,
            lang: &self.lang,
            gateway: self.gateway.as_ref(),
            rates: None,
            now: Timestamp(1_795_254_000_000),
            mono: self.mono,
            offset_min: 60,
            size: self.size,
            keyboard: true,
        }
    }
}

pub fn sale_id() -> SaleId {
    "018f9a3e-1111-7222-8333-444455556666".parse().unwrap()
}

pub fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

pub fn product(sku: &str, name: &str, minor: Option<i64>, category: &str, look: (&str, u8)) -> Product {
    Product {
        sku: sku.into(),
        name: name.to_owned(),
        price: minor.map(eur),
        category: category.to_owned(),
        barcode: String::new(),
        icon: look.0.to_owned(),
        tint: look.1,
        favourite: false,
    }
}

/// The products of the pictures, with one barcode.
pub fn samples() -> Vec<Product> {
    let mut products = vec![
        product("ESP", "Espresso", Some(240), "Coffee", ("coffee", 1)),
        product("FLW", "Flat white", Some(380), "Coffee", ("coffee", 1)),
        product("CAP", "Cappuccino", Some(360), "Coffee", ("coffee", 1)),
        product("CRO", "Butter croissant", Some(260), "Bakery", ("croissant", 2)),
        product("SOU", "Sourdough loaf", Some(590), "Bakery", ("wheat", 2)),
        product("CIN", "Cinnamon roll", Some(320), "Bakery", ("donut", 2)),
        product("LEM", "Lemon tart", Some(450), "Cakes", ("cake-slice", 5)),
        product("CAR", "Carrot cake", Some(420), "Cakes", ("cake-slice", 5)),
        product("ELD", "Elderflower soda", Some(340), "Drinks", ("cup-soda", 3)),
        product("WAT", "Still water", Some(220), "Drinks", ("glass-water", 3)),
        product("ETH", "Ethiopia beans 250 g", Some(1350), "Shop", ("bean", 4)),
        product("GFT", "Gift card", None, "Shop", ("gift", 4)),
    ];
    products[8].barcode = "4012345678901".to_owned();
    products
}

/// Ten thousand products in ten categories.
pub fn ten_thousand() -> Vec<Product> {
    (0..10_000)
        .map(|n| {
            let category = format!("Shelf {}", n % 10 + 1);
            let tint = u8::try_from(n % 5).unwrap() + 1;
            product(&format!("P{n:05}"), &format!("Product {n}"), Some(100 + i64::from(n)), &category, ("bean", tint))
        })
        .collect()
}

/// A simulator of the given size with our fonts.
pub fn simulator<'a, Message: 'a>(size: Size, view: Element<'a, Message>) -> Simulator<'a, Message, Theme> {
    Simulator::with_size(ringup::ui::font::settings(), size, view)
}

/// Draws a view into `target/gallery/<name>-tiny-skia.png`, at twice its size.
pub fn photograph<'a, Message: 'a>(name: &str, theme: Theme, size: Size, view: Element<'a, Message>) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let _ = std::fs::remove_file(folder.join(format!("{name}-tiny-skia.png")));
    if std::env::var_os("RINGUP_GALLERY").is_none() {
        // Laying it out is quick and proves that it can be; the pictures are for eyes and asked for.
        drop(simulator(size, view));
        return;
    }
    let snapshot = simulator(size, view).snapshot(&theme).unwrap();
    assert!(snapshot.matches_image(folder.join(name)).unwrap());
}
