//! A sale that is paid: the verdict, the amount, the receipt as paper, and the next sale on Enter.

mod view;

use iced::keyboard::key::Named;

use crate::device::receipt::{self, ReceiptDoc, Source};
use crate::domain::environment::Environment;
use crate::domain::id::SaleId;
use crate::domain::live::Mono;
use crate::domain::sale::Sale;
use crate::domain::verdict::Verdict;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::press::{Hit, Press};
use crate::ui::screen::guard::Guard;
use crate::ui::screen::look;
use crate::ui::widget::qr;

/// One paid sale on the screen.
#[derive(Debug, Clone)]
pub struct Done {
    sale: SaleId,
    code: Option<Option<qr::Code>>,
    saved: Option<String>,
    guard: Guard<Verdict>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// The book changed, or time passed.
    Ticked,
    /// Next sale.
    NextPressed,
    /// Show code, or hide it.
    CodePressed,
    /// Save receipt.
    SavePressed,
    /// The receipt was written to this file.
    Saved(String),
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Back to the register with an empty cart.
    Next,
    /// Open the refund of the sale.
    Refund {
        /// The sale.
        sale: SaleId,
    },
    /// Write the receipt to a text file, and answer with [`Message::Saved`].
    SaveReceipt {
        /// The sale.
        sale: SaleId,
    },
}

type Answer = Action<Instruction, Message>;

impl Done {
    /// The page of a paid sale, shown from now on.
    #[must_use]
    pub fn new(sale: SaleId, now: Mono) -> Self {
        Self { sale, code: None, saved: None, guard: Guard::new(now) }
    }

    /// Which sale is shown.
    #[must_use]
    pub fn sale(&self) -> SaleId {
        self.sale
    }

    /// Takes one message.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Answer {
        if let Some(sale) = cx.book.sale(self.sale) {
            self.guard.show(look::words(sale, cx).verdict, cx.mono);
        }
        match message {
            Message::Pressed(press) => self.press(&press, cx),
            Message::Ticked => Action::none(),
            Message::NextPressed => Action::ask(Instruction::Next),
            Message::CodePressed => self.toggle_code(cx),
            Message::SavePressed => Action::ask(Instruction::SaveReceipt { sale: self.sale }),
            Message::Saved(file) => self.note_saved(file),
        }
    }

    fn press(&mut self, press: &Press, cx: &Context<'_>) -> Answer {
        if press.repeat || press.captured || press.ctrl {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Enter) if self.guard.hears(cx.mono) => self.update(Message::NextPressed, cx),
            Hit::Named(Named::Escape) if self.code.is_some() => self.update(Message::CodePressed, cx),
            Hit::Named(Named::Escape) => self.update(Message::NextPressed, cx),
            Hit::Char('q' | 'Q') => self.update(Message::CodePressed, cx),
            Hit::Char('r' | 'R') => Action::ask(Instruction::Refund { sale: self.sale }),
            Hit::Char('p' | 'P') => self.update(Message::SavePressed, cx),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn toggle_code(&mut self, cx: &Context<'_>) -> Answer {
        self.code = match self.code {
            Some(_) => None,
            None => Some(self.receipt_code(cx)),
        };
        Action::none()
    }

    fn receipt_code(&self, cx: &Context<'_>) -> Option<qr::Code> {
        let doc = paper_of(cx.book.sale(self.sale)?, cx)?;
        qr::Code::new(doc.code()?).ok()
    }

    fn note_saved(&mut self, file: String) -> Answer {
        self.saved = Some(file);
        Action::none()
    }
}

/// The receipt of a sale as this till would print it now.
#[must_use]
pub fn paper_of(sale: &Sale, cx: &Context<'_>) -> Option<ReceiptDoc> {
    let gateway = look::gateway(cx);
    let written = cx.book.genesis().map(|genesis| genesis.environment.as_str());
    let known = [Environment::Practice, Environment::Test];
    let environment = known.into_iter().find(|environment| Some(environment.word()) == written);
    receipt::build(&Source {
        sale,
        shop: &cx.config.shop,
        genesis: cx.book.genesis(),
        gateway: &gateway,
        environment: environment.unwrap_or(Environment::Live),
        copy: (sale.copies > 0).then_some(sale.copies),
        lang: cx.lang,
        offset_min: cx.offset_min,
    })
}
