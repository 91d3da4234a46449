//! The display a window is opened on, asked before the window's library does: that one would panic.

/// A display that answered, held until it is dropped: a server without a client may start anew between two of them.
#[derive(Debug)]
pub(super) struct Display {
    #[cfg(target_os = "linux")]
    _x: Option<x11rb::rust_connection::RustConnection>,
}

/// Asks the display; none where no window can be opened. As the window's library does, a named Wayland compositor goes
/// first and has no second.
#[cfg(target_os = "linux")]
pub(super) fn open() -> Option<Display> {
    match set("WAYLAND_DISPLAY") {
        Some(name) => wayland(&name).then_some(Display { _x: None }),
        None => {
            set("DISPLAY")?;
            let (x, _) = x11rb::connect(None).ok()?;
            Some(Display { _x: Some(x) })
        }
    }
}

/// Other systems always have a screen.
#[cfg(not(target_os = "linux"))]
pub(super) fn open() -> Option<Display> {
    Some(Display {})
}

/// The compositor's socket: a path, or a name in the session's folder.
#[cfg(target_os = "linux")]
fn wayland(name: &std::ffi::OsStr) -> bool {
    let folder = set("XDG_RUNTIME_DIR").unwrap_or_default();
    std::os::unix::net::UnixStream::connect(std::path::Path::new(&folder).join(name)).is_ok()
}

#[cfg(target_os = "linux")]
fn set(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
