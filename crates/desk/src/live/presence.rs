//! Who is in a topic: the union of live sockets, on this node and on others.
//! Leaving counts only after a grace, so that a reload or a short cut does not flicker.

use std::collections::HashMap;
use std::time::Duration;

use antiphon_base::Timestamp;
use uuid::Uuid;

use super::model::{Audience, Who};
use crate::ids::PrincipalId;

/// How long someone may be without a socket before others are told (Ably's figure).
pub(super) const GRACE: Duration = Duration::from_secs(15);
/// How long another node's word holds without being repeated. Looked at each 30 s, as often as it is repeated:
/// who was on a node that died is gone for others after 60 to 90 s.
pub(super) const REMOTE_TTL: Duration = Duration::from_secs(60);

/// Everybody in one topic.
#[derive(Debug, Default)]
pub(super) struct Present(HashMap<PrincipalId, Here>);

#[derive(Debug)]
struct Here {
    who: Who,
    audience: Audience,
    sockets: usize,
    /// Counts departures, so that an old grace does not end a new stay.
    departures: u64,
    nodes: HashMap<Uuid, Timestamp>,
}

impl Present {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A socket of this node came. True when others should be told.
    pub(super) fn arrive(&mut self, who: &Who, audience: Audience) -> bool {
        let new = !self.0.contains_key(&who.id);
        let here = self.entry(who, audience);
        here.sockets += 1;
        here.audience = audience;
        new
    }

    /// A socket of this node went. The departure's number when it was the last one.
    pub(super) fn depart(&mut self, principal: PrincipalId) -> Option<u64> {
        let here = self.0.get_mut(&principal)?;
        here.sockets = here.sockets.saturating_sub(1);
        here.departures += 1;
        (here.sockets == 0).then_some(here.departures)
    }

    /// The grace of a departure is over. Whom to report as gone, if they have not come back.
    pub(super) fn grace_over(&mut self, principal: PrincipalId, departure: u64) -> Option<(Who, Audience)> {
        let here = self.0.get(&principal)?;
        if here.sockets > 0 || here.departures != departure || !here.nodes.is_empty() {
            return None;
        }
        self.0.remove(&principal).map(|here| (here.who, here.audience))
    }

    /// Another node says that someone is there. Whether others should be told, and to whom that one was shown before.
    pub(super) fn seen_elsewhere(
        &mut self,
        node: Uuid,
        who: &Who,
        audience: Audience,
        until: Timestamp,
    ) -> (bool, Option<Audience>) {
        let new = !self.0.contains_key(&who.id);
        self.entry(who, audience).nodes.insert(node, until);
        let before = self.show_to(who.id, audience);
        (new || before.is_some(), before)
    }

    /// Someone who is here is shown to others than before. To whom they were shown, when it was to others.
    pub(super) fn show_to(&mut self, principal: PrincipalId, audience: Audience) -> Option<Audience> {
        let here = self.0.get_mut(&principal)?;
        let before = std::mem::replace(&mut here.audience, audience);
        (before != audience).then_some(before)
    }

    /// Another node says that someone left it. Whom to report as gone.
    pub(super) fn left_elsewhere(&mut self, node: Uuid, principal: PrincipalId) -> Option<(Who, Audience)> {
        self.0.get_mut(&principal)?.nodes.remove(&node);
        self.take_if_gone(principal)
    }

    /// Forgets other nodes' words that were not repeated. Whom to report as gone.
    pub(super) fn expire(&mut self, now: Timestamp) -> Vec<(Who, Audience)> {
        let mut touched = Vec::new();
        for (principal, here) in &mut self.0 {
            let before = here.nodes.len();
            here.nodes.retain(|_, until| *until > now);
            if here.nodes.len() < before {
                touched.push(*principal);
            }
        }
        touched.into_iter().filter_map(|principal| self.take_if_gone(principal)).collect()
    }

    /// Whom this node has, to be repeated to others.
    pub(super) fn local(&self) -> Vec<(Who, Audience)> {
        self.0.values().filter(|here| here.sockets > 0).map(|here| (here.who.clone(), here.audience)).collect()
    }

    /// Ids of everybody whom `reader` may know of.
    pub(super) fn visible_to(&self, reader: Audience) -> Vec<PrincipalId> {
        self.0.values().filter(|here| reader.sees(here.audience)).map(|here| here.who.id).collect()
    }

    fn entry(&mut self, who: &Who, audience: Audience) -> &mut Here {
        self.0.entry(who.id).or_insert_with(|| Here {
            who: who.clone(),
            audience,
            sockets: 0,
            departures: 0,
            nodes: HashMap::new(),
        })
    }

    fn take_if_gone(&mut self, principal: PrincipalId) -> Option<(Who, Audience)> {
        let gone = self.0.get(&principal).is_some_and(|here| here.sockets == 0 && here.nodes.is_empty());
        if gone { self.0.remove(&principal).map(|here| (here.who, here.audience)) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::PrincipalKind;

    fn ana() -> Who {
        Who { id: PrincipalId::new(), name: "Ana".into(), kind: PrincipalKind::Person }
    }

    #[test]
    fn a_reload_within_the_grace_is_not_reported() {
        let (mut present, ana) = (Present::default(), ana());
        assert!(present.arrive(&ana, Audience::Public));
        let departure = present.depart(ana.id).unwrap();
        assert!(!present.arrive(&ana, Audience::Public));
        assert!(present.grace_over(ana.id, departure).is_none());
        let departure = present.depart(ana.id).unwrap();
        assert!(present.grace_over(ana.id, departure).is_some());
        assert!(present.is_empty());
    }

    #[test]
    fn someone_on_another_node_stays_until_that_node_falls_silent() {
        let (mut present, ana, node) = (Present::default(), ana(), Uuid::now_v7());
        assert!(present.seen_elsewhere(node, &ana, Audience::Staff, Timestamp::UNIX_EPOCH + REMOTE_TTL).0);
        assert!(present.visible_to(Audience::Public).is_empty());
        assert!(present.expire(Timestamp::UNIX_EPOCH).is_empty());
        assert_eq!(present.expire(Timestamp::UNIX_EPOCH + REMOTE_TTL).len(), 1);
    }
}
