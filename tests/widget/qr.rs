//! Codes drawn by the card, read back by a decoder from the picture.

use iced::widget::container;
use iced::{Fill, Size};
use image::GrayImage;
use ringup::ui::theme::{self, Theme};
use ringup::ui::widget::layout::Breakpoint;
use ringup::ui::widget::{Element, qr};

const BIP21: &str = "bitcoin:tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx?amount=0.00036000&r=https%3A%2F%2Ftest.bitpay.com%2Fi%2FKd8QmXv2Zp";

fn page<'a>(code: &qr::Code, room: f32, nudge: f32) -> Element<'a, ()> {
    let card = qr::card(code).within(room);
    // The nudge puts the card on half pixels, as centring does.
    container(container(Element::from(card)).padding(nudge)).center(Fill).style(theme::container::window).into()
}

fn read(picture: GrayImage) -> Vec<String> {
    let (width, height) = picture.dimensions();
    rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, |x, y| {
        picture.get_pixel(x as u32, y as u32).0[0]
    })
    .detect_grids()
    .into_iter()
    .map(|grid| grid.decode().unwrap().1)
    .collect()
}

#[test]
fn till_20_qr_decodes_to_the_exact_payload_in_every_theme_and_size() {
    let sizes = [(800.0, 480.0), (1024.0, 768.0), (1280.0, 800.0), (1920.0, 1080.0), (1080.0, 1920.0)];
    let code = qr::Code::new(BIP21).unwrap();
    for theme in [Theme::Light, Theme::Dark] {
        for size in sizes {
            let room = Breakpoint::of(Size::from(size)).qr_side();
            let name = format!("qr-{theme:?}-{}", size.0);
            let file = super::render(&name, theme, (room + 65.0, room + 65.0), page(&code, room, 0.25));
            assert_eq!(read(super::gray(&file)), [BIP21], "{name}");
        }
    }
}

#[test]
fn till_20_qr_is_pure_black_on_pure_white_with_its_quiet_zone() {
    let code = qr::Code::new(BIP21).unwrap();
    let plan = qr::card(&code).within(460.0).plan();
    let side = plan.side();
    for theme in Theme::ALL {
        let name = format!("qr-exact-{theme:?}");
        let file = super::render(&name, theme, (side, side), qr::card(&code).within(460.0));
        let picture = image::open(&file).unwrap().to_rgb8();
        // The simulator draws at twice the logical size.
        let module = (plan.module * 2.0) as u32;
        let quiet = 4 * module;
        let (mut dark, mut light) = (0_u32, 0_u32);
        for (x, y, pixel) in picture.enumerate_pixels() {
            let edge = x.min(y).min(picture.width() - 1 - x).min(picture.height() - 1 - y);
            // The hairline and the round corners of the card lie at its very edge.
            if edge < 2 || (edge < quiet && corner(x, y, picture.width())) {
                continue;
            }
            match pixel.0 {
                [0, 0, 0] => {
                    assert!(edge >= quiet, "dark at {x},{y} in the quiet zone");
                    dark += 1;
                }
                [255, 255, 255] => light += 1,
                other => panic!("{theme:?}: gray pixel {other:?} at {x},{y}"),
            }
        }
        assert!(dark > 0 && light > dark);
        assert_eq!(dark % (module * module), 0, "modules are whole pixels");
    }
}

fn corner(x: u32, y: u32, side: u32) -> bool {
    let near = |v: u32| v.min(side - 1 - v) < 40;
    near(x) && near(y)
}

#[test]
fn till_20_qr_dark_part_is_at_least_360_px_at_1280_800() {
    let window = Breakpoint::of(Size::new(1280.0, 800.0));
    for length in [20, 40, 60, 80, 100, 150, 200] {
        let code = qr::Code::new("bitcoin:".repeat(30).chars().take(length).collect::<String>());
        let plan = qr::card(&code.unwrap()).within(window.qr_side()).at_most(window.qr_side_max()).plan();
        assert!(plan.dark() >= qr::DARK_MIN, "{length}: {plan:?}");
        assert!(plan.side() <= window.qr_side_max(), "{length}: {plan:?}");
        assert_eq!(plan.module.fract(), 0.0, "{length}: {plan:?}");
        assert!(!plan.low, "{length}: {plan:?}");
    }
}

#[test]
fn till_20_qr_takes_weaker_correction_only_for_small_modules() {
    let long = "x".repeat(500);
    let code = qr::Code::new(long.as_str()).unwrap();
    let plan = qr::card(&code).within(441.0).plan();
    assert!(plan.low, "{plan:?}");
    let name = "qr-long";
    let file = super::render(name, Theme::Dark, (800.0, 480.0), page(&code, 441.0, 0.0));
    assert_eq!(read(super::gray(&file)), [long]);
}

#[test]
fn till_20_qr_modules_are_whole_physical_pixels_at_any_scale() {
    let code = qr::Code::new(BIP21).unwrap();
    for factor in [1.0, 1.25, 1.5, 1.75, 2.0, 3.0] {
        let plan = qr::card(&code).within(460.0).scale_factor(factor).plan();
        let physical = plan.module * factor;
        assert!((physical - physical.round()).abs() < 1e-4, "{factor}: {plan:?}");
        assert!(plan.side() <= 460.0 + 1e-3);
    }
}

#[test]
fn a_payload_that_fits_no_code_is_refused() {
    assert_eq!(qr::Code::new("x".repeat(3_000)).unwrap_err(), qr::TooLong);
    // Fits into L only.
    assert!(qr::Code::new("x".repeat(2_900)).is_ok());
}

#[test]
fn till_20_qr_on_the_small_till_keeps_its_modules_large() {
    let window = Breakpoint::of(Size::new(800.0, 480.0));
    let code = qr::Code::new(BIP21).unwrap();
    let card = qr::card(&code).dark(qr::DARK_MIN_SMALL).within(window.qr_side());
    let plan = card.plan();
    assert!(plan.dark() >= qr::DARK_MIN_SMALL && plan.module >= 7.0, "{plan:?}");
    assert!(plan.side() <= window.qr_side());
}
