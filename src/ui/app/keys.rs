//! Where events of the window go.

use std::time::Duration;

use iced::keyboard::key::Named;
use iced::{Event, Task, event, keyboard, mouse, touch, window};

use super::state::{App, Message, Page};
use crate::ui::press::Press;
use crate::ui::screen::{connect, done, fault, late, owner, pay, register, sales, unlock, welcome};

/// After a change of screen Enter is deaf for this long, so that a finger already on its way presses nothing new.
pub(super) const DEAF: Duration = Duration::from_millis(400);

/// Picks the events the till listens to.
pub(super) fn heard(event: Event, status: event::Status, _window: window::Id) -> Option<Message> {
    match event {
        Event::Keyboard(event @ keyboard::Event::KeyPressed { .. }) => {
            Press::read(&event, status).map(Message::Pressed)
        }
        Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }) => {
            Some(Message::Touched)
        }
        Event::Window(window::Event::Opened { size, .. } | window::Event::Resized(size)) => {
            Some(Message::Resized(size))
        }
        Event::Window(window::Event::CloseRequested) => Some(Message::CloseAsked),
        Event::Keyboard(_) | Event::Mouse(_) | Event::Touch(_) | Event::Window(_) | Event::InputMethod(_) => None,
    }
}

impl App {
    /// Sends a key to whoever it is for.
    pub(super) fn pressed(&mut self, press: Press) -> Task<Message> {
        self.keyboard = true;
        if press.is(Named::F11) {
            return if press.repeat { Task::none() } else { self.toggle_full_screen() };
        }
        if press.is(Named::Enter) && self.is_deaf() {
            return Task::none();
        }
        if press.is(Named::F3) && self.counter.is_some() {
            return if press.repeat { Task::none() } else { self.go_to_sales() };
        }
        if press.is(Named::F10) && !press.repeat && self.may_leave() {
            return self.go_to_owner();
        }
        match self.page {
            Page::Welcome(_) => self.on_welcome(welcome::Message::Pressed(press)),
            Page::Unlock(_) => self.on_unlock(unlock::Message::Pressed(press)),
            Page::Register => self.on_register(register::Message::Pressed(press)),
            Page::Pay(_) => self.on_pay(pay::Message::Pressed(press)),
            Page::Done(_) => self.on_done(done::Message::Pressed(press)),
            Page::Sales(_) => self.on_sales(sales::Message::Pressed(press)),
            Page::Late(_) => self.on_late(late::Message::Pressed(press)),
            Page::Connect(_) => self.on_connect(connect::Message::Pressed(press)),
            Page::Owner(_) => self.on_owner(owner::Message::Pressed(press)),
            Page::Fault(_) => self.on_fault(fault::Message::Pressed(press)),
            Page::Opening | Page::Closing => Task::none(),
        }
    }

    /// The register and the list can be left for the owner's area at any time; a payment is looked after first.
    fn may_leave(&self) -> bool {
        matches!(self.page, Page::Register | Page::Sales(_))
    }

    fn is_deaf(&self) -> bool {
        self.moment.mono.since(self.turned) < DEAF
    }
}
