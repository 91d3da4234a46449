//! The window: its size, full screen, and how it closes.

use futures::StreamExt;
use iced::{Size, Subscription, Task, window};

use super::state::{App, Message, Page};
use crate::domain::sale::Sale;

/// The smallest window everything fits into.
const SIZE_MIN: Size = Size::new(800.0, 480.0);
/// The size of a window that is not full screen.
pub(super) const SIZE: Size = Size::new(1280.0, 800.0);
/// The desktop's name for the program; the desktop file has the same.
const APPLICATION_ID: &str = "org.ringup.Ringup";

/// How the till's window opens.
pub(super) fn settings(kiosk: bool) -> window::Settings {
    let mut settings = window::Settings {
        size: SIZE,
        min_size: Some(SIZE_MIN),
        fullscreen: kiosk,
        decorations: !kiosk,
        exit_on_close_request: false,
        ..window::Settings::default()
    };
    name(&mut settings);
    settings
}

/// A till has the screen to itself; asked again once the window is there, because before that some desktops do not
/// listen.
pub(super) fn fit(window: window::Id, kiosk: bool) -> Task<Message> {
    if kiosk { Task::none() } else { window::maximize(window, true) }
}

#[cfg(target_os = "linux")]
fn name(settings: &mut window::Settings) {
    settings.platform_specific.application_id = APPLICATION_ID.to_owned();
}

#[cfg(not(target_os = "linux"))]
fn name(_settings: &mut window::Settings) {
    let _ = APPLICATION_ID;
}

/// The system asks the program to end: a session that closes, a service that stops.
pub(super) fn signals() -> Subscription<Message> {
    Subscription::run(|| futures::stream::once(terminated()).map(|()| Message::EndAsked))
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

impl App {
    /// Full screen or not; a kiosk stays full.
    pub(super) fn toggle_full_screen(&mut self) -> Task<Message> {
        if self.kiosk {
            return Task::none();
        }
        self.full_screen = !self.full_screen;
        let mode = if self.full_screen { window::Mode::Fullscreen } else { window::Mode::Windowed };
        window::set_mode(self.window, mode)
    }

    /// The window manager asks to close. Not while a customer could still pay: the code would be live and the
    /// till blind.
    pub(super) fn close_asked(&mut self) -> Task<Message> {
        if matches!(self.page, Page::Closing) {
            return Task::none();
        }
        if let Some(number) = self.live_sale().map(|sale| sale.number) {
            let words = self.lang.with("till-code-live", &[("number", (&number.to_string()).into())]);
            self.tell(crate::ui::icon::Icon::QrCode, words);
            return Task::none();
        }
        self.end()
    }

    /// Closes the books whatever waits; the journal brings it back at the next start.
    pub(super) fn end(&mut self) -> Task<Message> {
        self.page = Page::Closing;
        self.close_books()
    }

    /// The sale whose code a customer could still pay.
    pub(super) fn live_sale(&self) -> Option<&Sale> {
        self.book.sales().find(|sale| sale.payable().is_some())
    }
}
