//! What Tab walks through: everything that can be pressed now, in reading order.

use super::target::Target;
use super::{Connections, covers, may_go};
use crate::domain::connection::kept;
use crate::ui::context::Context;

/// Targets of the last cards that fit in the window together: the cards before them have none.
const AT_END: usize = 6;

impl Connections {
    /// What Tab walks through.
    pub(super) fn targets(&self, cx: &Context<'_>) -> Vec<Target> {
        let (mut targets, both) = (Vec::new(), !covers(cx));
        if both || !self.covers {
            targets.extend((0..self.held().len()).map(Target::Held));
            if self.own_sin().is_some() {
                targets.extend([Target::CopySin, Target::ReplaceKey]);
            }
            targets.push(Target::Add);
        }
        if both || self.covers {
            targets.extend((!both).then_some(Target::Back));
            self.detail_targets(&mut targets);
        }
        targets
    }

    fn detail_targets(&self, targets: &mut Vec<Target>) {
        let Some(held) = self.chosen() else { return };
        targets.push(Target::Refresh);
        let tills = self.checked().and_then(|checked| checked.tills.as_deref());
        if let Some(tills) = tills {
            let free = tills.iter().filter(|till| kept(tills, &till.sin).is_none());
            targets.extend(free.map(|till| Target::RemoveTill(till.sin.clone())));
            targets.extend([Target::AddTill, Target::Approve]);
        }
        if may_go(held) {
            targets.push(Target::Remove);
        }
        if !held.preferred && held.waiting.is_empty() {
            targets.push(Target::Prefer);
        }
    }

    /// How far the cards are scrolled so that a target shows; none where it is not on them.
    pub(super) fn part_of(&self, target: &Target, targets: &[Target]) -> Option<f32> {
        match target {
            Target::Held(_) | Target::Add | Target::CopySin | Target::ReplaceKey => None,
            Target::Back | Target::Refresh => Some(0.0),
            Target::Prefer | Target::Remove | Target::AddTill | Target::Approve | Target::RemoveTill(_) => {
                let place = targets.iter().position(|have| have == target)?;
                let after = targets.len() - 1 - place;
                let above = after.saturating_sub(AT_END) as f32;
                Some(1.0 - above / targets.len() as f32)
            }
        }
    }
}
