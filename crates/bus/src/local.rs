//! The bus of one process. With a single node it reaches nobody, which is right: a node's own
//! sockets are told by its hub. Several nodes in one process exist in tests only.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use bytes::Bytes;
use tokio::sync::broadcast;

use crate::{BEHIND, BusEvent, Subscription};

/// One node of this process.
#[derive(Clone)]
pub struct Local {
    node: Arc<Node>,
    house: Arc<Mutex<Vec<Weak<Node>>>>,
}

struct Node {
    ears: broadcast::Sender<BusEvent>,
}

impl Local {
    /// The first node of a process.
    pub(crate) fn alone() -> Self {
        metrics::gauge!("bus_up").set(1.0);
        Self::moving_in(Arc::default())
    }

    /// Another node that hears this one.
    pub(crate) fn beside(&self) -> Self {
        Self::moving_in(Arc::clone(&self.house))
    }

    fn moving_in(house: Arc<Mutex<Vec<Weak<Node>>>>) -> Self {
        let node = Arc::new(Node { ears: broadcast::channel(BEHIND).0 });
        let mut nodes = house.lock().unwrap_or_else(PoisonError::into_inner);
        nodes.retain(|other| other.strong_count() > 0);
        nodes.push(Arc::downgrade(&node));
        drop(nodes);
        Self { node, house }
    }

    pub(crate) fn publish(&self, payload: Bytes) {
        metrics::counter!("bus_messages_total", "direction" => "out").increment(1);
        let nodes = self.house.lock().unwrap_or_else(PoisonError::into_inner);
        for other in nodes.iter().filter_map(Weak::upgrade).filter(|other| !Arc::ptr_eq(other, &self.node)) {
            metrics::counter!("bus_messages_total", "direction" => "in").increment(1);
            let _ = other.ears.send(BusEvent::Message(payload.clone())); // an error means that nobody listens there
        }
    }

    pub(crate) fn subscribe(&self) -> Subscription {
        Subscription { events: self.node.ears.subscribe(), is_up: Box::new(|| true) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_node_hears_the_others_and_not_itself() {
        let ana = Local::alone();
        let ben = ana.beside();
        let (mut at_ana, mut at_ben) = (ana.subscribe(), ben.subscribe());
        ana.publish(Bytes::from_static(b"from ana"));
        ben.publish(Bytes::from_static(b"from ben"));
        assert_eq!(at_ben.recv().await, Some(BusEvent::Message(Bytes::from_static(b"from ana"))));
        assert_eq!(at_ana.recv().await, Some(BusEvent::Message(Bytes::from_static(b"from ben"))));
    }

    #[tokio::test]
    async fn a_receiver_that_fell_behind_is_told_to_read_the_heads() {
        let ana = Local::alone();
        let ben = ana.beside();
        let mut at_ben = ben.subscribe();
        for _ in 0..BEHIND + 10 {
            ana.publish(Bytes::from_static(b"hint"));
        }
        assert_eq!(at_ben.recv().await, Some(BusEvent::Up));
        assert_eq!(at_ben.recv().await, Some(BusEvent::Message(Bytes::from_static(b"hint"))));
    }

    #[tokio::test]
    async fn receivers_learn_that_the_bus_is_gone() {
        let ana = Local::alone();
        let mut at_ana = ana.subscribe();
        drop(ana);
        assert_eq!(at_ana.recv().await, None);
    }
}
