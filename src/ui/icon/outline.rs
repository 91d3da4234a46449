//! Path data of SVG as moves, lines and cubic curves: as much of its grammar as drawn icons use.

use std::f32::consts::{FRAC_PI_2, TAU};

use iced::{Point, Vector};

/// One stroke of the pen, in absolute coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Segment {
    /// Lifts the pen and sets it down here.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic curve: two control points and its end.
    Curve(Point, Point, Point),
    /// Back to where this part began.
    Close,
}

/// Reads path data; none where it is not what an icon may hold.
pub(super) fn read(data: &str) -> Option<Vec<Segment>> {
    let mut reader = Reader { rest: data };
    let mut pen = Pen::default();
    while let Some(command) = reader.command() {
        pen.act(command, &mut reader)?;
        // Further numbers repeat the command; after a move they draw lines.
        let again = match command {
            'M' => 'L',
            'm' => 'l',
            other => other,
        };
        while !again.eq_ignore_ascii_case(&'Z') && reader.has_number() {
            pen.act(again, &mut reader)?;
        }
    }
    reader.is_done().then_some(pen.drawn)
}

/// An ellipse that begins at its right.
pub(super) fn ellipse(center: Point, rx: f32, ry: f32) -> Vec<Segment> {
    let mut pen = Pen::default();
    pen.lift_to(center + Vector::new(rx, 0.0));
    pen.sweep(&Turn { center, rx, ry, tilt: 0.0, from: 0.0, by: TAU });
    pen.close();
    pen.drawn
}

/// A rectangle with corners of one radius.
pub(super) fn rectangle(Point { x, y }: Point, width: f32, height: f32, radius: f32) -> Vec<Segment> {
    let r = radius.min(width / 2.0).min(height / 2.0);
    let mut pen = Pen::default();
    pen.lift_to(Point::new(x + r, y));
    let corners = [
        (Point::new(x + width - r, y), Point::new(x + width - r, y + r), -FRAC_PI_2),
        (Point::new(x + width, y + height - r), Point::new(x + width - r, y + height - r), 0.0),
        (Point::new(x + r, y + height), Point::new(x + r, y + height - r), FRAC_PI_2),
        (Point::new(x, y + r), Point::new(x + r, y + r), 2.0 * FRAC_PI_2),
    ];
    for (side, center, from) in corners {
        pen.line(side);
        if r > 0.0 {
            pen.sweep(&Turn { center, rx: r, ry: r, tilt: 0.0, from, by: FRAC_PI_2 });
        }
    }
    pen.close();
    pen.drawn
}

/// Lines from point to point.
pub(super) fn lines(points: &str) -> Option<Vec<Segment>> {
    let mut reader = Reader { rest: points };
    let mut pen = Pen::default();
    pen.lift_to(reader.point(Point::ORIGIN)?);
    while reader.has_number() {
        pen.line(reader.point(Point::ORIGIN)?);
    }
    reader.is_done().then_some(pen.drawn)
}

/// A part of an ellipse by angles in radians.
struct Turn {
    center: Point,
    rx: f32,
    ry: f32,
    tilt: f32,
    from: f32,
    by: f32,
}

impl Turn {
    fn at(&self, (x, y): (f32, f32)) -> Point {
        let (sin, cos) = self.tilt.sin_cos();
        self.center + Vector::new(self.rx * x * cos - self.ry * y * sin, self.rx * x * sin + self.ry * y * cos)
    }
}

#[derive(Default)]
struct Pen {
    drawn: Vec<Segment>,
    at: Point,
    start: Point,
    /// The last control point of the curve before, for the smooth curve that may follow.
    bend: Option<Point>,
}

impl Pen {
    fn act(&mut self, command: char, read: &mut Reader<'_>) -> Option<()> {
        let from = if command.is_ascii_lowercase() { self.at } else { Point::ORIGIN };
        let bend = self.bend.take();
        match command.to_ascii_uppercase() {
            'M' => self.lift_to(read.point(from)?),
            'L' => self.line(read.point(from)?),
            'H' => self.line(Point::new(from.x + read.number()?, self.at.y)),
            'V' => self.line(Point::new(self.at.x, from.y + read.number()?)),
            'C' => self.curve(read.point(from)?, read.point(from)?, read.point(from)?),
            'S' => {
                let first = bend.map_or(self.at, |bend| self.at + (self.at - bend));
                self.curve(first, read.point(from)?, read.point(from)?);
            }
            'A' => self.arc(read, from)?,
            'Z' => self.close(),
            _ => return None,
        }
        Some(())
    }

    fn lift_to(&mut self, to: Point) {
        self.drawn.push(Segment::Move(to));
        (self.at, self.start) = (to, to);
    }

    fn line(&mut self, to: Point) {
        self.drawn.push(Segment::Line(to));
        self.at = to;
    }

    fn curve(&mut self, first: Point, second: Point, to: Point) {
        self.drawn.push(Segment::Curve(first, second, to));
        self.at = to;
        self.bend = Some(second);
    }

    fn close(&mut self) {
        self.drawn.push(Segment::Close);
        self.at = self.start;
    }

    fn arc(&mut self, read: &mut Reader<'_>, from: Point) -> Option<()> {
        let (rx, ry) = (read.number()?.abs(), read.number()?.abs());
        let tilt = read.number()?.to_radians();
        let (large, clockwise) = (read.flag()?, read.flag()?);
        let to = read.point(from)?;
        match turn(self.at, to, (rx, ry, tilt), (large, clockwise)) {
            Some(turn) => self.sweep(&turn),
            None => self.line(to),
        }
        // The end as written, so that rounding does not add up along the path.
        self.at = to;
        self.bend = None;
        Some(())
    }

    /// Draws a turn in curves of a quarter at most; a cubic cannot be told from the circle there.
    fn sweep(&mut self, turn: &Turn) {
        let parts = (turn.by.abs() / FRAC_PI_2 - 1e-3).ceil().max(1.0);
        let step = turn.by / parts;
        let reach = 4.0 / 3.0 * (step / 4.0).tan();
        for part in 0..parts as usize {
            let (sin, cos) = (turn.from + step * part as f32).sin_cos();
            let (end_sin, end_cos) = (turn.from + step * (part + 1) as f32).sin_cos();
            let first = turn.at((cos - reach * sin, sin + reach * cos));
            let second = turn.at((end_cos + reach * end_sin, end_sin - reach * end_cos));
            self.curve(first, second, turn.at((end_cos, end_sin)));
        }
    }
}

/// The turn between two points, by the rules of SVG for radii that do not reach; none for a straight line.
fn turn(from: Point, to: Point, (rx, ry, tilt): (f32, f32, f32), (large, clockwise): (bool, bool)) -> Option<Turn> {
    if rx == 0.0 || ry == 0.0 || from == to {
        return None;
    }
    let (sin, cos) = tilt.sin_cos();
    let half = (from - to) * 0.5;
    let (x, y) = (cos * half.x + sin * half.y, cos * half.y - sin * half.x);
    let reach = (x / rx).powi(2) + (y / ry).powi(2);
    let grow = reach.sqrt().max(1.0);
    let (rx, ry) = (rx * grow, ry * grow);
    let side = if large == clockwise { -1.0 } else { 1.0 };
    let off = side * ((1.0 - reach) / reach).max(0.0).sqrt();
    let (cx, cy) = (off * rx * y / ry, -off * ry * x / rx);
    let middle = Point::new((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    let center = middle + Vector::new(cos * cx - sin * cy, sin * cx + cos * cy);
    let begin = ((y - cy) / ry).atan2((x - cx) / rx);
    let end = ((-y - cy) / ry).atan2((-x - cx) / rx);
    let by = match (clockwise, end - begin) {
        (true, by) if by < 0.0 => by + TAU,
        (false, by) if by > 0.0 => by - TAU,
        (_, by) => by,
    };
    Some(Turn { center, rx, ry, tilt, from: begin, by })
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', ',', '\n', '\r', '\t']);
    }

    fn is_done(&mut self) -> bool {
        self.skip();
        self.rest.is_empty()
    }

    fn has_number(&mut self) -> bool {
        self.skip();
        self.rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
    }

    fn command(&mut self) -> Option<char> {
        self.skip();
        let command = self.rest.chars().next().filter(char::is_ascii_alphabetic)?;
        self.rest = &self.rest[1..];
        Some(command)
    }

    fn point(&mut self, from: Point) -> Option<Point> {
        Some(from + Vector::new(self.number()?, self.number()?))
    }

    /// A flag is one digit, and the next number may follow at once.
    fn flag(&mut self) -> Option<bool> {
        self.skip();
        let flag = self.rest.chars().next().filter(|c| matches!(c, '0' | '1'))?;
        self.rest = &self.rest[1..];
        Some(flag == '1')
    }

    /// A number ends where a second sign or a second point begins the next.
    fn number(&mut self) -> Option<f32> {
        self.skip();
        let mut points = 0;
        let end = self.rest.char_indices().find(|(index, c)| {
            points += usize::from(*c == '.');
            let sign = *index == 0 && matches!(c, '-' | '+');
            !(sign || c.is_ascii_digit() || (*c == '.' && points == 1))
        });
        let (number, rest) = self.rest.split_at(end.map_or(self.rest.len(), |(index, _)| index));
        self.rest = rest;
        number.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(data: &str) -> Vec<(f32, f32)> {
        let round = |p: Point| ((p.x * 100.0).round() / 100.0, (p.y * 100.0).round() / 100.0);
        let end = |segment: Segment| match segment {
            Segment::Move(p) | Segment::Line(p) | Segment::Curve(_, _, p) => Some(round(p)),
            Segment::Close => None,
        };
        read(data).unwrap().into_iter().filter_map(end).collect()
    }

    #[test]
    fn numbers_may_stand_without_gaps() {
        assert_eq!(ends("M1.5.5-2-3"), [(1.5, 0.5), (-2.0, -3.0)]);
        assert_eq!(ends("m2 3h4v5H1z"), [(2.0, 3.0), (6.0, 3.0), (6.0, 8.0), (1.0, 8.0)]);
        // Flags run into the number after them.
        assert_eq!(ends("M20 19a2 2 0 012-2"), ends("M20 19a2 2 0 0 1 2 -2"));
    }

    #[test]
    fn an_arc_goes_the_way_its_flags_say() {
        // Three quarters of a circle around (12, 12), clockwise, and the quarter the other way.
        assert_eq!(ends("M12 2A10 10 0 1 1 2 12"), [(12.0, 2.0), (22.0, 12.0), (12.0, 22.0), (2.0, 12.0)]);
        assert_eq!(ends("M12 2A10 10 0 0 0 2 12"), [(12.0, 2.0), (2.0, 12.0)]);
        // Radii that do not reach grow until they do.
        assert_eq!(ends("M0 0A1 1 0 0 1 8 0"), [(0.0, 0.0), (4.0, -4.0), (8.0, 0.0)]);
    }

    #[test]
    fn what_is_no_path_is_no_picture() {
        for wrong in ["M1", "M1 2 L", "M1 2 R3", "M1 2 A1 1 0 2 0 3 3", "1 2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
