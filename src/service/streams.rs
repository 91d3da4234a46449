//! What all watches know of event streams together: how many there may be, and which gateways have none.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::clock;
use crate::domain::capability::Cap;
use crate::domain::id::GatewayId;
use crate::gateway::port::{Error, Gateway};

/// Streams at once. Each holds a connection, and a process may have about a thousand files open.
const STREAMS_MAX: usize = 200;
/// How long a gateway that refused a stream is not asked for another.
const REFUSED_FOR: Duration = Duration::from_secs(3600);

/// What all watches know of streams together.
#[derive(Debug)]
pub(super) struct Streams {
    free: Arc<Semaphore>,
    refused: Mutex<HashMap<GatewayId, Instant>>,
}

impl Default for Streams {
    fn default() -> Self {
        Self { free: Arc::new(Semaphore::new(STREAMS_MAX)), refused: Mutex::default() }
    }
}

impl Streams {
    /// The right to one more stream at a gateway, if it may be asked for one.
    pub(super) fn permit(&self, gateway: &dyn Gateway) -> Option<OwnedSemaphorePermit> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = refused.get(&gateway.info().id).is_some_and(|at| at.elapsed() < REFUSED_FOR);
        drop(refused);
        if lately || !gateway.caps().has(Cap::LiveStream) {
            return None;
        }
        Arc::clone(&self.free).try_acquire_owned().ok()
    }

    /// Remembers a no that another try would only repeat.
    pub(super) fn note(&self, gateway: &GatewayId, error: &Error) {
        let for_good = matches!(
            error,
            Error::Auth { .. }
                | Error::NotFound(_)
                | Error::Unsupported(_)
                | Error::Config(_)
                | Error::Validation { .. }
        );
        if for_good {
            let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.insert(gateway.clone(), clock::instant());
        }
    }
}
