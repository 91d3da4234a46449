//! What a payment and its receipt look like.

use iced::Fill;
use iced::widget::{column, container, row};
use ringup::ui::icon::{Icon, icon};
use ringup::ui::theme::{self, Tone, space};
use ringup::ui::widget::amount::amount;
use ringup::ui::widget::fact::{self, Fact};
use ringup::ui::widget::paper::{self as papers, Line};
use ringup::ui::widget::ring::Ring;
use ringup::ui::widget::table as tables;
use ringup::ui::widget::timeline::{self as timelines, Step, When};
use ringup::ui::widget::{
    Element, button, card, cart as carts, choice, dialog as dialogs, kiosk, label, layout, nav, pill, qr, stepper,
    verdict,
};

type View<'a> = Element<'a, ()>;

fn state<'a>(block: verdict::Block<'a>) -> View<'a> {
    let facts = fact::rows(
        Fact::new("What happened", "The full amount was seen at 10:43. Confirmation 1 of 6."),
        Fact::new("What is safe", "It can still vanish. Sales over €20 go at Accepted."),
        Fact::new("What to do", "Wait here or park. The till keeps watching."),
    );
    let verbs = layout::row(vec![
        button::plain("Park, serve next").icon(Icon::Pause).key("F4").width(Fill).on_press(()).into(),
        button::plain("Detail").on_press(()).into(),
    ]);
    let body =
        column![Element::from(amount("€", "34.02").size(36.0)), card::hairline(), facts, verbs.spacing(space::XS)]
            .spacing(space::S);
    card::flush(column![block.view(), container(body).padding(space::L)]).width(Fill).into()
}

pub(super) fn states<'a>() -> View<'a> {
    let ring = Ring::confirmations(1, 6).size(72.0).on(Tone::Wait);
    row![
        state(verdict::block(Tone::Wait, Icon::Clock, "Seen", "Wait. Keep\nthe goods.").aside("Sale 1047").mark(ring)),
        state(verdict::block(Tone::Ok, Icon::Check, "Accepted", "Paid.\nHand over.").aside("Sale 1047")),
        state(
            verdict::block(Tone::Stop, Icon::BellRing, "Late money", "Money arrived\nlate.")
                .aside("Sale 1031")
                .alarm(true)
        ),
    ]
    .spacing(space::M)
    .into()
}

pub(super) fn timeline<'a>() -> View<'a> {
    let step = |icon, word: &'a str, time: &'a str, when| Step { icon, word: word.into(), time: time.into(), when };
    let steps = vec![
        step(Icon::QrCode, "Open", "10:42:09", When::Past),
        step(Icon::Clock, "Seen", "10:43:02", When::Now(Tone::Wait)),
        step(Icon::Check, "Accepted", "", When::Coming),
        step(Icon::CheckCheck, "Settled", "", When::Coming),
    ];
    let line = timelines::line(&steps);
    let wizard = timelines::wizard(&["Gateway", "Pair", "Check", "Done"], 1);
    card::titled("Timeline", column![timelines::timeline(steps), line, wizard].spacing(space::M)).into()
}

pub(super) fn table<'a>() -> View<'a> {
    let rows = [
        ("10:42", "1047", Tone::Wait, Icon::Clock, "Seen 1/6", "34.02"),
        ("10:39", "1046", Tone::Ok, Icon::CheckCheck, "Settled", "8.40"),
        ("10:17", "1042", Tone::Stop, Icon::CircleMinus, "Underpaid", "30.00"),
    ];
    let widths = [80, 100, 200, 90];
    let head = tables::head(&[
        (widths[0].into(), "Time", false),
        (widths[1].into(), "Sale", false),
        (Fill, "State", false),
        (widths[3].into(), "Amount €", true),
    ]);
    let rows = rows.into_iter().enumerate().map(|(index, (time, sale, tone, shape, word, sum))| {
        tables::row(vec![
            tables::cell(widths[0], label::body(time).style(theme::text::muted)),
            tables::cell(widths[1], label::strong(sale)),
            tables::cell(Fill, pill::small(tone, shape, word)),
            tables::figure(widths[3], label::strong_l(sum)),
        ])
        .chosen(index == 0)
        .focused(index == 1)
        .on_press(())
        .into()
    });
    let rows = tables::ruled(std::iter::once(head).chain(rows));
    card::flush(rows.push(tables::skeleton(6))).into()
}

pub(super) fn cart<'a>() -> View<'a> {
    let controls = layout::row(vec![
        stepper::stepper(3, Some(()), Some(())),
        iced::widget::Space::new().width(Fill).into(),
        button::plain("Discount").icon(Icon::Percent).height(48.0).on_press(()).into(),
    ]);
    let lines = tables::ruled([
        carts::line("Flat white", "2 × 3.80", "7.60").on_press(()).into(),
        carts::line("Butter croissant", "3 × 2.60", "7.02").note(Icon::Tag, "10 % off −0.78").chosen(controls).into(),
        carts::line("Ethiopia beans 250 g", "1 × 13.50", "13.50").focused(true).on_press(()).into(),
        carts::compact("2 ×", "Flat white", "7.60", Some(())),
    ]);
    let sums = column![
        carts::sum("Subtotal", "34.80"),
        carts::sum("Discount", "−0.78"),
        card::pair(label::section("Total"), amount("€", "34.02")),
    ];
    card::flush(lines.push(container(sums).padding(space::M))).width(404).into()
}

pub(super) fn paper<'a>() -> View<'a> {
    let code = qr::Code::new("https://ringup.example/r/1047/7f2a91c0").unwrap();
    let lines = vec![
        Line::Heading("FERNHILL BAKERY".into()),
        Line::Center("Lindenweg 4 · 10969 Berlin".into()),
        Line::Gap,
        Line::Pair("Sale 1047".into(), "21.11.2026 10:43".into()),
        Line::Rule,
        Line::Text("2 x Flat white           3.80  19 %   7.60".into()),
        Line::Rule,
        Line::Total("TOTAL EUR".into(), "34.02".into()),
        Line::Pair("VAT  7 % on 24.69".into(), "1.73".into()),
        Line::Rule,
        Line::Other(qr::card(&code).dark(100.0).into()),
    ];
    row![
        papers::paper(papers::WIDE, lines),
        column![
            card::note(
                Tone::Stop,
                Icon::Printer,
                "Put in a paper roll",
                "You can open without paper. Receipts then show as a code on the customer screen."
            ),
            icon(Icon::GraduationCap).color(|t| t.muted),
        ]
        .width(280)
        .spacing(space::M),
    ]
    .spacing(space::M)
    .into()
}

pub(super) fn choices<'a>() -> View<'a> {
    let people = row![
        Element::from(choice::person("MB", "Mara", "Cashier", true).height(96).on_press(())),
        Element::from(choice::person("TK", "Theo", "Cashier", false).height(96).on_press(())),
    ];
    let figures = row![
        Element::from(choice::figure(60, Icon::Check, |t| t.ok.ink, "Matched", false).on_press(())),
        Element::from(choice::figure(1, Icon::EqualNot, |t| t.stop.ink, "Amount differs", true).on_press(())),
        Element::from(choice::figure(0, Icon::QrCode, |t| t.ink, "Only invoice", false).on_press(())),
    ];
    let tenders = row![
        Element::from(choice::tender(Icon::Bitcoin, "Bitcoin", "up to €500.00").focused(true).on_press(())),
        Element::from(choice::tender(Icon::Banknote, "Cash", "The drawer is not open.")),
    ];
    let product = |count, name: &'a str| kiosk::Product {
        name: name.into(),
        price: "€2.60".into(),
        icon: Icon::Croissant,
        tint: 1,
        count,
    };
    let cards = row![
        kiosk::product(product(3, "Butter croissant"), Some(()), Some(())),
        kiosk::product(product(0, "Cinnamon roll"), None, Some(())),
    ];
    let gap = space::M;
    let all = column![people.spacing(gap), figures.spacing(gap), tenders.spacing(gap), cards.spacing(gap)];
    container(all.spacing(gap)).padding(gap).width(Fill).height(Fill).style(theme::container::window).into()
}

pub(super) fn dialog<'a>() -> View<'a> {
    let tabs = vec![
        nav::Tab::new(Icon::ChartColumn, "Today", false, ()),
        nav::Tab::new(Icon::Scale, "Reconcile", true, ()).count(Tone::Stop, 2),
        nav::Tab::new(Icon::Settings, "Settings", false, ()),
    ];
    let foot = button::quiet("Back to till").key("Esc").on_press(());
    let page = layout::row(vec![
        nav::rail(tabs, foot),
        container(label::heading("Reconcile")).padding(space::XL).width(Fill).into(),
    ]);
    let page = container(page).width(Fill).height(Fill).style(theme::container::window);
    let content = label::body_l("A payment made now is still found. It goes to Late money with this sale.")
        .width(Fill)
        .align_x(layout::start());
    let dialog = dialogs::question(
        "Void sale 1047?",
        content,
        vec![
            button::plain("Back").key("Esc").on_press(()).into(),
            button::destructive("Void sale").on_press(()).into(),
        ],
    );
    dialogs::over(page, Some(dialog), Some(()))
}
