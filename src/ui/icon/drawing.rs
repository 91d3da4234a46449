//! An icon's SVG text as outlines to be stroked.
//!
//! The till draws them itself: a full SVG renderer reads every font of the system before its first picture.

use iced::widget::canvas::path::Builder;
use iced::widget::canvas::{self, LineCap, LineDash, LineJoin, Path};
use iced::{Color, Point, Radians, Vector};

use super::outline::{self, Segment};
use super::shapes::Stroke;

/// The box all icons are drawn in.
const BOX: f32 = 24.0;

/// A part of an icon.
struct Part {
    path: Path,
    /// Thickness of its line in the box; none for no line.
    line: Option<f32>,
    filled: bool,
    alpha: f32,
    dash: Vec<f32>,
}

/// How an icon is put into its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub(super) stroke: Stroke,
    pub(super) size: f32,
    pub(super) color: Color,
    pub(super) mirrored: bool,
    /// Clockwise, in parts of a circle.
    pub(super) turn: f32,
}

/// Draws an icon into a frame of its size.
pub(super) fn draw(svg: &str, look: &Look, frame: &mut canvas::Frame) {
    let scale = look.size / BOX;
    let middle = Vector::new(look.size / 2.0, look.size / 2.0);
    frame.translate(middle);
    frame.rotate(Radians(look.turn * std::f32::consts::TAU));
    let side = if look.mirrored { -scale } else { scale };
    frame.scale_nonuniform(Vector::new(side, scale));
    frame.translate(Vector::new(-BOX / 2.0, -BOX / 2.0));
    let cap = if svg.contains("stroke-linecap=\"round\"") { LineCap::Round } else { LineCap::Butt };
    for part in parts(svg, look.stroke) {
        let color = look.color.scale_alpha(part.alpha);
        if part.filled {
            frame.fill(&part.path, color);
        }
        let Some(width) = part.line else { continue };
        // A frame scales what it draws, but not how thick.
        let dash: Vec<f32> = part.dash.iter().map(|length| length * scale).collect();
        let line = canvas::Stroke {
            line_cap: cap,
            line_join: LineJoin::Round,
            line_dash: LineDash { segments: &dash, offset: 0 },
            ..canvas::Stroke::default().with_width(width * scale).with_color(color)
        };
        frame.stroke(&part.path, line);
    }
}

/// The parts of an icon. The first tag says what holds for all that do not say otherwise.
fn parts(svg: &str, stroke: Stroke) -> Vec<Part> {
    let mut tags = svg.split('<').filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic()));
    let root = tags.next().unwrap_or_default();
    let width = match number(root, "stroke-width") {
        Some(2.0) => stroke.width(),
        Some(other) => other,
        None => 1.0,
    };
    tags.filter_map(|tag| part(tag, width)).collect()
}

fn part(tag: &str, width: f32) -> Option<Part> {
    let drawn = attribute(tag, "stroke") != Some("none");
    let dash = attribute(tag, "stroke-dasharray").unwrap_or_default();
    Some(Part {
        path: path(&segments(tag)?),
        line: drawn.then(|| number(tag, "stroke-width").unwrap_or(width)),
        filled: attribute(tag, "fill").is_some_and(|fill| fill != "none"),
        alpha: number(tag, "stroke-opacity").unwrap_or(1.0),
        dash: dash.split([' ', ',']).filter_map(|length| length.parse().ok()).collect(),
    })
}

fn segments(tag: &str) -> Option<Vec<Segment>> {
    let at = |x, y| Some(Point::new(number(tag, x)?, number(tag, y)?));
    match tag.split([' ', '/', '>']).next()? {
        "path" => outline::read(attribute(tag, "d")?),
        "polyline" => outline::lines(attribute(tag, "points")?),
        "line" => Some(vec![Segment::Move(at("x1", "y1")?), Segment::Line(at("x2", "y2")?)]),
        "circle" => number(tag, "r").and_then(|r| Some(outline::ellipse(at("cx", "cy")?, r, r))),
        "ellipse" => Some(outline::ellipse(at("cx", "cy")?, number(tag, "rx")?, number(tag, "ry")?)),
        "rect" => {
            let radius = number(tag, "rx").or_else(|| number(tag, "ry")).unwrap_or_default();
            Some(outline::rectangle(at("x", "y")?, number(tag, "width")?, number(tag, "height")?, radius))
        }
        _ => None,
    }
}

fn path(segments: &[Segment]) -> Path {
    let draw = |builder: &mut Builder, segment: &Segment| match *segment {
        Segment::Move(to) => builder.move_to(to),
        Segment::Line(to) => builder.line_to(to),
        Segment::Curve(first, second, to) => builder.bezier_curve_to(first, second, to),
        Segment::Close => builder.close(),
    };
    Path::new(|builder| segments.iter().for_each(|segment| draw(builder, segment)))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let named = |part: &str| part.rsplit_once(' ').is_some_and(|(_, last)| last.strip_suffix('=') == Some(name));
    let mut quoted = tag.split('"');
    while let (Some(before), Some(value)) = (quoted.next(), quoted.next()) {
        if named(before) {
            return Some(value);
        }
    }
    None
}

fn number(tag: &str, name: &str) -> Option<f32> {
    attribute(tag, name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::icon::Icon;

    #[test]
    fn every_part_of_every_icon_is_read() {
        for icon in Icon::ALL {
            let svg = icon.svg();
            let written = svg.matches("/>").count();
            assert!(written > 0, "{icon:?} is empty");
            assert_eq!(parts(svg, Stroke::Regular).len(), written, "{icon:?}: {svg}");
        }
    }

    #[test]
    fn a_part_may_have_a_line_of_its_own() {
        let step = parts(Icon::StepDashed.svg(), Stroke::Small);
        assert_eq!((step[0].line, step[0].dash.as_slice()), (Some(0.9), &[2.1, 1.48][..]));
        let logo = parts(Icon::Logo.svg(), Stroke::Small);
        assert_eq!((logo[0].line, logo[0].filled), (Some(4.0), false));
        assert_eq!((logo[1].line, logo[1].filled), (None, true));
        let tick = parts(Icon::Check.svg(), Stroke::Heavy);
        assert_eq!(tick[0].line, Some(3.0));
    }
}
