//! The closed list of icons and their SVG text.

macro_rules! icons {
    ($($name:ident $file:literal,)+) => {
        /// An icon of the closed list; the names are Lucide's.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum Icon { $($name,)+ }

        impl Icon {
            /// Every icon.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            pub(super) const fn svg(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(
                        concat!("../../../assets/icons/", $file, ".svg")
                    ),)+
                }
            }
        }
    };
}

icons! {
    Pencil "pencil",
    CircleDashed "circle-dashed",
    QrCode "qr-code",
    Clock "clock",
    Check "check",
    CheckCheck "check-check",
    Hourglass "hourglass",
    Ban "ban",
    OctagonX "octagon-x",
    OctagonAlert "octagon-alert",
    CircleMinus "circle-minus",
    CirclePlus "circle-plus",
    BellRing "bell-ring",
    Stamp "stamp",
    ThumbsUp "thumbs-up",
    Turtle "turtle",
    ShieldX "shield-x",
    CircleHelp "circle-help",
    WifiOff "wifi-off",
    Undo2 "undo-2",
    Banknote "banknote",
    Bitcoin "bitcoin",
    Zap "zap",
    Coins "coins",
    Gem "gem",
    CircleDollarSign "circle-dollar-sign",
    Landmark "landmark",
    Calculator "calculator",
    List "list",
    Pause "pause",
    Columns2 "columns-2",
    Lock "lock",
    Search "search",
    ScanBarcode "scan-barcode",
    Coffee "coffee",
    Croissant "croissant",
    CakeSlice "cake-slice",
    CupSoda "cup-soda",
    ShoppingBag "shopping-bag",
    Wheat "wheat",
    Donut "donut",
    Bean "bean",
    Gift "gift",
    GlassWater "glass-water",
    Delete "delete",
    Percent "percent",
    Plus "plus",
    Minus "minus",
    Trash2 "trash-2",
    Tag "tag",
    StickyNote "sticky-note",
    FlaskConical "flask-conical",
    CircleCheck "circle-check",
    Hand "hand",
    ChevronDown "chevron-down",
    ChevronRight "chevron-right",
    ChevronLeft "chevron-left",
    ChevronUp "chevron-up",
    X "x",
    ArrowLeft "arrow-left",
    ArrowRight "arrow-right",
    Info "info",
    ShieldCheck "shield-check",
    Printer "printer",
    Mail "mail",
    RefreshCw "refresh-cw",
    Inbox "inbox",
    ReceiptText "receipt-text",
    CloudUpload "cloud-upload",
    CircleAlert "circle-alert",
    CircleX "circle-x",
    CornerDownLeft "corner-down-left",
    ArrowUp "arrow-up",
    ArrowDown "arrow-down",
    Menu "menu",
    MoveHorizontal "move-horizontal",
    Scale "scale",
    ChartColumn "chart-column",
    FileText "file-text",
    Package "package",
    Plug "plug",
    Settings "settings",
    Copy "copy",
    KeyRound "key-round",
    Loader "loader",
    TriangleAlert "triangle-alert",
    GraduationCap "graduation-cap",
    Cookie "cookie",
    Sandwich "sandwich",
    LayoutGrid "layout-grid",
    RotateCcw "rotate-ccw",
    Accessibility "accessibility",
    HandHelping "hand-helping",
    BookOpen "book-open",
    EqualNot "equal-not",
    Upload "upload",
    Download "download",
    ExternalLink "external-link",
    ShieldAlert "shield-alert",
    User "user",
    Users "users",
    Globe "globe",
    Monitor "monitor",
    Volume2 "volume-2",
    VolumeX "volume-x",
    Sun "sun",
    Moon "moon",
    Calendar "calendar",
    Wallet "wallet",
    CreditCard "credit-card",
    Keyboard "keyboard",
    Power "power",
    LogOut "log-out",
    Eye "eye",
    EyeOff "eye-off",
    Star "star",
    Save "save",
    Circle "circle",
    Store "store",
    Smartphone "smartphone",
    Unplug "unplug",
    Link "link",
    HardDrive "hard-drive",
    Database "database",
    Ticket "ticket",
    History "history",
    Bell "bell",
    Key "key",
    Bluetooth "bluetooth",
    Pizza "pizza",
    IceCreamCone "ice-cream-cone",
    Beer "beer",
    Wine "wine",
    Apple "apple",
    Salad "salad",
    Soup "soup",
    Milk "milk",
    Book "book",
    Shirt "shirt",
    Flower2 "flower-2",
    Utensils "utensils",
    Play "play",
    Wifi "wifi",
    CloudOff "cloud-off",
    Split "split",
    ScanLine "scan-line",
    Usb "usb",
    Logo "logo",
    StepDashed "step-dashed",
    Spinner "spinner",
}

/// How thick the lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stroke {
    /// 2 of 24.
    Regular,
    /// 2.4 of 24, for small sizes.
    Small,
    /// 3 of 24, for the large tick.
    Heavy,
}

impl Stroke {
    pub(super) const fn width(self) -> f32 {
        match self {
            Self::Regular => 2.0,
            Self::Small => 2.4,
            Self::Heavy => 3.0,
        }
    }
}

/// The first letter of the icons' font, and how many letters each thickness has; `assets/icons/font.py` says the same.
const FIRST: u32 = 0xE000;
const BLOCK: u32 = 0x200;

impl Icon {
    /// The icon's letter in the icons' font; none for those of more than one tone.
    pub(super) fn letter(self, stroke: Stroke) -> Option<char> {
        if matches!(self, Self::Logo | Self::StepDashed | Self::Spinner) {
            return None;
        }
        let block = match stroke {
            Stroke::Regular => 0,
            Stroke::Small => 1,
            Stroke::Heavy => 2,
        };
        char::from_u32(FIRST + block * BLOCK + self as u32)
    }

    /// Tells whether the icon points along the line of reading and mirrors in RTL.
    #[must_use]
    #[allow(clippy::wildcard_enum_match_arm)]
    pub fn points(self) -> bool {
        matches!(
            self,
            Self::ArrowLeft
                | Self::ArrowRight
                | Self::ChevronLeft
                | Self::ChevronRight
                | Self::Undo2
                | Self::ExternalLink
                | Self::LogOut
                | Self::CornerDownLeft
                | Self::Delete
        )
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// The font carries the digest of the pictures it was made from as its unique name.
    #[test]
    fn the_icons_font_is_made_from_these_pictures_in_this_order() {
        let mut digest = Sha256::new();
        Icon::ALL.iter().for_each(|icon| digest.update(icon.svg()));
        let name: Vec<u8> = hex::encode(digest.finalize()).encode_utf16().flat_map(u16::to_be_bytes).collect();
        let font = include_bytes!("../../../assets/fonts/RingupIcons.otf");
        assert!(font.windows(name.len()).any(|part| part == name), "run assets/icons/font.py");
        assert!(Icon::ALL.len() < BLOCK as usize, "a thickness has room for all icons");
    }

    #[test]
    fn every_icon_is_a_letter_or_drawn() {
        let letters: std::collections::BTreeSet<char> = [Stroke::Regular, Stroke::Small, Stroke::Heavy]
            .into_iter()
            .flat_map(|stroke| Icon::ALL.iter().filter_map(move |icon| icon.letter(stroke)))
            .collect();
        assert_eq!(letters.len(), 3 * (Icon::ALL.len() - 3));
    }
}
