//! Product tiles: tinted icon, name, price, and how many are in the cart.

use std::borrow::Cow;

use iced::widget::{Space, button, column, container};
use iced::{Fill, Length};

use super::{Element, badge, focus, label, layout};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::{self, Tone, space};

/// A tile in the making.
#[derive(Debug, Clone)]
pub struct Tile<'a, Message> {
    name: Cow<'a, str>,
    price: Cow<'a, str>,
    icon: Icon,
    tint: usize,
    count: usize,
    sold_out: Option<&'a str>,
    focused: bool,
    height: Length,
    on_press: Option<Message>,
}

/// Returns a tile for one product; the price is finished text.
pub fn tile<'a, Message>(name: impl Into<Cow<'a, str>>, price: impl Into<Cow<'a, str>>) -> Tile<'a, Message> {
    Tile {
        name: name.into(),
        price: price.into(),
        icon: Icon::Package,
        tint: 0,
        count: 0,
        sold_out: None,
        focused: false,
        height: Length::Fixed(128.0),
        on_press: None,
    }
}

impl<'a, Message> Tile<'a, Message> {
    /// Sets the icon and the number of its tint.
    #[must_use]
    pub fn icon(mut self, icon: Icon, tint: usize) -> Self {
        self.icon = icon;
        self.tint = tint;
        self
    }

    /// Sets how many of it are in the cart.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.count = count;
        self
    }

    /// Switches the tile off and shows the words instead of the price.
    #[must_use]
    pub fn sold_out(mut self, words: Option<&'a str>) -> Self {
        self.sold_out = words;
        self
    }

    /// Shows the focus line.
    #[must_use]
    pub fn focused(mut self, focused: bool) -> Self {
        self.focused = focused;
        self
    }

    /// Sets the height; 128 px unless told.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// Makes the tile send `message`.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }
}

impl<'a, Message: Clone + 'a> From<Tile<'a, Message>> for Element<'a, Message> {
    fn from(tile: Tile<'a, Message>) -> Self {
        let picture = container(icon(tile.icon).size(22.0)).style(theme::container::tint(tile.tint)).center(40);
        let head = layout::row(vec![
            picture.into(),
            Space::new().width(Fill).into(),
            badge::count(Tone::Accent, tile.count).unwrap_or_else(|| Space::new().into()),
        ]);
        let price = tile.sold_out.map_or(tile.price, Cow::Borrowed);
        let words = column![
            label::strong(tile.name).align_x(layout::start()).width(Fill),
            label::body(price).style(theme::text::muted).align_x(layout::start()).width(Fill),
        ];
        let body = column![head, Space::new().height(Fill), words].width(Fill).height(Fill);
        let face = button(body)
            .padding([10.0, space::S])
            .width(Fill)
            .height(tile.height)
            .style(theme::button::tile(tile.count > 0))
            .on_press_maybe(tile.on_press.filter(|_| tile.sold_out.is_none()));
        focus::ring(face).when(tile.focused).radius(space::R_CARD).into()
    }
}
