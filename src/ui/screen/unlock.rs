//! A shop whose secrets are in a sealed file: its passphrase is asked before its books are opened.

use iced::keyboard::key::Named;
use iced::widget::operation;
use iced::widget::{column, container, scrollable};
use iced::{Center, Fill, Task};

use crate::secret::Secret;
use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::press::{Hit, Press};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::fact::{self, Fact};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, label};

/// The field, so that a task can focus it.
pub const FIELD: &str = "unlock-passphrase";

/// The page.
#[derive(Debug, Clone)]
pub struct Unlock {
    passphrase: Secret,
    phase: Phase,
    wrong: Option<Wrong>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Asking,
    Opening,
    StartingPractice,
}

/// What is wrong with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Empty,
    DoesNotFit,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// The field changed.
    Typed(Secret),
    /// Open the shop.
    OpenPressed,
    /// Practice instead.
    PracticePressed,
    /// The passphrase does not open the file.
    Refused,
    /// Something else went wrong; it was told elsewhere.
    Failed,
}

/// What the app is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// Open the shop's books with this passphrase.
    Open(Secret),
    /// Open the practice books; they need none.
    StartPractice,
}

type Answer = Action<Instruction, Message>;

impl Default for Unlock {
    fn default() -> Self {
        Self { passphrase: Secret::from(""), phase: Phase::Asking, wrong: None }
    }
}

impl Unlock {
    /// The task that puts the keyboard into the field.
    pub fn focus() -> Task<Message> {
        operation::focus(FIELD)
    }

    /// Takes a message; pure.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::Pressed(press) => self.heard(&press),
            Message::Typed(passphrase) => self.retype(passphrase),
            Message::OpenPressed => self.open(),
            Message::PracticePressed => self.practice(),
            Message::Refused => self.refused(),
            Message::Failed => {
                self.phase = Phase::Asking;
                Action::none()
            }
        }
    }

    fn heard(&mut self, press: &Press) -> Answer {
        match press.key {
            Hit::Named(Named::Enter) if !press.repeat => self.open(),
            Hit::Named(Named::F5) if !press.repeat => self.practice(),
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn retype(&mut self, passphrase: Secret) -> Answer {
        if self.phase == Phase::Asking {
            self.passphrase = passphrase;
            self.wrong = None;
        }
        Action::none()
    }

    fn open(&mut self) -> Answer {
        if self.phase != Phase::Asking {
            return Action::none();
        }
        if self.passphrase.expose().is_empty() {
            self.wrong = Some(Wrong::Empty);
            return Action::task(Self::focus());
        }
        self.phase = Phase::Opening;
        self.wrong = None;
        Action::ask(Instruction::Open(self.passphrase.clone()))
    }

    fn practice(&mut self) -> Answer {
        if self.phase != Phase::Asking {
            return Action::none();
        }
        self.phase = Phase::StartingPractice;
        Action::ask(Instruction::StartPractice)
    }

    /// The field is emptied: a wrong passphrase is typed anew, not mended.
    fn refused(&mut self) -> Answer {
        *self = Self { wrong: Some(Wrong::DoesNotFit), ..Self::default() };
        Action::task(Self::focus())
    }

    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let low = cx.size.height < 640.0;
        let gap = if low { space::S } else { space::L };
        let content = column![head(cx, low), facts(cx), self.field(cx), self.buttons(cx)].spacing(gap).width(Fill);
        let padding = if low { space::M } else { space::XL };
        let card = container(card::card(content).padding(padding).width(Fill)).max_width(if low { 760 } else { 640 });
        let page = container(card).center_x(Fill).padding(space::M);
        // A window lower than the page scrolls; otherwise it stands in the middle.
        container(scrollable(page).direction(theme::scroll::vertical())).width(Fill).height(Fill).center_y(Fill).into()
    }

    fn field<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let error = self.wrong.map(|wrong| match wrong {
            Wrong::Empty => cx.lang.text("unlock-empty"),
            Wrong::DoesNotFit => cx.lang.text("vault-wrong-passphrase-happened"),
        });
        field("", self.passphrase.expose())
            .secure(true)
            .label(cx.lang.text("unlock-passphrase"))
            .error(error)
            .id(FIELD)
            .on_input(|text| Message::Typed(Secret::new(text)))
            .into()
    }

    fn buttons<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let (keys, moves) = (at.shows_keys(), !cx.config.look.reduced_motion);
        let height = if at == Breakpoint::Small { space::BUTTON } else { space::BUTTON_LARGE };
        let ready = self.phase == Phase::Asking;
        let practice = button::plain(cx.lang.text("welcome-practice-act")).icon(Icon::GraduationCap).height(height);
        let practice = match self.phase {
            Phase::StartingPractice => practice.busy(cx.lang.text("welcome-practice-busy")).moves(moves),
            Phase::Asking | Phase::Opening => {
                practice.key_if(keys, "F5").on_press_maybe(ready.then_some(Message::PracticePressed))
            }
        };
        let open = button::primary(cx.lang.text("unlock-act")).height(height).width(Fill);
        let open = match self.phase {
            Phase::Opening => open.busy(cx.lang.text("unlock-busy")).moves(moves),
            Phase::Asking | Phase::StartingPractice => {
                open.key_if(keys, "Enter").on_press_maybe(ready.then_some(Message::OpenPressed))
            }
        };
        layout::row(vec![practice.into(), open.into()]).spacing(space::S).into()
    }
}

fn head<'a>(cx: &Context<'a>, low: bool) -> Element<'a, Message> {
    let side = if low { 44.0 } else { 64.0 };
    let picture = container(icon(Icon::Lock).size(side / 2.0)).center(side).style(theme::container::pill(Tone::Accent));
    let title = cx.lang.text("unlock-title");
    let title = if low { label::heading(title) } else { label::title(title) };
    let title = title.width(Fill).align_x(layout::start());
    layout::row(vec![picture.into(), title.into()]).spacing(space::M).align_y(Center).into()
}

fn facts<'a>(cx: &Context<'a>) -> Element<'a, Message> {
    fact::rows(
        Fact::new(cx.lang.text("label-happened"), cx.lang.text("unlock-happened")),
        Fact::new(cx.lang.text("label-safe"), cx.lang.text("unlock-safe")),
        Fact::new(cx.lang.text("label-todo"), cx.lang.text("unlock-todo")),
    )
}
