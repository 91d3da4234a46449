//! What is typed and not yet saved: texts beside the settings, and what they would change.

use std::collections::BTreeMap;

use super::item::Item;
use super::term;
use super::value::{self, Fault};
use crate::config::Config;

/// The texts of all controls, as they are and as they were saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    texts: BTreeMap<Item, String>,
    saved: BTreeMap<Item, String>,
}

impl Draft {
    /// The texts of settings as they are saved.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let texts: BTreeMap<Item, String> = Item::ALL.iter().map(|item| (*item, value::read(config, *item))).collect();
        Self { saved: texts.clone(), texts }
    }

    /// The text of a control.
    #[must_use]
    pub fn text(&self, item: Item) -> &str {
        self.texts.get(&item).map_or("", String::as_str)
    }

    /// Whether a setting would change.
    #[must_use]
    pub fn is_changed(&self, item: Item) -> bool {
        self.texts.get(&item) != self.saved.get(&item)
    }

    /// Changes the text of a control, and what follows from it: messages about expiry and refunds need those about
    /// every change, and nothing leads back where there is no way back.
    pub fn change(&mut self, item: Item, text: String) {
        let follows = match (item, text.as_str()) {
            (Item::ExtendedNotes, "on") => Some((Item::FullNotes, "on")),
            (Item::FullNotes, "off") => Some((Item::ExtendedNotes, "off")),
            (Item::RedirectUrl, "") => Some((Item::AutoRedirect, "off")),
            (Item::Donation, "off") => Some((Item::ItemCode, "")),
            (_, _) => None,
        };
        self.texts.insert(item, text);
        if let Some((item, text)) = follows {
            self.texts.insert(item, text.to_owned());
        }
    }

    /// The settings that would change, in the order of the page.
    pub fn changed(&self) -> impl Iterator<Item = Item> + '_ {
        Item::ALL.iter().copied().filter(|item| self.is_changed(*item))
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.texts == self.saved
    }

    /// The settings as they would be saved, and what is wrong with what was typed.
    #[must_use]
    pub fn apply(&self, config: &Config) -> (Config, Vec<(Item, Fault)>) {
        let mut changed = config.clone();
        let mut faults = Vec::new();
        for item in self.changed() {
            if let Err(fault) = value::write(&mut changed, item, self.text(item)) {
                faults.push((item, fault));
            }
        }
        let crossed = changed.release.settled_above.is_some_and(|limit| limit < changed.release.seen_up_to);
        if crossed && faults.is_empty() {
            faults.push((Item::SettledAbove, Fault::Crossed));
        }
        if let Some(Err(wrong)) = changed.preferred().map(|held| held.terms.check()) {
            faults.push((term::item_of(wrong.field), Fault::Term(wrong.rule)));
        }
        (changed, faults)
    }

    /// The settings that can be changed now, in the order of the page.
    #[must_use]
    pub fn shown(&self, config: &Config) -> Vec<Item> {
        Item::ALL.iter().copied().filter(|item| value::is_shown(config, *item, |item| self.text(item))).collect()
    }
}
