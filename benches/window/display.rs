//! A virtual screen to open windows on, to press keys on, and to look at.

use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, ImageFormat, InputFocus, KEY_PRESS_EVENT,
    KEY_RELEASE_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// Rows looked at: enough to see any change that matters, few enough to look often.
const EVERY_ROW: u16 = 8;

/// How long the screen is waited for between two looks at whether it is still black.
const DARK: Duration = Duration::from_millis(400);

pub(crate) struct Display {
    server: Child,
    name: String,
    x: RustConnection,
    /// When something was drawn, as the server reports it to a connection of its own.
    drawn: Receiver<Instant>,
    root: Window,
    width: u16,
    height: u16,
}

impl Display {
    /// Starts a screen of its own; none without Xvfb.
    pub(crate) fn start(width: u16, height: u16) -> Option<Self> {
        let number = 90 + std::process::id() % 400;
        let name = format!(":{number}");
        let screen = format!("{width}x{height}x24");
        let server = Command::new("Xvfb")
            .args([&name, "-screen", "0", &screen, "-nolisten", "tcp"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let end = Instant::now() + Duration::from_secs(10);
        loop {
            if let Ok((x, screen)) = x11rb::connect(Some(&name)) {
                let root = x.setup().roots[screen].root;
                let drawn = report_damage(&name);
                let display = Self { server, name, x, drawn, root, width, height };
                display.put_pointer_aside();
                return Some(display);
            }
            assert!(Instant::now() < end, "Xvfb does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The rows looked at, as the screen shows them now.
    pub(crate) fn picture(&self) -> Vec<u8> {
        let rows: Vec<_> = (0..self.height / EVERY_ROW)
            .filter_map(|row| {
                let y = i16::try_from(row * EVERY_ROW).ok()?;
                self.x.get_image(ImageFormat::Z_PIXMAP, self.root, 0, y, self.width, 1, u32::MAX).ok()
            })
            .collect();
        rows.into_iter().filter_map(|row| row.reply().ok()).flat_map(|image| image.data).collect()
    }

    /// A part of the screen in one request, small enough to look at every fraction of a millisecond.
    pub(crate) fn part(&self, (x, y): (i16, i16), (width, height): (u16, u16)) -> Vec<u8> {
        let asked = self.x.get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX);
        asked.ok().and_then(|image| image.reply().ok()).map(|image| image.data).unwrap_or_default()
    }

    /// When the screen was last drawn on before it stood still for `quiet`; black does not count as a picture.
    ///
    /// The server says what was drawn: looking all the time would take the processor from what is being looked at.
    pub(crate) fn settled(&self, quiet: Duration, limit: Duration) -> Instant {
        let end = Instant::now() + limit;
        let mut last = Instant::now();
        while Instant::now() < end {
            match self.drawn.recv_timeout(quiet) {
                Ok(at) => last = at,
                Err(_) if self.picture().iter().all(|byte| *byte == 0) => std::thread::sleep(DARK),
                Err(_) => break,
            }
        }
        last
    }

    /// Puts the pointer into the corner: what it lies on is drawn once more when the window comes.
    fn put_pointer_aside(&self) {
        let (x, y) = (self.width.cast_signed() - 1, self.height.cast_signed() - 1);
        let _ = self.x.warp_pointer(x11rb::NONE, self.root, 0, 0, 0, 0, x, y);
        self.x.flush().expect("the screen answers");
    }

    /// When a part first differs from `before`.
    pub(crate) fn changed(&self, look: impl Fn(&Self) -> Vec<u8>, before: &[u8], limit: Duration) -> Option<Instant> {
        let end = Instant::now() + limit;
        while Instant::now() < end {
            if look(self) != before {
                return Some(Instant::now());
            }
        }
        None
    }

    /// Gives the topmost window the keyboard, as a window manager would.
    pub(crate) fn focus(&self) {
        let tree = self.x.query_tree(self.root).expect("a request").reply().expect("the screen answers");
        for window in tree.children {
            let _ = self.x.set_input_focus(InputFocus::PARENT, window, x11rb::CURRENT_TIME);
        }
        self.x.flush().expect("the screen answers");
        std::thread::sleep(Duration::from_millis(200));
    }

    /// Presses and lets go a key by its name.
    pub(crate) fn key(&self, name: &str) {
        let code = self.code(name);
        for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
            let _ = self.x.xtest_fake_input(event, code, x11rb::CURRENT_TIME, self.root, 0, 0, 0);
        }
        self.x.flush().expect("the screen answers");
    }

    fn code(&self, name: &str) -> u8 {
        let symbol = match name {
            "Return" => 0xff0d,
            "BackSpace" => 0xff08,
            other => u32::from(other.as_bytes()[0]),
        };
        let setup = self.x.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = self.x.get_keyboard_mapping(first, last - first + 1).expect("a request").reply().expect("a map");
        let per_key = usize::from(map.keysyms_per_keycode);
        let index = map.keysyms.chunks(per_key).position(|symbols| symbols.contains(&symbol)).expect("the key exists");
        first + u8::try_from(index).expect("a key code is a byte")
    }

    /// Paints the screen black again.
    pub(crate) fn blank(&self) {
        let aux = ChangeWindowAttributesAux::new().background_pixel(0);
        let _ = self.x.change_window_attributes(self.root, &aux);
        let _ = self.x.clear_area(false, self.root, 0, 0, 0, 0);
        let _ = self.x.get_property(false, self.root, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 0).map(|c| c.reply());
        std::thread::sleep(Duration::from_millis(100));
        while self.drawn.try_recv().is_ok() {}
    }
}

/// Asks to be told of everything that is drawn on the screen, on a thread that sleeps until then.
fn report_damage(name: &str) -> Receiver<Instant> {
    let (x, screen) = x11rb::connect(Some(name)).expect("the screen answers");
    let root = x.setup().roots[screen].root;
    x.damage_query_version(1, 1).expect("a request").reply().expect("Xvfb has DAMAGE");
    let damage = x.generate_id().expect("an id is left");
    let asked = x.damage_create(damage, root, ReportLevel::RAW_RECTANGLES).expect("a request");
    asked.check().expect("the screen reports what is drawn");
    let (report, drawn) = channel();
    std::thread::spawn(move || {
        while let Ok(event) = x.wait_for_event() {
            if matches!(event, Event::DamageNotify(_)) && report.send(Instant::now()).is_err() {
                break;
            }
        }
    });
    drawn
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
