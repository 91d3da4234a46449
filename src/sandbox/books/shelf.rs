//! One kind of record in memory: found by id, listed in the order it was made.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};

/// A record that is kept as one row.
pub(crate) trait Kept: Serialize + DeserializeOwned {
    /// The word under which the state file keeps it.
    const KIND: &'static str;
    fn id(&self) -> &str;
    fn serial(&self) -> u64;
}

/// Records of one kind. A changed record keeps its place; readers keep the version they hold.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    by_id: HashMap<String, Arc<T>>,
    order: Vec<String>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self { by_id: HashMap::new(), order: Vec::new() }
    }
}

impl<T: Kept> Shelf<T> {
    /// A shelf with what the state file held, in any order.
    pub(crate) fn filled(mut records: Vec<T>) -> Self {
        records.sort_by_key(Kept::serial);
        let mut shelf = Self::default();
        records.into_iter().for_each(|record| shelf.put(Arc::new(record)));
        shelf
    }

    pub(crate) fn put(&mut self, record: Arc<T>) {
        let id = record.id().to_owned();
        if self.by_id.insert(id.clone(), record).is_none() {
            self.order.push(id);
        }
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Arc<T>> {
        self.by_id.get(id)
    }

    /// Oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<T>> {
        self.order.iter().filter_map(|id| self.by_id.get(id))
    }
}
