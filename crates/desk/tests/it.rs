//! All scenarios of the desk in one binary. They lie beside their slices, in `src/<slice>/tests/`.
#![allow(clippy::unwrap_used, reason = "a panic in a scenario is a failure with a place")]

#[path = "../src/accounts/tests/mod.rs"]
mod accounts;
#[path = "../src/admin/tests/mod.rs"]
mod admin;
#[path = "../src/assistant/tests/mod.rs"]
mod assistant;
#[path = "../src/audit/tests/mod.rs"]
mod audit;
#[path = "../src/avatars/tests/mod.rs"]
mod avatars;
#[path = "../src/chatlog/tests/mod.rs"]
mod chatlog;
#[path = "../src/contacts/tests/mod.rs"]
mod contacts;
#[path = "../src/conversations/tests/mod.rs"]
mod conversations;
#[path = "../src/crm_chat/tests/mod.rs"]
mod crm_chat;
#[path = "../src/drafts/tests/mod.rs"]
mod drafts;
#[path = "../src/files/tests/mod.rs"]
mod files;
#[path = "../src/http/tests/mod.rs"]
mod http;
#[path = "../src/imports/tests/mod.rs"]
mod imports;
#[path = "../src/inboxes/tests/mod.rs"]
mod inboxes;
#[path = "../src/jobs/tests/mod.rs"]
mod jobs;
#[path = "../src/live/tests/mod.rs"]
mod live;
#[path = "../src/merges/tests/mod.rs"]
mod merges;
#[path = "../src/moves/tests/mod.rs"]
mod moves;
#[path = "../src/notices/tests/mod.rs"]
mod notices;
#[path = "../src/oidc/tests/mod.rs"]
mod oidc;
#[path = "../src/previews/tests/mod.rs"]
mod previews;
#[path = "../src/pusher/tests/mod.rs"]
mod pusher;
