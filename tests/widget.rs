//! The design system: contrast, fonts, codes, windowed lists, and a gallery to look at.

mod contrast;
mod direction;
mod fonts;
mod gallery;

mod press;
mod qr;
mod windowed;

use iced_test::Simulator;
use image::GrayImage;
use ringup::ui::theme::Theme;
use ringup::ui::widget::Element;

/// Returns a simulator of the given size with our fonts.
fn simulator<'a, Message: 'a>(
    size: (f32, f32),
    view: impl Into<Element<'a, Message>>,
) -> Simulator<'a, Message, Theme> {
    Simulator::with_size(ringup::ui::font::settings(), size, view)
}

/// Draws a view at twice its size into `target/gallery/<name>-tiny-skia.png`.
fn render<'a>(name: &str, theme: Theme, size: (f32, f32), view: impl Into<Element<'a, ()>>) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}-tiny-skia.png"));
    let _ = std::fs::remove_file(&file);
    let mut ui = simulator::<()>(size, view);
    let snapshot = ui.snapshot(&theme).unwrap();
    assert!(snapshot.matches_image(folder.join(name)).unwrap());
    file
}

fn gray(file: &std::path::Path) -> GrayImage {
    image::open(file).unwrap().to_luma8()
}
