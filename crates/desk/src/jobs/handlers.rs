//! Who carries out which kind of job. Filled once, in `lib.rs`.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use antiphon_base::Result;
use futures_util::future::BoxFuture;

use super::Job;
use crate::Desk;

pub(super) type Handler = Arc<dyn Fn(Desk, Job) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// The registry: kinds with their handlers, and what recurs.
#[derive(Clone, Default)]
pub struct Handlers {
    pub(super) table: HashMap<&'static str, Handler>,
    pub(super) recurring: Vec<(&'static str, Duration)>,
    pub(super) on_each_node: Vec<(&'static str, Duration, Handler)>,
}

impl Handlers {
    /// Jobs of this kind are carried out so.
    #[must_use]
    pub fn on<F, Fut>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Desk, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        let replaced = self.table.insert(kind, Arc::new(move |desk, job| Box::pin(handler(desk, job))));
        debug_assert!(replaced.is_none(), "two handlers for {kind}");
        self
    }

    /// This happens once every `period`, on one of the nodes.
    #[must_use]
    pub fn every<F, Fut>(mut self, kind: &'static str, period: Duration, handler: F) -> Self
    where
        F: Fn(Desk) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.recurring.push((kind, period));
        self.on(kind, move |desk, _| handler(desk))
    }

    /// This happens every `period` on each node: for what a node holds in its own memory. It is no job.
    #[must_use]
    pub fn on_each_node<F, Fut>(mut self, name: &'static str, period: Duration, handler: F) -> Self
    where
        F: Fn(Desk) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.on_each_node.push((name, period, Arc::new(move |desk, _| Box::pin(handler(desk)))));
        self
    }

    /// Adds a slice's handlers.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.table.extend(other.table);
        self.recurring.extend(other.recurring);
        self.on_each_node.extend(other.on_each_node);
        self
    }
}
