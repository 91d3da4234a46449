//! What a phone sees on a screen.

use iced::Size;
use image::GrayImage;
use ringup::ui::theme::Theme;
use ringup::ui::widget::Element;

use super::shop::simulator;

/// Draws a view and reads every code on it.
pub fn scan<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> Vec<String> {
    let picture = picture(theme, size, view);
    let (width, height) = picture.dimensions();
    rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
        picture.get_pixel(x as u32, y as u32).0[0]
    })
    .detect_grids()
    .into_iter()
    .filter_map(|grid| grid.decode().ok().map(|(_, text)| text))
    .collect()
}

/// Draws a view at twice its size, in greys.
pub fn picture<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> GrayImage {
    let folder = tempfile::tempdir().unwrap();
    let snapshot = simulator(size, view).snapshot(&theme).unwrap();
    assert!(snapshot.matches_image(folder.path().join("shot")).unwrap());
    let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    image::open(file).unwrap().to_luma8()
}
