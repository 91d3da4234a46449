//! What closing the day would mean, and the button that does it once.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::{Message, Reports};
use crate::domain::report::Shift;
use crate::domain::tally::StillOpen;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, button, card, label};

/// One thing a closing says.
struct Line<'a> {
    tone: Tone,
    icon: Icon,
    title: String,
    about: &'a str,
    act: Option<(&'static str, Message)>,
}

/// Where the count of the drawer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawer {
    NotCounted,
    NotExplained,
    Counted,
}

impl Reports {
    /// What stays open, and the button.
    pub(super) fn close<'a>(&self, shift: &Shift, cx: &Context<'a>) -> Element<'a, Message> {
        let number = [("number", shift.next_z.into())];
        let drawer = drawer(shift, cx);
        let lines = lines(shift, drawer, cx).into_iter().map(drawn_with(cx));
        let lines = lines.flat_map(|line| [line, card::hairline()]);
        let lines = Column::with_children(lines).spacing(space::S);
        let word =
            if self.sure { cx.lang.text("reports-close-sure") } else { cx.lang.with("reports-close-button", &number) };
        let button = if self.sure { button::destructive(word) } else { button::primary(word) };
        let keys = Breakpoint::of(cx.size).shows_keys();
        let button = button.icon(Icon::Lock).width(Fill).key_if(keys, "Enter");
        let button =
            if Breakpoint::of(cx.size) == Breakpoint::Compact { button } else { button.large(space::BUTTON_LARGE) };
        let button = if drawer == Drawer::NotExplained {
            button.disabled(cx.lang.text("reports-close-off"))
        } else {
            button.on_press_maybe((!self.busy).then_some(Message::ClosePressed))
        };
        let once = label::caption(cx.lang.with("reports-close-once", &number));
        let once = once.style(theme::text::muted).width(Fill).align_x(layout::start());
        card::titled(cx.lang.plain("reports-close"), column![once, lines, button].spacing(space::M)).width(Fill).into()
    }
}

fn drawer(shift: &Shift, cx: &Context<'_>) -> Drawer {
    let limit = cx.book.day_rule().difference_limit;
    match shift.tally.counted() {
        None => Drawer::NotCounted,
        Some(count) if count.reason.is_empty() && count.difference().saturating_abs() > limit => Drawer::NotExplained,
        Some(_) => Drawer::Counted,
    }
}

fn lines<'a>(shift: &Shift, drawer: Drawer, cx: &Context<'a>) -> Vec<Line<'a>> {
    let line = |tone, icon, title: &str, about: &'static str| Line {
        tone,
        icon,
        title: cx.lang.text(title),
        about: cx.lang.plain(about),
        act: None,
    };
    let count = Some(("reports-count", Message::CountPressed));
    let mut lines = vec![match drawer {
        Drawer::NotCounted => {
            Line { act: count, ..line(Tone::Stop, Icon::Coins, "reports-not-counted", "reports-not-counted-about") }
        }
        Drawer::NotExplained => {
            let why = line(Tone::Stop, Icon::TriangleAlert, "reports-not-explained", "reports-not-explained-about");
            Line { act: Some(("reports-explain", Message::CountPressed)), ..why }
        }
        Drawer::Counted => line(Tone::Ok, Icon::Coins, "reports-counted", "reports-counted-about"),
    }];
    if shift.day < cx.today() {
        let day = cx.lang.day(shift.day);
        let title = cx.lang.with("reports-unclosed", &[("day", (&day).into())]);
        lines.push(Line { title, ..line(Tone::Wait, Icon::Calendar, "reports-close", "reports-unclosed-about") });
    }
    let StillOpen { sales, unresolved, late, refunds } = shift.open;
    let open = [
        (sales, Tone::Wait, Icon::Clock, "reports-open-sales", "reports-open-sales-about"),
        (unresolved, Tone::Wait, Icon::CircleHelp, "reports-open-unresolved", "reports-open-unresolved-about"),
        (late, Tone::Stop, Icon::Inbox, "reports-open-late", "reports-open-late-about"),
        (refunds, Tone::Wait, Icon::Undo2, "reports-open-refunds", "reports-open-refunds-about"),
    ];
    for (n, tone, icon, title, about) in open.into_iter().filter(|(n, ..)| *n > 0) {
        let act = (icon == Icon::Inbox).then_some(("reports-open", Message::LatePressed));
        let title = cx.lang.with(title, &[("n", n.into())]);
        lines.push(Line { tone, icon, title, about: cx.lang.plain(about), act });
    }
    if shift.open.is_nothing() {
        lines.push(line(Tone::Ok, Icon::Check, "report-open-nothing", "reports-open-nothing-about"));
    }
    if shift.tally.sales.n == 0 {
        lines.push(line(Tone::Idle, Icon::FileText, "reports-nothing-sold", "reports-nothing-sold-about"));
    }
    lines
}

fn drawn_with<'a>(cx: &Context<'a>) -> impl Fn(Line<'a>) -> Element<'a, Message> {
    let cx = *cx;
    move |line| {
        let tone = line.tone;
        let mark = container(icon(line.icon).size(20.0)).center(36).style(theme::container::pill(tone));
        let words = column![
            label::strong(line.title).width(Fill).align_x(layout::start()),
            label::small(line.about).style(theme::text::muted).width(Fill).align_x(layout::start())
        ];
        let act = line
            .act
            .map(|(key, message)| button::plain(cx.lang.text(key)).height(space::TARGET).on_press(message).into());
        let parts = vec![mark.into(), words.width(Fill).into()].into_iter().chain(act).collect();
        layout::row(parts).spacing(space::S).align_y(Center).into()
    }
}
