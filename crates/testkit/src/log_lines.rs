//! What is written into the log while a test listens. Only what its own thread writes is heard: a story's requests are
//! carried out on it.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::marker::PhantomData;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    static HEARD: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// One ear for all threads: with one for each, a place that a thread without any reaches first would be silent for all.
static EAR: Once = Once::new();

/// The lines of the thread that listens; it stays on that thread.
pub struct LogLines(PhantomData<*const ()>);

impl LogLines {
    /// Listens until it is dropped.
    ///
    /// # Panics
    /// When something else listens to the whole process.
    pub fn listen() -> Self {
        EAR.call_once(|| tracing::subscriber::set_global_default(Ear).expect("nothing else listens"));
        HEARD.set(Some(Vec::new()));
        Self(PhantomData)
    }

    /// What was written since it was last asked for: the level and the sentence, then other fields.
    pub fn take(&self) -> Vec<String> {
        HEARD.with_borrow_mut(|heard| heard.as_mut().map(std::mem::take).unwrap_or_default())
    }
}

impl Drop for LogLines {
    fn drop(&mut self) {
        HEARD.set(None);
    }
}

struct Ear;

impl Subscriber for Ear {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        HEARD.with_borrow(Option::is_some)
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        let line = format!("{} {}{}", event.metadata().level(), line.sentence, line.fields);
        HEARD.with_borrow_mut(|heard| heard.iter_mut().for_each(|heard| heard.push(line.clone())));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[derive(Default)]
struct Line {
    sentence: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = match field.name() {
            "message" => write!(self.sentence, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
