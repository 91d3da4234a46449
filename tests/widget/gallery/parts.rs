//! The sheet of components.

use iced::widget::{Space, column, container, row};
use iced::{Center, Fill};
use ringup::ui::icon::{Icon, icon};
use ringup::ui::theme::{self, Tone, space};
use ringup::ui::widget::amount::amount;
use ringup::ui::widget::badge;
use ringup::ui::widget::chip::chip;
use ringup::ui::widget::field::field;
use ringup::ui::widget::keypad::{Corner, Key, Order, keypad};
use ringup::ui::widget::ring::Ring;
use ringup::ui::widget::tile::tile;
use ringup::ui::widget::{
    Element, button, card, empty, keycap, label, nav, notice as notices, pill, pin, ribbon, segmented, spinner,
    stepper, verdict,
};

type View<'a> = Element<'a, ()>;

pub(super) fn buttons<'a>() -> View<'a> {
    let wide = 150;
    let first = row![
        button::primary("Charge").width(wide).on_press(()),
        button::primary("Charge").width(wide).on_press(()).focused(true),
        button::primary("Charge").width(wide),
        button::primary("Charge").width(wide).busy("Asking"),
        button::soft("Add").icon(Icon::Plus).width(wide).on_press(()),
        button::verdict(Tone::Ok, "Print and next").icon(Icon::Printer).key("Enter").on_press(()),
    ];
    let second = row![
        button::plain("Park").width(wide).on_press(()),
        button::plain("Park").width(wide).on_press(()).focused(true),
        button::plain("Park").width(wide),
        button::destructive("Void sale").width(wide).on_press(()),
        button::quiet("Change").width(wide).on_press(()),
        button::plain("Park").icon(Icon::Pause).key("F4").on_press(()),
    ];
    let gap = space::L;
    card::titled("Buttons", column![first.spacing(gap), second.spacing(gap)].spacing(gap)).into()
}

pub(super) fn more_buttons<'a>() -> View<'a> {
    let line = row![
        button::primary("Charge €34.02").key("Ctrl").key("Enter").spread().large(80.0).width(330).on_press(()),
        button::plain("Cash").icon(Icon::Banknote).stacked().height(80.0).width(88).on_press(()),
        button::plain("Refund").icon(Icon::Undo2).width(240).disabled("Refund opens when the payment is Accepted."),
        button::destructive("Void sale").icon(Icon::X).key("Esc").on_press(()),
    ]
    .spacing(space::S);
    card::titled("More buttons", line).into()
}

pub(super) fn pills<'a>() -> View<'a> {
    let states = [
        (Tone::Idle, Icon::CircleDashed, "Asking"),
        (Tone::Accent, Icon::QrCode, "Waiting"),
        (Tone::Wait, Icon::Clock, "Seen 1/6"),
        (Tone::Ok, Icon::Check, "Accepted"),
        (Tone::Ok, Icon::CheckCheck, "Settled"),
        (Tone::Idle, Icon::Hourglass, "Expired"),
        (Tone::Idle, Icon::Ban, "Cancelled"),
        (Tone::Stop, Icon::OctagonX, "Failed"),
        (Tone::Stop, Icon::CircleMinus, "Underpaid"),
        (Tone::Ok, Icon::CirclePlus, "Overpaid"),
        (Tone::Stop, Icon::BellRing, "Late money"),
        (Tone::Idle, Icon::WifiOff, "Unknown"),
        (Tone::Ok, Icon::Banknote, "Cash"),
        (Tone::Idle, Icon::Undo2, "Refunded"),
    ];
    let pills = states.map(|(tone, shape, word)| pill::pill(tone, shape, word));
    let small = states.map(|(tone, shape, word)| pill::small(tone, shape, word));
    let lines = column![
        row(pills).spacing(space::S).wrap().vertical_spacing(space::S),
        row(small).spacing(space::S).wrap().vertical_spacing(space::S),
    ];
    card::titled("Payment states: colour, icon, word", lines.spacing(space::M)).into()
}

pub(super) fn type_scale<'a>() -> View<'a> {
    let steps = column![label::title("Title 40"), label::heading("Heading 28"), label::section("Section 20")];
    let words = column![
        label::body_l("Body 17, buttons 17"),
        label::caption("Caption 15").style(theme::text::muted),
        label::strong("Ευχαριστούμε · Спасибо"),
        label::code("tb1q w508 d6qe jxtd"),
    ];
    let line = row![
        Element::from(amount("€", "34.02").size(128.0)),
        Element::from(amount("BTC", "0.00036000").size(40.0).sign_after(true)),
        steps,
        words.spacing(4)
    ];
    card::titled("Type", line.spacing(space::XL).align_y(Center)).into()
}

pub(super) fn verdict_bars<'a>() -> View<'a> {
    let bars = row![
        verdict::bar(Tone::Wait, Icon::Clock, "Wait. Keep the goods.", "Seen, 1 of 6"),
        verdict::bar(Tone::Ok, Icon::Check, "Paid. Hand over.", "Accepted"),
        verdict::bar(Tone::Stop, Icon::CircleMinus, "Keep the goods.", "Short by €4.02"),
    ];
    let soft = row![
        verdict::soft(
            Tone::Accent,
            Icon::Hand,
            "Wait. Keep the goods.",
            "Nothing has arrived yet. Over €20, goods go at Accepted."
        ),
        verdict::soft(
            Tone::Wait,
            Ring::confirmations(1, 6).size(56.0),
            "Wait. Keep the goods.",
            "Full amount seen, not safe yet."
        ),
    ];
    let lines = column![bars.spacing(space::M), soft.spacing(space::M)].spacing(space::M);
    card::titled("Verdict bar", lines).into()
}

pub(super) fn bar<'a>() -> View<'a> {
    let tabs = nav::bar("Till 1", "Fernhill Bakery")
        .tab(nav::Tab::new(Icon::Calculator, "Register", true, ()))
        .tab(nav::Tab::new(Icon::List, "Sales", false, ()).count(Tone::Stop, 1))
        .tab(nav::Tab::new(Icon::Pause, "Parked", false, ()).count(Tone::Idle, 2))
        .status(pill::pill(Tone::Ok, Icon::CircleCheck, "Gateways ready"))
        .person("MB", "Mara")
        .end(Icon::Lock, Some(()));
    let small = nav::bar("Till 1", "")
        .small(true)
        .tab(nav::Tab::new(Icon::Calculator, "Amount", true, ()))
        .tab(nav::Tab::new(Icon::List, "Sales", false, ()).count(Tone::Stop, 1))
        .status(pill::pill(Tone::Ok, Icon::CircleCheck, "Ready"))
        .end(Icon::Menu, Some(()));
    column![
        ribbon::ribbon(Tone::Wait, Icon::FlaskConical, "TEST — no real money. Connected to test.bitpay.com"),
        Element::from(tabs),
        Space::new().height(space::XS),
        container(Element::from(small)).width(700),
    ]
    .into()
}

pub(super) fn rings<'a>() -> View<'a> {
    let checks = vec![Some(Tone::Ok), Some(Tone::Ok), Some(Tone::Wait), Some(Tone::Ok), None, Some(Tone::Stop)];
    let rings = row![
        Element::from(Ring::time(768, 900, "12:48")),
        Element::from(Ring::time(178, 900, "2:58")),
        Element::from(Ring::time(41, 900, "0:41")),
        Element::from(Ring::confirmations(3, 6)),
        Element::from(Ring::done()),
        Element::from(Ring::checks(checks, "7").under("of 8 ready").size(120.0)),
    ];
    card::titled("Ring", rings.spacing(space::L).align_y(Center)).into()
}

pub(super) fn fields<'a>() -> View<'a> {
    let fields = row![
        Element::from(field("Rest", "").on_input(|_| ())),
        Element::from(
            field("Search or scan", "").icon(Icon::Search).end_icon(Icon::ScanBarcode).key(Some("F2")).on_input(|_| ())
        ),
        Element::from(field("", "12,5o").label("Amount").error(Some("Only digits and one comma.")).on_input(|_| ())),
    ];
    card::titled("Fields", fields.spacing(space::M)).into()
}

pub(super) fn chips<'a>() -> View<'a> {
    let chips = row![
        Element::from(chip("Rest").on_press(())),
        Element::from(chip("Selected").chosen(true).on_press(())),
        Element::from(chip("Focused").focused(true).on_press(())),
        Element::from(chip("Disabled")),
        Element::from(chip("Bitcoin").icon(Icon::Bitcoin).key("1").chosen(true).on_press(())),
        Element::from(chip("More").end_icon(Icon::ChevronDown).on_press(())),
    ];
    card::titled("Chips", chips.spacing(space::S)).into()
}

pub(super) fn notice<'a>() -> View<'a> {
    let notice = notices::notice(
        Icon::CloudUpload,
        "No network. 3 sales are stored and will be sent.",
        3,
        Some(("Details", ())),
    );
    card::titled("Notice", notice).into()
}

pub(super) fn keys<'a>() -> View<'a> {
    let pad = keypad(|_| ()).key_height(space::KEY).focused(Some(Key::Digit(4)));
    let phone = keypad(|_| ()).order(Order::Telephone).corner(Corner::Word("Other")).key_height(space::KEY);
    let pads = row![Element::from(pad), Element::from(phone)].spacing(space::XL);
    card::titled("Keypad", pads).into()
}

pub(super) fn tiles<'a>() -> View<'a> {
    let tiles = row![
        Element::from(tile("Espresso", "€2.40").icon(Icon::Coffee, 0).on_press(())),
        Element::from(tile("Butter croissant", "€2.60").icon(Icon::Croissant, 1).count(3).on_press(())),
        Element::from(tile("Still water", "€2.20").icon(Icon::GlassWater, 2).focused(true).on_press(())),
        Element::from(tile("Roll", "€0.60").icon(Icon::Donut, 3).sold_out(Some("Sold out")).on_press(())),
    ];
    card::titled("Tile: rest, in cart, focused, sold out", tiles.spacing(space::M)).into()
}

pub(super) fn small_parts<'a>() -> View<'a> {
    let first = row![
        stepper::stepper(3, Some(()), Some(())),
        stepper::inviting(1, None, Some(())),
        container(segmented::segmented(&["By amount", "By shares", "By items"], 1, |_| ())).width(320),
    ];
    let second = row![
        pin::dots(3, 4),
        badge::avatar("MB", 40.0, false),
        badge::avatar("JH", 56.0, true),
        Element::from(spinner::spinner(24.0).color(|t| t.accent_ink)),
        keycap::keycap("F3", |t| t.muted),
        keycap::chord(&["Ctrl", "K"], |t| t.ink),
        Element::from(icon(Icon::TriangleAlert).color(|t| t.wait.solid)),
        pill::figure(Tone::Stop, "+12.40 late"),
    ];
    let nothing = empty::empty(Icon::Inbox, "No sales yet today.", None);
    let lines = column![
        first.spacing(space::XL).align_y(Center),
        second.spacing(space::L).align_y(Center),
        container(nothing).width(Fill).height(130),
    ];
    card::titled("Small parts", lines.spacing(space::M)).into()
}
