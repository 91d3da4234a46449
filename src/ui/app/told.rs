//! What the till tells: entries for the book, readings, troubles.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use futures::{Stream, StreamExt, stream};
use iced::Subscription;
use tokio::sync::broadcast::error::RecvError;

use super::port::{Counter, Told};
use super::state::Message;

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

/// First the book, read after the line was opened so that nothing falls between; then what happens.
fn tell(counter: Arc<dyn Counter>) -> impl Stream<Item = Told> {
    let updates = counter.updates();
    stream::unfold((counter, updates, true), |(counter, mut updates, behind)| async move {
        if behind {
            let book = Box::new(counter.book().await);
            return Some((Told::Book(book), (counter, updates, false)));
        }
        match updates.recv().await {
            Ok(update) => Some((Told::Update(update), (counter, updates, false))),
            Err(RecvError::Lagged(_)) => {
                let book = Box::new(counter.book().await);
                Some((Told::Book(book), (counter, updates, false)))
            }
            Err(RecvError::Closed) => None,
        }
    })
}
