//! What a row says, as the one text that is hashed, and the hash that ties it to the row before.

use antiphon_base::Timestamp;
use antiphon_base::secret::{hex, hmac_sha256};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::actor::PrincipalKind;
use crate::ids::{PrincipalId, WorkspaceId};

/// What a chain starts from.
pub(super) const START: [u8; 32] = [0; 32];

/// A row's content. Serialised with the fields in this order and without blanks, it is the canonical text.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) workspace: WorkspaceId,
    pub(super) seq: i64,
    pub(super) at: Timestamp,
    pub(super) actor: PrincipalId,
    pub(super) actor_kind: PrincipalKind,
    pub(super) action: String,
    pub(super) object: String,
    /// Names of the fields that differ; the values only as hashes.
    pub(super) changed: Vec<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) request: Option<String>,
    pub(super) address: Option<String>,
}

impl Content {
    pub(super) fn canonical(&self) -> String {
        serde_json::to_string(self).expect("ids, times and texts always serialise")
    }
}

/// The next link of the chain.
pub(super) fn link(key: &[u8; 32], previous: &[u8], canonical: &str) -> Vec<u8> {
    hmac_sha256(key, &[previous, canonical.as_bytes()].concat())
}

/// A value as it is kept: a keyed hash, which tells whether two values are the same and nothing else.
pub(super) fn value_hash(key: &[u8; 32], object: &str, value: &Value) -> String {
    // Maps of serde_json are ordered by name here, so the same value always gives the same text.
    hex(&hmac_sha256(key, format!("value\n{object}\n{value}").as_bytes()))
}

/// Names of the top-level fields that differ.
pub(super) fn changed(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    let fields = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (before, after) = (fields(before), fields(after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_names_of_changed_fields_are_told() {
        let (was, is) = (json!({"name": "Ana", "role": "agent"}), json!({"name": "Ana", "role": "admin"}));
        assert_eq!(changed(Some(&was), Some(&is)), ["role"]);
        assert_eq!(changed(None, Some(&is)), ["name", "role"]);
        assert!(changed(None, None).is_empty());
    }

    #[test]
    fn a_link_depends_on_key_text_and_the_link_before() {
        let first = link(&[1; 32], &START, "a");
        assert_ne!(first, link(&[2; 32], &START, "a"));
        assert_ne!(first, link(&[1; 32], &START, "b"));
        assert_ne!(first, link(&[1; 32], &first, "a"));
    }

    #[test]
    fn a_value_is_told_apart_but_not_told() {
        let ana = value_hash(&[1; 32], "person:1", &json!({"name": "Ana"}));
        assert_eq!(ana, value_hash(&[1; 32], "person:1", &json!({"name": "Ana"})));
        assert_ne!(ana, value_hash(&[1; 32], "person:2", &json!({"name": "Ana"})));
        assert!(!ana.contains("Ana"));
    }
}
