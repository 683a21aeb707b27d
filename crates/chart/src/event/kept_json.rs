//! JSON that the record keeps and does not look inside.

use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// JSON as it lies in the record. It is a text, so that a chart opens without reading what nobody asks for, and a copy of it costs
/// nothing. Nothing of it is shown in debug output: it may be health data.
#[derive(Clone)]
pub struct KeptJson(Arc<RawValue>);

impl KeptJson {
    /// As JSON says it, with the names of each object in the order of the alphabet: the same content is the same text.
    ///
    /// # Errors
    /// When JSON cannot say it, for example a map whose keys are no texts.
    pub fn of(content: &impl Serialize) -> Result<Self, serde_json::Error> {
        let value = serde_json::to_value(content)?;
        Ok(Self(serde_json::value::to_raw_value(&value)?.into()))
    }

    /// What it says.
    ///
    /// # Errors
    /// When it says something else.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.0.get())
    }
}

impl PartialEq for KeptJson {
    /// Whether both say the same, in whatever order the names of their objects stand.
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
            || matches!((self.read::<Value>(), other.read::<Value>()), (Ok(own), Ok(other)) if own == other)
    }
}

impl fmt::Debug for KeptJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeptJson")
    }
}

impl Serialize for KeptJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for KeptJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(|text| Self(text.into()))
    }
}
