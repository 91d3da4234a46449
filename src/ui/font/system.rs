//! The fonts of the system: they lend the letters ours do not have. Reading them takes longer the more there are, so the window
//! is painted first.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use iced::advanced::graphics::text::cosmic_text::fontdb::Database;
use iced::advanced::graphics::text::font_system;

/// Whether the text engine was made without them.
static LEFT_OUT: AtomicBool = AtomicBool::new(false);

/// Makes the text engine without the system's fonts; they come by [`read`]. To be called before the program has a second thread;
/// where that is too late, or cannot be done, the engine reads them itself when it is first used.
#[cfg(target_os = "linux")]
pub fn leave_out() {
    use std::ffi::OsStr;

    let Some(list) = empty_list() else { return };
    if !is_alone() {
        return;
    }
    let before = std::env::var_os(LIST);
    set_list(Some(list.path().as_os_str()));
    let _ = font_system();
    set_list(before.as_deref().map(OsStr::new));
    LEFT_OUT.store(true, Ordering::Relaxed);
}

/// Only on Linux are there so many that it matters.
#[cfg(not(target_os = "linux"))]
pub fn leave_out() {}

/// Where the text engine looks up the folders with fonts.
#[cfg(target_os = "linux")]
const LIST: &str = "FONTCONFIG_FILE";

/// A list that names no folder which could be there.
#[cfg(target_os = "linux")]
fn empty_list() -> Option<tempfile::NamedTempFile> {
    use std::io::Write as _;

    let mut file = tempfile::Builder::new().prefix("ringup-fonts-").suffix(".conf").tempfile().ok()?;
    file.write_all(b"<fontconfig><dir>/nonexistent</dir></fontconfig>").ok()?;
    Some(file)
}

/// Whether the program still has one thread only.
#[cfg(target_os = "linux")]
fn is_alone() -> bool {
    std::fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.count() == 1)
}

#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the engine takes the list's place from the environment and from nowhere else")]
fn set_list(place: Option<&std::ffi::OsStr>) {
    // SAFETY: changing the environment is unsafe because another thread could be reading it, and `leave_out`, the only caller, has
    // seen that there is none; it starts none either.
    unsafe {
        match place {
            Some(place) => std::env::set_var(LIST, place),
            None => std::env::remove_var(LIST),
        }
    }
}

/// Gives the system's fonts to a text engine that was made without them, once; who comes while they are read waits.
pub fn read() {
    static READ: OnceLock<()> = OnceLock::new();
    if LEFT_OUT.load(Ordering::Relaxed) {
        READ.get_or_init(lend);
    }
}

/// Looks at every font first and holds up who draws only while handing them over.
fn lend() {
    let mut found = Database::new();
    found.load_system_fonts();
    let mut system = font_system().write().expect("nobody panics while laying out text");
    let faces = system.raw().db_mut();
    for face in found.faces() {
        faces.push_face_info(face.clone());
    }
}
