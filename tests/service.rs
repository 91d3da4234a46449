//! The use cases in one process: a till, its practice gateway, and time that can be moved.

mod access;
mod day;
mod refund;
mod release;
mod rescue;

use std::time::Duration;

use crate::made;
use ringup::domain::id::{Guid, SaleId};
use ringup::domain::live::Live;
use ringup::domain::payment::State;
use ringup::domain::sale::Sale;
use ringup::domain::verdict::{self, Verdict};
use ringup::gateway::http::{Call, Http, Intent, Timeouts};
use ringup::service::Till;
use ringup::service::practice::Pay;
use ringup::service::start::{self, Mode, Options};
use serde_json::{Value, json};

struct Bench {
    dir: tempfile::TempDir,
    till: Till,
    control: Http,
}

impl Bench {
    async fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap()).await
    }

    async fn open_in(dir: tempfile::TempDir) -> Self {
        let options = Options { data_dir: dir.path().to_owned(), mode: Mode::Practice, passphrase: None };
        let till = start::open(options).await.unwrap().till;
        let control =
            Http::new(till.practice().unwrap().url(), Timeouts::default(), ringup::service::clock::now).unwrap();
        Self { dir, till, control }
    }

    /// Ends the till in order and opens its books again.
    async fn restart(self) -> Self {
        self.till.close().await;
        drop(self.till);
        let bench = Self::open_in(self.dir).await;
        bench.till.resolve_all().await;
        bench
    }

    async fn control(&self, method: &str, path: &[&str], body: Value) {
        let path: Vec<&str> = std::iter::once("_sandbox").chain(path.iter().copied()).collect();
        let call = Call {
            method: method.parse().unwrap(),
            url: self.control.url(&path, &[]),
            headers: vec![("content-type", "application/json".to_owned())],
            body: body.to_string().into_bytes(),
            intent: Intent::Write,
        };
        let reply = self.control.send(call).await.unwrap();
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    }

    async fn charge(&self, minor: i64) -> SaleId {
        let sale = made::sale(minor);
        let id = sale.id;
        self.till.charge(sale).await.unwrap();
        self.until("the code", |bench| async move { bench.newest_live(id).await.is_some_and(|l| l.payment.is_some()) })
            .await;
        id
    }

    async fn sale(&self, id: SaleId) -> Sale {
        self.till.book().await.sale(id).unwrap().clone()
    }

    async fn newest_guid(&self, id: SaleId) -> Guid {
        self.sale(id).await.current().unwrap().guid()
    }

    async fn newest_live(&self, id: SaleId) -> Option<Live> {
        self.till.live(self.newest_guid(id).await)
    }

    async fn verdict(&self, id: SaleId) -> Verdict {
        let silent = self.newest_live(id).await.is_some_and(|live| live.is_silent());
        verdict::of(&self.sale(id).await, silent)
    }

    async fn pay(&self, id: SaleId, attempt: usize) {
        let invoice = self.sale(id).await.attempts[attempt].invoice.clone().unwrap().invoice;
        self.till.practice().unwrap().pay(&invoice, Pay::Exact).await.unwrap();
    }

    /// Waits for a condition, reading now instead of later; the time is only there to fail.
    async fn until<'a, F, Fut>(&'a self, what: &str, holds: F)
    where
        F: Fn(&'a Self) -> Fut,
        Fut: Future<Output = bool> + 'a,
    {
        let waiting = async {
            while !holds(self).await {
                for sale in self.till.book().await.sales() {
                    sale.attempts.iter().for_each(|attempt| self.till.poke(attempt.guid()));
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(30), waiting).await.is_ok(), "{what} did not come");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_24_two_failed_polls_are_said_and_polling_goes_on() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    assert_eq!(bench.verdict(sale).await, Verdict::Waiting);
    let broken = json!({"rule": [{"match": "GET /invoices/:id", "do": "status:503"}]});
    bench.control("POST", &["faults"], broken).await;
    bench.until("silence", |b| async move { b.verdict(sale).await == Verdict::Unknown }).await;
    let live = bench.newest_live(sale).await.unwrap();
    assert!(live.silent_for(bench.till.clock().mono()).is_some());
    bench.control("DELETE", &["faults"], Value::Null).await;
    bench.until("the answer", |b| async move { b.verdict(sale).await == Verdict::Waiting }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_30_the_watch_goes_on_across_a_restart() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    let bench = bench.restart().await;
    assert_eq!(bench.verdict(sale).await, Verdict::Waiting);
    bench.pay(sale, 0).await;
    bench.until("acceptance", |b| async move { b.verdict(sale).await == Verdict::Accepted }).await;
    let number = bench.sale(sale).await.completed().unwrap().receipt_no;
    let bench = bench.restart().await;
    assert_eq!(bench.sale(sale).await.completed().unwrap().receipt_no, number, "a restart gives no second receipt");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_29_28_an_expired_code_gives_way_and_its_late_money_is_found() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    assert!(bench.till.new_code(sale, None).await.is_err(), "one live code at most");
    bench.control("POST", &["clock"], json!({"advance_ms": 16 * 60 * 1000})).await;
    bench.until("the end", |b| async move { b.verdict(sale).await == Verdict::Expired }).await;
    bench.till.new_code(sale, None).await.unwrap();
    bench.until("the second code", |b| async move { b.verdict(sale).await == Verdict::Waiting }).await;
    bench.pay(sale, 1).await;
    bench.until("acceptance", |b| async move { b.verdict(sale).await == Verdict::Accepted }).await;
    bench.pay(sale, 0).await;
    bench.until("late money", |b| async move { b.verdict(sale).await == Verdict::Late }).await;
    let attempts = bench.sale(sale).await.attempts;
    assert!(attempts[0].status.flags.late && attempts[1].late.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_57_till_23_the_countdown_follows_the_gateways_clock() {
    let bench = Bench::open().await;
    bench.control("POST", &["clock"], json!({"advance_ms": 7 * 60 * 1000})).await;
    let sale = bench.charge(4_500).await;
    let live = bench.newest_live(sale).await.unwrap();
    let left = live.left(bench.till.clock().mono()).unwrap();
    assert!((880..=900).contains(&left.as_secs()), "fifteen minutes by the gateway: {left:?}");
    let skew = live.skew_ms.unwrap();
    assert!((415_000..=425_000).contains(&skew), "the till is seven minutes behind: {skew}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_16_two_presses_at_once_make_one_invoice() {
    let bench = Bench::open().await;
    let sale = made::sale(4_500);
    let id = sale.id;
    let presses = futures::future::join_all((0..5).map(|_| bench.till.charge(sale.clone()))).await;
    assert_eq!(presses.iter().filter(|press| press.is_ok()).count(), 1);
    bench.until("the code", |b| async move { b.newest_live(id).await.is_some_and(|l| l.payment.is_some()) }).await;
    assert_eq!(bench.till.book().await.sales().count(), 1);
    assert_eq!(bench.sale(id).await.attempts.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f41_a_void_sale_stays_watched_and_its_money_is_late() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    bench.till.void(sale, "changed their mind".into()).await.unwrap();
    assert_eq!(bench.verdict(sale).await, Verdict::Void);
    bench.pay(sale, 0).await;
    bench.until("late money", |b| async move { b.verdict(sale).await == Verdict::Late }).await;
    assert!(bench.sale(sale).await.completed().is_none());
    assert_eq!(bench.sale(sale).await.attempts[0].status.state, State::Seen);
}

#[test]
fn bp2_01_test_and_live_money_share_neither_host_nor_book() {
    use ringup::domain::environment::Environment;
    use ringup::service::pairing::environment_of;
    use ringup::service::places::Places;
    for (url, environment) in [
        ("https://test.bitpay.com", Environment::Test),
        ("https://bitpay.com", Environment::Live),
        ("http://127.0.0.1:8080", Environment::Test),
    ] {
        assert_eq!(environment_of(url).unwrap(), environment, "{url}");
    }
    assert!(environment_of("not an address").is_err());
    let data = std::path::Path::new("/data");
    let (shop, practice) = (Places::new(data, false), Places::new(data, true));
    let books = [
        shop.journal(Environment::Live).file(),
        shop.journal(Environment::Test).file(),
        practice.journal(Environment::Practice).file(),
    ];
    assert!(books[0] != books[1] && books[1] != books[2] && books[0] != books[2], "{books:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_68_practice_has_books_of_its_own_and_says_so() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    let book = bench.till.book().await;
    assert_eq!(book.genesis().unwrap().environment, "practice");
    assert!(book.sale(sale).is_some());
    assert_eq!(start::look(bench.dir.path()), start::Found::Practice, "the shop's own books do not exist");
    assert!(!bench.dir.path().join("journal.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_67_the_till_can_receive_and_cannot_move_money() {
    use ringup::domain::capability::Cap;
    let bench = Bench::open().await;
    let caps = bench.till.preferred().unwrap().caps();
    assert!(caps.has(Cap::Create));
    for spending in [Cap::Refund, Cap::Ledger, Cap::Settlements, Cap::Balances, Cap::AdjustUnder, Cap::AdjustOver] {
        assert!(!caps.has(spending), "{spending:?}");
    }
}

impl Bench {
    /// How often the gateway was asked in this way.
    async fn asked(&self, template: &str) -> u64 {
        let call = Call {
            method: "GET".parse().unwrap(),
            url: self.control.url(&["_sandbox", "state"], &[]),
            headers: Vec::new(),
            body: Vec::new(),
            intent: Intent::Read,
        };
        let reply = self.control.send(call).await.unwrap();
        let state: Value = serde_json::from_slice(&reply.body).unwrap();
        state["calls"][template].as_u64().unwrap_or(0)
    }

    /// Waits for a state without asking for a reading; the time is only there to fail.
    async fn sees(&self, id: SaleId, state: State, limit: Duration) {
        let waiting = async {
            while self.sale(id).await.attempts[0].status.state != state {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(tokio::time::timeout(limit, waiting).await.is_ok(), "{state:?} did not come");
    }

    /// Waits until the stream is open and its first reading is done.
    async fn streaming(&self, id: SaleId) {
        let guid = self.newest_guid(id).await;
        let waiting = async {
            while self.till.live(guid).is_none_or(|live| live.period < Duration::from_secs(10)) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(20), waiting).await.is_ok(), "no stream");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bpl_10_a_hint_is_read_at_once_and_a_stream_spares_readings() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    bench.streaming(sale).await;
    let before = bench.asked("GET /invoices/:id").await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(bench.asked("GET /invoices/:id").await, before, "nothing is asked while the stream is alive");
    bench.pay(sale, 0).await;
    bench.sees(sale, State::Seen, Duration::from_secs(2)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f38_a_broken_stream_never_costs_more_than_one_poll() {
    for how in ["stream_drop", "stream_cut", "stream_endless", "status:403", "status:503", "delay_before_ms:60000"] {
        let bench = Bench::open().await;
        bench.control("POST", &["faults"], json!({"rule": [{"match": "GET /events", "do": how}]})).await;
        let sale = bench.charge(4_500).await;
        bench.until("a stream was asked for", |b| async move { b.asked("GET /events").await > 0 }).await;
        bench.pay(sale, 0).await;
        // In its first minute a payment is read every two seconds, a fifth more at most.
        bench.sees(sale, State::Seen, Duration::from_secs(6)).await;
        bench.till.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f38_a_refused_stream_is_not_asked_for_again_and_again() {
    let bench = Bench::open().await;
    bench.control("POST", &["faults"], json!({"rule": [{"match": "GET /events", "do": "status:403"}]})).await;
    for _ in 0..3 {
        let sale = bench.charge(4_500).await;
        bench.pay(sale, 0).await;
        bench.sees(sale, State::Seen, Duration::from_secs(8)).await;
    }
    assert_eq!(bench.asked("GET /events").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f38_a_stream_without_a_heartbeat_is_not_relied_on() {
    let bench = Bench::open().await;
    bench.control("POST", &["faults"], json!({"rule": [{"match": "GET /events", "do": "stream_silent"}]})).await;
    let sale = bench.charge(4_500).await;
    bench.streaming(sale).await;
    bench.pay(sale, 0).await;
    // Fifteen seconds after its last sign the usual readings go on, long before the safety reading.
    let waiting = async {
        while bench.sale(sale).await.attempts[0].status.state == State::Open {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(22), waiting).await.is_ok(), "the payment was not read");
}

#[tokio::test]
async fn till_66_a_sealed_file_that_is_there_wants_its_passphrase() {
    use ringup::secret::Secret;
    use ringup::service::error::Passphrase;
    use ringup::service::places::Places;
    use ringup::service::secrets::Secrets;
    let dir = tempfile::tempdir().unwrap();
    let shop = Places::new(dir.path(), false);
    let open = |typed: Option<&'static str>| Secrets::open(&shop, typed.map(Secret::from));
    open(Some("correct horse")).await.unwrap();
    // Not the keyring, even where there is one: it knows nothing of this shop.
    assert_eq!(open(None).await.unwrap_err().passphrase(), Some(Passphrase::Missing));
    assert_eq!(open(Some("wrong horse")).await.unwrap_err().passphrase(), Some(Passphrase::Wrong));
    open(Some("correct horse")).await.unwrap();
    let practice = Places::new(dir.path(), true);
    std::fs::create_dir_all(practice.folder()).unwrap();
    Secrets::open(&practice, None).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f27_after_a_sleep_the_code_is_hidden_until_it_was_read_again() {
    let bench = Bench::open().await;
    let sale = bench.charge(4_500).await;
    let guid = bench.newest_guid(sale).await;
    let faults = json!({"rule": [{"match": "GET /invoices/:id", "do": "status:503"}]});
    bench.control("POST", &["faults"], faults).await;
    bench.till.woke_up();
    bench.until("a failed reading", |b| async move { b.newest_live(sale).await.is_some_and(|l| l.failures > 0) }).await;
    assert!(bench.till.live(guid).unwrap().payment.is_none(), "no code while nobody has asked");
    bench.control("DELETE", &["faults"], Value::Null).await;
    bench.until("the code", |b| async move { b.newest_live(sale).await.is_some_and(|l| l.payment.is_some()) }).await;
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_63_a_running_till_backs_up_and_sells_on() {
    let bench = Bench::open().await;
    bench.charge(4_500).await;
    let made = bench.till.backup_now("z").await.unwrap();
    let verdict = ringup::journal::verify(&made.path, true).unwrap();
    assert_eq!(verdict.head, bench.till.book().await.head());
    assert!(made.path.starts_with(bench.till.place().backups()));
    bench.charge(100).await;
    assert_eq!(bench.till.blocked(), None);
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f20_a_book_replaced_under_a_running_till_is_not_backed_up_or_sold_on() {
    let bench = Bench::open().await;
    let file = bench.till.place().file();
    let copy = bench.dir.path().join("copy.db");
    std::fs::copy(&file, &copy).unwrap();
    std::fs::rename(&copy, &file).unwrap();
    let error = bench.till.backup_now("hourly").await.unwrap_err();
    assert!(error.to_string().contains("replaced"), "{error}");
    assert!(bench.till.charge(made::sale(100)).await.is_err());
    bench.till.close().await;
}
