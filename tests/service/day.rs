//! The owner's day through the till itself: sheets of takings, papers, and the drawer.

use ringup::device::receipt::text;
use ringup::device::report;
use ringup::domain::act::ActKind;
use ringup::domain::cart::Line;
use ringup::domain::core::{NewSale, TillEvent};
use ringup::domain::id::SaleId;
use ringup::domain::money::{Currency, Money};
use ringup::domain::report::{Reach, Reading};
use ringup::service::export::paper;

use super::Bench;
use crate::made;

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

impl Bench {
    async fn cash(&self, sku: Option<&str>, minor: i64, quantity: u32) {
        let id = SaleId(uuid::Uuid::now_v7());
        let name = sku.map_or_else(String::new, |sku| format!("Product {sku}"));
        let line = Line { sku: sku.map(Into::into), name, quantity, ..made::line(eur(minor)) };
        let sale = NewSale { id, lines: vec![line], reference: String::new(), operator: "Mara".to_owned() };
        self.till.cash(Some(sale), id, eur(10_000)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_50_54_a_sheet_shows_the_whole_day_and_any_other_one() {
    let bench = Bench::open().await;
    bench.cash(None, 450, 9).await;
    bench.cash(Some("TEA"), 300, 2).await;
    bench.cash(Some("BUN"), 200, 5).await;
    let reason = "change for a customer".to_owned();
    bench.till.till_event(TillEvent::Drawer { reason }, "Mara".to_owned()).await.unwrap();
    let day = bench.till.sheet(Reading::default()).await.unwrap();
    assert_eq!((day.whole.sales, day.whole.taken), (3, 5_650));
    assert_eq!((day.slots.len(), day.slots[0].name), (24, 4), "all hours, from the one a business day begins with");
    assert_eq!(day.slots.iter().map(|slot| slot.taken).sum::<i64>(), 5_650);
    assert_eq!(day.slots.iter().filter(|slot| slot.now).count(), 1);
    let names: Vec<&str> = day.products.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(names, ["BUN", "TEA", ""], "most pieces first, what was typed last");
    assert_eq!(day.coins, [], "cash has no coin");
    let [mara] = &day.watched[..] else { panic!("{:?}", day.watched) };
    assert_eq!((mara.operator.as_str(), mara.sales, mara.taken), ("Mara", 3, 5_650));
    assert_eq!(mara.count(ActKind::NoSale).n, 1);

    let week_ago = Some(day.now.day.plus(-7));
    let before = bench.till.sheet(Reading { reach: Reach::Day, day: week_ago }).await.unwrap();
    assert!(before.whole.is_zero() && before.slots.iter().all(|slot| !slot.now), "that day is over");
    let next = Some(day.now.day.plus(7));
    let compared = bench.till.sheet(Reading { reach: Reach::Day, day: next }).await.unwrap().compared.unwrap();
    assert_eq!((compared.sales, compared.taken), (3, 5_650), "a day that is not today is compared with a whole one");
    let month = bench.till.sheet(Reading { reach: Reach::Month, day: None }).await.unwrap();
    assert_eq!(month.slots.iter().map(|slot| slot.taken).sum::<i64>(), 5_650);
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_52_a_closing_is_a_paper_in_text_and_in_pdf() {
    let bench = Bench::open().await;
    bench.cash(None, 1_234, 1).await;
    let closing = bench.till.close_z("Mara".to_owned()).await.unwrap();
    let doc = report::of_closing(&closing, None, &ringup::config::Config::default(), &bench.till.book().await);
    let lines = text::render(&doc, text::WIDE);
    let (plain, pdf) = (bench.dir.path().join("z-1.txt"), bench.dir.path().join("z-1.pdf"));
    paper(&plain, &lines).unwrap();
    paper(&pdf, &lines).unwrap();
    assert_eq!(std::fs::read_to_string(&plain).unwrap(), lines);
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    if let Ok(out) = std::process::Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output() {
        let words = String::from_utf8_lossy(&out.stdout).into_owned();
        for line in ["Z 1", "12.34", "PRACTICE", "Turnover ever"] {
            assert!(words.contains(line), "{line} is not in:\n{words}");
        }
    }
    assert!(paper(&bench.dir.path().join("nowhere/z-1.pdf"), &lines).is_err());
    bench.till.close().await;
}
