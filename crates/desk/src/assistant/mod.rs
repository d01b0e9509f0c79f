//! What answers by itself: bots, and the prompts that people may begin with.
//!
//! Owns the table `prompts`, the bots' principals, the job `bot.answer`. It has no routes of its own: the CRM chat system's
//! doors (`crm_chat`) lead here. Refuses to know how an answer is shown, and where a question came in.

mod add_prompt;
mod answer;
mod bot;
mod change_prompt;
mod echo;
mod list_prompts;
mod model;
mod seed_prompts;
mod sql;

pub use add_prompt::add_prompt;
pub use answer::{Answered, answer, find_bot, jobs};
pub use bot::{About, Bot, Line, Tell};
pub use change_prompt::{change_prompt, delete_prompt};
pub use echo::Echo;
pub use list_prompts::{find_prompt, list_active_prompts, list_prompts};
pub use model::{NewPrompt, Prompt, PromptChange};
pub use seed_prompts::{seed_all, seed_prompts};
