//! Hairlines, pictures, ticks, switches, sliders and bars.

use iced::widget::{checkbox, float, progress_bar, radio, rule, slider, table, toggler};
use iced::{Background, Color};

use super::space::{B_CONTROL, R_KEYCAP, border};
use super::{Pick, Theme, Tone};

impl rule::Catalog for Theme {
    type Class<'a> = rule::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(hairline)
    }

    fn style(&self, class: &Self::Class<'_>) -> rule::Style {
        class(self)
    }
}

/// Styles a hairline between rows.
#[must_use]
pub fn hairline(theme: &Theme) -> rule::Style {
    line(|t| t.line)(theme)
}

/// Styles a line in a chosen token.
pub fn line(pick: Pick) -> impl Fn(&Theme) -> rule::Style {
    move |theme| rule::Style {
        color: pick(theme.tokens()),
        radius: 0.0.into(),
        fill_mode: rule::FillMode::Full,
        snap: true,
    }
}

impl float::Catalog for Theme {
    type Class<'a> = float::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|_| float::Style::default())
    }

    fn style(&self, class: &Self::Class<'_>) -> float::Style {
        class(self)
    }
}

impl table::Catalog for Theme {
    type Class<'a> = table::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|theme| table::Style {
            separator_x: Background::Color(Color::TRANSPARENT),
            separator_y: Background::Color(theme.tokens().line),
        })
    }

    fn style(&self, class: &Self::Class<'_>) -> table::Style {
        class(self)
    }
}

impl progress_bar::Catalog for Theme {
    type Class<'a> = progress_bar::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(progress(Tone::Accent))
    }

    fn style(&self, class: &Self::Class<'_>) -> progress_bar::Style {
        class(self)
    }
}

/// Styles a progress bar in the colour of a family.
pub fn progress(tone: Tone) -> impl Fn(&Theme) -> progress_bar::Style {
    move |theme| {
        let t = theme.tokens();
        progress_bar::Style {
            background: Background::Color(t.track),
            bar: Background::Color(t.family(tone).solid),
            border: border(Color::TRANSPARENT, 0.0, 999.0),
        }
    }
}

impl checkbox::Catalog for Theme {
    type Class<'a> = checkbox::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(tick)
    }

    fn style(&self, class: &Self::Class<'_>, status: checkbox::Status) -> checkbox::Style {
        class(self, status)
    }
}

/// Styles a tick box.
#[must_use]
pub fn tick(theme: &Theme, status: checkbox::Status) -> checkbox::Style {
    let t = theme.tokens();
    let (checked, rest, ink) = match status {
        checkbox::Status::Active { is_checked } => (is_checked, t.surface, t.ink),
        checkbox::Status::Hovered { is_checked } => (is_checked, t.raised, t.ink),
        checkbox::Status::Disabled { .. } => (false, t.sunken, t.strong),
    };
    let (ground, edge) = if checked { (t.accent, t.accent) } else { (rest, t.strong) };
    checkbox::Style {
        background: Background::Color(ground),
        icon_color: t.on_accent,
        border: border(edge, B_CONTROL, R_KEYCAP),
        text_color: Some(ink),
    }
}

impl radio::Catalog for Theme {
    type Class<'a> = radio::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|theme, status| {
            let t = theme.tokens();
            let (selected, ground) = match status {
                radio::Status::Active { is_selected } => (is_selected, t.surface),
                radio::Status::Hovered { is_selected } => (is_selected, t.raised),
            };
            radio::Style {
                background: Background::Color(ground),
                dot_color: t.accent,
                border_width: B_CONTROL,
                border_color: if selected { t.accent } else { t.strong },
                text_color: Some(t.ink),
            }
        })
    }

    fn style(&self, class: &Self::Class<'_>, status: radio::Status) -> radio::Style {
        class(self, status)
    }
}

impl toggler::Catalog for Theme {
    type Class<'a> = toggler::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(switch)
    }

    fn style(&self, class: &Self::Class<'_>, status: toggler::Status) -> toggler::Style {
        class(self, status)
    }
}

/// Styles a switch: the knob's place tells its state, the colour repeats it.
#[must_use]
pub fn switch(theme: &Theme, status: toggler::Status) -> toggler::Style {
    let t = theme.tokens();
    let (on, ink) = match status {
        toggler::Status::Active { is_toggled } | toggler::Status::Hovered { is_toggled } => (is_toggled, t.ink),
        toggler::Status::Disabled { .. } => (false, t.strong),
    };
    let (ground, edge, knob) = if on { (t.accent, t.accent, t.on_accent) } else { (t.sunken, t.strong, t.strong) };
    toggler::Style {
        background: Background::Color(ground),
        background_border_width: B_CONTROL,
        background_border_color: edge,
        foreground: Background::Color(knob),
        foreground_border_width: 0.0,
        foreground_border_color: Color::TRANSPARENT,
        text_color: Some(ink),
        border_radius: None,
        padding_ratio: 0.15,
    }
}

impl slider::Catalog for Theme {
    type Class<'a> = slider::StyleFn<'a, Self>;

    fn default<'a>() -> Self::Class<'a> {
        Box::new(|theme, _| {
            let t = theme.tokens();
            slider::Style {
                rail: slider::Rail {
                    backgrounds: (Background::Color(t.accent), Background::Color(t.track)),
                    width: 6.0,
                    border: border(Color::TRANSPARENT, 0.0, 3.0),
                },
                handle: slider::Handle {
                    shape: slider::HandleShape::Circle { radius: 12.0 },
                    background: Background::Color(t.accent),
                    border_width: 2.0,
                    border_color: t.surface,
                },
            }
        })
    }

    fn style(&self, class: &Self::Class<'_>, status: slider::Status) -> slider::Style {
        class(self, status)
    }
}
