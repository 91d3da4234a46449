//! What a phone sees on a screen, and a camera.

use iced::{Event, Size, mouse, window};
use iced_test::Simulator;
use iced_test::core::renderer::{Headless, Style};
use iced_test::core::theme::Base;
use iced_test::core::{clipboard, time::Instant};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{GrayImage, ImageEncoder};
use ringup::ui::theme::Theme;
use ringup::ui::widget::Element;

/// A simulator of the given size with our fonts.
pub fn simulator<'a, Message: 'a>(size: Size, view: Element<'a, Message>) -> Simulator<'a, Message, Theme> {
    Simulator::with_size(ringup::ui::font::settings(), size, view)
}

/// Draws a view and reads every code on it.
pub fn scan<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> Vec<String> {
    codes(theme, size, view).into_iter().map(|(text, _)| text).collect()
}

/// Draws a view and reads every code on it, with the side of its dark part in px.
pub fn codes<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> Vec<(String, i32)> {
    let picture = picture(theme, size, view);
    let (width, height) = picture.dimensions();
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
        picture.get_pixel(x as u32, y as u32).0[0]
    });
    let grids = prepared.detect_grids();
    let read = |grid: &rqrr::Grid<_>| Some((grid.decode().ok()?.1, grid.bounds[1].x - grid.bounds[0].x));
    grids.iter().filter_map(read).collect()
}

/// Draws a view at its own size, in greys.
fn picture<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> GrayImage {
    let (pixels, rgba) = pixels(theme, size, view);
    let grey = rgba.chunks_exact(4).map(|p| ((u32::from(p[0]) + u32::from(p[1]) + u32::from(p[2])) / 3) as u8);
    GrayImage::from_raw(pixels.width, pixels.height, grey.collect()).unwrap()
}

fn pixels<'a, Message: 'a>(theme: Theme, size: Size, view: Element<'a, Message>) -> (Size<u32>, Vec<u8>) {
    let settings = ringup::ui::font::settings();
    let renderer = <iced::Renderer as Headless>::new(settings.default_font, settings.default_text_size, None);
    let mut renderer: iced::Renderer = block_on(renderer).unwrap();
    let mut ui = UserInterface::build(view, size, Cache::default(), &mut renderer);
    let redraw = Event::Window(window::Event::RedrawRequested(Instant::now()));
    let away = mouse::Cursor::Unavailable;
    let _ = ui.update(&[redraw], away, &mut renderer, &mut clipboard::Null, &mut Vec::new());
    let base = theme.base();
    ui.draw(&mut renderer, &theme, &Style { text_color: base.text_color }, away);
    let pixels = Size::new(size.width as u32, size.height as u32);
    (pixels, renderer.screenshot(pixels, 1.0, base.background_color))
}

/// Draws a view into `target/gallery/<name>.png`, for eyes, where `RINGUP_GALLERY` is `all` or a part of its name.
pub fn photograph<'a, Message: 'a>(name: &str, theme: Theme, size: Size, view: Element<'a, Message>) {
    if !std::env::var("RINGUP_GALLERY").is_ok_and(|wanted| wanted == "all" || name.contains(&wanted)) {
        // Laying it out is quick and proves that it can be.
        drop(simulator(size, view));
        return;
    }
    let (pixels, rgba) = pixels(theme, size, view);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let file = std::fs::File::create(folder.join(format!("{name}.png"))).unwrap();
    let encoder = PngEncoder::new_with_quality(file, CompressionType::Fast, FilterType::NoFilter);
    encoder.write_image(&rgba, pixels.width, pixels.height, image::ExtendedColorType::Rgba8).unwrap();
}
