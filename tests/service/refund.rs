//! Refunds through a till whose gateway answers, stays silent before or after it acted, or says no.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::made;
use async_trait::async_trait;
use ringup::domain::capability::{Cap, Caps};
use ringup::domain::cart::Line;
use ringup::domain::core::{NewSale, Portion, Refusal};
use ringup::domain::id::{Guid, InvoiceId, RefundId, SaleId};
use ringup::domain::money::{Currency, Money};
use ringup::domain::payment::{NewPayment, Payment};
use ringup::domain::refund::{NewRefund, Refund, RefundState};
use ringup::domain::returns::{self, Standing};
use ringup::domain::sale::{MoneyBack, Sale};
use ringup::domain::time::Timestamp;
use ringup::gateway::port::{Contact, ContactStep, Error, Found, Gateway, GatewayInfo, Mode as Act, PayRef, Result};
use ringup::service::Till;
use ringup::service::error::Trouble;
use ringup::service::practice::Pay;
use ringup::service::refund::Order;
use ringup::service::start::{self, Mode, Options};

/// What the next send meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// The request never arrives; the till cannot know.
    SilentBefore,
    /// The refund is made; the answer is lost.
    SilentAfter,
    /// The gateway says no.
    Refuse,
}

/// The gateway's refunds, shared by the doubles of one book across restarts.
#[derive(Debug)]
struct Desk {
    fault: Mutex<Fault>,
    made: Mutex<Vec<Refund>>,
    /// Sends and looks, in order.
    calls: Mutex<Vec<&'static str>>,
    lists: AtomicBool,
    previews: AtomicUsize,
    contacts: Mutex<Vec<Contact>>,
}

impl Desk {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            fault: Mutex::new(Fault::None),
            made: Mutex::default(),
            calls: Mutex::default(),
            lists: AtomicBool::new(true),
            previews: AtomicUsize::new(0),
            contacts: Mutex::default(),
        })
    }

    fn fault(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }

    fn move_to(&self, state: RefundState) {
        self.made.lock().unwrap().iter_mut().for_each(|refund| refund.state = state);
    }

    fn make(&self, request: &NewRefund, state: RefundState) -> Refund {
        Refund {
            id: RefundId(format!("ref-{}", request.guid)),
            guid: Some(request.guid.to_string()),
            invoice: request.invoice.clone(),
            amount: request.amount.to_decimal(),
            currency: request.amount.currency().code().to_owned(),
            state,
            raw: state.word().to_owned(),
            fee: "0.04".parse().ok(),
            buyer_pays_fee: request.buyer_pays_fee,
            coin: None,
            asked: None,
            reference: request.reason.clone(),
            token: None,
        }
    }
}

/// A practice gateway that can refund, by a script.
#[derive(Debug)]
struct Refunding {
    inner: Arc<dyn Gateway>,
    desk: Arc<Desk>,
}

#[async_trait]
impl Gateway for Refunding {
    fn info(&self) -> &GatewayInfo {
        self.inner.info()
    }

    fn caps(&self) -> Caps {
        Caps::of(self.inner.caps().iter().chain([Cap::Refund, Cap::RefundPreview, Cap::ContactMail, Cap::ContactSms]))
    }

    async fn create(&self, request: &NewPayment) -> Result<Payment> {
        self.inner.create(request).await
    }

    async fn find(&self, request: &NewPayment, since: Timestamp) -> Result<Found> {
        self.inner.find(request, since).await
    }

    async fn get(&self, payment: &PayRef) -> Result<Payment> {
        self.inner.get(payment).await
    }

    async fn contact(&self, _payment: &PayRef, contact: Contact) -> Result<ContactStep> {
        let step = if matches!(contact, Contact::Sms(_)) { ContactStep::CodeSent } else { ContactStep::Done };
        self.desk.contacts.lock().unwrap().push(contact);
        Ok(step)
    }

    async fn refund(&self, request: &NewRefund, mode: Act) -> Result<Refund> {
        if mode == Act::Preview {
            self.desk.previews.fetch_add(1, Ordering::Relaxed);
            return Ok(self.desk.make(request, RefundState::Preview));
        }
        self.desk.calls.lock().unwrap().push("send");
        let fault = std::mem::replace(&mut *self.desk.fault.lock().unwrap(), Fault::None);
        match fault {
            Fault::SilentBefore => return Err(Error::Unknown("the connection broke".into())),
            Fault::Refuse => {
                return Err(Error::State { code: "010207".into(), text: "Invalid invoice state for refund".into() });
            }
            Fault::None | Fault::SilentAfter => {}
        }
        let refund = self.desk.make(request, RefundState::Asked);
        self.desk.made.lock().unwrap().push(refund.clone());
        if fault == Fault::SilentAfter { Err(Error::Unknown("the answer was lost".into())) } else { Ok(refund) }
    }

    async fn refunds(&self, invoice: &InvoiceId) -> Result<Vec<Refund>> {
        self.desk.calls.lock().unwrap().push("list");
        Ok(self.desk.made.lock().unwrap().iter().filter(|refund| refund.invoice == *invoice).cloned().collect())
    }

    async fn find_refund(&self, guid: Guid) -> Result<Option<Refund>> {
        self.desk.calls.lock().unwrap().push("find");
        if !self.desk.lists.load(Ordering::Relaxed) {
            return Err(Error::Unknown("still dark".into()));
        }
        let key = guid.to_string();
        Ok(self.desk.made.lock().unwrap().iter().find(|refund| refund.guid.as_deref() == Some(&key)).cloned())
    }

    async fn get_refund(&self, id: &RefundId) -> Result<Refund> {
        let made = self.desk.made.lock().unwrap();
        made.iter().find(|refund| refund.id == *id).cloned().ok_or_else(|| Error::NotFound("no such refund".into()))
    }
}

struct Bench {
    dir: tempfile::TempDir,
    till: Till,
    desk: Arc<Desk>,
}

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

impl Bench {
    async fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap(), Desk::new()).await
    }

    async fn open_in(dir: tempfile::TempDir, desk: Arc<Desk>) -> Self {
        let options = Options { data_dir: dir.path().to_owned(), mode: Mode::Practice, passphrase: None };
        let shared = Arc::clone(&desk);
        let between = move |inner| Arc::new(Refunding { inner, desk: Arc::clone(&shared) }) as Arc<dyn Gateway>;
        let till = start::open_through(options, between).await.unwrap().till;
        Self { dir, till, desk }
    }

    /// Ends the till without waiting for what it does, and opens its books again.
    async fn restart(self) -> Self {
        self.till.close().await;
        drop(self.till);
        let bench = Self::open_in(self.dir, self.desk).await;
        bench.till.resolve_all().await;
        bench
    }

    fn cart(id: SaleId) -> NewSale {
        let line = Line { name: "Tea".into(), quantity: 4, ..made::line(eur(250)) };
        made::cart(id, line)
    }

    /// A sale of 10.00, paid through the gateway.
    async fn paid(&self) -> SaleId {
        let id = SaleId(uuid::Uuid::now_v7());
        self.till.charge(Self::cart(id)).await.unwrap();
        self.until("the code", |sale| sale.current().is_some_and(|a| a.invoice.is_some()), id).await;
        let invoice = self.sale(id).await.current().unwrap().invoice.clone().unwrap().invoice;
        self.till.practice().unwrap().pay(&invoice, Pay::Exact).await.unwrap();
        let safe = |sale: &Sale| sale.current().is_some_and(returns::is_refundable);
        self.until("acceptance", |sale| sale.completed().is_some() && safe(sale), id).await;
        id
    }

    async fn sale(&self, id: SaleId) -> Sale {
        self.till.book().await.sale(id).unwrap().clone()
    }

    async fn until(&self, what: &str, holds: impl Fn(&Sale) -> bool, id: SaleId) {
        let waiting = async {
            loop {
                let sale = self.sale(id).await;
                if holds(&sale) {
                    return;
                }
                sale.attempts.iter().for_each(|attempt| self.till.poke(attempt.guid()));
                sale.backs.iter().for_each(|back| self.till.poke(back.guid));
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(40), waiting).await.is_ok(), "{what} did not come");
    }

    fn calls(&self) -> Vec<&'static str> {
        self.desk.calls.lock().unwrap().clone()
    }

    fn sends(&self) -> usize {
        self.calls().iter().filter(|call| **call == "send").count()
    }
}

fn order(sale: SaleId, portion: Portion) -> Order {
    Order { sale, payment: None, portion, reason: "Wrong item".into(), buyer_pays_fee: true, operator: "Mara".into() }
}

fn key() -> Guid {
    Guid(uuid::Uuid::new_v4())
}

fn known(sale: &Sale) -> bool {
    sale.backs.last().is_some_and(|back| !back.is_unresolved())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_87_till_43_a_refund_is_previewed_asked_and_followed_to_its_end() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    let asked = order(sale, Portion::Amount(eur(400)));
    let preview = bench.till.preview_refund(&asked).await.unwrap();
    assert_eq!(
        (preview.amount, preview.fee, preview.buyer_pays_fee, preview.cash),
        (eur(400), Some(eur(4)), true, false)
    );
    assert!(bench.sale(sale).await.backs.is_empty() && bench.sends() == 0, "a look leaves nothing behind");
    let guid = key();
    bench.till.refund(&asked, guid).await.unwrap();
    let second = bench.till.refund(&asked, guid).await;
    assert!(matches!(second, Err(Trouble::Refused(Refusal::AlreadyRefunding))), "{second:?}");
    bench.until("the answer", known, sale).await;
    assert_eq!(returns::standing(&bench.sale(sale).await), Some(Standing::Asked));
    bench.desk.move_to(RefundState::Sent);
    bench.until("sent", |s| returns::standing(s) == Some(Standing::Sent), sale).await;
    bench.desk.move_to(RefundState::Done);
    bench.until("the end", |s| returns::standing(s) == Some(Standing::Partial), sale).await;
    let sold = bench.sale(sale).await;
    let receipt = sold.backs[0].receipt.clone().unwrap();
    assert_eq!((receipt.fact.receipt_no, receipt.fact.amount), (2, eur(400)));
    assert_eq!((bench.sends(), sold.backs[0].fee), (1, "0.04".parse().ok()));
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f44_a_lost_answer_is_found_in_the_list_and_never_sent_again() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    bench.desk.fault(Fault::SilentAfter);
    bench.till.refund(&order(sale, Portion::All), key()).await.unwrap();
    bench.until("doubt", |s| s.backs.iter().any(|back| back.unknown.is_some()), sale).await;
    let other = bench.till.refund(&order(sale, Portion::Amount(eur(1))), key()).await;
    assert!(matches!(other, Err(Trouble::Refused(Refusal::RefundInDoubt))), "{other:?}");
    bench.until("the answer", known, sale).await;
    assert_eq!((bench.sends(), bench.desk.made.lock().unwrap().len()), (1, 1));
    bench.desk.move_to(RefundState::Done);
    bench.until("the end", |s| returns::standing(s) == Some(Standing::Full), sale).await;
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f44_a_refund_that_never_arrived_is_looked_for_twice_before_it_is_sent_again() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    bench.desk.fault(Fault::SilentBefore);
    bench.till.refund(&order(sale, Portion::All), key()).await.unwrap();
    bench.until("the answer", known, sale).await;
    assert_eq!(bench.calls(), ["send", "find", "list", "find", "list", "send"]);
    assert_eq!(bench.desk.made.lock().unwrap().len(), 1);
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f44_a_restart_finishes_a_refund_in_doubt() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    bench.desk.fault(Fault::SilentAfter);
    bench.desk.lists.store(false, Ordering::Relaxed);
    bench.till.refund(&order(sale, Portion::All), key()).await.unwrap();
    bench.until("doubt", |s| s.backs.iter().any(|back| back.unknown.is_some()), sale).await;
    let bench = bench.restart().await;
    assert!(bench.sale(sale).await.backs[0].is_unresolved());
    bench.desk.lists.store(true, Ordering::Relaxed);
    bench.until("the answer", known, sale).await;
    assert_eq!(bench.sends(), 1);
    let bench = bench.restart().await;
    bench.desk.move_to(RefundState::Done);
    bench.until("the end", |s| returns::standing(s) == Some(Standing::Full), sale).await;
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_19_a_no_is_kept_with_its_words_and_the_money_stays() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    bench.desk.fault(Fault::Refuse);
    bench.till.refund(&order(sale, Portion::All), key()).await.unwrap();
    bench.until("the answer", known, sale).await;
    let sold = bench.sale(sale).await;
    let refused = sold.backs[0].refused.clone().unwrap();
    assert_eq!(refused.code, "state:010207");
    assert!(refused.error.contains("010207"), "{}", refused.error);
    assert!(sold.backs.iter().all(MoneyBack::came_to_nothing));
    assert_eq!(returns::left(&sold, returns::source(&sold).unwrap()), eur(1000));
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_67_a_key_that_only_receives_refunds_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { data_dir: dir.path().to_owned(), mode: Mode::Practice, passphrase: None };
    let till = start::open(options).await.unwrap().till;
    let bench = Bench { dir, till, desk: Desk::new() };
    let sale = bench.paid().await;
    assert!(!bench.till.preferred().unwrap().caps().has(Cap::Refund));
    let refused = bench.till.refund(&order(sale, Portion::All), key()).await;
    assert!(matches!(refused, Err(Trouble::Gateway(Error::Unsupported(Cap::Refund)))), "{refused:?}");
    assert!(bench.sale(sale).await.backs.is_empty(), "nothing is written");
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn till_43_cash_goes_back_without_a_gateway() {
    let bench = Bench::open().await;
    let id = SaleId(uuid::Uuid::now_v7());
    bench.till.cash(Some(Bench::cart(id)), id, eur(2000)).await.unwrap();
    let piece = ringup::domain::fact::Returned { line: 0, quantity: 3 };
    let asked = order(id, Portion::Lines(vec![piece]));
    assert!(bench.till.preview_refund(&asked).await.unwrap().cash);
    bench.till.refund(&asked, key()).await.unwrap();
    let sold = bench.sale(id).await;
    assert_eq!((sold.backs[0].amount, bench.calls().len()), (eur(750), 0));
    let bench = bench.restart().await;
    assert_eq!(bench.sale(id).await, sold, "the book says the same after a restart");
    bench.till.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bp2_80_81_a_contact_reaches_the_gateway_by_mail_or_by_text_message() {
    let bench = Bench::open().await;
    let sale = bench.paid().await;
    let guid = bench.sale(sale).await.current().unwrap().guid();
    let step = bench.till.contact(guid, Contact::Sms("+4915112345678".into())).await.unwrap();
    assert_eq!(step, ContactStep::CodeSent);
    assert_eq!(bench.till.contact(guid, Contact::SmsCode("123456".into())).await.unwrap(), ContactStep::Done);
    assert_eq!(bench.desk.contacts.lock().unwrap().len(), 2);
    bench.till.close().await;
}
