//! Keys of the payment screen. A held key does not repeat, and Enter is deaf for a moment after a change.

use iced::keyboard::key::Named;

use super::tender::is_awake;
use super::{Instruction, Message, Over, Pay, Waiting, may_renew, verdict_of};
use crate::domain::sale::Sale;
use crate::domain::verdict::Verdict;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::cash;

type Answer = Action<Instruction, Message>;

/// What Enter does on each verdict: at most one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primary {
    NewCode,
    Receipt,
    Leave,
}

/// The big button of a verdict; none where there is nothing to decide.
pub(super) fn primary(verdict: Verdict, sale: &Sale) -> Option<Primary> {
    let renew = may_renew(sale).then_some(Primary::NewCode);
    match verdict {
        Verdict::Asking | Verdict::AskingAgain | Verdict::Waiting | Verdict::Approved => None,
        Verdict::Seen | Verdict::LowFee | Verdict::Unmapped | Verdict::Unknown => None,
        Verdict::SeenByRule | Verdict::Accepted | Verdict::Settled | Verdict::Over | Verdict::Cash => {
            Some(if sale.completed().is_some() { Primary::Receipt } else { Primary::Leave })
        }
        Verdict::Under
        | Verdict::Expired
        | Verdict::Cancelled
        | Verdict::Failed
        | Verdict::Rejected
        | Verdict::Disagrees
        | Verdict::NoCode => renew,
        Verdict::Void | Verdict::FailedGoodsGone | Verdict::Late | Verdict::PaidTwice => Some(Primary::Leave),
    }
}

impl Pay {
    pub(super) fn press(&mut self, press: &Press, sale: &Sale, cx: &Context<'_>) -> Answer {
        if press.repeat && !(press.is(Named::Backspace) && matches!(self.over, Over::Cash { .. })) || press.captured {
            return Action::none();
        }
        match &self.over {
            Over::Nothing => {}
            Over::Void { since, .. } => return self.press_in_question(press, is_awake(*since, cx), cx),
            Over::Tenders(since) => return self.press_in_tenders(press, is_awake(*since, cx), cx),
            Over::Cash { .. } => {
                return cash::message(press).map_or_else(Action::none, |message| self.counted(&message, sale));
            }
        }
        match press.key {
            Hit::Named(Named::Enter) => self.enter(sale, cx),
            Hit::Named(Named::Escape) => self.escape(sale, cx),
            Hit::Named(Named::F4) => self.update(Message::ParkPressed, cx),
            Hit::Named(Named::F6) => self.update(Message::TenderPressed, cx),
            Hit::Named(Named::F7) => self.update(Message::CashPressed, cx),
            Hit::Named(Named::F8) => self.update(Message::NextRungPressed, cx),
            Hit::Named(Named::F9) if may_renew(sale) => self.update(Message::NewCodePressed, cx),
            Hit::Named(Named::F9) => self.update(Message::TryNowPressed, cx),
            Hit::Char('c' | 'C') if press.ctrl => self.update(Message::CopyPressed, cx),
            Hit::Char(digit @ '1'..='9') if !press.ctrl => self.coin_key(digit, sale, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn press_in_question(&mut self, press: &Press, awake: bool, cx: &Context<'_>) -> Answer {
        match press.key {
            Hit::Named(Named::Enter) if awake => self.update(Message::VoidConfirmed, cx),
            Hit::Named(Named::Escape) => self.update(Message::OverClosed, cx),
            Hit::Char(digit @ '1'..='4') => {
                let index = digit.to_digit(10).map_or(0, |digit| digit as usize - 1);
                self.update(Message::VoidReasonChosen(index), cx)
            }
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn enter(&mut self, sale: &Sale, cx: &Context<'_>) -> Answer {
        if !self.guard.hears(cx.mono) {
            return Action::none();
        }
        match primary(verdict_of(sale, cx), sale) {
            Some(Primary::NewCode) => self.update(Message::NewCodePressed, cx),
            Some(Primary::Receipt) => self.update(Message::ReceiptPressed, cx),
            Some(Primary::Leave) => self.update(Message::ParkPressed, cx),
            None => Action::none(),
        }
    }

    /// Esc gives the sale up where that is possible, else it goes back.
    fn escape(&mut self, sale: &Sale, cx: &Context<'_>) -> Answer {
        let message = if super::is_unpaid(sale) { Message::VoidPressed } else { Message::ParkPressed };
        self.update(message, cx)
    }

    fn coin_key(&mut self, digit: char, sale: &Sale, cx: &Context<'_>) -> Answer {
        let index = digit.to_digit(10).map_or(0, |digit| digit as usize - 1);
        let coin = Waiting::of(sale, cx)
            .and_then(|waiting| waiting.payment.options.get(index).map(|option| option.id.as_str().to_owned()));
        match coin {
            Some(coin) => self.update(Message::CoinChosen(coin), cx),
            None => Action::none(),
        }
    }
}
