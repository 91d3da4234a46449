//! The first start: two doors, one sentence each.

use iced::keyboard::key::Named;
use iced::widget::{Space, column, container, scrollable};
use iced::{Center, Fill};

use crate::ui::action::Action;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon, logo};
use crate::ui::press::{Hit, Press};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::button::Button;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Element, button, card, label};

/// The first page of a fresh till.
#[derive(Debug, Clone)]
pub struct Welcome {
    phase: Phase,
    door: Door,
}

/// Whether a door was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting for a choice.
    Open,
    /// Practice is starting.
    Starting,
}

/// The two ways in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The built-in gateway.
    Practice,
    /// A real one.
    Connect,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key of the keyboard.
    Pressed(Press),
    /// A door was pressed.
    DoorPressed(Door),
    /// Practice could not start; choose again.
    Failed,
}

/// What the app is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Open practice books with the built-in gateway.
    StartPractice,
    /// Show how to connect a gateway.
    Connect,
}

type Answer = Action<Instruction, Message>;

impl Default for Welcome {
    fn default() -> Self {
        Self { phase: Phase::Open, door: Door::Practice }
    }
}

impl Welcome {
    /// Takes a message; pure.
    pub fn update(&mut self, message: Message) -> Answer {
        match message {
            Message::Pressed(press) => self.heard(&press),
            Message::DoorPressed(door) => self.open(door),
            Message::Failed => {
                self.phase = Phase::Open;
                Action::none()
            }
        }
    }

    fn heard(&mut self, press: &Press) -> Answer {
        if press.repeat {
            return Action::none();
        }
        match press.key {
            Hit::Named(Named::Enter) => self.open(Door::Practice),
            Hit::Char(' ') => self.open(self.door),
            Hit::Named(Named::Tab | Named::ArrowLeft | Named::ArrowRight | Named::ArrowUp | Named::ArrowDown) => {
                self.door = match self.door {
                    Door::Practice => Door::Connect,
                    Door::Connect => Door::Practice,
                };
                Action::none()
            }
            Hit::Named(_) | Hit::Char(_) => Action::none(),
        }
    }

    fn open(&mut self, door: Door) -> Answer {
        match (self.phase, door) {
            (Phase::Starting, _) => Action::none(),
            (Phase::Open, Door::Practice) => {
                self.phase = Phase::Starting;
                Action::ask(Instruction::StartPractice)
            }
            (Phase::Open, Door::Connect) => Action::ask(Instruction::Connect),
        }
    }

    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let low = cx.size.height < 640.0;
        let narrow = cx.size.width < 700.0 || Breakpoint::of(cx.size) == Breakpoint::Portrait;
        let (mark, gap) = if low { (48.0, space::S) } else { (88.0, space::M) };
        let title = cx.lang.text("welcome-title");
        let title = if low { label::heading(title) } else { label::title(title) };
        let sentence = label::body_l(cx.lang.text("welcome-sentence")).style(theme::text::muted).align_x(Center);
        let head = column![Element::from(logo(mark)), title, sentence].spacing(gap).align_x(Center);
        let doors = vec![self.practice(cx), self.connect(cx)];
        let doors: Element<'a, Message> = if narrow {
            iced::widget::Column::with_children(doors).spacing(space::M).into()
        } else {
            layout::row(doors).spacing(space::M).into()
        };
        let later = label::caption(cx.lang.text("welcome-later")).style(theme::text::muted).align_x(Center);
        let later = (!low).then_some(later);
        let page = column![head, container(doors).max_width(880)]
            .push(later)
            .spacing(if low { space::M } else { space::HUGE })
            .align_x(Center)
            .padding(space::M);
        // A window lower than the page scrolls; otherwise it stands in the middle.
        container(scrollable(container(page).center_x(Fill)).direction(theme::scroll::vertical()))
            .width(Fill)
            .height(Fill)
            .center_y(Fill)
            .into()
    }

    fn practice<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let act = button::primary(cx.lang.text("welcome-practice-act"));
        let act = match self.phase {
            Phase::Open => act.key("Enter").on_press(Message::DoorPressed(Door::Practice)),
            Phase::Starting => act.busy(cx.lang.text("welcome-practice-busy")).moves(!cx.config.look.reduced_motion),
        };
        let act = act.focused(self.points_at(Door::Practice, cx));
        door(Icon::GraduationCap, Tone::Accent, ["welcome-practice", "welcome-practice-sentence"], act, cx)
    }

    fn connect<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let ready = self.phase == Phase::Open;
        let act = button::plain(cx.lang.text("welcome-connect-act"))
            .on_press_maybe(ready.then_some(Message::DoorPressed(Door::Connect)))
            .focused(self.points_at(Door::Connect, cx));
        door(Icon::Plug, Tone::Idle, ["welcome-connect", "welcome-connect-sentence"], act, cx)
    }

    fn points_at(&self, door: Door, cx: &Context<'_>) -> bool {
        cx.keyboard && self.door == door && self.phase == Phase::Open
    }
}

/// One door: a picture, its name, one sentence, one button.
fn door<'a>(
    picture: Icon,
    tone: Tone,
    [title, sentence]: [&'static str; 2],
    act: Button<'a, Message>,
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let low = cx.size.height < 640.0;
    let side = if low { 44.0 } else { 64.0 };
    let picture = container(icon(picture).size(side / 2.0)).center(side).style(theme::container::pill(tone));
    let name = label::heading(cx.lang.text(title)).width(Fill).align_x(layout::start());
    let words = label::body_l(cx.lang.text(sentence)).style(theme::text::muted).width(Fill).align_x(layout::start());
    let act = act.large(space::BUTTON_LARGE).text(theme::text::SECTION).width(Fill);
    let gap = if low { space::S } else { space::L };
    let content = column![picture, name, words, Space::new().height(space::XXS), Element::from(act)].spacing(gap);
    card::card(content).padding(if low { space::M } else { space::XL }).width(Fill).into()
}
