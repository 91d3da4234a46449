//! Search, categories and tiles.

use iced::Fill;
use iced::widget::{column, row, scrollable};

use super::state::{Message, Page, Register, SEARCH, Target};
use crate::domain::catalog::Product;
use crate::ui::context::Context;
use crate::ui::icon::Icon;
use crate::ui::theme::{self, space};
use crate::ui::widget::chip::{Chip, chip};
use crate::ui::widget::field::field;
use crate::ui::widget::layout::Breakpoint;
use crate::ui::widget::tile::tile;
use crate::ui::widget::windowed::{self, Columns};
use crate::ui::widget::{Element, button, empty};

/// The icons a product may name.
const ICONS: &[(&str, Icon)] = &[
    ("coffee", Icon::Coffee),
    ("croissant", Icon::Croissant),
    ("cake-slice", Icon::CakeSlice),
    ("cup-soda", Icon::CupSoda),
    ("shopping-bag", Icon::ShoppingBag),
    ("wheat", Icon::Wheat),
    ("donut", Icon::Donut),
    ("bean", Icon::Bean),
    ("gift", Icon::Gift),
    ("glass-water", Icon::GlassWater),
    ("cookie", Icon::Cookie),
    ("sandwich", Icon::Sandwich),
    ("pizza", Icon::Pizza),
    ("ice-cream-cone", Icon::IceCreamCone),
    ("beer", Icon::Beer),
    ("wine", Icon::Wine),
    ("apple", Icon::Apple),
    ("salad", Icon::Salad),
    ("soup", Icon::Soup),
    ("milk", Icon::Milk),
    ("book", Icon::Book),
    ("shirt", Icon::Shirt),
    ("flower-2", Icon::Flower2),
    ("ticket", Icon::Ticket),
    ("utensils", Icon::Utensils),
];

fn icon_named(name: &str) -> Icon {
    ICONS.iter().find(|(known, _)| *known == name).map_or(Icon::Package, |(_, icon)| *icon)
}

impl Register {
    /// The column of products.
    pub(super) fn products<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let gap = if at == Breakpoint::Small { space::XS } else { space::S };
        column![self.search_row(cx), self.categories(cx), self.grid(cx)].spacing(gap).width(Fill).into()
    }

    fn search_row<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let at = Breakpoint::of(cx.size);
        let height = if at == Breakpoint::Small { space::TARGET } else { space::BUTTON };
        let search = field(search_words(cx), &self.query)
            .icon(Icon::Search)
            .end_icon(Icon::ScanBarcode)
            .key(at.shows_keys().then_some("F2"))
            .id(SEARCH)
            .height(height)
            .on_input(Message::QueryTyped);
        if at != Breakpoint::Compact {
            return search.into();
        }
        let amount = button::plain(cx.lang.text("register-amount"))
            .icon(Icon::Calculator)
            .height(height)
            .on_press(Message::PageChosen(Page::Amount));
        row![Element::from(search), Element::from(amount)].spacing(space::XS).into()
    }

    fn categories<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let all = self.category_chip(chip(cx.lang.text("register-all")), None, cx);
        let named = cx.catalog.categories().iter().enumerate().map(|(place, name)| {
            let first = cx.catalog.products().iter().find(|product| product.category == *name);
            let icon = first.map_or(Icon::Package, |product| icon_named(&product.icon));
            self.category_chip(chip(name.as_str()).icon(icon), Some((place, name)), cx)
        });
        let chips = std::iter::once(all).chain(named).collect::<Vec<_>>();
        scrollable(crate::ui::widget::layout::row(chips).spacing(space::XS))
            .direction(theme::scroll::horizontal())
            .width(Fill)
            .into()
    }

    fn category_chip<'a>(
        &self,
        face: Chip<'a, Message>,
        of: Option<(usize, &String)>,
        cx: &Context<'_>,
    ) -> Element<'a, Message> {
        let place = of.map(|(place, _)| place);
        face.tight()
            .chosen(self.category.as_ref() == of.map(|(_, name)| name))
            .focused(self.has_focus(Target::Category(place.map_or(0, |place| place + 1)), cx))
            .on_press(Message::CategoryChosen(place))
            .into()
    }

    fn grid<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        if self.found.is_empty() {
            let words = cx.lang.with("register-nothing-found", &[("query", (&self.query).into())]);
            return empty::empty(Icon::Search, words, None);
        }
        let at = Breakpoint::of(cx.size);
        let (least, height, gap) = match at {
            Breakpoint::Small => (128.0, 126.0, space::XS),
            Breakpoint::Compact | Breakpoint::Standard => (150.0, 128.0, space::S),
            Breakpoint::Wide | Breakpoint::Portrait => (172.0, 140.0, space::S),
        };
        let cx = *cx;
        let build = move |place: usize| self.tile(place, height, &cx);
        windowed::grid(self.found.len(), Columns::AtLeast(least), height, build).gap(gap).into()
    }

    fn tile<'a>(&'a self, place: usize, height: f32, cx: &Context<'a>) -> Element<'a, Message> {
        let Some((index, product)) =
            self.found.get(place).and_then(|index| Some((*index, cx.catalog.products().get(*index)?)))
        else {
            return iced::widget::Space::new().into();
        };
        let count = usize::try_from(self.cart.count(&product.sku)).unwrap_or(usize::MAX);
        let marked = !self.query.is_empty() && self.marked() == Some(index);
        tile(unbroken(&product.name), price_words(product, cx))
            .icon(icon_named(&product.icon), usize::from(product.tint.clamp(1, 5) - 1))
            .count(count)
            .height(height)
            .focused(marked || self.has_focus(Target::Tile(place), cx))
            .on_press(Message::ItemTapped(index))
            .into()
    }
}

/// A name whose last short word stays with the one before it: `250 g`.
fn unbroken(name: &str) -> std::borrow::Cow<'_, str> {
    match name.rsplit_once(' ') {
        Some((start, end)) if end.chars().count() <= 2 => format!("{start}\u{a0}{end}").into(),
        Some(_) | None => name.into(),
    }
}

fn price_words(product: &Product, cx: &Context<'_>) -> String {
    product.price.map_or_else(|| cx.lang.text("register-any-amount"), |price| cx.lang.money(price))
}

/// The search field's placeholder; the field wants it for as long as the view.
fn search_words<'a>(cx: &Context<'a>) -> &'a str {
    cx.lang.plain("register-search")
}
