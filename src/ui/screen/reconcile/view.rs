//! The page: days and file, three columns, counts by class, the list, and one finding beside it.

use iced::widget::{button as press, column, container};
use iced::{Center, Fill, Length};

use jiff::civil::Date;

use super::columns::{clear, digits, sign, signed, three};
use super::mark::{covers, mark, sale};
use super::{FROM, Failed, LEDGER, Message, Outcome, Reconcile, Stand, TO, Target, Witness, is_resolved};
use crate::domain::day::Day;
use crate::notice;
use crate::reconcile::amount::Amount;
use crate::reconcile::class::{Class, Severity};
use crate::reconcile::finding::Finding;
use crate::reconcile::report::Columns;
use crate::reconcile::row::Unit;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::button::Kind;
use crate::ui::theme::{self, Tone, space};
use crate::ui::widget::chip::chip;
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::spinner::spinner;
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Column, Element, button, card, empty, label, page, pill, windowed};

const SALE: f32 = 64.0;
const SUM: f32 = 80.0;
/// Room of a field's name above it, in px.
const NAME_HIGH: f32 = 26.0;
/// The tiles of the counts that fit in a row.
const TILES: usize = 6;

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
            Stand::Idle => empty::empty(Icon::Scale, cx.lang.text("reconcile-empty"), None),
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
        let keys = Breakpoint::of(cx.size).shows_keys();
        let tools = button::plain(cx.lang.text("reconcile-days")).icon(Icon::Upload).key_if(keys, "F2");
        let run = button::plain(cx.lang.text("reconcile-run")).icon(Icon::RefreshCw).key_if(keys, "F9");
        let run = run.focused(cx.keyboard && self.walk.is_at(&Target::Run));
        let may = !self.counts() && self.days().is_some() && self.limits.is_none();
        let mut acts: Vec<Element<'a, Message>> = Vec::with_capacity(3);
        acts.extend(self.outcome().map(|outcome| self.standing(outcome, cx)));
        acts.push(tools.on_press_maybe(self.limits.is_none().then_some(Message::ToolsPressed)).into());
        acts.push(run.on_press_maybe(may.then_some(Message::RunPressed)).into());
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
        page::head(cx.lang.text("owner-reconcile"), about, acts)
    }

    /// The days in words, as far as they are days.
    fn span(&self, cx: &Context<'_>) -> String {
        let Some((from, to)) = self.days() else { return String::new() };
        let day = |date: Date| Day::new(date.year(), date.month(), date.day());
        let Some((from, to)) = day(from).zip(day(to)) else { return String::new() };
        if from == to {
            return cx.lang.day(from);
        }
        let (from, to) = (cx.lang.day_short(from), cx.lang.day_short(to));
        cx.lang.with("reconcile-span", &[("from", (&from).into()), ("to", (&to).into())])
    }

    /// What is unexplained in the shop's money, never just a count; or that nothing is.
    fn standing<'a>(&self, outcome: &Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let open: Vec<&Finding> = open(outcome, cx).collect();
        let holds = outcome.report.identities.iter().all(|identity| identity.holds);
        if open.is_empty() && holds {
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
        let parts = vec![from.into(), to.into(), file.into(), limits.into()];
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
        let nothing = Columns::default();
        let columns = outcome.report.columns.get(&unit).unwrap_or(&nothing);
        let holds = outcome.report.identities.iter().all(|identity| identity.holds);
        let is_clear = holds && open(outcome, cx).next().is_none();
        let gap = if covers(cx) { space::XS } else { space::M };
        if is_clear && !self.all {
            let page = clear(columns, unit, (outcome, self.span(cx)), cx);
            let explained = self.explained(outcome, cx);
            return column![page].push(explained).spacing(gap).into();
        }
        if covers(cx) && self.covers {
            return self.detail(outcome, cx);
        }
        let list = card::flush(self.list(outcome, cx)).width(Fill).height(Fill);
        let mut page: Column<'a, Message> = Column::new().push(self.units(outcome, unit, cx));
        page = page.push(three(columns, unit, outcome, cx));
        if covers(cx) {
            return page.push(list).spacing(gap).into();
        }
        let wide = if Breakpoint::of(cx.size) == Breakpoint::Wide { 560.0 } else { 392.0 };
        let both = page::columns(list, self.detail(outcome, cx), wide);
        page.push(self.counts_row(outcome, cx)).push(both).spacing(gap).into()
    }

    /// How many findings are explained or closed by themselves; they can be looked at.
    fn explained<'a>(&self, outcome: &Outcome, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let count = outcome.report.findings.len() as u64;
        let word = cx.lang.with("reconcile-explained", &[("count", count.into())]);
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
        let mut tiles = vec![tile(outcome.report.counts.matched, (Icon::Check, matched), self.class.is_none(), None)];
        let mut classes: Vec<(Class, u64)> = outcome.report.by_class().into_iter().collect();
        classes.sort_by_key(|(class, _)| std::cmp::Reverse(class.severity()));
        for (class, count) in classes.into_iter().take(TILES) {
            let shape = if class == Class::D06 { Icon::EqualNot } else { Icon::TriangleAlert };
            let shape = if class.severity() < Severity::Medium { Icon::Clock } else { shape };
            let title = notice::class(class, cx.lang).title;
            tiles.push(tile(count, (shape, title), self.class == Some(class), Some(class)));
        }
        layout::row(tiles).spacing(space::XS).height(80).into()
    }

    fn list<'a>(&'a self, outcome: &'a Outcome, cx: &Context<'a>) -> Element<'a, Message> {
        let shown = self.shown(cx);
        if shown.is_empty() {
            return empty::empty(Icon::Check, cx.lang.text("reconcile-nothing"), None);
        }
        let slim = covers(cx) || Breakpoint::of(cx.size) == Breakpoint::Compact;
        let head = |key: &str| label::head(cx.lang.text(key)).style(theme::text::muted);
        let mut names = vec![cell(SALE, head("reconcile-col-sale"))];
        if !slim {
            names.push(figure(SUM, head("reconcile-journal")));
            names.push(figure(SUM, head("reconcile-invoice")));
            names.push(figure(SUM, head("reconcile-ledger")));
        }
        names.push(figure(SUM, head("reconcile-col-difference")));
        names.push(cell(Fill, head("reconcile-col-finding")));
        let cx = *cx;
        let list = windowed::list(shown.len(), space::ROW + 4.0, move |index| {
            let finding = shown[index];
            let row = table::row(cells(finding, outcome, slim, &cx)).height(space::ROW + 3.0);
            let chosen = self.chosen == Some(finding.id);
            let row = row.chosen(chosen).focused(chosen && cx.keyboard && self.walk.is_at(&Target::List));
            column![Element::from(row.on_press(Message::RowPressed(finding.id))), card::hairline()].into()
        });
        let names: Element<'a, Message> = table::row(names).height(40.0).into();
        column![names, card::hairline(), Element::from(list)].into()
    }
}

fn cells<'a>(finding: &Finding, outcome: &Outcome, slim: bool, cx: &Context<'a>) -> Vec<table::Cell<'a, Message>> {
    let sum = |amount: Amount| figure(SUM, label::body(digits(amount, finding.unit, cx)));
    let (tone, shape) = mark(finding, is_resolved(finding.id, cx));
    let has_room = slim || Breakpoint::of(cx.size) == Breakpoint::Wide;
    let mut cells = vec![cell(SALE, label::strong(sale(finding, outcome)))];
    if !slim {
        cells.push(sum(finding.triple.sold));
        cells.push(sum(finding.triple.paid));
        cells.push(sum(finding.triple.credited));
    }
    cells.push(figure(SUM, label::strong(signed(finding.difference, finding.unit, cx))));
    let title = notice::class(finding.class(), cx.lang).title;
    cells.push(cell(Fill, if has_room { pill::small(tone, shape, title) } else { plain(tone, shape, title) }));
    cells
}

/// A mark and a title on two lines, where a pill has no room.
fn plain<'a>(tone: Tone, shape: Icon, title: String) -> Element<'a, Message> {
    let sign = icon(shape).size(20.0).color(match tone {
        Tone::Accent => |t| t.accent_ink,
        Tone::Ok => |t| t.ok.ink,
        Tone::Wait => |t| t.wait.ink,
        Tone::Stop => |t| t.stop.ink,
        Tone::Idle => |t| t.muted,
    });
    let title = label::small(title).width(Fill).align_x(layout::start());
    layout::row(vec![sign.into(), title.into()]).spacing(space::XS).align_y(Center).into()
}

/// What keeps the days from being good.
fn open<'a>(outcome: &'a Outcome, cx: &Context<'a>) -> impl Iterator<Item = &'a Finding> {
    let cx = *cx;
    outcome.report.findings.iter().filter(move |finding| finding.blocks() && !is_resolved(finding.id, &cx))
}

fn tile<'a>(count: u64, (shape, title): (Icon, String), chosen: bool, class: Option<Class>) -> Element<'a, Message> {
    let sign = icon(shape).size(20.0).color(|t| t.muted);
    let number = label::section(count.to_string()).width(Fill).align_x(layout::start());
    let words = column![layout::row(vec![number.into(), sign.into()]).align_y(Center), label::small(title)];
    press(container(words.spacing(space::XXS).width(Fill)).clip(true))
        .padding(space::S)
        .width(Fill)
        .height(Fill)
        .style(theme::button::card(chosen))
        .on_press(Message::ClassChosen(class))
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
