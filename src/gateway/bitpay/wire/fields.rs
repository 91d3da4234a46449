//! Objects split into named, still unparsed values, and maps that keep their order.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::exact::Exact;

/// Entries of one object; a hostile answer of many tiny ones must not take quadratic time.
const ENTRIES_MAX: usize = 1_000;

/// An object's fields as unparsed JSON; of a repeated key the last one counts.
#[derive(Debug, Clone, Default)]
pub struct Fields<'a>(Vec<(String, &'a RawValue)>);

/// A list whose elements are still unparsed JSON; null is empty.
#[derive(Debug, Clone, Default)]
pub struct List<'a>(Vec<&'a RawValue>);

/// An object used as a map, in the gateway's order; null is empty, and so are values that are null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordered<T>(Vec<(String, T)>);

impl<'a> Fields<'a> {
    /// The field's JSON text; none if it is absent or null.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(key, _)| key == name)?;
        Some(found.1.get()).filter(|text| *text != "null")
    }

    /// Keys and the values' JSON texts, in the gateway's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.get()))
    }

    /// The object's own text again, without some of its fields; values stay exactly as they came.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> String {
        let kept = self.0.iter().filter(|(key, _)| !names.contains(&key.as_str()));
        let member =
            |(key, value): &(String, &RawValue)| format!("{}:{}", serde_json::Value::from(key.as_str()), value);
        format!("{{{}}}", kept.map(member).collect::<Vec<_>>().join(","))
    }

    /// Reads a field; none if it is absent or null.
    ///
    /// # Errors
    /// The field has another form.
    pub fn strict<T: Deserialize<'a>, E: Error>(&self, name: &str) -> Result<Option<T>, E> {
        let read = |text| serde_json::from_str(text).map_err(|error| E::custom(format!("{name}: {error}")));
        self.raw(name).map(read).transpose()
    }

    /// Reads a field; none if it is absent, null or has another form.
    #[must_use]
    pub fn lenient<T: Deserialize<'a>>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.raw(name)?).ok()
    }

    /// Reads a moment in milliseconds.
    #[must_use]
    pub fn millis(&self, name: &str) -> Option<i64> {
        i64::try_from(self.lenient::<Exact>(name)?.units()?).ok().filter(|at| *at > 0)
    }

    /// Reads a small whole number.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u32> {
        u32::try_from(self.lenient::<Exact>(name)?.units()?).ok()
    }

    /// Reads a moment in milliseconds or as ISO 8601; the gateway's filler, 1970, is none.
    #[must_use]
    pub fn moment(&self, name: &str) -> Option<i64> {
        let iso = || {
            let at: jiff::Timestamp = self.lenient::<String>(name)?.parse().ok()?;
            Some(at.as_millisecond()).filter(|at| *at > 0)
        };
        self.millis(name).or_else(iso)
    }
}

impl<'a> List<'a> {
    /// The elements' JSON texts.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().map(|value| value.get())
    }
}

impl<'de> Deserialize<'de> for List<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self)
    }
}

impl<T> Ordered<T> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Keys and values in the gateway's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Keys in the gateway's order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

impl<T> FromIterator<(String, T)> for Ordered<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = deserializer.deserialize_map(Entries::<Option<T>>(PhantomData))?;
        Ok(Self(entries.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
    type Value = Vec<(String, T)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Self::Value = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, T>()? {
            match entries.iter().position(|(have, _)| *have == key) {
                Some(index) => entries[index].1 = value,
                None if entries.len() == ENTRIES_MAX => return Err(A::Error::custom("too many fields")),
                None => entries.push((key, value)),
            }
        }
        Ok(entries)
    }
}
