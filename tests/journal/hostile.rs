//! Hostile text: whatever is typed, scanned or sent ends as text.

use ringup::domain::core::{Charge, Event};
use ringup::domain::fact::Fact;
use ringup::journal::{rebuild, verify};

use super::world::{Shop, open, stamp, told};

/// What breaks programs that put text into other text.
pub(crate) fn corpus() -> Vec<String> {
    let mut texts: Vec<String> = [
        "Robert'); DROP TABLE journal; --",
        "\"quoted\" 'single' `tick` \\ back",
        "NUL \u{0} in the middle",
        "\u{1b}[2J\u{1b}[31mred\u{1b}]0;title\u{7}",
        "\u{1b}p\u{0}\u{19}\u{fa} opens a drawer",
        "line\nbreak\r\nand\ttab\u{8}\u{8}",
        "bidi \u{202e}desrever\u{202c} \u{2066}isolated\u{2069} \u{200f}",
        "zero\u{200b}width\u{feff} and \u{ad}soft",
        "=1+1 @SUM(A1) +cmd|' /C calc'!A0 -2+3",
        "{\"sale\":\"00000000-0000-0000-0000-000000000000\",\"receipt_no\":99}",
        "%s%n%x {} {0} ${HOME} $(id) <script>alert(1)</script>",
        "e\u{301}\u{327} 👩‍👩‍👧‍👦 \u{1F1FA}\u{1F1F3} ﷽",
        "\u{fffd}\u{fffe}\u{ffff}\u{10ffff}",
        "",
        "   ",
    ]
    .map(str::to_owned)
    .into();
    texts.push("x".repeat(1 << 20));
    texts.push("\u{202e}\"\\\u{0}".repeat(100_000));
    texts
}

#[test]
fn hostile_names_notes_and_references_are_text_in_the_book() {
    let mut shop = Shop::new();
    for text in corpus() {
        let (mut sale, ask) = (shop.new_sale(100), shop.ask());
        sale.lines[0].name.clone_from(&text);
        sale.lines[0].note.clone_from(&text);
        sale.reference.clone_from(&text);
        sale.operator.clone_from(&text);
        let (id, guid) = (sale.id, ask.guid);
        shop.step(Event::Charge(Charge { sale, ask })).unwrap();
        shop.step(Event::Unanswered { guid, error: text.clone() }).unwrap();
        shop.step(Event::Refused { guid, code: text.clone(), error: text.clone() }).unwrap();
        let void = shop.step(Event::Void { sale: id, reason: text.clone() });
        assert_eq!(void.is_err(), text.trim().is_empty(), "only a reason without words is refused");
        let kept = shop.journal.reader().sale(shop.book.sale(id).unwrap().number).unwrap().unwrap();
        assert!(kept.lines[0].name == text && kept.reference == text, "what went in comes out");
    }
    let voided = shop.journal.reader().entries(1, 9_999).unwrap();
    let reasons: Vec<&str> = voided
        .iter()
        .filter_map(|entry| if let Fact::SaleVoided(fact) = &entry.fact { Some(fact.reason.as_str()) } else { None })
        .collect();
    let given = corpus();
    assert!(reasons.into_iter().eq(given.iter().map(String::as_str).filter(|text| !text.trim().is_empty())));
    let (place, book, _folder) = shop.close();
    assert_eq!(verify(&place.file(), true).unwrap().head, book.head());
    let again = open(&place);
    assert!(told(&again.book) == told(&book));
    again.journal.close();
    let sales = u64::try_from(corpus().len()).unwrap();
    assert_eq!(rebuild(&place, stamp(0).at).unwrap().sales, sales);
}
