//! The payment of one sale: the code while it waits, the verdict once there is one.
//!
//! Everything shown comes from the book and the last reading. The screen owns only which step of the ladder is shown,
//! whether all coins are shown, and whether it asks before giving up.

mod answer;
mod keys;
pub mod ladder;
mod parts;
mod tender;
mod waiting;

use std::cell::RefCell;

use crate::domain::id::{GatewayId, Guid, SaleId};
use crate::domain::live::{Live, Mono};
use crate::domain::money::Money;
use crate::domain::payment::{PayOption, Payment, State};
use crate::domain::sale::{Attempt, Sale};
use crate::domain::verdict::{self, Verdict};
use crate::notice;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::Press;
use crate::ui::screen::cash::{self, Cash};
use crate::ui::screen::guard::Guard;
use crate::ui::screen::look;
use crate::ui::widget::qr;
use ladder::Step;

/// One open sale on the screen.
#[derive(Debug, Clone)]
pub struct Pay {
    sale: SaleId,
    rung: usize,
    all_coins: bool,
    over: Over,
    guard: Guard<Verdict>,
    drawn: RefCell<Option<qr::Code>>,
}

/// What lies over the payment.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Over {
    Nothing,
    /// The question whether to give the sale up: since when, and which of the reasons is chosen.
    Void {
        since: Mono,
        why: usize,
    },
    /// The other tenders, and since when.
    Tenders(Mono),
    /// Cash being counted; whether it was handed to the app.
    Cash {
        cash: Cash,
        sent: bool,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// Time passed, or the book or a reading changed.
    Ticked,
    /// A coin was chosen.
    CoinChosen(String),
    /// More coins, or fewer.
    CoinsToggled,
    /// The next step of the ladder.
    NextRungPressed,
    /// Park.
    ParkPressed,
    /// New code.
    NewCodePressed,
    /// Try now.
    TryNowPressed,
    /// Void sale.
    VoidPressed,
    /// Void sale, in the question.
    VoidConfirmed,
    /// A reason, in the question.
    VoidReasonChosen(usize),
    /// Back, in the question or the picker.
    OverClosed,
    /// Other tender.
    TenderPressed,
    /// Another connection, in the picker.
    TenderChosen(GatewayId),
    /// Cash.
    CashPressed,
    /// A press on the page where cash is counted.
    Counted(cash::Message),
    /// The app could not do what was asked.
    Failed,
    /// Show the receipt.
    ReceiptPressed,
    /// Open the customer's page.
    PagePressed,
    /// Copy what is shown.
    CopyPressed,
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Ask for another code of the same sale.
    NewCode {
        /// The sale.
        sale: SaleId,
        /// Which connection to ask; none for the one asked before.
        gateway: Option<GatewayId>,
    },
    /// Take cash for the sale.
    Cash {
        /// The sale.
        sale: SaleId,
        /// What the customer gave.
        given: Money,
    },
    /// Give the sale up.
    Void {
        /// The sale.
        sale: SaleId,
        /// Why, for the journal.
        reason: String,
    },
    /// Show another coin's code.
    PickCoin {
        /// The attempt.
        guid: Guid,
        /// The gateway's code of the coin.
        coin: String,
    },
    /// Leave the screen; the watch goes on.
    Leave,
    /// Read the payment now, not when its turn comes.
    TryNow {
        /// The attempt.
        guid: Guid,
    },
    /// Show the receipt.
    ShowReceipt {
        /// The sale.
        sale: SaleId,
    },
    /// Open the customer's page in a browser.
    OpenPage {
        /// Its address, on a host of the gateway.
        url: String,
    },
    /// Put a text on the clipboard.
    Copy(String),
}

type Answer = Action<Instruction, Message>;

/// Why a sale is given up: one of these is always chosen, and stands in the journal.
const VOID_REASONS: [&str; 4] = ["pay-void-reason-1", "pay-void-reason-2", "pay-void-reason-3", "pay-void-reason-4"];

impl Pay {
    /// The payment of `sale`, shown from now on.
    #[must_use]
    pub fn new(sale: SaleId, now: Mono) -> Self {
        Self { sale, rung: 0, all_coins: false, over: Over::Nothing, guard: Guard::new(now), drawn: RefCell::new(None) }
    }

    /// Which sale is shown.
    #[must_use]
    pub fn sale(&self) -> SaleId {
        self.sale
    }

    /// Whether something on the screen changes with time alone, so that the app must tick once a second.
    #[must_use]
    pub fn counts(&self, cx: &Context<'_>) -> bool {
        let attempt = cx.book.sale(self.sale).and_then(notice::subject);
        attempt.is_some_and(|attempt| attempt.closed.is_none() && attempt.wants_watching(cx.now))
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        let Some(sale) = cx.book.sale(self.sale) else { return Self::without_sale(&message) };
        self.guard.show(verdict_of(sale, cx), cx.mono);
        if !is_unpaid(sale) {
            // Money came, or the sale ended: there is nothing left to ask.
            self.over = Over::Nothing;
        }
        match message {
            Message::Pressed(press) => self.press(&press, sale, cx),
            Message::Ticked => Action::none(),
            Message::CoinChosen(coin) => self.choose_coin(coin, sale, cx),
            Message::CoinsToggled => self.toggle_coins(),
            Message::NextRungPressed => self.next_rung(sale, cx),
            Message::ParkPressed => Action::ask(Instruction::Leave),
            Message::NewCodePressed => self.new_code(sale),
            Message::TryNowPressed => try_now(sale),
            Message::VoidPressed => self.void(sale, cx),
            Message::VoidConfirmed => self.void_now(cx),
            Message::VoidReasonChosen(index) => self.choose_why(index),
            Message::OverClosed => self.close_over(),
            Message::TenderPressed => self.open_tenders(sale, cx),
            Message::TenderChosen(gateway) => self.ask_other(&gateway, sale, cx),
            Message::CashPressed => self.open_cash(sale),
            Message::Counted(message) => self.counted(&message, sale),
            Message::Failed => self.reopen(),
            Message::ReceiptPressed => self.receipt(sale),
            Message::PagePressed => open_page(sale, cx),
            Message::CopyPressed => self.copy(sale, cx),
        }
    }

    /// A sale that is no longer at hand can only be left.
    fn without_sale(message: &Message) -> Answer {
        match message {
            Message::Ticked | Message::Failed => Action::none(),
            Message::Pressed(press) if press.repeat => Action::none(),
            Message::Pressed(_)
            | Message::CoinChosen(_)
            | Message::CoinsToggled
            | Message::NextRungPressed
            | Message::ParkPressed
            | Message::NewCodePressed
            | Message::TryNowPressed
            | Message::VoidPressed
            | Message::VoidConfirmed
            | Message::VoidReasonChosen(_)
            | Message::OverClosed
            | Message::TenderPressed
            | Message::TenderChosen(_)
            | Message::CashPressed
            | Message::Counted(_)
            | Message::ReceiptPressed
            | Message::PagePressed
            | Message::CopyPressed => Action::ask(Instruction::Leave),
        }
    }

    fn choose_coin(&mut self, coin: String, sale: &Sale, cx: &Context<'_>) -> Answer {
        let Some(waiting) = Waiting::of(sale, cx) else { return Action::none() };
        let usable = |option: &&PayOption| option.id.as_str() == coin && option.disabled.is_none();
        if !waiting.payment.options.iter().any(|option| usable(&option)) {
            return Action::none();
        }
        self.rung = 0;
        if waiting.option.is_some_and(|shown| shown.id.as_str() == coin) && waiting.attempt.coin.is_some() {
            return Action::none();
        }
        Action::ask(Instruction::PickCoin { guid: waiting.attempt.guid(), coin })
    }

    fn toggle_coins(&mut self) -> Answer {
        self.all_coins = !self.all_coins;
        Action::none()
    }

    fn next_rung(&mut self, sale: &Sale, cx: &Context<'_>) -> Answer {
        let steps = Waiting::of(sale, cx).map_or(0, |waiting| waiting.steps.len());
        self.rung = if steps == 0 { 0 } else { (self.rung.min(steps - 1) + 1) % steps };
        Action::none()
    }

    fn new_code(&mut self, sale: &Sale) -> Answer {
        if !may_renew(sale) {
            return Action::none();
        }
        self.start_again();
        Action::ask(Instruction::NewCode { sale: sale.id, gateway: None })
    }

    /// The next code begins at the first step of the ladder.
    fn start_again(&mut self) {
        self.rung = 0;
    }

    fn void(&mut self, sale: &Sale, cx: &Context<'_>) -> Answer {
        if !is_unpaid(sale) {
            return Action::none();
        }
        self.over = Over::Void { since: cx.mono, why: 0 };
        Action::none()
    }

    fn choose_why(&mut self, index: usize) -> Answer {
        if let Over::Void { why, .. } = &mut self.over {
            *why = index.min(VOID_REASONS.len() - 1);
        }
        Action::none()
    }

    fn void_now(&mut self, cx: &Context<'_>) -> Answer {
        let Over::Void { why, .. } = std::mem::replace(&mut self.over, Over::Nothing) else { return Action::none() };
        Action::ask(Instruction::Void { sale: self.sale, reason: cx.lang.text(VOID_REASONS[why]) })
    }

    fn close_over(&mut self) -> Answer {
        self.over = Over::Nothing;
        Action::none()
    }

    fn receipt(&self, sale: &Sale) -> Answer {
        if sale.completed().is_none() {
            return Action::none();
        }
        Action::ask(Instruction::ShowReceipt { sale: self.sale })
    }

    fn copy(&self, sale: &Sale, cx: &Context<'_>) -> Answer {
        let Some(waiting) = Waiting::of(sale, cx) else { return Action::none() };
        let address = waiting.option.and_then(ladder::address);
        match address.or_else(|| waiting.step(self.rung).map(|step| step.text.clone())) {
            Some(text) => Action::ask(Instruction::Copy(text)),
            None => Action::none(),
        }
    }
}

fn try_now(sale: &Sale) -> Answer {
    match notice::subject(sale) {
        Some(attempt) => Action::ask(Instruction::TryNow { guid: attempt.guid() }),
        None => Action::none(),
    }
}

fn open_page(sale: &Sale, cx: &Context<'_>) -> Answer {
    let page = Waiting::of(sale, cx).and_then(|waiting| waiting.payment.hosted_url.clone());
    page.map_or_else(Action::none, |url| Action::ask(Instruction::OpenPage { url }))
}

fn verdict_of(sale: &Sale, cx: &Context<'_>) -> Verdict {
    verdict::of(sale, look::live(sale, cx).is_some_and(Live::is_silent))
}

/// Whether another code of this sale may be made: no code can be paid, and no money belongs to it.
pub(super) fn may_renew(sale: &Sale) -> bool {
    let money = |attempt: &Attempt| attempt.has_money() && attempt.late.is_none();
    sale.end.is_none() && sale.payable().is_none() && !sale.attempts.iter().any(money)
}

/// Whether the sale may be given up or paid otherwise: it is open, and no money was seen for it.
fn is_unpaid(sale: &Sale) -> bool {
    sale.end.is_none() && !sale.attempts.iter().any(|attempt| attempt.has_money() && attempt.closed.is_none())
}

/// A code that may be on the screen: the book says it is open, the last reading brought it, and its time is not over.
#[derive(Debug)]
struct Waiting<'a> {
    attempt: &'a Attempt,
    payment: &'a Payment,
    live: &'a Live,
    option: Option<&'a PayOption>,
    steps: Vec<Step>,
}

impl<'a> Waiting<'a> {
    fn of(sale: &'a Sale, cx: &Context<'a>) -> Option<Self> {
        let attempt = notice::subject(sale)?;
        let live = cx.live.get(&attempt.guid())?;
        let payment = live.payment.as_ref()?;
        let open = attempt.invoice.is_some() && attempt.status.state == State::Open && attempt.closed.is_none();
        let calm = verdict_of(sale, cx) == Verdict::Waiting && payment.status.state == State::Open;
        let timely = live.left(cx.mono).is_none_or(|left| !left.is_zero());
        if !(open && calm && timely) {
            return None;
        }
        let option = chosen(attempt, payment);
        Some(Self { attempt, payment, live, option, steps: ladder::steps(payment, option) })
    }

    /// The step shown; a ladder that became shorter shows its last one.
    fn step(&self, rung: usize) -> Option<&Step> {
        self.steps.get(rung).or_else(|| self.steps.last())
    }
}

/// The coin the book says is shown, else the first one that works.
fn chosen<'a>(attempt: &Attempt, payment: &'a Payment) -> Option<&'a PayOption> {
    let works = |option: &&PayOption| option.disabled.is_none();
    let written = attempt.coin.as_deref();
    let known = payment.options.iter().filter(works).find(|option| Some(option.id.as_str()) == written);
    known.or_else(|| payment.options.iter().find(works))
}
