//! What a bot is: given what is known of a conversation, it answers the newest question. Pure of storage, so
//! that another one (a language model behind citations) can take its place.

use antiphon_base::Result;
use futures_util::future::BoxFuture;

/// What a bot is told before it answers.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The name of whoever asks, as others see it.
    pub asker: String,
    /// Their e-mail address, where it is known.
    pub email: Option<String>,
    /// The question, with its present text.
    pub question: String,
    /// What was said before it, oldest first.
    pub before: Vec<Line>,
    /// Titles of what the asker is offered to begin with.
    pub prompts: Vec<String>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether a bot said it.
    pub by_bot: bool,
    /// What.
    pub text: String,
}

/// Takes a part of an answer that is being written.
pub type Tell<'a> = dyn Fn(&str) + Send + Sync + 'a;

/// Something that answers.
pub trait Bot: Send + Sync + 'static {
    /// The name under which it speaks.
    fn name(&self) -> &'static str;

    /// Its answer. What it has of it goes to `tell` part by part, in order; together the parts are the answer.
    /// It may be asked again about the same question after a crash; only one answer is kept.
    ///
    /// # Errors
    /// When it cannot answer now; it is then asked again later.
    fn answer<'a>(&'a self, about: &'a About, tell: &'a Tell<'a>) -> BoxFuture<'a, Result<String>>;
}
