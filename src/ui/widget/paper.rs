//! Receipt paper on the screen: 42 signs on 80 mm, 32 on 58 mm.

use std::borrow::Cow;

use iced::widget::{Space, column, container, row};
use iced::{Center, Color, Fill};

use super::shade::shade;
use super::{Column, Element, Text, label};
use crate::ui::font;
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, space};

/// Signs on a line of 80 mm paper.
pub const WIDE: usize = 42;
/// Signs on a line of 58 mm paper.
pub const NARROW: usize = 32;

/// The signs of one line: 13 px high, mono.
const LINE: Scale = Scale { size: 13.0, line: 18.0, font: font::MONO };
/// Advance of every sign of the mono face, in em.
const SIGN_EM: f32 = 0.6;
const INK: Color = Color::from_rgb8(0x1B, 0x19, 0x16);

/// A line of the receipt.
#[allow(missing_debug_implementations)]
pub enum Line<'a, Message> {
    /// As it is printed.
    Text(Cow<'a, str>),
    /// In the middle.
    Center(Cow<'a, str>),
    /// In the middle, in heading weight.
    Heading(Cow<'a, str>),
    /// One part at each end.
    Pair(Cow<'a, str>, Cow<'a, str>),
    /// The same, in double height.
    Total(Cow<'a, str>, Cow<'a, str>),
    /// A dashed rule across the paper.
    Rule,
    /// An empty line.
    Gap,
    /// Something else, such as a code.
    Other(Element<'a, Message>),
}

/// Returns paper with the given lines. It is never mirrored: it shows what the
/// printer prints.
pub fn paper<'a, Message: 'a>(
    columns: usize,
    lines: impl IntoIterator<Item = Line<'a, Message>>,
) -> Element<'a, Message> {
    let rule = "-".repeat(columns);
    let lines = lines.into_iter().map(|line| view(line, &rule));
    let width = columns as f32 * LINE.size * SIGN_EM + 2.0 * space::XL + 2.0;
    let sheet = container(Column::with_children(lines).width(Fill)).padding(space::XL).width(width.ceil());
    shade(sheet.style(theme::container::paper), space::SHEET, space::R_PAPER)
}

fn view<'a, Message: 'a>(line: Line<'a, Message>, rule: &str) -> Element<'a, Message> {
    let bold = LINE.with(font::MONO_SEMIBOLD);
    match line {
        Line::Text(text) => sign(text, LINE).into(),
        Line::Center(text) => sign(text, LINE).width(Fill).align_x(Center).into(),
        Line::Heading(text) => {
            let heading = Scale { size: 16.0, line: 22.0, ..bold };
            sign(text, heading).width(Fill).align_x(Center).into()
        }
        Line::Pair(left, right) => pair(sign(left, LINE), sign(right, LINE)),
        Line::Total(left, right) => {
            let total = Scale { size: 22.0, line: 32.0, ..bold };
            pair(sign(left, total), sign(right, total))
        }
        Line::Rule => sign(rule.to_owned(), LINE).wrapping(iced::widget::text::Wrapping::None).into(),
        Line::Gap => Space::new().height(LINE.line).into(),
        Line::Other(other) => column![other].into(),
    }
}

fn sign<'a>(text: impl Into<Cow<'a, str>>, scale: Scale) -> Text<'a> {
    label::scaled(text.into(), scale).color(INK)
}

fn pair<'a, Message: 'a>(left: Text<'a>, right: Text<'a>) -> Element<'a, Message> {
    row![left.width(Fill), right].spacing(space::XS).into()
}
