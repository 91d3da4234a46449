//! Hands on one page with its till: they press and click, and note what the page asks for.

use iced::keyboard::key::Named;
use ringup::ui::context::Context;
use ringup::ui::press::Press;
use ringup::ui::screen::late::{self, Late};
use ringup::ui::screen::sales::{self, Sales};
use ringup::ui::widget::Element;

use super::camera::simulator;
use super::till::Till;

/// A page as hands use it.
pub trait Page {
    type Message;
    type Instruction;

    fn tell(&mut self, message: Self::Message, cx: &Context<'_>) -> Option<Self::Instruction>;
    fn draw<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Self::Message>;
    fn pressed(press: Press) -> Self::Message;
}

macro_rules! page {
    ($page:ty, $module:ident) => {
        impl Page for $page {
            type Message = $module::Message;
            type Instruction = $module::Instruction;

            fn tell(&mut self, message: Self::Message, cx: &Context<'_>) -> Option<Self::Instruction> {
                self.update(message, cx).instruction
            }

            fn draw<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Self::Message> {
                self.view(cx)
            }

            fn pressed(press: Press) -> Self::Message {
                $module::Message::Pressed(press)
            }
        }
    };
}

page!(Late, late);
page!(Sales, sales);

pub struct Hands<P: Page> {
    pub till: Till,
    pub page: P,
    pub asked: Vec<P::Instruction>,
}

impl<P: Page> Hands<P> {
    pub fn on(till: Till, page: P) -> Self {
        Self { till, page, asked: Vec::new() }
    }

    pub fn send(&mut self, message: P::Message) -> &mut Self {
        self.asked.extend(self.page.tell(message, &self.till.cx()));
        self
    }

    pub fn char(&mut self, c: char) -> &mut Self {
        self.send(P::pressed(Press::char(c)))
    }

    pub fn key(&mut self, named: Named) -> &mut Self {
        self.send(P::pressed(Press::named(named)))
    }

    /// What ribbon and bar leave of the window.
    pub fn room(&self) -> iced::Size {
        let room = self.till.room();
        let bar = if room.height < 560.0 { 52.0 } else { 64.0 };
        iced::Size::new(room.width, room.height - bar)
    }

    pub fn click(&mut self, text: &str) -> &mut Self {
        let messages: Vec<P::Message> = {
            let cx = self.till.cx();
            let mut ui = simulator(self.room(), self.page.draw(&cx));
            ui.click(text).unwrap_or_else(|error| panic!("no `{text}`: {error}"));
            ui.into_messages().collect()
        };
        for message in messages {
            self.send(message);
        }
        self
    }

    pub fn shows(&self, text: &str) -> bool {
        let cx = self.till.cx();
        simulator(self.room(), self.page.draw(&cx)).find(text).is_ok()
    }
}
