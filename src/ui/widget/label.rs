//! Text in the steps of the type scale. Text wraps; nothing is cut with an ellipsis.
//!
//! ```no_run
//! use ringup::ui::{theme, widget::label};
//!
//! let hint = label::caption("Ends at 10:57").style(theme::text::muted);
//! ```

use iced::Pixels;
use iced::widget::text::{IntoFragment, LineHeight};

use super::Text;
use crate::ui::font;
use crate::ui::theme::text::{self, Scale};

/// Returns text in the given step of the scale.
pub fn scaled<'a>(content: impl IntoFragment<'a>, scale: Scale) -> Text<'a> {
    iced::widget::text(content).size(scale.size).line_height(LineHeight::Absolute(Pixels(scale.line))).font(scale.font)
}

macro_rules! steps {
    ($($(#[$doc:meta])+ $name:ident = $scale:expr;)+) => {
        $($(#[$doc])+
        pub fn $name<'a>(content: impl IntoFragment<'a>) -> Text<'a> {
            scaled(content, $scale)
        })+
    };
}

steps! {
    /// Returns a full-page message, 40 px.
    title = text::TITLE;
    /// Returns a page title, 28 px.
    heading = text::HEADING;
    /// Returns a card title, 20 px.
    section = text::SECTION;
    /// Returns list text, 17 px.
    body_l = text::BODY_L;
    /// Returns emphasised list text, 17 px semibold.
    strong_l = text::BODY_L.with(font::SANS_SEMIBOLD);
    /// Returns table text and help, 16 px.
    body = text::BODY;
    /// Returns emphasised table text, 16 px semibold.
    strong = text::BODY.with(font::SANS_SEMIBOLD);
    /// Returns medium table text, 16 px.
    medium = text::BODY.with(font::SANS_MEDIUM);
    /// Returns a hint, 15 px.
    caption = text::CAPTION;
    /// Returns an emphasised hint, 15 px semibold.
    caption_strong = text::CAPTION.with(font::SANS_SEMIBOLD);
    /// Returns a table head, 14 px medium.
    head = text::SMALL.with(font::SANS_MEDIUM);
    /// Returns a small note, 14 px.
    small = text::SMALL;
    /// Returns a time stamp, 13 px.
    micro = text::MICRO;
    /// Returns an address, code or hash, 15 px mono.
    code = text::CAPTION.with(font::MONO);
}
