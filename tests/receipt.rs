//! Receipts as text, held to committed papers, and what hostile names cannot do to them.

mod book;

use book::{Paid, World};
use ringup::device::receipt::{Block, ReceiptDoc, Source, build, build_return, text};
use ringup::domain::amount::DecimalMark;
use ringup::domain::core::Portion;
use ringup::domain::environment::Environment;
use ringup::domain::fact::Returned;
use ringup::lang::Lang;

fn doc(world: &World, environment: Environment) -> ReceiptDoc {
    let lang = Lang::english(DecimalMark::Dot);
    build(&Source {
        sale: world.sale(),
        shop: &world.shop,
        genesis: world.book.genesis(),
        gateway: "BitPay",
        environment,
        copy: (world.sale().copies > 0).then_some(world.sale().copies),
        lang: &lang,
        offset_min: 60,
    })
    .unwrap()
}

/// Compares with the committed paper; `RINGUP_BLESS=1` writes it anew.
fn golden(name: &str, paper: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/receipt").join(name);
    if std::env::var_os("RINGUP_BLESS").is_some() {
        std::fs::write(&file, paper).unwrap();
    }
    let wanted = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    assert_eq!(paper, wanted, "{name}");
}

#[test]
fn till_41_a_coin_receipt_on_80_and_58_mm() {
    let world = World::paid(Paid::Coin);
    let doc = doc(&world, Environment::Live);
    golden("coin-42.txt", &text::render(&doc, text::WIDE));
    golden("coin-32.txt", &text::render(&doc, text::NARROW));
}

#[test]
fn till_43_a_return_has_a_receipt_of_its_own_that_names_the_first() {
    let mut world = World::paid(Paid::Cash);
    let piece = Returned { line: 2, quantity: 2 };
    world.refund(Portion::Lines(vec![piece]));
    let lang = Lang::english(DecimalMark::Dot);
    let source = Source {
        sale: world.sale(),
        shop: &world.shop,
        genesis: world.book.genesis(),
        gateway: "BitPay",
        environment: Environment::Practice,
        copy: None,
        lang: &lang,
        offset_min: 60,
    };
    let doc = build_return(&source, &world.sale().backs[0]).unwrap();
    golden("return-42.txt", &text::render(&doc, text::WIDE));
    golden("return-32.txt", &text::render(&doc, text::NARROW));
    let code = doc.code().unwrap();
    assert!(code.contains("EUR -4.68") && code.contains("Refund of Receipt 981"), "{code}");
}

#[test]
fn till_41_a_reprint_says_which_copy_it_is() {
    let mut world = World::paid(Paid::Coin);
    world.copy();
    world.copy();
    let paper = text::render(&doc(&world, Environment::Live), text::WIDE);
    golden("copy-42.txt", &paper);
    assert_eq!(paper.matches("*** COPY 2 ***").count(), 2, "at head and foot");
}

#[test]
fn till_41_68_practice_and_test_say_so_at_head_and_foot() {
    let world = World::paid(Paid::Cash);
    let practice = text::render(&doc(&world, Environment::Practice), text::NARROW);
    golden("practice-cash-32.txt", &practice);
    let marked = |paper: &str, word: &str| {
        let lines: Vec<&str> = paper.lines().collect();
        lines[0].contains(word) && lines[lines.len() - 1].contains(word)
    };
    assert!(marked(&practice, "PRACTICE: NO REAL MONEY"));
    let test = text::render(&doc(&world, Environment::Test), text::WIDE);
    golden("test-cash-42.txt", &test);
    assert!(marked(&test, "TEST: NO REAL MONEY"));
    let live = text::render(&doc(&world, Environment::Live), text::WIDE);
    assert!(!live.contains("***"));
}

#[test]
fn bp2_54_too_much_is_on_the_receipt() {
    let world = World::paid(Paid::TooMuch);
    let paper = text::render(&doc(&world, Environment::Live), text::WIDE);
    golden("over-42.txt", &paper);
    assert!(paper.contains("Arrived") && paper.contains("€36.02"));
}

#[test]
fn till_41_hostile_names_neither_turn_hide_nor_cut_anything() {
    let mut world = World::with_lines(vec![
        book::line(3, "\u{202e}Croissant\u{0}\u{1b}[2J with a very long name that goes on and on", 260),
        book::line(1, "日本の緑茶と和菓子の詰め合わせ特別価格", 99_999_999),
        book::line(2, "Supercalifragilisticexpialidocious-without-any-space", 1),
    ]);
    world.shop.name = "Fern\u{2066}hill\n\tBakery\u{202e}".to_owned();
    world.pay(Paid::Coin);
    for wide in [text::NARROW, text::WIDE] {
        let paper = text::render(&doc(&world, Environment::Live), wide);
        golden(&format!("hostile-{wide}.txt"), &paper);
        assert!(paper.chars().all(|c| c == '\n' || !c.is_control()));
        assert!(!paper.contains(['\u{202e}', '\u{2066}', '\u{1b}']));
        assert!(paper.contains("999,999.99") && paper.contains("7.80"), "{paper}");
    }
}

#[test]
fn till_41_the_code_says_the_same_in_short() {
    let world = World::paid(Paid::Coin);
    let doc = doc(&world, Environment::Test);
    let code = doc.code().unwrap();
    golden("code.txt", code);
    assert!(code.len() < 300, "small enough for any phone");
    assert!(doc.blocks.iter().any(|block| matches!(block, Block::Code { .. })));
}

#[test]
fn till_41_a_sale_that_is_not_paid_has_no_receipt() {
    let world = World::with_lines(book::lines());
    let config = ringup::config::Config::default();
    assert_eq!(ReceiptDoc::of(world.sale(), &config, &world.book), None);
}

#[test]
fn till_41_settings_and_book_alone_make_the_same_receipt() {
    let world = World::paid(Paid::Cash);
    let config = ringup::config::Config { shop: world.shop.clone(), ..ringup::config::Config::default() };
    let made = ReceiptDoc::of(world.sale(), &config, &world.book).unwrap();
    let paper = text::render(&made, text::WIDE);
    assert!(paper.contains("TEST: NO REAL MONEY"), "the book knows what its money is:\n{paper}");
    assert!(paper.contains("Receipt 981") && paper.contains("34.02"), "{paper}");
}
