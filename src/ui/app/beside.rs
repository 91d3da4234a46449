//! What is done beside the opening window: the runtime starts and the books open, words and letters are read.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};

use super::house::DataHouse;
use crate::domain::amount::DecimalMark;
use crate::lang::Lang;
use crate::ui::font;

/// Threads for the till's work; the window draws on one of its own.
const WORKERS: usize = 2;

/// Until then the window is painted on any machine a till runs on; nothing waits for it.
const PAINTED: Duration = Duration::from_secs(1);

/// Started by [`start`], taken by the window when it opens.
static STARTED: Mutex<Option<Runtime>> = Mutex::new(None);

/// The runtime under the window.
#[derive(Debug)]
pub(super) struct Beside(Runtime);

impl iced::Executor for Beside {
    fn new() -> io::Result<Self> {
        take().map_or_else(build, Ok).map(Self)
    }

    fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        drop(self.0.spawn(future));
    }

    fn enter<R>(&self, act: impl FnOnce() -> R) -> R {
        let _inside = self.0.enter();
        act()
    }

    fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.0.block_on(future)
    }
}

/// Begins to read sentences and our fonts, and those of the system once the window had time to be painted. Nothing may be laid
/// out before [`font::load`] has answered. To be called first: see [`font::system::leave_out`].
pub(super) fn read_ahead() {
    font::system::leave_out();
    let read = || {
        give_way();
        let _ = Lang::english(DecimalMark::Dot);
        font::load();
        std::thread::sleep(PAINTED);
        font::system::read();
    };
    // Without a thread the first to need them reads them.
    let _ = std::thread::Builder::new().name("letters".to_owned()).spawn(read);
}

/// Lets the window's own thread go first where there are not processors enough for both.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10);
}

/// Starts the runtime, and on it the opening of the books the house was last left with.
pub(super) fn start(house: &Arc<DataHouse>) {
    // Without a runtime now the window says so when it asks for one.
    let Ok(runtime) = build() else { return };
    house.open_ahead(runtime.handle());
    *STARTED.lock().unwrap_or_else(PoisonError::into_inner) = Some(runtime);
}

fn take() -> Option<Runtime> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner).take()
}

fn build() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(WORKERS).thread_name("till").enable_all().build()
}
