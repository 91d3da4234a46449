//! The page: days and file, three columns, counts by class, the list, and one finding beside it.

use iced::widget::{Space, button as press, column, container};
use iced::{Center, Fill, Length};

use super::columns::{digits, sign, three};
use super::mark::{covers, is_low};
use super::stored::{self, Summary};
use super::strip::strip;
use super::{FROM, Failed, LEDGER, Message, Outcome, Reconcile, Shown, Stand, TO, Target, Witness, is_resolved};
use crate::domain::checks::{Checked, DayStand};
use crate::domain::day::Day;
use crate::notice;
use crate::reconcile::amount::Amount;
use crate::reconcile::class::{Class, Severity};
use crate::reconcile::finding::Finding;
use crate::reconcile::row::Unit;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::button::Kind;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::spinner::spinner;
use crate::ui::widget::{Column, Element, button, card, empty, label, page, pill};

/// Room of a field's name above it, in px.
const NAME_HIGH: f32 = 26.0;
/// The tiles of the counts that fit in a row.
const TILES: usize = 6;
/// As wide as that many are tiles at most.
const TILES_LEAST: usize = 4;

impl Reconcile {
    /// Draws the page; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if let Some(draft) = &self.limits {
            return column![self.head(cx), draft.view(cx)]
                .spacing(if covers(cx) { space::XS } else { space::M })
                .into();
        }
        let tools = self.tools.then(|| self.tools(cx));
        let content = match &self.stand {
            Stand::Idle => self.before(cx),
            Stand::Running(progress) => running(progress.done(), cx),
            Stand::Failed(why) => failed(why, cx),
            Stand::Here(outcome) => self.here(outcome, cx),
        };
        let gap = if covers(cx) { space::XS } else { space::M };
        column![self.head(cx)].push(tools).push(content).spacing(gap).into()
    }

    /// The question over the area, and what a press beside it says.
    pub fn over<'a>(&'a self, cx: &Context<'a>) -> Option<(Element<'a, Message>, Message)> {
        Some((self.dialog(cx)?, Message::DialogClosed))
    }

    fn head<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        // Where there are three buttons, keys are left out before words are.
        let keys = Breakpoint::of(cx.size).shows_keys() && (is_wide(cx) || self.kept_of(cx).is_none());
        let tools = button::plain(cx.lang.text("reconcile-days")).icon(Icon::Upload).key_if(keys, "F2");
        let run = button::plain(cx.lang.text("reconcile-run")).icon(Icon::RefreshCw).key_if(keys, "F9");
        let run = run.focused(cx.keyboard && self.walk.is_at(&Target::Run));
        let proof = self.proof_in_head(cx).then(|| self.proof_button(cx)).flatten();
        let may = !self.counts() && self.days().is_some() && self.limits.is_none();
        let mut acts: Vec<Element<'a, Message>> = Vec::with_capacity(4);
        acts.extend(self.outcome().map(|outcome| self.standing(outcome, cx)));
        acts.extend(self.kept_shown(cx).map(|kept| stood(kept, cx)));
        acts.push(tools.on_press_maybe(self.limits.is_none().then_some(Message::ToolsPressed)).into());
        acts.push(run.on_press_maybe(may.then_some(Message::RunPressed)).into());
        acts.extend(proof);
        if covers(cx) {
            return layout::row(acts).spacing(space::XS).align_y(Center).wrap().vertical_spacing(space::XS).into();
        }
        let about = self.outcome().map_or_else(String::new, |outcome| {
            let (days, clock) = (self.span(cx), outcome.read.clock(cx.offset_min));
            let key = match outcome.witness {
                Witness::Listed => "reconcile-about-listed",
                Witness::Read => "reconcile-about-read",
                Witness::Unanswered => "reconcile-about-unanswered",
            };
            cx.lang.with(key, &[("days", (&days).into()), ("clock", (&clock).into())])
        });
        let about = self.kept_shown(cx).map_or(about, |kept| self.checked_when(kept, cx));
        page::head(cx.lang.text("owner-reconcile"), about, acts)
    }

    /// The kept check that stands for these days while none was made just now.
    fn kept_shown<'a>(&self, cx: &Context<'a>) -> Option<&'a Checked> {
        self.kept_of(cx).filter(|_| matches!(self.stand, Stand::Idle) && self.limits.is_none())
    }

    fn checked_when(&self, kept: &Checked, cx: &Context<'_>) -> String {
        let day = Day::at(kept.at, kept.offset_min);
        let (days, day, clock) = (self.span(cx), cx.lang.day_short(day), kept.at.clock(kept.offset_min));
        let parts = [("days", (&days).into()), ("day", (&day).into()), ("clock", (&clock).into())];
        cx.lang.with("reconcile-about-stored", &parts)
    }

    /// Before a check of just now: the kept one of these days, or what to do; and the days before.
    fn before<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        if let Some(kept) = self.kept_shown(cx) {
            return self.kept_check(kept, cx);
        }
        let word = empty::empty(Icon::Scale, cx.lang.text("reconcile-empty"), None);
        let padding = if covers(cx) { space::XS } else { space::XXL };
        card::card(column![word, strip(self, cx)]).padding(padding).width(Fill).height(Fill).into()
    }

    /// Whether the head has room for one button more: beside what is unexplained it has not.
    fn proof_in_head(&self, cx: &Context<'_>) -> bool {
        covers(cx) || is_wide(cx) || self.outcome().is_none_or(|outcome| is_clear(outcome, cx))
    }

    fn proof_button<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let may = !self.counts() && self.limits.is_none();
        self.kept_of(cx)?;
        let proof = button::plain(cx.lang.text("reconcile-save-proof")).icon(Icon::Download);
        Some(proof.key_if(is_wide(cx), "Ctrl S").on_press_maybe(may.then_some(Message::ProofPressed)).into())
    }

    /// The days in words, as far as they are days.
    pub(super) fn span(&self, cx: &Context<'_>) -> String {
        let Some((from, to)) = self.business_days() else { return String::new() };
        if from == to {
            return cx.lang.day(from);
        }
        let (from, to) = (cx.lang.day_short(from), cx.lang.day_short(to));
        cx.lang.with("reconcile-span", &[("from", (&from).into()), ("to", (&to).into())])
    }

    /// What is unexplained in the shop's money, never just a count; or that nothing is.
    fn standing<'a>(&self, outcome: &Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let open: Vec<&Finding> = open(outcome, cx).collect();
        if is_clear(outcome, cx) && self.is_begun(cx) {
            return pill::pill(Tone::Wait, Icon::Clock, cx.lang.text("reconcile-begun"));
        }
        if is_clear(outcome, cx) {
            return pill::pill(Tone::Ok, Icon::CheckCheck, cx.lang.text("reconcile-all-clear"));
        }
        let unit = self.unit(outcome, cx);
        let of = open.iter().filter(|finding| finding.unit == unit).map(|finding| finding.difference.abs());
        let sum = format!("{}{}", sign(unit, cx), digits(of.sum::<Amount>(), unit, cx));
        let count = open.len() as u64;
        let words = cx.lang.with("reconcile-open", &[("amount", (&sum).into()), ("count", count.into())]);
        pill::pill(Tone::Stop, Icon::Scale, words)
    }

    fn tools<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let wrong = self.days().is_none().then(|| cx.lang.text("reconcile-day-wrong"));
        let day = |key: &str, text: &'a str, id: &'static str, told: fn(String) -> Message| {
            let entry = field("2026-11-20", text).label(cx.lang.text(key)).id(id).on_input(told);
            entry.width(Length::Fixed(148.0))
        };
        let from = day("reconcile-from", &self.from, FROM, Message::FromTyped).error(wrong);
        let to = day("reconcile-to", &self.to, TO, Message::ToTyped);
        let file = field(cx.lang.plain("reconcile-file-hint"), &self.ledger).label(cx.lang.text("reconcile-file"));
        let file = file.icon(Icon::FileText).id(LEDGER).width(Fill).on_input(Message::LedgerTyped);
        let limits: Element<'a, Message> = if covers(cx) {
            button::icon_square(Kind::Plain, Icon::Settings, space::BUTTON, Some(Message::LimitsPressed))
        } else {
            let keys = Breakpoint::of(cx.size).shows_keys();
            let limits = button::plain(cx.lang.text("limits-title")).icon(Icon::Settings).key_if(keys, "F4");
            limits.on_press(Message::LimitsPressed).into()
        };
        // The button stands beside the fields, below where their names are.
        let limits = container(limits).padding(iced::padding::top(NAME_HIGH));
        let mut parts = vec![from.into(), to.into(), file.into(), limits.into()];
        if !self.proof_in_head(cx) {
            let proof = self.proof_button(cx).map(|proof| container(proof).padding(iced::padding::top(NAME_HIGH)));
            parts.extend(proof.map(Into::into));
        }
        layout::row(parts).spacing(space::XS).into()
    }

    /// The currency that is shown: the chosen one, else the shop's, else the first.
    fn unit(&self, outcome: &Outcome, cx: &Context<'_>) -> Unit {
        let shop = Unit::of(cx.config.shop.currency.code().as_bytes()).unwrap_or_default();
        let known = |unit: &Unit| outcome.report.columns.contains_key(unit);
        let first = || outcome.report.columns.keys().next().copied();
        self.unit.filter(known).or_else(|| Some(shop).filter(known)).or_else(first).unwrap_or(shop)
    }

    fn here<'a>(&'a self, outcome: &'a Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let unit = self.unit(outcome, cx);
        let fees = outcome.report.accounts.get(&unit).map(|account| account.fees).unwrap_or_default();
        let columns = outcome.report.columns.get(&unit).cloned().unwrap_or_default();
        let summary = Summary { unit, columns, fees };
        let gap = if covers(cx) { space::XS } else { space::M };
        let unkept = outcome
            .unkept
            .as_ref()
            .map(|why| card::note(Tone::Stop, Icon::OctagonAlert, cx.lang.plain("reconcile-unkept"), &why.happened));
        if is_clear(outcome, cx) && !self.all {
            // A low window has no room for one more line on the page.
            let (within, below) =
                if is_low(cx) { (None, self.more(outcome, cx)) } else { (self.more(outcome, cx), None) };
            let page = self.clear(&summary, within, cx);
            return Column::new().push(unkept).push(page).push(below).spacing(gap).into();
        }
        if covers(cx) && self.covers {
            return self.detail(outcome, cx);
        }
        let list = card::flush(self.list(outcome, cx)).width(Fill).height(Fill);
        let mut page: Column<'a, Message> = Column::new().push(unkept).push(self.units(outcome, unit, cx));
        page = page.push(three(&summary, cx));
        if covers(cx) {
            return page.push(list).spacing(gap).into();
        }
        let wide = if Breakpoint::of(cx.size) == Breakpoint::Wide { 560.0 } else { 392.0 };
        let both = page::columns(list, self.detail(outcome, cx), wide);
        page.push(self.counts_row(outcome, cx)).push(both).spacing(gap).into()
    }

    /// The way from a clear page to its list: what is explained, or what agrees.
    fn more<'a>(&self, outcome: &Outcome, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let (findings, matched) = (outcome.report.findings.len(), outcome.report.matched.len());
        let (key, count) =
            if findings > 0 { ("reconcile-explained", findings) } else { ("reconcile-look-matched", matched) };
        let word = cx.lang.with(key, &[("count", (count as u64).into())]);
        let look = button::quiet(word).icon(Icon::List).height(space::TARGET).on_press(Message::AllPressed);
        (count > 0).then(|| look.into())
    }

    /// The currencies, where there is more than one.
    fn units<'a>(&self, outcome: &Outcome, shown: Unit, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let chips = outcome.report.columns.keys().map(|unit| {
            let chip = chip(sign(*unit, cx)).chosen(*unit == shown);
            chip.on_press(Message::UnitChosen(*unit)).into()
        });
        let more = outcome.report.columns.len() > 1;
        more.then(|| layout::row(chips.collect()).spacing(space::XS).into())
    }

    /// How many matched, and how many findings of each class.
    fn counts_row<'a>(&self, outcome: &Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let matched = cx.lang.text("reconcile-matched");
        let shown = (self.shown == Shown::Matched, Shown::Matched);
        let mut tiles = vec![tile(outcome.report.counts.matched, (Icon::Check, matched), shown)];
        let mut classes: Vec<(Class, u64)> = outcome.report.by_class().into_iter().collect();
        classes.sort_by_key(|(class, _)| std::cmp::Reverse(class.severity()));
        for (class, count) in classes.into_iter().take(TILES) {
            let shape = if class == Class::D06 { Icon::EqualNot } else { Icon::TriangleAlert };
            let shape = if class.severity() < Severity::Medium { Icon::Clock } else { shape };
            let title = notice::class(class, cx.lang).title;
            let of_class = Shown::Class(class);
            tiles.push(tile(count, (shape, title), (self.shown == of_class, of_class)));
        }
        // A few tiles are no wider than many.
        let rest = TILES_LEAST.saturating_sub(tiles.len());
        tiles.extend((0..rest).map(|_| Space::new().width(Fill).into()));
        layout::row(tiles).spacing(space::XS).height(80).into()
    }
}

/// Whether every sum agrees and nothing is open.
fn is_clear(outcome: &Outcome, cx: &Context<'_>) -> bool {
    outcome.report.identities.iter().all(|identity| identity.holds) && open(outcome, cx).next().is_none()
}

fn is_wide(cx: &Context<'_>) -> bool {
    Breakpoint::of(cx.size) == Breakpoint::Wide
}

/// How a kept check stands, in a word.
fn stood<'a>(kept: &Checked, cx: &Context<'a>) -> Element<'a, Message> {
    let (tone, shape, word) = match stored::stand(kept, cx) {
        DayStand::Good | DayStand::Unchecked => (Tone::Ok, Icon::CheckCheck, "reconcile-all-clear"),
        DayStand::Begun => (Tone::Wait, Icon::Clock, "reconcile-begun"),
        DayStand::Bad => (Tone::Stop, Icon::Scale, "reconcile-not-clear"),
    };
    pill::pill(tone, shape, cx.lang.text(word))
}

/// What keeps the days from being good.
fn open<'a>(outcome: &'a Outcome, cx: &Context<'a>) -> impl Iterator<Item = &'a Finding> {
    let cx = *cx;
    outcome.report.findings.iter().filter(move |finding| finding.blocks() && !is_resolved(finding.id, &cx))
}

fn tile<'a>(count: u64, (shape, title): (Icon, String), (chosen, shown): (bool, Shown)) -> Element<'a, Message> {
    let sign = icon(shape).size(20.0).color(|t| t.muted);
    let number = label::section(count.to_string()).width(Fill).align_x(layout::start());
    let words = column![layout::row(vec![number.into(), sign.into()]).align_y(Center), label::small(title)];
    press(container(words.spacing(space::XXS).width(Fill)).clip(true))
        .padding(space::S)
        .width(Fill)
        .height(Fill)
        .style(theme::button::card(chosen))
        .on_press(Message::ShownChosen(shown))
        .into()
}

fn running<'a>(done: u64, cx: &Context<'a>) -> Element<'a, Message> {
    let sign = spinner(64.0).color(|t| t.accent_ink).moves(!cx.config.look.reduced_motion);
    let words = label::body_l(cx.lang.with("reconcile-running", &[("count", done.into())]));
    let stop = button::plain(cx.lang.text("reconcile-stop")).key("Esc").on_press(Message::StopPressed);
    let all = column![Element::from(sign), words.style(theme::text::muted), Element::from(stop)];
    container(all.spacing(space::M).align_x(Center)).center(Fill).into()
}

fn failed<'a>(why: &'a Failed, cx: &Context<'a>) -> Element<'a, Message> {
    let again = |key: &str, message| Some(button::plain(cx.lang.text(key)).on_press(message).into());
    match why {
        Failed::File(lines) => {
            let lines = lines.iter().map(|line| label::body(line.as_str()).width(Fill).align_x(layout::start()).into());
            let title = label::section(cx.lang.text("reconcile-file-refused"));
            let lines = Column::with_children(lines).spacing(space::XS);
            let content = column![title, lines].spacing(space::S);
            let content = iced::widget::scrollable(content).direction(theme::scroll::vertical()).height(Fill);
            card::card(content).width(Fill).height(Fill).into()
        }
        Failed::NoLedger => empty::empty(Icon::Landmark, cx.lang.text("reconcile-no-ledger"), None),
        Failed::Stopped => {
            let act = again("reconcile-run", Message::RunPressed);
            empty::empty(Icon::CircleX, cx.lang.text("reconcile-stopped"), act)
        }
        Failed::Trouble(why) => {
            let act = again("reconcile-kept", Message::KeptPressed);
            empty::empty(Icon::WifiOff, why.line(), act)
        }
    }
}
