//! A text that nobody knows: none in the program, `""` in the JSON of snapshots and reports, whose readers know it so.

use serde::{Deserialize, Deserializer, Serializer};

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
pub(crate) fn serialize<S: Serializer>(text: &Option<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text.as_deref().unwrap_or_default())
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(String::deserialize(deserializer)?).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Row {
        #[serde(with = "super")]
        unit: Option<String>,
    }

    #[test]
    fn what_nobody_knows_is_blank_in_json() {
        for (unit, json) in [(None, r#"{"unit":""}"#), (Some("U1".to_owned()), r#"{"unit":"U1"}"#)] {
            let row = Row { unit };
            assert_eq!(serde_json::to_string(&row).unwrap(), json);
            assert_eq!(serde_json::from_str::<Row>(json).unwrap(), row);
        }
    }
}
