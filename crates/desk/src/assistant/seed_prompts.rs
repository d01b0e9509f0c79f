//! Sample prompts, for a workspace that has none of them yet.

use antiphon_base::Result;

use super::model::{NewPrompt, Prompt};
use super::sql;
use crate::actor::Actor;
use crate::ids::WorkspaceId;
use crate::{Desk, accounts, audit};

/// Title and text, in their order.
const SAMPLES: [(&str, &str); 5] = [
    ("Ask a question", "I have a question about my account."),
    ("Update my contact details", "My contact details have changed. What do you have on file for me?"),
    ("Where is my ticket?", "What is the state of my ticket?"),
    ("Arrange a meeting", "I would like to arrange a meeting with your team."),
    ("Talk to a person", "I would like to talk to a person, please."),
];

/// Adds the sample prompts that the workspace lacks (by title) and answers how many. A repeat adds none.
///
/// # Errors
/// When storage refuses.
pub async fn seed_prompts(desk: &Desk, workspace: WorkspaceId) -> Result<usize> {
    let (actor, now) = (Actor::system(workspace), desk.clock.now());
    desk.write(&actor, async |work| {
        let mut prompts = sql::list(work, workspace).await?;
        let before = prompts.len();
        for (title, text) in SAMPLES {
            if prompts.iter().any(|prompt| prompt.title == title) {
                continue;
            }
            let new = NewPrompt {
                title: title.to_owned(),
                text: text.to_owned(),
                is_active: true,
                order: None,
                role: None,
                page: None,
            };
            let prompt = Prompt::new(new, prompts.iter().map(|prompt| prompt.order).max().unwrap_or(-1), now)?;
            sql::insert(work, workspace, &prompt).await?;
            prompts.push(prompt);
        }
        let added = prompts.len() - before;
        if added > 0 {
            let after = serde_json::json!({ "added": added });
            audit::record(work, desk, &actor, "prompts.seeded", "prompts".to_owned(), None, Some(after), None).await?;
        }
        Ok(added)
    })
    .await
}

/// The same for all workspaces: names and how many prompts each got.
///
/// # Errors
/// When storage refuses.
pub async fn seed_all(desk: &Desk) -> Result<Vec<(String, usize)>> {
    let mut added = Vec::new();
    for (id, name) in accounts::list_workspaces(&desk.db).await? {
        added.push((name, seed_prompts(desk, id).await?));
    }
    Ok(added)
}
