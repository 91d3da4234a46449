//! What a screen answers: what it wants done, and where focus or scroll goes.

use iced::Task;

/// One output of a screen: an order for the app, and a task that only moves focus, scroll or selection.
#[must_use]
#[derive(Debug)]
pub struct Action<I, M> {
    /// What the app is to do.
    pub instruction: Option<I>,
    /// What the toolkit is to do.
    pub task: Task<M>,
}

impl<I, M> Action<I, M> {
    /// Nothing to do.
    pub fn none() -> Self {
        Self { instruction: None, task: Task::none() }
    }

    /// An order for the app.
    pub fn ask(instruction: I) -> Self {
        Self { instruction: Some(instruction), task: Task::none() }
    }

    /// A move of focus, scroll or selection.
    pub fn task(task: Task<M>) -> Self {
        Self { instruction: None, task }
    }
}
