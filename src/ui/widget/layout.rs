//! Breakpoints of the window and the direction of reading.

use std::cell::Cell;

use iced::alignment::Horizontal;
use iced::widget::{Space, stack};
use iced::{Fill, Size};

use super::{Element, Row};
use crate::ui::theme::space;

/// Which way a line of text runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left: rows, tabs, timelines and pointing icons mirror.
    Rtl,
}

thread_local! {
    static DIRECTION: Cell<Direction> = const { Cell::new(Direction::Ltr) };
}

impl Direction {
    /// Sets the direction in which views of this thread are built; the app does
    /// so when the language changes.
    pub fn set(self) {
        DIRECTION.set(self);
    }

    /// Returns the direction in which views of this thread are built.
    #[must_use]
    pub fn current() -> Self {
        DIRECTION.get()
    }

    /// Tells whether lines run from right to left.
    #[must_use]
    pub fn is_rtl(self) -> bool {
        self == Self::Rtl
    }
}

/// Returns a row in the direction of reading.
#[must_use]
pub fn row<'a, Message: 'a>(children: Vec<Element<'a, Message>>) -> Row<'a, Message> {
    let mut children = children;
    if Direction::current().is_rtl() {
        children.reverse();
    }
    Row::with_children(children)
}

/// Returns the content as a layer of its own: what is added or taken away inside does not repaint what stands beside it.
///
/// The renderer compares a layer's pieces one by one, in the order they were drawn; a piece more moves all that follow.
#[must_use]
pub fn own_layer<'a, Message: 'a>(content: Element<'a, Message>) -> Element<'a, Message> {
    stack![Space::new().width(Fill).height(Fill), content].into()
}

/// Returns the side where lines begin.
#[must_use]
pub fn start() -> Horizontal {
    match Direction::current() {
        Direction::Ltr => Horizontal::Left,
        Direction::Rtl => Horizontal::Right,
    }
}

/// Returns the side where lines end, where the big button is.
#[must_use]
pub fn end() -> Horizontal {
    match Direction::current() {
        Direction::Ltr => Horizontal::Right,
        Direction::Rtl => Horizontal::Left,
    }
}

/// The row of the layout table that a window falls into, by logical size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Breakpoint {
    /// 800 × 480: two columns, tabs instead of panes, no key hints.
    Small,
    /// 1024 × 768: the keypad slides over the products.
    Compact,
    /// 1280 × 800: products, keypad and cart side by side.
    Standard,
    /// 1920 × 1080: larger text and amounts.
    Wide,
    /// 1080 × 1920: the kiosk, one column.
    Portrait,
}

impl Breakpoint {
    /// Returns the breakpoint of a window of the given logical size. At 1280 × 800
    /// a text scale of 150 % takes the row of 1024, one of 200 % that of 800.
    #[must_use]
    pub fn of(size: Size) -> Self {
        if size.height > size.width * 1.2 && size.width >= 600.0 {
            Self::Portrait
        } else if size.width < 840.0 || size.height < 520.0 {
            Self::Small
        } else if size.width < 1240.0 || size.height < 720.0 {
            Self::Compact
        } else if size.width < 1760.0 || size.height < 960.0 {
            Self::Standard
        } else {
            Self::Wide
        }
    }

    /// Returns the distance from the window's edge in px.
    #[must_use]
    pub fn edge(self) -> f32 {
        match self {
            Self::Small => space::XS,
            Self::Compact | Self::Standard | Self::Wide => space::M,
            Self::Portrait => space::KIOSK,
        }
    }

    /// Returns the gap between cards in px.
    #[must_use]
    pub fn gap(self) -> f32 {
        match self {
            Self::Small => space::XS,
            Self::Compact | Self::Standard | Self::Wide => space::M,
            Self::Portrait => space::XL,
        }
    }

    /// Returns the gap between neighbouring keys in px.
    #[must_use]
    pub fn key_gap(self) -> f32 {
        match self {
            Self::Small => space::TARGET_GAP_SMALL,
            Self::Compact | Self::Standard | Self::Wide | Self::Portrait => space::TARGET_GAP,
        }
    }

    /// Returns the height of the top bar in px.
    #[must_use]
    pub fn bar(self) -> f32 {
        match self {
            Self::Small => space::BAR_SMALL,
            Self::Compact | Self::Standard | Self::Wide | Self::Portrait => space::BAR,
        }
    }

    /// Tells whether buttons show their keys.
    #[must_use]
    pub fn shows_keys(self) -> bool {
        match self {
            Self::Compact | Self::Standard | Self::Wide => true,
            Self::Small | Self::Portrait => false,
        }
    }

    /// Returns the width of the cart in px; the kiosk has none at the side.
    #[must_use]
    pub fn cart_width(self) -> Option<f32> {
        match self {
            Self::Small => Some(360.0),
            Self::Compact => Some(372.0),
            Self::Standard => Some(404.0),
            Self::Wide => Some(520.0),
            Self::Portrait => None,
        }
    }

    /// Returns the width of the keypad column in px, where it has one of its own.
    #[must_use]
    pub fn keypad_width(self) -> Option<f32> {
        match self {
            Self::Standard => Some(268.0),
            Self::Wide => Some(340.0),
            Self::Small | Self::Compact | Self::Portrait => None,
        }
    }

    /// Returns the width of the column with the code on the payment page in px.
    #[must_use]
    pub fn pay_width(self) -> f32 {
        match self {
            Self::Small => 441.0,
            Self::Compact => 480.0,
            Self::Standard => 548.0,
            Self::Wide => 720.0,
            Self::Portrait => 1080.0 - 2.0 * space::KIOSK,
        }
    }

    /// Returns the usual side of the QR card in px, its quiet zone included.
    #[must_use]
    pub fn qr_side(self) -> f32 {
        match self {
            Self::Small | Self::Compact => 441.0,
            Self::Standard => 460.0,
            Self::Wide => 600.0,
            Self::Portrait => 735.0,
        }
    }

    /// Returns the largest side of the QR card in px, for codes with few modules.
    #[must_use]
    pub fn qr_side_max(self) -> f32 {
        match self {
            Self::Small => 441.0,
            Self::Compact => 464.0,
            Self::Standard => 500.0,
            Self::Wide => 656.0,
            Self::Portrait => 900.0,
        }
    }

    /// Returns the factor that amounts take on this window.
    #[must_use]
    pub fn amount_scale(self) -> f32 {
        match self {
            Self::Small => 0.6,
            Self::Compact => 0.8,
            Self::Standard | Self::Portrait => 1.0,
            Self::Wide => 1.25,
        }
    }
}
