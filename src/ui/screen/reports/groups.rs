//! Everything a read or a closing counts, in groups: two columns where there is room, one where there is not.

use iced::widget::{column, container};
use iced::{Center, Fill};

use crate::domain::tally::{Count, CryptoLine, Grand, Tally};
use crate::ui::context::Context;
use crate::ui::theme::{self, space};
use crate::ui::widget::amount::amount;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::{Column, Element, card, label};

/// What is shown.
pub(super) struct Figures<'b> {
    pub(super) tally: &'b Tally,
    pub(super) grand: &'b Grand,
    /// What should lie in the drawer; none before it was counted.
    pub(super) expected: Option<i64>,
    /// The first and the last entry covered.
    pub(super) entries: (u64, u64),
    /// The last one's hash.
    pub(super) hash: String,
}

/// Some lines under a title, with their sum below.
struct Group {
    title: String,
    rows: Vec<(String, String)>,
    sum: Option<(String, String)>,
}

impl Group {
    /// Lines it takes, its title and the gap before it included.
    fn lines(&self) -> usize {
        self.rows.len() + usize::from(self.sum.is_some()) + 2
    }
}

struct Writer<'b, 'a> {
    tally: &'b Tally,
    cx: &'b Context<'a>,
}

impl Writer<'_, '_> {
    fn sum(&self, minor: i64) -> String {
        let currency = self.cx.book.genesis().map_or(self.cx.config.shop.currency, |genesis| genesis.currency);
        self.cx.lang.sum(minor, currency)
    }

    fn row(&self, key: &str, minor: i64) -> (String, String) {
        (self.cx.lang.text(key), self.sum(minor))
    }

    fn number(&self, key: &str, n: u64) -> (String, String) {
        (self.cx.lang.text(key), n.to_string())
    }

    /// A name with how often it happened, and what it came to.
    fn named(&self, name: &str, count: Count) -> (String, String) {
        let name = self.cx.lang.with("reports-counted-name", &[("name", name.into()), ("n", count.n.into())]);
        (name, self.sum(count.minor))
    }

    fn counted(&self, key: &str, count: Count) -> (String, String) {
        self.named(&self.cx.lang.text(key), count)
    }

    fn group(&self, key: &str, rows: Vec<(String, String)>) -> Group {
        Group { title: self.cx.lang.text(key), rows, sum: None }
    }

    fn takings(&self) -> Group {
        let tally = self.tally;
        let back = Count { minor: tally.returns.minor.saturating_neg(), ..tally.returns };
        let net = tally.sales.minor.saturating_sub(tally.returns.minor);
        let rows = vec![self.counted("report-sales", tally.sales), self.counted("report-returns", back)];
        Group { sum: Some(self.row("reports-net", net)), ..self.group("today-takings", rows) }
    }

    fn tenders(&self) -> Group {
        let lang = self.cx.lang;
        let rows = self.tally.tenders.iter().map(|(tender, count)| match tender.strip_prefix("gateway:") {
            Some(gateway) => self.named(gateway, *count),
            None => self.counted("today-cash", *count),
        });
        let all = self.tally.tenders.values().fold(0_i64, |sum, count| sum.saturating_add(count.minor));
        let sum = Some((lang.text("reports-sum"), self.sum(all)));
        Group { sum, ..self.group("reports-tenders", rows.collect()) }
    }

    fn crypto(&self) -> Group {
        let tally = self.tally;
        let (settled, promised, seen) = (tally.settled(), tally.promised(), tally.seen());
        let mut rows = vec![
            self.row("report-settled", settled),
            self.row("report-confirmed", promised.saturating_sub(seen)),
            self.row("report-seen", seen),
        ];
        if tally.failed() != 0 {
            rows.push(self.row("report-failed", tally.failed()));
        }
        let sum = Some(self.row("reports-sum", settled.saturating_add(promised).saturating_add(tally.failed())));
        Group { sum, ..self.group("today-crypto", rows) }
    }

    fn coin(&self, line: &CryptoLine) -> Group {
        let lang = self.cx.lang;
        let coin = if line.coin.is_empty() { lang.text("report-coin-unknown") } else { line.coin.clone() };
        let rows = line.counts().into_iter().filter(|(_, count)| !count.is_none());
        let rows = rows.map(|(key, count)| self.counted(key, count)).collect();
        let title = lang.with("reports-coin", &[("coin", (&coin).into()), ("gateway", (&line.gateway).into())]);
        Group { title, rows, sum: Some(self.row("report-promised", line.promised())) }
    }

    fn by_name(&self, key: &str, of: &std::collections::BTreeMap<String, Count>, nameless: &str) -> Group {
        let rows =
            of.iter().map(
                |(name, count)| {
                    if name.is_empty() { self.counted(nameless, *count) } else { self.named(name, *count) }
                },
            );
        self.group(key, rows.collect())
    }

    /// What should lie in the drawer, and what went through it, is told only once it was counted.
    fn drawer(&self, expected: Option<i64>) -> Group {
        let tally = self.tally;
        let mut rows = vec![
            self.counted("report-cash-in", tally.cash_in),
            self.counted("report-cash-out", Count { minor: tally.cash_out.minor.saturating_neg(), ..tally.cash_out }),
            self.number("report-drawer-with", tally.drawer_with_sale),
            self.number("report-drawer-without", tally.drawer_without_sale),
        ];
        if let Some(expected) = expected {
            rows.insert(0, self.row("report-float", tally.float.unwrap_or(0)));
            rows.insert(1, self.row("report-cash-sales", tally.cash().minor));
            rows.insert(2, self.row("report-cash-back", tally.cash_back.minor.saturating_neg()));
            rows.push(self.row("report-expected", expected));
        }
        let sum = match tally.counted() {
            None => Some((self.cx.lang.text("report-counted"), self.cx.lang.text("report-not-counted"))),
            Some(count) => {
                rows.push(self.row("report-counted", count.counted));
                if !count.reason.is_empty() {
                    rows.push((self.cx.lang.text("cash-up-reason"), count.reason.clone()));
                }
                Some(self.row("report-difference", count.difference()))
            }
        };
        Group { sum, ..self.group("reports-drawer", rows) }
    }

    fn counters(&self) -> Group {
        let tally = self.tally;
        let rows = vec![
            self.number("report-pieces", tally.pieces),
            self.counted("report-voids", tally.voids),
            self.counted("report-overrides", tally.overrides),
            self.counted("report-by-hand", tally.accepted_by_hand),
            self.counted("report-sent-back", tally.sent_back),
            self.counted("report-training", tally.training),
            self.number("report-copies", tally.copies),
            self.number("report-reads", tally.x_reads),
        ];
        self.group("reports-counters", rows)
    }

    fn grand(&self, grand: &Grand) -> Group {
        let rows = grand.sums().into_iter().map(|(key, minor)| self.row(key, minor)).collect();
        self.group("reports-grand", rows)
    }

    fn all(&self, of: &Figures<'_>) -> Vec<Group> {
        let tally = self.tally;
        let mut groups = vec![self.takings(), self.tenders(), self.crypto()];
        groups.extend(tally.crypto.iter().map(|line| self.coin(line)));
        groups.push(self.drawer(of.expected));
        groups.push(self.by_name("today-operators", &tally.operators, "report-nobody"));
        groups.push(self.by_name("reports-taxes", &tally.taxes, "report-no-tax"));
        groups.push(self.counters());
        groups.push(self.grand(of.grand));
        groups.retain(|group| !group.rows.is_empty() || group.sum.is_some());
        groups
    }
}

/// Draws the figures under their title.
pub(super) fn paper<'a, Message: 'a>(
    title: String,
    about: String,
    of: &Figures<'_>,
    cx: &Context<'a>,
) -> Element<'a, Message> {
    let writer = Writer { tally: of.tally, cx };
    let net = of.tally.sales.minor.saturating_sub(of.tally.returns.minor);
    let currency = cx.book.genesis().map_or(cx.config.shop.currency, |genesis| genesis.currency);
    let words = column![label::section(title), label::caption(about).style(theme::text::muted)];
    let sum = amount(cx.lang.sign(currency), writer.sum(net)).size(44.0).fit(260.0);
    let words = words.width(Fill).align_x(layout::start());
    let head = layout::row(vec![words.into(), Element::from(sum)]).spacing(space::M).align_y(Center);
    let groups = writer.all(of);
    let body = if matches!(Breakpoint::of(cx.size), Breakpoint::Small | Breakpoint::Portrait | Breakpoint::Compact) {
        stack(groups)
    } else {
        let (first, second) = halves(groups);
        layout::row(vec![stack(first), stack(second)]).spacing(space::HUGE).into()
    };
    let (first, last) = of.entries;
    let entries = cx.lang.with("reports-entries", &[("first", first.into()), ("last", last.into())]);
    let entries = label::caption(entries).style(theme::text::muted).width(Fill).align_x(layout::start());
    let chain = layout::row(vec![entries.into(), label::code(of.hash.clone()).into()]).spacing(space::S);
    column![head, card::hairline(), body, card::hairline(), chain].spacing(space::M).into()
}

/// Cuts the groups where both halves are about as long; none is torn apart.
fn halves(groups: Vec<Group>) -> (Vec<Group>, Vec<Group>) {
    let whole: usize = groups.iter().map(Group::lines).sum();
    let mut used = 0;
    groups.into_iter().partition(|group| {
        let first = (used + group.lines() / 2) * 2 < whole;
        used += group.lines();
        first
    })
}

fn stack<'a, Message: 'a>(groups: Vec<Group>) -> Element<'a, Message> {
    Column::with_children(groups.into_iter().map(drawn)).spacing(space::L).width(Fill).into()
}

fn drawn<'a, Message: 'a>(group: Group) -> Element<'a, Message> {
    let row = |(name, value): (String, String)| -> Element<'a, Message> {
        let name = label::body(name).style(theme::text::muted).width(Fill).align_x(layout::start());
        layout::row(vec![name.into(), label::medium(value).into()]).spacing(space::S).into()
    };
    let title = label::strong_l(group.title).width(Fill).align_x(layout::start());
    let rows = Column::with_children(group.rows.into_iter().map(row)).spacing(6);
    let sum = group.sum.map(|(name, value)| {
        let name = label::strong(name).width(Fill).align_x(layout::start());
        let line = layout::row(vec![name.into(), label::strong(value).into()]).spacing(space::S);
        column![card::hairline(), container(line)].spacing(6)
    });
    column![title, rows].push(sum).spacing(space::XS).width(Fill).into()
}
