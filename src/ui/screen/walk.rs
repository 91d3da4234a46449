//! Walking through the buttons of a page with Tab: the toolkit's buttons cannot hold the keyboard's focus.

/// Which of a page's targets has the focus, if any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walk<T>(Option<T>);

impl<T> Default for Walk<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Clone + PartialEq> Walk<T> {
    /// Steps to the next target, or back, around the end.
    pub fn step(&mut self, targets: &[T], back: bool) {
        let Some(last) = targets.len().checked_sub(1) else {
            self.0 = None;
            return;
        };
        let now = self.0.as_ref().and_then(|at| targets.iter().position(|target| target == at));
        let next = match (now, back) {
            (None, false) => 0,
            (None, true) | (Some(0), true) => last,
            (Some(at), true) => at - 1,
            (Some(at), false) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
        };
        self.0 = Some(targets[next].clone());
    }

    /// Takes the focus to a target.
    pub fn go(&mut self, target: T) {
        self.0 = Some(target);
    }

    /// Takes the focus away.
    pub fn leave(&mut self) {
        self.0 = None;
    }

    /// The target with the focus, if it is still there.
    #[must_use]
    pub fn at(&self, targets: &[T]) -> Option<T> {
        self.0.clone().filter(|at| targets.contains(at))
    }

    /// Whether a target has the focus.
    #[must_use]
    pub fn is_at(&self, target: &T) -> bool {
        self.0.as_ref() == Some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_around_and_forgets_what_is_gone() {
        let mut walk = Walk::default();
        walk.step(&[1, 2, 3], true);
        assert!(walk.is_at(&3));
        walk.step(&[1, 2, 3], false);
        assert!(walk.is_at(&1));
        assert_eq!(walk.at(&[2, 3]), None);
        walk.step(&[2, 3], false);
        assert!(walk.is_at(&2));
        walk.step(&[], false);
        assert_eq!(walk.at(&[2, 3]), None);
    }
}
