//! Facts about the book itself: what happened to it or its clock, and what the owner decided about it.

use serde::{Deserialize, Serialize};

/// A place in a chain, as an entry writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The entry's number.
    pub seq: u64,
    /// Its hash, 64 hex characters; a witness outside may know only the first 16.
    pub hash: String,
}

/// The wall clock moved against the monotonic one, or went back over a restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockJumped {
    /// By how many milliseconds; negative when it went back.
    pub by_ms: i64,
}

/// The settings could not be read; the last good ones are in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsRecovered {
    /// What was wrong with the file.
    pub reason: String,
}

/// A damaged book was saved up to its damage, and goes on from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovered {
    /// The last entry that was kept: the one before this.
    pub kept: Mark,
    /// What is wrong with the entry after it.
    pub flaw: String,
    /// The highest head a witness has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Mark>,
    /// The folder the damaged files were set aside in.
    pub aside: String,
    /// Why, in the owner's words.
    pub reason: String,
}

/// A backup took the book's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// The backup's last entry: the one before this.
    pub kept: Mark,
    /// The backup's file name.
    pub source: String,
    /// The highest head a witness has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Mark>,
    /// The folder the files in its place were set aside in; empty if there were none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub aside: String,
    /// Why, in the owner's words; empty where nothing was lost.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// The owner goes on with a book that a witness contradicts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochBegun {
    /// The entry before this.
    pub kept: Mark,
    /// What the witness has seen.
    pub seen: Mark,
    /// Who the witness is: `till`, `backup` or `gateway`.
    pub witness: String,
    /// Why, in the owner's words.
    pub reason: String,
}

/// From the next entry on another key signs. This entry is signed with the old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRotated {
    /// The new key, x-only, 64 hex characters.
    pub public_key: String,
    /// The new key's signature over the turn: see `journal::chain`. 128 hex characters.
    pub proof: String,
    /// Why, in the owner's words.
    pub reason: String,
}

/// The book this one goes on from, whose key is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Its name, 32 hex characters.
    pub journal: String,
    /// Its last entry.
    pub head: Mark,
    /// Why a new book was begun, in the owner's words.
    pub reason: String,
}
