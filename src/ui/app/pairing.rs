//! Connecting a gateway: from the page's orders to calls, and from their answers back to the page.

use std::sync::Arc;

use iced::Task;

use super::port::{Failure, Outcome};
use super::state::{App, Message, Page, cx};
use crate::notice;
use crate::service::connect::{Order, Standing, Store, Way};
use crate::service::pairing::Waiting;
use crate::service::start::Mode;
use crate::ui::screen::connect::{self, Connect, Instruction, PairingView};
use crate::ui::screen::welcome::Welcome;

impl App {
    /// First it is found out where secrets can be kept; that may take a moment.
    pub(super) fn go_to_connect(&mut self) -> Task<Message> {
        let house = self.house.clone();
        Task::perform(async move { house.key_store().await }, Message::KeyStoreFound)
    }

    pub(super) fn open_connect(&mut self, store: Store) -> Task<Message> {
        let store = match store {
            Store::Keyring => connect::Store::Keyring,
            Store::Sealed(exists) => connect::Store::Sealed { exists },
        };
        let page = Box::new(Connect::new(store, &self.cx()));
        self.turn(Page::Connect(page));
        Task::none()
    }

    pub(super) fn on_connect(&mut self, message: connect::Message) -> Task<Message> {
        let cx = cx!(self);
        let Page::Connect(page) = &mut self.page else { return Task::none() };
        let action = page.update(message, &cx);
        let task = action.task.map(Message::Connect);
        let done = action.instruction.map_or_else(Task::none, |order| self.carry_out(order));
        Task::batch([task, done])
    }

    fn carry_out(&mut self, order: Instruction) -> Task<Message> {
        match order {
            Instruction::Paste { environment, url, token, passphrase } => {
                self.connect(Order { way: Way::Paste(token), environment, url, passphrase })
            }
            Instruction::Claim { environment, url, code, passphrase } => {
                self.connect(Order { way: Way::Claim(code), environment, url, passphrase })
            }
            Instruction::Request { environment, url, label, passphrase } => {
                self.connect(Order { way: Way::Request(label), environment, url, passphrase })
            }
            Instruction::CheckApproval => self.check_approval(),
            Instruction::Copy(text) => iced::clipboard::write(text),
            Instruction::Done => self.open_shop(),
            Instruction::Leave => self.leave_connect(),
        }
    }

    /// The shop's books with the new connection; where they are open already they are closed first.
    fn open_shop(&mut self) -> Task<Message> {
        if self.counter.is_some() && self.mode == Mode::Shop { self.reopen() } else { self.open(Mode::Shop) }
    }

    fn connect(&self, order: Order) -> Task<Message> {
        let house = self.house.clone();
        Task::perform(async move { house.connect(order).await }, |result| {
            Message::Performed(Outcome::Connected(result.map_err(Arc::new)))
        })
    }

    fn check_approval(&self) -> Task<Message> {
        let house = self.house.clone();
        Task::perform(async move { house.approval().await }, |result| {
            Message::Performed(Outcome::Connected(result.map_err(Arc::new)))
        })
    }

    /// Back to where the page was opened from.
    pub(super) fn leave_connect(&mut self) -> Task<Message> {
        if self.counter.is_some() {
            return if std::mem::take(&mut self.returns) { self.go_to_owner() } else { self.go_to_register(None) };
        }
        self.turn(Page::Welcome(Welcome::default()));
        Task::none()
    }

    pub(super) fn connected(&mut self, result: Result<Standing, Failure>) -> Task<Message> {
        let message = match result {
            Ok(Standing::Ready { sin, caps }) => connect::Message::Paired(PairingView {
                code: String::new(),
                approval_url: String::new(),
                expires: None,
                sin,
                caps: Some(caps),
            }),
            Ok(Standing::Waiting(waiting)) => connect::Message::Waiting(view(waiting)),
            Err(failure) => connect::Message::Failed(notice::office(&failure, &self.lang)),
        };
        self.on_connect(message)
    }
}

fn view(waiting: Waiting) -> PairingView {
    PairingView {
        code: waiting.code,
        approval_url: waiting.approval_url,
        expires: waiting.expires,
        sin: waiting.sin,
        caps: None,
    }
}
