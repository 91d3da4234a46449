//! What the till tells: entries for the book, readings, troubles.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use futures::{Stream, StreamExt, stream};
use iced::Subscription;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::port::{Counter, Told};
use super::state::Message;
use crate::domain::id::Guid;
use crate::domain::live::Live;
use crate::service::Update;

/// Names the stream of one open till.
struct Line {
    counter: Arc<dyn Counter>,
    opening: u64,
}

impl Hash for Line {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.opening.hash(state);
    }
}

/// Listens for as long as this till is open.
pub(super) fn listen(counter: Arc<dyn Counter>, opening: u64) -> Subscription<Message> {
    Subscription::run_with(Line { counter, opening }, |line| tell(line.counter.clone()).map(Message::Told))
}

/// One listener's place in the line.
struct Listener {
    counter: Arc<dyn Counter>,
    updates: Receiver<Update>,
    behind: bool,
    reachable: Option<bool>,
    live: HashMap<Guid, Live>,
}

/// First the book, read after the line was opened so that nothing falls between; then what happens.
fn tell(counter: Arc<dyn Counter>) -> impl Stream<Item = Told> {
    let updates = counter.updates();
    let listener = Listener { counter, updates, behind: true, reachable: None, live: HashMap::new() };
    stream::unfold(listener, async |mut listener| Some((listener.next().await?, listener)))
}

impl Listener {
    /// What is next; none when the till is gone.
    async fn next(&mut self) -> Option<Told> {
        loop {
            if std::mem::take(&mut self.behind) {
                return Some(Told::Book(Box::new(self.counter.book().await)));
            }
            let told = match self.updates.recv().await {
                Ok(update) => self.gather(update),
                Err(RecvError::Lagged(_)) => {
                    self.behind = true;
                    continue;
                }
                Err(RecvError::Closed) => return None,
            };
            if !told.is_empty() {
                return Some(Told::Updates(told));
            }
        }
    }

    /// Takes what is there already along: the window is drawn once for all of it, and not at all for no news.
    fn gather(&mut self, first: Update) -> Vec<Update> {
        let mut told = Vec::new();
        let mut next = Some(first);
        while let Some(update) = next {
            let is_news = self.is_news(&update);
            if is_news {
                told.push(update);
            }
            next = match self.updates.try_recv() {
                Ok(update) => Some(update),
                Err(TryRecvError::Lagged(_)) => {
                    self.behind = true;
                    None
                }
                Err(TryRecvError::Empty | TryRecvError::Closed) => None,
            };
        }
        told
    }

    /// A payment is read every few seconds and mostly says the same; the page asks for the age when it ticks.
    fn is_news(&mut self, update: &Update) -> bool {
        match update {
            Update::Reachable(reachable) => self.reachable.replace(*reachable) != Some(*reachable),
            Update::Live(guid, live) => {
                let before = self.live.insert(*guid, (**live).clone());
                before.is_none_or(|before| !live.repeats(&before))
            }
            Update::Recalled(_) | Update::Entries(_) | Update::Roomy | Update::Trouble(_) => true,
        }
    }
}
