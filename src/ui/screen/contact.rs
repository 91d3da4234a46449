//! How a customer can be reached about a refund, as a dialog: by mail, or by text message and its code.

mod view;

use iced::keyboard::key::Named;
use iced::widget::operation;

use crate::domain::id::Guid;
use crate::notice::Notice;
use crate::ui::action::Action;
use crate::ui::press::{Hit, Press};

/// The field, so that a task can focus it.
pub const FIELD: &str = "contact-field";
/// Characters of an address.
const TEXT_MAX: usize = 254;

/// The dialog.
#[derive(Debug, Clone)]
pub struct Contacting {
    payment: Guid,
    way: Way,
    text: String,
    wrong: bool,
    busy: bool,
    failure: Option<Notice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Mail,
    Sms,
    /// The text message is out; its code comes back.
    Code,
    /// The gateway has what it needs.
    Done,
}

/// A way to the customer, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// By mail.
    Mail(String),
    /// By text message.
    Sms(String),
    /// The code of the text message.
    Code(String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// Mail or text message.
    WayChosen(usize),
    /// The field.
    Typed(String),
    /// Send.
    SendPressed,
    /// Back, or close.
    ClosePressed,
    /// The gateway took it: true where a code was sent to the customer.
    Taken(Result<bool, Box<Notice>>),
}

/// What the page is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Tell the gateway.
    Tell {
        /// The payment.
        payment: Guid,
        /// The way.
        reach: Reach,
    },
    /// Take the dialog away.
    Close,
}

type Answer = Action<Instruction, Message>;

impl Contacting {
    /// Opens the dialog for a payment.
    #[must_use]
    pub fn new(payment: Guid) -> Self {
        Self { payment, way: Way::Mail, text: String::new(), wrong: false, busy: false, failure: None }
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::WayChosen(index) => self.choose(index),
            Message::Typed(text) => self.retype(&text),
            Message::SendPressed => self.send(),
            Message::ClosePressed => Action::ask(Instruction::Close),
            Message::Taken(result) => self.taken(result),
        }
    }

    /// Takes a key.
    pub fn press(&mut self, press: &Press) -> Answer {
        match press.key {
            Hit::Named(Named::Escape) => Action::ask(Instruction::Close),
            Hit::Named(Named::Enter) if press.repeat => Action::none(),
            Hit::Named(Named::Enter) if self.way == Way::Done => Action::ask(Instruction::Close),
            Hit::Named(Named::Enter) => self.send(),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn choose(&mut self, index: usize) -> Answer {
        if matches!(self.way, Way::Mail | Way::Sms) && !self.busy {
            self.way = if index == 0 { Way::Mail } else { Way::Sms };
            self.text.clear();
            self.wrong = false;
        }
        Action::task(operation::focus(FIELD))
    }

    fn retype(&mut self, text: &str) -> Answer {
        self.text = text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect();
        self.wrong = false;
        self.failure = None;
        Action::none()
    }

    fn send(&mut self) -> Answer {
        let Some(reach) = self.reach().filter(|_| !self.busy) else {
            self.wrong = !self.busy && self.way != Way::Done;
            return Action::task(operation::focus(FIELD));
        };
        self.busy = true;
        Action::ask(Instruction::Tell { payment: self.payment, reach })
    }

    /// What was typed, if it has the form of what it is.
    fn reach(&self) -> Option<Reach> {
        let text = self.text.trim().to_owned();
        match self.way {
            Way::Mail => is_mail(&text).then_some(Reach::Mail(text)),
            Way::Sms => number(&text).map(Reach::Sms),
            Way::Code => (!text.is_empty() && text.chars().all(|c| c.is_ascii_digit())).then_some(Reach::Code(text)),
            Way::Done => None,
        }
    }

    fn taken(&mut self, result: Result<bool, Box<Notice>>) -> Answer {
        self.busy = false;
        match result {
            Ok(code_sent) => {
                self.way = if code_sent { Way::Code } else { Way::Done };
                self.text.clear();
            }
            Err(notice) => self.failure = Some(*notice),
        }
        Action::task(operation::focus(FIELD))
    }
}

fn is_mail(text: &str) -> bool {
    let plain = !text.chars().any(char::is_whitespace);
    let parts = text.split_once('@');
    let host = |host: &str| host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.');
    plain && parts.is_some_and(|(name, after)| !name.is_empty() && host(after))
}

/// A number with its country code, without the gaps people write.
fn number(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '/')).collect();
    let rest = digits.strip_prefix('+')?;
    let fits = (7..=15).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_digit());
    fits.then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bp2_80_81_only_what_can_be_reached_is_sent() {
        for good in ["a@b.example", "first.last+till@shop.example"] {
            assert!(is_mail(good), "{good}");
        }
        for bad in ["", "a", "@b.c", "a@b", "a@.c", "a b@c.d", "a@b@c.d"] {
            assert!(!is_mail(bad), "{bad}");
        }
        assert_eq!(number("+49 (151) 234-5678").as_deref(), Some("+491512345678"));
        for bad in ["0151 2345678", "+49", "+49x1512345678", "+1234567890123456"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }
}
