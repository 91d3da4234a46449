//! Exit codes, and which trouble means which.

use std::process::ExitCode;

use crate::domain::rescue::Way;
use crate::gateway::port;
use crate::journal::OpenError;
use crate::lang::Lang;
use crate::notice::Notice;
use crate::service::error::Trouble;

/// How a command ended, as CLI.md numbers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Good.
    Good,
    /// The answer is "no".
    No,
    /// Wrong usage or bad input.
    Usage,
    /// Not connected, not allowed.
    Access,
    /// Gateway unreachable or outcome unknown; the sale is safe.
    Unknown,
    /// Journal damaged, locked by another instance, disk full.
    Journal,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::No => 1,
            Exit::Usage => 2,
            Exit::Access => 3,
            Exit::Unknown => 4,
            Exit::Journal => 5,
        })
    }
}

/// A command that could not do its work, with the words for a person.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) code: String,
    pub(crate) text: String,
}

impl Failure {
    pub(crate) fn new(exit: Exit, code: &str, text: &str) -> Self {
        Self { exit, code: code.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn usage(text: &str) -> Self {
        Self::new(Exit::Usage, "usage", text)
    }
}

impl Failure {
    /// A failure of a call that was about no payment: connections, tills, rates, books.
    pub(crate) fn office(trouble: impl Into<Trouble>) -> Self {
        Self::told(&trouble.into(), crate::notice::office)
    }

    fn told(trouble: &Trouble, words: impl Fn(&Trouble, &Lang) -> Notice) -> Self {
        let lang = Lang::english(crate::domain::amount::DecimalMark::Dot);
        let text = format!("{}{}", words(trouble, &lang).line().trim(), commands(trouble.way()));
        Self { exit: exit_of(trouble), code: code_of(trouble).to_owned(), text }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::told(&trouble, crate::notice::trouble)
    }
}

/// What the window offers as buttons.
fn commands(way: Option<Way>) -> &'static str {
    match way {
        None => "",
        Some(Way::Restore) => " Commands: ringup journal restore.",
        Some(Way::Salvage) => " Commands: ringup journal restore, ringup journal salvage.",
        Some(Way::Accept) => " Commands: ringup journal restore, ringup journal accept.",
    }
}

fn exit_of(trouble: &Trouble) -> Exit {
    match trouble {
        Trouble::Refused(_) => Exit::No,
        Trouble::Store(_) => Exit::Journal,
        Trouble::Open(_) | Trouble::Io { .. } | Trouble::KeyMissing | Trouble::KeyUnreadable => Exit::Journal,
        Trouble::Gateway(error) => exit_of_gateway(error),
        Trouble::Config(_) | Trouble::Terms(_) | Trouble::NoProduct(_) | Trouble::Catalog { .. } => Exit::Usage,
        Trouble::Vault(_) | Trouble::NotConnected => Exit::Access,
        Trouble::Practice(_) | Trouble::Interrupted => Exit::Unknown,
    }
}

/// The exit code of a gateway's failure.
pub(crate) fn exit_of_gateway(error: &port::Error) -> Exit {
    use port::Error as E;
    match error {
        E::NotSent(_)
        | E::Certificate { .. }
        | E::Unknown(_)
        | E::Server(_)
        | E::Protocol(_)
        | E::RateLimited { .. } => Exit::Unknown,
        E::Auth { .. } | E::Unsupported(_) | E::Config(_) => Exit::Access,
        E::Validation { .. } => Exit::Usage,
        E::State { .. } | E::NotFound(_) => Exit::No,
    }
}

fn code_of(trouble: &Trouble) -> &'static str {
    match trouble {
        Trouble::Refused(_) => "refused",
        Trouble::Store(_) => "journal",
        Trouble::Open(OpenError::Held(_)) => "locked",
        Trouble::Open(_) => "journal",
        Trouble::Gateway(error) => error.code(),
        Trouble::Config(_) => "settings",
        Trouble::Terms(_) => "terms",
        Trouble::Vault(_) => "secrets",
        Trouble::NotConnected => "not_connected",
        Trouble::Practice(_) => "practice",
        Trouble::KeyUnreadable | Trouble::KeyMissing => "journal_key",
        Trouble::NoProduct(_) => "no_product",
        Trouble::Catalog { .. } => "catalogue",
        Trouble::Io { .. } => "files",
        Trouble::Interrupted => "interrupted",
    }
}
