//! A report on paper: text that can be selected, in the till's own faces, which the Open Font License allows to embed.
//!
//! Places are whole points from the upper left corner of A4. Values stand in the monospaced face, whose signs are all three
//! fifths of its size wide, so that the right edge can be reckoned without a layout engine.

mod block;
mod report;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use krilla::Document;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

use super::error::ExportError;
use super::sign::one_line;
use crate::file::Draft;

pub use block::Block;
pub use report::{About, day_report};

const WIDTH: u16 = 595;
const HEIGHT: u16 = 842;
const MARGIN: u16 = 56;
/// Where the column of counts ends.
const COUNT_RIGHT: u16 = 400;
/// Characters of a name that fit before the counts.
const NAME_MAX: usize = 42;

struct Faces {
    text: Font,
    bold: Font,
    value: Font,
    total: Font,
}

impl Faces {
    fn load() -> Result<Self, ExportError> {
        let face = |bytes: &[u8]| {
            let font = Font::new(bytes.to_vec().into(), 0);
            font.ok_or_else(|| ExportError::Format("an embedded font cannot be read".to_owned()))
        };
        Ok(Self {
            text: face(include_bytes!("../../assets/fonts/IBMPlexSans-Regular.ttf"))?,
            bold: face(include_bytes!("../../assets/fonts/IBMPlexSans-SemiBold.ttf"))?,
            value: face(include_bytes!("../../assets/fonts/IBMPlexMono-Regular.ttf"))?,
            total: face(include_bytes!("../../assets/fonts/IBMPlexMono-SemiBold.ttf"))?,
        })
    }
}

/// Writes a report as a PDF and names it.
///
/// # Errors
/// [`ExportError`].
pub fn write(path: &Path, title: &str, blocks: &[Block]) -> Result<Vec<PathBuf>, ExportError> {
    let bytes = render(title, blocks)?;
    let mut draft = Draft::beside(path)?;
    draft.write_all(&bytes)?;
    draft.finish()?;
    Ok(vec![path.to_owned()])
}

/// Points of a line on a slip, and the size of its signs: 42 of them fill 80 mm paper between its edges.
const SLIP_LINE: u16 = 11;
const SLIP_SIZE: u16 = 8;
/// Points of 80 mm paper, and of its edges.
const SLIP_WIDTH: u16 = 227;
const SLIP_EDGE: u16 = 12;
/// Points of the longest slip a page can be.
const SLIP_MAX: u16 = 14_000;

/// Writes lines of a paper roll as a PDF of one page, as long as it must be.
///
/// # Errors
/// [`ExportError`].
pub fn slip(path: &Path, title: &str, text: &str) -> Result<(), ExportError> {
    let faces = Faces::load()?;
    let lines: Vec<&str> = text.lines().collect();
    let tall = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).saturating_mul(SLIP_LINE);
    let tall = tall.saturating_add(2 * SLIP_EDGE).min(SLIP_MAX);
    let size = PageSettings::from_wh(SLIP_WIDTH.into(), tall.into());
    let size = size.ok_or_else(|| ExportError::Format("a page has no size".to_owned()))?;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).language("en".to_owned()));
    let mut page = document.start_page_with(size);
    draw_slip(Sheet { surface: page.surface(), faces: &faces, y: SLIP_EDGE }, &lines);
    page.finish();
    let bytes = document.finish().map_err(|error| ExportError::Format(format!("{error:?}")))?;
    let mut draft = Draft::beside(path)?;
    draft.write_all(&bytes)?;
    Ok(draft.finish()?)
}

/// Draws a report on as many pages as it needs.
///
/// # Errors
/// [`ExportError::Format`].
pub fn render(title: &str, blocks: &[Block]) -> Result<Vec<u8>, ExportError> {
    let faces = Faces::load()?;
    let mut document = Document::new();
    document.set_metadata(Metadata::new().title(title.to_owned()).language("en".to_owned()));
    let mut left = blocks;
    let mut number = 1;
    while !left.is_empty() || number == 1 {
        let (here, next) = left.split_at(fitting(left));
        let size = PageSettings::from_wh(WIDTH.into(), HEIGHT.into());
        let size = size.ok_or_else(|| ExportError::Format("a page has no size".to_owned()))?;
        let mut page = document.start_page_with(size);
        draw(Sheet { surface: page.surface(), faces: &faces, y: MARGIN }, here, (title, number));
        page.finish();
        (left, number) = (next, number + 1);
    }
    document.finish().map_err(|error| ExportError::Format(format!("{error:?}")))
}

/// Every line of a slip, an empty one as nothing: the paper's own spaces keep the columns.
fn draw_slip(mut sheet: Sheet<'_>, lines: &[&str]) {
    let face = sheet.faces.value.clone();
    for line in lines {
        sheet.y += SLIP_LINE;
        sheet.draw((&face, SLIP_SIZE), SLIP_EDGE, line);
    }
    sheet.surface.finish();
}

fn draw(mut sheet: Sheet<'_>, blocks: &[Block], (title, number): (&str, u32)) {
    blocks.iter().for_each(|block| sheet.block(block));
    sheet.foot(title, number);
    sheet.surface.finish();
}

/// How many blocks fit on one page; a heading never stands alone at the foot.
fn fitting(blocks: &[Block]) -> usize {
    let mut y = MARGIN;
    let room = HEIGHT - MARGIN - 30;
    let mut count = 0;
    for block in blocks {
        y += block.height();
        if y > room {
            break;
        }
        count += 1;
    }
    let lonely = count < blocks.len() && count > 1 && matches!(blocks[count - 1], Block::Heading(_));
    if lonely { count - 1 } else { count.max(1).min(blocks.len()) }
}

struct Sheet<'a> {
    surface: Surface<'a>,
    faces: &'a Faces,
    y: u16,
}

impl Sheet<'_> {
    fn block(&mut self, block: &Block) {
        self.y += block.height();
        match block {
            Block::Title(text) => self.text(&self.faces.bold.clone(), 20, &one_line(text, 44)),
            Block::Note(text) => self.text(&self.faces.text.clone(), 10, &one_line(text, 100)),
            Block::Heading(text) => self.text(&self.faces.bold.clone(), 13, &one_line(text, 70)),
            Block::Row(name, count, value) => {
                let (text, face) = (self.faces.text.clone(), self.faces.value.clone());
                self.row((&text, &face), name, (count, value));
            }
            Block::Total(name, count, value) => {
                self.rule(self.y - 14);
                let (text, face) = (self.faces.bold.clone(), self.faces.total.clone());
                self.row((&text, &face), name, (count, value));
            }
        }
    }

    fn row(&mut self, (text, value): (&Font, &Font), name: &str, (count, amount): (&str, &str)) {
        self.text(text, 10, &one_line(name, NAME_MAX));
        self.right(value, COUNT_RIGHT, count);
        self.right(value, WIDTH - MARGIN, amount);
    }

    fn foot(&mut self, title: &str, number: u32) {
        self.y = HEIGHT - 32;
        let (text, value) = (self.faces.text.clone(), self.faces.value.clone());
        self.text(&text, 8, &one_line(title, 90));
        self.right(&value, WIDTH - MARGIN, &number.to_string());
    }

    fn text(&mut self, font: &Font, size: u16, text: &str) {
        self.draw((font, size), MARGIN, text);
    }

    /// Ten-point text that ends at `right`: six points a sign.
    fn right(&mut self, font: &Font, right: u16, text: &str) {
        let wide = u16::try_from(text.chars().count()).unwrap_or(u16::MAX).saturating_mul(6);
        self.draw((font, 10), right.saturating_sub(wide), text);
    }

    fn draw(&mut self, (font, size): (&Font, u16), x: u16, text: &str) {
        let at = Point::from_xy(x.into(), self.y.into());
        self.surface.draw_text(at, font.clone(), size.into(), text, false, TextDirection::Auto);
    }

    fn rule(&mut self, y: u16) {
        let mut path = PathBuilder::new();
        let Some(line) = Rect::from_xywh(MARGIN.into(), y.into(), (WIDTH - 2 * MARGIN).into(), 1_u8.into()) else {
            return;
        };
        path.push_rect(line);
        if let Some(path) = path.finish() {
            self.surface.draw_path(&path);
        }
    }
}
