//! The only place that reads a clock.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use crate::domain::live::Mono;
use crate::domain::time::{Stamp, Timestamp};

/// The wall clock, for adapters that compare it with a gateway's.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

/// A moment of this process to wait from; it means nothing outside it.
pub(super) fn instant() -> tokio::time::Instant {
    tokio::time::Instant::now()
}

/// The machine's clocks, and the name of the boot the monotonic one belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    boot: [u8; 16],
}

impl Clock {
    /// Reads which boot this is; where the system does not say, a name of this start is used.
    #[must_use]
    pub fn system() -> Self {
        let told = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        let boot = told.and_then(|text| text.trim().parse::<uuid::Uuid>().ok()).unwrap_or_else(uuid::Uuid::new_v4);
        Self { boot: boot.into_bytes() }
    }

    /// The wall clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        now()
    }

    /// The monotonic clock, which goes on through suspend and takes no part in jumps.
    #[must_use]
    pub fn mono(&self) -> Mono {
        Mono(u64::try_from(since_boot().as_millis()).unwrap_or(u64::MAX))
    }

    /// How long the machine has slept since it was started; it only grows while it sleeps. Zero where the system does not say.
    #[must_use]
    pub fn slept(&self) -> Duration {
        slept()
    }

    /// Minutes east of UTC at the till now.
    #[must_use]
    pub fn offset_min(&self) -> i16 {
        let seconds = zone().to_offset(jiff::Timestamp::now()).seconds();
        i16::try_from(seconds / 60).unwrap_or(0)
    }

    /// All of it, for an entry.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        Stamp { at: self.now(), mono_ms: self.mono().0, boot: self.boot, offset_min: self.offset_min() }
    }
}

/// How long a zone that was read is good: a machine may be given another one while the till runs.
const ZONE_LIFE: Duration = Duration::from_secs(5 * 60);

/// The machine's zone.
fn zone() -> TimeZone {
    static READ: Mutex<Option<(Instant, TimeZone)>> = Mutex::new(None);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    match &*read {
        Some((at, zone)) if at.elapsed() < ZONE_LIFE => zone.clone(),
        Some(_) | None => {
            let zone = rules_of_here().unwrap_or_else(TimeZone::system);
            *read = Some((Instant::now(), zone.clone()));
            zone
        }
    }
}

/// The zone's rules where the system keeps a copy. By its name they would be found only after a list of all names was made.
fn rules_of_here() -> Option<TimeZone> {
    if std::env::var_os("TZ").is_some() {
        return None;
    }
    TimeZone::tzif("here", &std::fs::read("/etc/localtime").ok()?).ok()
}

/// The clock that goes on through suspend, less the one that does not.
#[cfg(target_os = "linux")]
fn slept() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let awake = Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0));
    since_boot().saturating_sub(awake)
}

#[cfg(not(target_os = "linux"))]
fn slept() -> Duration {
    Duration::ZERO
}

#[cfg(target_os = "linux")]
fn since_boot() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(not(target_os = "linux"))]
fn since_boot() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
