//! The product card of the kiosk: large picture, name, price, and how many.

use std::borrow::Cow;

use iced::widget::{Space, column, container};
use iced::{Center, Fill};

use super::{Element, label, layout, stepper};
use crate::ui::font;
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::button::Kind;
use crate::ui::theme::text::Scale;
use crate::ui::theme::{self, space};

const NAME: Scale = Scale { size: 28.0, line: 36.0, font: font::SANS_SEMIBOLD };
/// Side of plus and minus in px.
const STEP: f32 = space::BUTTON_LARGE;

/// A product of the kiosk; all texts are finished.
#[derive(Debug, Clone)]
pub struct Product<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Its price, or that it is sold out.
    pub price: Cow<'a, str>,
    /// Its icon.
    pub icon: Icon,
    /// The number of its tint.
    pub tint: usize,
    /// How many are in the order.
    pub count: usize,
}

/// Returns the card; a missing `on_more` switches it off.
pub fn product<'a, Message: Clone + 'a>(
    product: Product<'a>,
    on_less: Option<Message>,
    on_more: Option<Message>,
) -> Element<'a, Message> {
    let (chosen, tint) = (product.count > 0, product.tint);
    let picture = container(icon(product.icon).size(96.0)).center_x(Fill).center_y(188).style(move |theme| {
        let mut style = theme::container::tint(tint)(theme);
        style.border.radius = iced::border::top(space::R_DIALOG - space::B_SELECTED);
        style
    });
    let side = layout::start();
    let name = label::scaled(product.name, NAME).width(Fill).align_x(side);
    let price = label::scaled(product.price, NAME);
    let steps = if chosen {
        stepper::sized(Kind::Primary, product.count, (on_less, on_more), STEP)
    } else {
        super::button::icon_square(Kind::Primary, Icon::Plus, STEP, on_more)
    };
    let foot = layout::row(vec![price.into(), Space::new().width(Fill).into(), steps]).align_y(Center);
    let words = container(column![name, foot].spacing(space::XL)).padding(space::XL);
    container(column![picture, words])
        .padding(space::B_SELECTED)
        .width(Fill)
        .style(move |theme| {
            let mut style = theme::container::card(theme);
            style.border.radius = space::R_DIALOG.into();
            if chosen {
                style.border.color = theme.tokens().accent;
                style.border.width = space::B_SELECTED;
            }
            style
        })
        .into()
}
