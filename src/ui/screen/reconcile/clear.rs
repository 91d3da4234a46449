//! The page of days on which every cent is explained, and of a check that is kept: how it stands, its columns, the days before.

use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::columns::{between, digits, sides, sign, width};
use super::mark::is_low;
use super::stored::{self, Summary};
use super::strip::{disc, strip};
use super::{Message, Reconcile};
use crate::domain::checks::{Checked, DayStand};
use crate::reconcile::amount::Amount;
use crate::reconcile::report::Leg;
use crate::ui::context::Context;
use crate::ui::icon::icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::{Element, card, label, layout};

/// How a page stands in its room: the side of its mark in px, and whether words stand below it or beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fit {
    mark: f32,
    beside: bool,
}

impl Fit {
    /// Height that days and file take above the page.
    const TOOLS: f32 = 104.0;

    fn of(page: &Reconcile, cx: &Context<'_>) -> Self {
        let room = cx.size.height - if page.tools { Self::TOOLS } else { 0.0 };
        match room {
            room if is_low(cx) || room < 560.0 => Self { mark: 48.0, beside: true },
            room if room < 790.0 => Self { mark: 88.0, beside: true },
            room if room < 900.0 => Self { mark: 96.0, beside: false },
            _ => Self { mark: 152.0, beside: false },
        }
    }
}

/// What the page says: how it stands, its title, and what that is about.
struct Said {
    stand: DayStand,
    title: String,
    about: String,
}

impl Reconcile {
    /// The outcome of just now, when all is explained; `more` leads from it to its list.
    pub(super) fn clear<'a>(
        &self,
        summary: &Summary,
        more: Option<Element<'a, Message>>,
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let title = cx.lang.text("reconcile-clear");
        let said = if self.is_begun(cx) {
            Said { stand: DayStand::Begun, title, about: self.begun(cx) }
        } else {
            Said { stand: DayStand::Good, title, about: self.nothing(summary, cx) }
        };
        self.told(&said, summary, more, cx)
    }

    /// A check that the journal keeps.
    pub(super) fn kept_check<'a>(&self, checked: &Checked, cx: &Context<'a>) -> Element<'a, Message> {
        let summary = Summary::of(checked, cx);
        let (stand, open) = (stored::stand(checked, cx), stored::open(checked, cx));
        let bad = stand == DayStand::Bad;
        let title = match (bad, open) {
            (false, _) => cx.lang.text("reconcile-clear"),
            (true, 0) => cx.lang.with("proof-broken", &[("count", checked.fact.broken.into())]),
            (true, open) => cx.lang.with("proof-open", &[("count", open.into())]),
        };
        let about = match stand {
            DayStand::Bad => cx.lang.with("reconcile-stored-bad", &[("days", (&self.span(cx)).into())]),
            DayStand::Begun => self.begun(cx),
            DayStand::Good | DayStand::Unchecked => self.nothing(&summary, cx),
        };
        self.told(&Said { stand, title, about }, &summary, None, cx)
    }

    /// Whether the last day that is shown goes on.
    pub(super) fn is_begun(&self, cx: &Context<'_>) -> bool {
        self.last_day(cx) == cx.today()
    }

    fn begun(&self, cx: &Context<'_>) -> String {
        cx.lang.with("reconcile-stored-begun", &[("days", (&self.span(cx)).into())])
    }

    fn nothing(&self, summary: &Summary, cx: &Context<'_>) -> String {
        let nothing = format!("{}{}", sign(summary.unit, cx), digits(Amount::ZERO, summary.unit, cx));
        cx.lang.with("reconcile-clear-about", &[("days", (&self.span(cx)).into()), ("amount", (&nothing).into())])
    }

    fn told<'a>(
        &self,
        said: &Said,
        summary: &Summary,
        more: Option<Element<'a, Message>>,
        cx: &Context<'a>,
    ) -> Element<'a, Message> {
        let (low, fit) = (is_low(cx), Fit::of(self, cx));
        let about = label::body_l(said.about.clone()).style(theme::text::muted);
        let title = if low { label::heading(said.title.clone()) } else { label::title(said.title.clone()) };
        let words: Element<'a, Message> = if fit.beside {
            let words = column![title, about].align_x(layout::start());
            let both = vec![disc(said.stand, fit.mark), words.into()];
            container(layout::row(both).spacing(space::M).align_y(Center)).center_x(Fill).into()
        } else {
            let words = column![disc(said.stand, fit.mark), title.align_x(Center), about.align_x(Center)];
            words.spacing(space::XS).align_x(Center).width(Fill).into()
        };
        let sums = container(sums(summary, cx)).padding(if low { space::S } else { space::L });
        let sums = sums.width(Fill).style(theme::container::inset);
        let gap = || Space::new().height(Fill);
        let more = more.map(|more| container(more).center_x(Fill));
        // Below days and file a low window has no room for the strip.
        let strip = (!(low && self.tools)).then(|| strip(self, cx));
        let content = column![gap(), words, sums].push(more).push(gap()).push(strip);
        card::card(content.spacing(if low { space::XS } else { space::S }))
            .padding(if low { space::XS } else { space::XL })
            .width(Fill)
            .height(Fill)
            .into()
    }
}

fn sums<'a>(summary: &Summary, cx: &Context<'a>) -> Element<'a, Message> {
    let Summary { unit, columns, fees } = summary;
    let mark = sign(*unit, cx);
    let mut parts: Vec<Element<'a, Message>> = Vec::with_capacity(5);
    for (index, side) in sides(columns, *unit, *fees, cx).into_iter().enumerate() {
        if index > 0 {
            let leg = if index == 1 { Leg::Invoices } else { Leg::Ledger };
            parts.push(between(columns, leg, *unit, cx));
        }
        let head = vec![icon(side.icon).size(20.0).color(|t| t.muted).into(), label::body(side.name).into()];
        let sum = amount(mark.clone(), digits(side.sum, *unit, cx)).size(48.0).fit(width(cx));
        let about = label::caption(side.about).style(theme::text::muted);
        let words = column![layout::row(head).spacing(space::XS), sum, about].spacing(space::XXS).align_x(Center);
        parts.push(container(words).center_x(Fill).into());
    }
    layout::row(parts).align_y(Center).into()
}
