//! What Tab walks through: everything that can be pressed now, in reading order.

use super::target::Target;
use super::{Connections, covers, may_go};
use crate::domain::connection::kept;
use crate::ui::context::Context;

impl Connections {
    /// What Tab walks through.
    pub(super) fn targets(&self, cx: &Context<'_>) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        if !covers(cx) || !self.covers {
            targets.extend((0..self.held().len()).map(Target::Held));
            targets.push(Target::Add);
        }
        if covers(cx) {
            if !self.covers {
                return targets;
            }
            targets.push(Target::Back);
        }
        let Some(held) = self.chosen() else { return targets };
        targets.push(Target::Refresh);
        if held.sin.is_some() {
            targets.extend([Target::CopySin, Target::ReplaceKey]);
        }
        let tills = self.checked().and_then(|checked| checked.tills.as_deref());
        if let Some(tills) = tills {
            let free = tills.iter().filter(|till| kept(tills, &till.sin).is_none());
            targets.extend(free.map(|till| Target::RemoveTill(till.sin.clone())));
            targets.extend([Target::AddTill, Target::Approve]);
        }
        if !held.preferred && held.waiting.is_empty() {
            targets.push(Target::Prefer);
        }
        if may_go(held) {
            targets.push(Target::Remove);
        }
        targets
    }
}
