//! Whether a connection failed because the other side's certificate was not accepted.

use std::error::Error;
use std::io;

/// Looks for the verdict of the certificate check under a failure; an I/O error may hold it inside.
pub(super) fn is_refused(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        let inside = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if is_verdict(error) || inside.is_some_and(|inside| is_refused(inside)) {
            return true;
        }
        next = error.source();
    }
    false
}

fn is_verdict(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_)))
}
