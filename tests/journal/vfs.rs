//! A disk that fails on demand: a thin layer between SQLite and the file system that counts writes, truncations and flushes, and
//! spoils the one it is told to. It stands in for what a machine cannot be asked to do in a test: a dying disk, a power cut.
//!
//! SQLite's VFS is a table of C functions, so this file is `unsafe` by nature; it is the only one, and only tests have it. What
//! makes it sound: the layer's file begins with SQLite's own header, as the interface asks, with the real file's memory right
//! behind it in the block SQLite allocates (`szOsFile` says how much); every call hands the real file to the real VFS; the real
//! VFS and the method tables live for ever. It is registered once, in a process of its own, and state is behind a lock.
#![allow(unsafe_code)]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::PathBuf;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::ffi;

use super::world::Chance;

/// What happens at the chosen call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The call fails with an I/O error, the next ones work.
    Eio,
    /// This and every later call fails: the disk is gone.
    Dead,
    /// A write finds no room; flushes work.
    Full,
    /// Half of the write arrives, then an I/O error.
    Short,
    /// The file system has become read-only.
    ReadOnly,
    /// The power goes: what was not flushed arrives in parts or not at all.
    PowerCut,
    /// Flushes take this many milliseconds; nothing fails.
    Slow(u64),
}

#[derive(Debug)]
enum Pending {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

/// A file as the disk has it, and what is on its way there.
#[derive(Debug, Default)]
struct Image {
    flushed: Vec<u8>,
    pending: Vec<Pending>,
}

#[derive(Debug, Default)]
struct State {
    armed: Option<(Fault, u64)>,
    calls: u64,
    fired: bool,
    dead: bool,
    images: BTreeMap<PathBuf, Image>,
}

static STATE: Mutex<Option<State>> = Mutex::new(None);
static REAL: AtomicPtr<ffi::sqlite3_vfs> = AtomicPtr::new(std::ptr::null_mut());

fn state() -> MutexGuard<'static, Option<State>> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn with<T>(ask: impl FnOnce(&mut State) -> T) -> T {
    ask(state().get_or_insert_default())
}

/// From the `nth` call on, counted from 1, the fault is there.
pub(crate) fn arm(fault: Fault, nth: u64) {
    with(|state| {
        state.armed = Some((fault, nth));
        (state.calls, state.fired) = (0, false);
    });
}

/// Whether the fault has happened.
pub(crate) fn fired() -> bool {
    with(|state| state.fired)
}

/// The disk works again. After a power cut the files are what the disk has of them: `seed` chooses what arrived.
pub(crate) fn repair(seed: u64) {
    let mut state = state().take().unwrap_or_default();
    if state.dead && matches!(state.armed, Some((Fault::PowerCut, _))) {
        let mut chance = Chance(seed);
        for (path, image) in std::mem::take(&mut state.images) {
            let bytes = arrived(image, &mut chance);
            // What an earlier story left is gone with its folder.
            if !path.exists() {
                continue;
            }
            std::fs::write(&path, bytes).unwrap();
            if path.extension().is_some_and(|extension| extension == "db") {
                // The index beside the log is memory, not disk.
                let _ = std::fs::remove_file(path.with_extension("db-shm"));
            }
        }
    }
}

/// What was flushed, and of the rest whatever chance lets through: all, nothing, or some; the last of it torn.
fn arrived(image: Image, chance: &mut Chance) -> Vec<u8> {
    let mut bytes = image.flushed;
    let mood = chance.below(3);
    for pending in image.pending {
        if mood == 0 || mood == 1 && chance.below(2) == 0 {
            continue;
        }
        match pending {
            Pending::Truncate(length) => bytes.resize(length, 0),
            Pending::Write(at, new) => {
                let torn = if chance.below(4) == 0 { new.len() / 512 * 512 / 2 } else { new.len() };
                if bytes.len() < at + torn {
                    bytes.resize(at + torn, 0);
                }
                bytes[at..at + torn].copy_from_slice(&new[..torn]);
            }
        }
    }
    bytes
}

/// What a call is to do.
enum Verdict {
    Go,
    Wait(u64),
    Half(c_int),
    Fail(c_int),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Call {
    Write,
    Sync,
    Truncate,
    Delete,
}

fn judge(call: Call) -> Verdict {
    with(|state| {
        let Some((fault, nth)) = state.armed else { return Verdict::Go };
        let error = match call {
            Call::Write => ffi::SQLITE_IOERR_WRITE,
            Call::Sync => ffi::SQLITE_IOERR_FSYNC,
            Call::Truncate => ffi::SQLITE_IOERR_TRUNCATE,
            Call::Delete => ffi::SQLITE_IOERR_DELETE,
        };
        if state.dead {
            return Verdict::Fail(error);
        }
        state.calls += 1;
        let due = state.calls >= nth && !state.fired;
        match fault {
            Fault::Slow(ms) if call == Call::Sync => Verdict::Wait(ms),
            Fault::Full if due && call != Call::Write => Verdict::Go,
            Fault::Short if due && call != Call::Write => Verdict::Go,
            Fault::Slow(_) => Verdict::Go,
            _ if !due => Verdict::Go,
            _ => {
                state.fired = true;
                state.dead = matches!(fault, Fault::Dead | Fault::PowerCut);
                match fault {
                    Fault::Full => Verdict::Fail(ffi::SQLITE_FULL),
                    Fault::ReadOnly => Verdict::Fail(ffi::SQLITE_READONLY),
                    Fault::Short => Verdict::Half(error),
                    _ => Verdict::Fail(error),
                }
            }
        }
    })
}

#[repr(C)]
struct Layer {
    head: ffi::sqlite3_file,
    path: *mut PathBuf,
}

fn real_vfs() -> *mut ffi::sqlite3_vfs {
    REAL.load(Ordering::Acquire)
}

/// The real file's memory, right behind the layer's own.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.cast::<Layer>().add(1).cast() }
}

unsafe fn path(file: *mut ffi::sqlite3_file) -> Option<PathBuf> {
    unsafe { (*file.cast::<Layer>()).path.as_ref().cloned() }
}

macro_rules! pass {
    ($file:ident . $method:ident ( $($argument:expr),* )) => {{
        let real = real($file);
        let method = (*(*real).pMethods).$method.expect("the real VFS has it");
        method(real $(, $argument)*)
    }};
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        let path = (*file.cast::<Layer>()).path;
        if !path.is_null() {
            drop(Box::from_raw(path));
        }
        pass!(file.xClose())
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, n: c_int, at: i64) -> c_int {
    unsafe { pass!(file.xRead(to, n, at)) }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, n: c_int, at: i64) -> c_int {
    unsafe {
        match judge(Call::Write) {
            Verdict::Fail(code) => code,
            Verdict::Half(code) => {
                pass!(file.xWrite(from, n / 2, at));
                code
            }
            Verdict::Go | Verdict::Wait(_) => {
                if let Some(path) = path(file) {
                    let bytes = std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(n).unwrap());
                    let pending = Pending::Write(usize::try_from(at).unwrap(), bytes.to_vec());
                    with(|state| state.images.entry(path).or_default().pending.push(pending));
                }
                pass!(file.xWrite(from, n, at))
            }
        }
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    unsafe {
        if let Verdict::Fail(code) | Verdict::Half(code) = judge(Call::Truncate) {
            return code;
        }
        if let Some(path) = path(file) {
            let pending = Pending::Truncate(usize::try_from(size).unwrap());
            with(|state| state.images.entry(path).or_default().pending.push(pending));
        }
        pass!(file.xTruncate(size))
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        match judge(Call::Sync) {
            Verdict::Fail(code) | Verdict::Half(code) => return code,
            Verdict::Wait(ms) => std::thread::sleep(std::time::Duration::from_millis(ms)),
            Verdict::Go => {}
        }
        if let Some(path) = path(file) {
            let flushed = std::fs::read(&path).unwrap_or_default();
            with(|state| state.images.insert(path, Image { flushed, pending: Vec::new() }));
        }
        pass!(file.xSync(flags))
    }
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, size: *mut i64) -> c_int {
    unsafe { pass!(file.xFileSize(size)) }
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    unsafe { pass!(file.xLock(level)) }
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, level: c_int) -> c_int {
    unsafe { pass!(file.xUnlock(level)) }
}

unsafe extern "C" fn check_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    unsafe { pass!(file.xCheckReservedLock(out)) }
}

unsafe extern "C" fn control(file: *mut ffi::sqlite3_file, op: c_int, argument: *mut c_void) -> c_int {
    unsafe { pass!(file.xFileControl(op, argument)) }
}

unsafe extern "C" fn sector(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe { pass!(file.xSectorSize()) }
}

unsafe extern "C" fn device(_file: *mut ffi::sqlite3_file) -> c_int {
    // Nothing is promised: neither atomic writes nor safe appends.
    0
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    unsafe { pass!(file.xShmMap(page, size, extend, out)) }
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    unsafe { pass!(file.xShmLock(offset, n, flags)) }
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    unsafe { pass!(file.xShmBarrier()) }
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, delete: c_int) -> c_int {
    unsafe { pass!(file.xShmUnmap(delete)) }
}

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_lock),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(device),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    unsafe {
        let layer = file.cast::<Layer>();
        (*layer).head.pMethods = std::ptr::null();
        (*layer).path = std::ptr::null_mut();
        let vfs = real_vfs();
        let answer = (*vfs).xOpen.expect("the real VFS opens")(vfs, name, real(file), flags, out);
        if (*real(file)).pMethods.is_null() {
            return answer;
        }
        if !name.is_null() {
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            let known = with(|state| state.images.contains_key(&path));
            if !known {
                let flushed = std::fs::read(&path).unwrap_or_default();
                with(|state| state.images.insert(path.clone(), Image { flushed, pending: Vec::new() }));
            }
            (*layer).path = Box::into_raw(Box::new(path));
        }
        (*layer).head.pMethods = &raw const METHODS;
        answer
    }
}

unsafe extern "C" fn delete(_vfs: *mut ffi::sqlite3_vfs, name: *const c_char, dir: c_int) -> c_int {
    unsafe {
        if let Verdict::Fail(code) | Verdict::Half(code) = judge(Call::Delete) {
            return code;
        }
        let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
        with(|state| state.images.remove(&path));
        let vfs = real_vfs();
        (*vfs).xDelete.expect("the real VFS deletes")(vfs, name, dir)
    }
}

/// Puts the layer under every database this process opens from now on.
pub(crate) fn register() {
    // SAFETY: see the head of the file. The layer's table is the real one with two entries and two numbers changed; it is
    // leaked, because SQLite keeps it for ever.
    unsafe {
        let found = ffi::sqlite3_vfs_find(std::ptr::null());
        assert!(!found.is_null(), "SQLite has a default VFS");
        REAL.store(found, Ordering::Release);
        let mut layer = *found;
        layer.pNext = std::ptr::null_mut();
        layer.zName = c"faulty".as_ptr();
        layer.szOsFile += c_int::try_from(size_of::<Layer>()).unwrap();
        layer.xOpen = Some(open);
        layer.xDelete = Some(delete);
        assert_eq!(ffi::sqlite3_vfs_register(Box::leak(Box::new(layer)), 1), ffi::SQLITE_OK);
    }
}
