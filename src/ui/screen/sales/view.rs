//! The list: search and chips above, rows of equal height below.

use iced::widget::{Space, column, container};
use iced::{Center, Fill, Length};

use super::tender::tender;
use super::{Filter, LIST, Message, Older, Over, SEARCH, SHOWN_MAX, Sales, covers};
use crate::domain::sale::Sale;
use crate::ui::context::Context;
use crate::ui::icon::{Icon, icon};
use crate::ui::screen::look;
use crate::ui::theme::{self, space};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::{self, Breakpoint};
use crate::ui::widget::table::{self, cell, figure};
use crate::ui::widget::{Element, button, card, chip, dialog, empty, label, pill, windowed};

/// Width of the detail beside the list in px.
fn detail_width(at: Breakpoint) -> f32 {
    match at {
        Breakpoint::Compact => 380.0,
        Breakpoint::Small | Breakpoint::Standard | Breakpoint::Portrait => 428.0,
        Breakpoint::Wide => 520.0,
    }
}

impl Sales {
    /// Draws the list and the chosen sale; pure.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let chosen = self.chosen(cx);
        let parts = if covers(cx) {
            match chosen.filter(|_| self.moved) {
                Some(sale) => vec![super::detail::detail(sale, cx)],
                None => vec![self.list(cx, None)],
            }
        } else {
            let detail = chosen
                .map(|sale| container(super::detail::detail(sale, cx)).width(detail_width(at)).height(Fill).into());
            std::iter::once(self.list(cx, chosen)).chain(detail).collect()
        };
        let page = container(layout::row(parts).spacing(at.gap()))
            .padding(at.edge())
            .width(Fill)
            .height(Fill)
            .style(theme::container::window);
        dialog::over(page, self.over(cx), None)
    }

    fn over<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        match &self.over {
            Over::None => None,
            Over::Refund(refund) => refund.view(cx).map(|view| view.map(Message::Refund)),
            Over::Contact(contact) => Some(contact.view(cx).map(Message::Contact)),
        }
    }

    fn list<'a>(&'a self, cx: &Context<'a>, chosen: Option<&Sale>) -> Element<'a, Message> {
        let listed = self.listed(cx);
        let columns = Columns::of(cx);
        let rows: Element<'a, Message> =
            if listed.is_empty() { self.nothing(cx) } else { self.rows(listed, cx, chosen, columns) };
        let table = card::flush(column![columns.head(cx), card::hairline(), rows]).height(Fill).width(Fill);
        let foot = label::caption(cx.lang.with("sales-foot", &[("count", SHOWN_MAX_WORD.into())]));
        column![self.tools(cx), table, foot.style(theme::text::muted)].spacing(space::S).width(Fill).into()
    }

    /// Nothing fits: an older sale can be looked for by its number.
    fn nothing<'a>(&self, cx: &Context<'a>) -> Element<'a, Message> {
        let (words, act) = match (self.older, self.older_number(cx)) {
            (Older::Absent(number), _) => (cx.lang.with("sales-older-none", &[("number", number.into())]), None),
            (Older::Reading(_), _) => {
                let moves = !cx.config.look.reduced_motion;
                let act = button::plain("").busy(cx.lang.text("sales-older-busy")).moves(moves);
                (cx.lang.text("sales-older"), Some(act.into()))
            }
            (Older::Unasked | Older::Found(_), Some(_)) => {
                let act = button::plain(cx.lang.text("sales-older-act")).icon(Icon::Search);
                let act = act.key_if(Breakpoint::of(cx.size).shows_keys(), "Enter").on_press(Message::OlderPressed);
                (cx.lang.text("sales-older"), Some(act.into()))
            }
            (Older::Unasked | Older::Found(_), None) => {
                let key = if cx.book.sales().next().is_none() { "sales-none" } else { "sales-no-match" };
                (cx.lang.text(key), None)
            }
        };
        empty::empty(Icon::ReceiptText, words, act)
    }

    fn tools<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let search = field(cx.lang.plain("sales-search"), &self.query)
            .icon(Icon::Search)
            .id(SEARCH)
            .height(space::TARGET)
            .on_input(Message::QueryTyped);
        let mut parts: Vec<Element<'a, Message>> = vec![search.into()];
        parts.extend(Filter::ALL.into_iter().map(|filter| {
            let chip = chip::chip(self.chip_word(filter, cx)).chosen(self.filter == filter);
            chip.on_press(Message::FilterChosen(filter)).into()
        }));
        layout::row(parts).spacing(space::XS).align_y(Center).into()
    }

    fn chip_word(&self, filter: Filter, cx: &Context<'_>) -> String {
        let keeps = |sale: &&Sale| filter.keeps(sale, look::words(sale, cx).verdict);
        let count = cx.book.sales().take(SHOWN_MAX).filter(keeps).count();
        let key = match filter {
            Filter::All => return cx.lang.text("sales-all"),
            Filter::Open => "sales-open",
            Filter::Problems => "sales-problems",
        };
        cx.lang.with(key, &[("count", u64::try_from(count).unwrap_or_default().into())])
    }

    fn rows<'a>(
        &'a self,
        listed: Vec<&'a Sale>,
        cx: &Context<'a>,
        chosen: Option<&Sale>,
        columns: Columns,
    ) -> Element<'a, Message> {
        let (cx, chosen, last) = (*cx, chosen.map(|sale| sale.id), listed.len().saturating_sub(1));
        let build = move |index: usize| {
            let sale = listed[index];
            let row = columns.row(sale, &cx).chosen(chosen == Some(sale.id)).height(space::ROW - 1.0);
            let row = row.on_press(Message::RowPressed(sale.id));
            let focused = cx.keyboard && chosen == Some(sale.id);
            column![Element::from(row.focused(focused)), card::hairline()]
                .push(Space::new().height(if index == last { 1 } else { 0 }))
                .into()
        };
        windowed::list(last + 1, space::ROW, build).id(LIST).into()
    }
}

/// As a word of the foot line.
const SHOWN_MAX_WORD: u64 = SHOWN_MAX as u64;

/// Which columns fit.
#[derive(Debug, Clone, Copy)]
struct Columns {
    tender: bool,
    time: f32,
    number: f32,
    state: f32,
    amount: f32,
}

impl Columns {
    fn of(cx: &Context<'_>) -> Self {
        match Breakpoint::of(cx.size) {
            Breakpoint::Compact => Self { tender: false, time: 72.0, number: 76.0, state: 200.0, amount: 110.0 },
            Breakpoint::Small => Self { tender: true, time: 64.0, number: 72.0, state: 220.0, amount: 110.0 },
            Breakpoint::Standard | Breakpoint::Wide | Breakpoint::Portrait => {
                Self { tender: true, time: 92.0, number: 92.0, state: 224.0, amount: 120.0 }
            }
        }
    }

    fn head<'a>(self, cx: &Context<'a>) -> Element<'a, Message> {
        let name = |key: &str| label::head(cx.lang.text(key)).style(theme::text::muted);
        let currency = cx.config.shop.currency;
        let amount = cx.lang.with("sales-amount", &[("sign", (&cx.lang.sign(currency)).into())]);
        let mut cells: Vec<Element<'a, Message>> = vec![
            container(name("sales-time")).width(self.time).into(),
            container(name("sales-sale")).width(self.number).into(),
        ];
        if self.tender {
            cells.push(container(name("sales-tender")).width(Fill).into());
        }
        cells.push(container(name("sales-state")).width(self.state()).into());
        let amount = label::head(amount).style(theme::text::muted);
        cells.push(container(amount).width(self.amount).align_x(layout::end()).into());
        cells.push(Space::new().width(24).into());
        container(layout::row(cells).spacing(space::S).align_y(Center))
            .padding([0.0, space::S])
            .center_y(40)
            .width(Fill)
            .into()
    }

    fn state(self) -> Length {
        if self.tender { Length::Fixed(self.state) } else { Fill }
    }

    fn row<'a>(self, sale: &'a Sale, cx: &Context<'a>) -> table::RowOf<'a, Message> {
        let words = look::words(sale, cx);
        let tone = look::tone(words.verdict.family());
        let rtl = layout::Direction::current().is_rtl();
        let mut cells = vec![
            cell(self.time, label::body(sale.opened.clock(cx.offset_min)).style(theme::text::muted)),
            cell(self.number, label::strong(sale.number.to_string())),
        ];
        if self.tender {
            let (shape, name) = tender(sale, cx);
            let line = vec![icon(shape).size(20.0).into(), label::body(name).width(Fill).into()];
            cells.push(cell(Fill, layout::row(line).spacing(space::XS).align_y(Center)));
        }
        let state = match look::refund(sale, cx) {
            Some((tone, word)) => pill::small(tone, Icon::Undo2, word),
            None => pill::small(tone, look::icon(words.icon), words.word),
        };
        cells.push(cell(self.state(), state));
        cells.push(figure(self.amount, label::strong_l(cx.lang.digits(sale.total))));
        cells.push(cell(24.0, icon(Icon::ChevronRight).size(20.0).mirrored(rtl)));
        table::row(cells)
    }
}
