//! `ringup` and `ringup kiosk`: the till window.

use super::common::Common;
use super::exit::{Exit, Failure};

const NO_DISPLAY: &str = "There is no display to open the till on. These work without one: ringup sell, sales, \
                          resolve, connect, identity, invoice, journal, products, sandbox. Try: ringup sell 4.50 \
                          --practice --auto-pay";

/// Opens the till window; `kiosk` fills the screen and leaves no way out to the window manager.
#[cfg(feature = "gui")]
pub(crate) fn run(common: &Common, kiosk: bool) -> Result<Exit, Failure> {
    let Some(_display) = super::display::open() else {
        return Err(Failure::new(Exit::Access, "no_display", NO_DISPLAY));
    };
    let options = common.options()?;
    // Whoever starts it from a terminal reads a refusal there; to whoever starts it from a desktop the window says it.
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        crate::service::start::check_free(&options)?;
    }
    crate::ui::app::run(options, kiosk).map_err(|error| Failure::new(Exit::Access, "window", &error.to_string()))?;
    Ok(Exit::Good)
}

/// Says that this build has no window.
#[cfg(not(feature = "gui"))]
pub(crate) fn run(_common: &Common, _kiosk: bool) -> Result<Exit, Failure> {
    Err(Failure::new(Exit::Access, "no_window", &NO_DISPLAY.replace("There is no display", "This build has no window")))
}
