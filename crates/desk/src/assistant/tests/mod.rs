//! Scenarios of prompts and of the bot's answers.

mod answer;
mod prompts;
