//! Sales older than those a book keeps at hand: they come back when somebody wants something of them, and moments are found
//! without reading what came before.

use ringup::domain::book::Book;
use ringup::domain::core::{Event, Portion, RefundAsk, Refusal};
use ringup::domain::id::{Guid, RefundId, SaleId};
use ringup::domain::payment::State;
use ringup::domain::refund::{NewRefund, Refund, RefundState};
use ringup::domain::time::{Stamp, Timestamp};
use ringup::journal::{self, StepError};

use super::replay::rows;
use super::world::{Chance, Shop, open, stamp, told};

fn ask(sale: SaleId, guid: u128, portion: Portion) -> RefundAsk {
    RefundAsk {
        sale,
        payment: None,
        guid: Guid(uuid::Uuid::from_u128(guid)),
        portion,
        reason: "Broken".to_owned(),
        buyer_pays_fee: false,
        immediate: false,
        operator: "Ada".to_owned(),
    }
}

fn read(request: &NewRefund, state: RefundState) -> Box<Refund> {
    Box::new(Refund {
        id: RefundId("ref-1".to_owned()),
        guid: Some(request.guid.to_string()),
        invoice: request.invoice.clone(),
        amount: request.amount.to_decimal(),
        currency: request.amount.currency().code().to_owned(),
        state,
        raw: state.word().to_owned(),
        fee: None,
        buyer_pays_fee: false,
        coin: None,
        asked: None,
        reference: request.reason.clone(),
        token: None,
    })
}

/// A shop whose first two sales, one paid by code and one in cash, left the book long ago.
fn old_shop() -> (Shop, [SaleId; 2]) {
    let mut shop = Shop::in_memory();
    let guid = shop.paid(1_250);
    let settled = shop.reads(guid, State::Settled);
    shop.step(Event::Observed { guid, payment: settled }).unwrap();
    shop.cash(700);
    let ids = [1, 2].map(|number| shop.book.sale_numbered(number).unwrap().id);
    for _ in 0..=Book::RECENT_MAX {
        shop.cash(100);
    }
    assert!(ids.iter().all(|id| shop.book.sale(*id).is_none()));
    (shop, ids)
}

/// Two books say the same; the first line where they do not is shown.
fn same(one: &Book, other: &Book) {
    let (one, other) = (told(one), told(other));
    let different = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{different:?}");
}

/// The book after a restart is the one before it, and the projections are the fold.
fn holds(shop: Shop) -> Shop {
    let (place, book, folder) = shop.close();
    let live = ["sale", "attempt", "hour"].map(|table| rows(&place.file(), table));
    let again = open(&place);
    same(&again.book, &book);
    again.journal.close();
    journal::rebuild(&place, stamp(0).at).unwrap();
    assert_eq!(live, ["sale", "attempt", "hour"].map(|table| rows(&place.file(), table)));
    assert_eq!(journal::verify(&place.file(), true).unwrap().head, book.head());
    let again = Shop::over(place);
    same(&again.book, &book);
    // The folder lives as long as the test.
    std::mem::forget(folder);
    again
}

#[test]
fn till_43_a_sale_older_than_the_newest_two_hundred_is_refunded_by_code() {
    let (mut shop, [coded, _]) = old_shop();
    let asked = shop.step(Event::RefundAsked(ask(coded, 1, Portion::All))).unwrap();
    assert_eq!(asked.recalled.as_ref().map(|sale| sale.id), Some(coded));
    let request = shop.book.sale(coded).unwrap().backs[0].request.clone().unwrap();
    assert_eq!(request.amount.minor(), 2_500);
    let mut shop = holds(shop);
    let again = shop.step(Event::RefundAsked(ask(coded, 1, Portion::All)));
    assert!(matches!(again, Err(StepError::Refused(Refusal::AlreadyRefunding))), "{again:?}");
    for _ in 0..3 {
        shop.cash(100);
    }
    assert!(shop.book.sale(coded).is_some(), "a refund on its way keeps its sale at hand");
    let (guid, refund) = (request.guid, read(&request, RefundState::Done));
    shop.step(Event::RefundAnswered { guid, refund }).unwrap();
    let shop = holds(shop);
    let mut shop = shop;
    assert!(shop.book.sale(coded).unwrap().backs[0].receipt.is_some());
    shop.cash(100);
    assert!(shop.book.sale(coded).is_none(), "what is over leaves again");
    let more = shop.step(Event::RefundAsked(ask(coded, 2, Portion::All)));
    assert!(matches!(more, Err(StepError::Refused(Refusal::NothingToRefund))), "{more:?}");
    holds(shop);
}

#[test]
fn till_43_an_old_cash_sale_gives_cash_back_and_a_refusal_changes_nothing() {
    let (mut shop, [_, cash]) = old_shop();
    let before = told(&shop.book);
    let unsaid = RefundAsk { reason: " ".to_owned(), ..ask(cash, 3, Portion::All) };
    assert!(matches!(shop.step(Event::RefundAsked(unsaid)), Err(StepError::Refused(Refusal::NoReason))));
    let nobody = ask(SaleId(uuid::Uuid::from_u128(77)), 4, Portion::All);
    assert!(matches!(shop.step(Event::RefundAsked(nobody)), Err(StepError::Refused(Refusal::NoSale))));
    assert!(told(&shop.book) == before, "a refusal leaves the book as it was");
    let copied = shop.step(Event::Copy { sale: cash }).unwrap();
    assert!(copied.recalled.is_some(), "the writer let it go again with the refusal, and tells every copy of it now");
    let mut shop = holds(shop);
    let done = shop.step(Event::RefundAsked(ask(cash, 5, Portion::All))).unwrap();
    assert_eq!(done.entries.len(), 1);
    let sale = shop.book.sale(cash).unwrap();
    assert_eq!((sale.copies, sale.backs[0].amount.minor()), (1, 1_400));
    holds(shop);
}

#[test]
fn a_moment_is_found_as_a_search_through_every_entry_finds_it() {
    const HOUR: i64 = 3_600_000;
    for seed in 0..4 {
        let (mut chance, shop) = (Chance(seed), Shop::in_memory());
        let (mut now, mut moments) = (0_i64, Vec::new());
        for _ in 0..400 {
            // Mostly on by minutes, now and then hours forth, back, or into another year.
            now += match chance.below(40) {
                0 => -3 * HOUR,
                1 => 5 * HOUR,
                2 => 9_000 * HOUR,
                3 => -8_500 * HOUR,
                _ => i64::try_from(chance.below(1_200_000)).unwrap(),
            };
            let at = Stamp { at: Timestamp(stamp(now).at.0.max(0)), ..stamp(0) };
            shop.journal.step_blocking(Event::Stopped, at).unwrap();
            moments.push(at.at.0);
        }
        let reader = shop.journal.reader();
        let entries = reader.entries(1, 10_000).unwrap();
        for _ in 0..400 {
            let picked = moments[usize::try_from(chance.below(400)).unwrap()];
            let at = Timestamp(picked + i64::try_from(chance.below(5)).unwrap() - 2);
            let wanted = entries.iter().find(|entry| entry.stamp.at >= at).map(|entry| entry.seq);
            assert_eq!(reader.first_since(at).unwrap(), wanted, "seed {seed}, {at:?}");
            let (from, until) = (at.0, at.0 + 2 * HOUR);
            let local = |seq: &u64| {
                let stamp = entries[usize::try_from(*seq - 1).unwrap()].stamp;
                (from..until).contains(&(stamp.at.0 + i64::from(stamp.offset_min) * 60_000))
            };
            let inside: Vec<u64> = (1..=entries.len() as u64).filter(local).collect();
            let wanted = inside.first().copied().zip(inside.last().copied());
            let found = reader.span((from, until)).unwrap().map(|span| (span.first, span.last));
            assert_eq!(found, wanted, "seed {seed}, {at:?}");
        }
        let hours = rows(&shop.file(), "hour").len();
        assert!(hours < 250, "{hours} rows: one for each hour the clock first reached");
    }
}
