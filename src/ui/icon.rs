//! Lucide icons, read from their SVG text and coloured by the theme, and the mark of the product.
//!
//! Stroke 2 in a box of 24, 2.4 under 20 px so that small icons keep their
//! weight, 3 for the large tick. An icon takes the text colour around it unless
//! told otherwise, so it follows every state of the button that carries it.
//!
//! ```no_run
//! use ringup::ui::icon::{Icon, icon};
//! use ringup::ui::widget::Element;
//!
//! let tick: Element<'_, ()> = icon(Icon::Check).size(24.0).color(|t| t.ok.ink).into();
//! ```

mod drawing;
mod glyph;
mod outline;
mod shapes;

pub use glyph::{Glyph, icon, logo};
pub use shapes::Icon;
