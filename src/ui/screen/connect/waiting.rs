//! A code that waits for the owner: the code, its page as a QR code, and the time it has left.

use iced::widget::{column, container};
use iced::{Center, Fill};

use super::{Message, Waiting};
use crate::ui::context::Context;
use crate::ui::font;
use crate::ui::icon::Icon;
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::ring::Ring;
use crate::ui::widget::spinner::spinner;
use crate::ui::widget::{Element, button, card, label, pill, qr};

/// How long a code is worth, to draw the share that is left.
const WHOLE_S: u64 = 24 * 3600;

pub(super) fn waiting<'a>(waiting: &'a Waiting, cx: &Context<'a>) -> Element<'a, Message> {
    let over = waiting.is_over(cx.mono);
    let host = host_of(&waiting.pairing.approval_url);
    let key = if over { "connect-over" } else { "connect-approve-how" };
    let how = label::body(cx.lang.with(key, &[("host", host.into())])).style(theme::text::muted).width(Fill);
    let mut content = column![label::section(cx.lang.text("connect-approve")), how].spacing(space::M);
    if !over {
        content = content.push(code_and_link(waiting, cx)).push(time_left(waiting, cx)).push(card::hairline());
        content = content.push(result(waiting, cx));
    }
    content.into()
}

fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn code_and_link<'a>(waiting: &'a Waiting, cx: &Context<'a>) -> Element<'a, Message> {
    let big = Scale { size: 44.0, line: 56.0, font: font::MONO_SEMIBOLD };
    let copy = button::plain(cx.lang.text("pay-copy")).icon(Icon::Copy).height(space::TARGET);
    let keys = Breakpoint::of(cx.size).shows_keys();
    let copy = if keys { copy.key("Ctrl").key("C") } else { copy };
    let words = column![
        label::body(cx.lang.text("connect-code")).style(theme::text::muted),
        label::scaled(waiting.pairing.code.as_str(), big),
        copy.on_press(Message::CopyPressed(waiting.pairing.code.clone())),
    ]
    .spacing(space::XS);
    let room = 252.0;
    let picture = waiting.link.as_ref().map(|code| qr::card(code).dark(180.0).within(room).at_most(room).into());
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(2);
    parts.extend(picture);
    parts.push(words.into());
    layout::row(parts).spacing(space::XL).align_y(Center).wrap().vertical_spacing(space::S).into()
}

fn time_left<'a>(waiting: &'a Waiting, cx: &Context<'a>) -> Option<Element<'a, Message>> {
    let left = waiting.left(cx.mono)?;
    let seconds = left.as_secs();
    let text = match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}", seconds / 60 % 60),
    };
    let whole = u32::try_from(WHOLE_S.max(seconds)).unwrap_or(u32::MAX);
    let ring = Ring::time(u32::try_from(seconds).unwrap_or(u32::MAX), whole, text).size(84.0);
    let valid = cx.lang.duration(left);
    let title = label::strong_l(cx.lang.with("connect-valid", &[("time", (&valid).into())]));
    let end = waiting.pairing.expires.map(|end| {
        let (day, clock) = (end.date(cx.offset_min), end.clock(cx.offset_min));
        let parts = [("day", (&day).into()), ("time", (&clock).into())];
        label::body(cx.lang.with("connect-ends", &parts)).style(theme::text::muted)
    });
    let words = column![title].push(end).spacing(space::XXS).width(Fill);
    Some(layout::row(vec![ring.into(), words.into()]).spacing(space::M).align_y(Center).into())
}

/// What the last look found; approval itself leaves this page.
fn result<'a>(waiting: &'a Waiting, cx: &Context<'a>) -> Element<'a, Message> {
    let sign: Element<'a, Message> = if waiting.checking {
        spinner(24.0).color(|t| t.accent_ink).moves(!cx.config.look.reduced_motion).into()
    } else {
        pill::pill(Tone::Accent, Icon::Hourglass, cx.lang.text("connect-waiting"))
    };
    let asked = waiting.checked.map(|at| {
        let seconds = cx.mono.since(at).as_secs();
        label::caption(cx.lang.with("connect-asked", &[("seconds", seconds.into())])).style(theme::text::muted)
    });
    let line = layout::row(vec![container(sign).width(Fill).into()]).align_y(Center).spacing(space::S);
    line.push(asked).into()
}
