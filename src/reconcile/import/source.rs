//! Where bytes come from: a slice, or whatever can be read at a place. Opening files is the caller's business.

use std::io;

/// Bytes that can be read at any place, by several threads.
pub trait Source: Sync {
    /// How many there are.
    fn len(&self) -> u64;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads into `buffer` from `offset` on and answers how many bytes; 0 at the end.
    ///
    /// # Errors
    /// Whatever stands behind it.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

impl Source for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX).min(<[u8]>::len(self));
        let count = buffer.len().min(<[u8]>::len(self) - from);
        buffer[..count].copy_from_slice(&self[from..from + count]);
        Ok(count)
    }
}

/// All bytes of a source, for forms that are small or cannot be read in parts.
///
/// # Errors
/// Whatever stands behind it.
pub fn read_all(source: &(impl Source + ?Sized)) -> io::Result<Vec<u8>> {
    let mut all = vec![0; usize::try_from(source.len()).unwrap_or(usize::MAX)];
    let mut done = 0;
    while done < all.len() {
        match source.read_at(&mut all[done..], done as u64)? {
            0 => all.truncate(done),
            count => done += count,
        }
    }
    Ok(all)
}
