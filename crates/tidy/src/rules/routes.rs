//! Rule 5: each route stands in the table that the generated authorization test walks, and each
//! event has a listener or a note. The table itself is made by `desk/http`; here it is made sure
//! that no route goes past it.

use crate::rust::Kind;
use crate::{Fault, File, House};

/// Ways in which a router takes a route without the table knowing.
const PAST_THE_TABLE: &[&str] = &["route", "routes", "route_service", "nest", "nest_service", "fallback", "fallback_service"];

pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in house.rust() {
        let Some(place) = file.in_desk() else { continue };
        if !place.starts_with("http/") && place != "lib.rs" && !file.is_test() {
            faults.extend(past_the_table(file));
        }
        faults.extend(without_access(file));
        if place.ends_with("/events.rs") {
            faults.extend(unheard(file, house));
        }
    }
    faults
}

fn past_the_table(file: &File) -> Vec<Fault> {
    file.tokens()
        .windows(3)
        .filter(|w| w[0].text == "." && w[0].kind == Kind::Mark && w[2].text == "(" && PAST_THE_TABLE.contains(&w[1].text.as_str()) && !w[1].in_test)
        .filter(|_| file.tokens().iter().any(|token| token.text == "Router" || token.text == "OpenApiRouter" || token.text == "Routes"))
        .map(|w| file.fault(w[1].line, format!(
            ".{}( puts a route past the authorization table. Add it with Routes::add(Access::…, routes!(…)), so that the generated test walks it with every role",
            w[1].text
        )))
        .collect()
}

/// `routes!(…)` must be the second argument of `add(Access::…, …)`.
fn without_access(file: &File) -> Vec<Fault> {
    let tokens = file.tokens();
    (2..tokens.len())
        .filter(|at| tokens[at - 1].text == "routes" && tokens[*at].text == "!" && !tokens[at - 1].in_test)
        .filter(|at| {
            let before = &tokens[at.saturating_sub(14)..at - 1];
            let since_last_call = before.iter().rposition(|token| token.text == "add").map_or(&before[..0], |add| &before[add..]);
            !since_last_call.iter().any(|token| token.text == "Access")
        })
        .map(|at| file.fault(tokens[at].line, "the route does not name what it asks of the caller. Write .add(Access::…, routes!(…)): the line of the table is the check"))
        .collect()
}

fn unheard(file: &File, house: &House) -> Vec<Fault> {
    let listeners = house.find("crates/desk/src/listeners.rs");
    let heard = |name: &str| listeners.is_some_and(|file| file.tokens().iter().any(|token| token.text == name));
    file.tokens()
        .windows(3)
        .filter(|w| w[0].text == "pub" && matches!(w[1].text.as_str(), "struct" | "enum") && !w[1].in_test)
        .filter(|w| !heard(&w[2].text) && !noted(file, w[0].line))
        .map(|w| {
            file.fault(
                w[2].line,
                format!(
                    "nobody hears {}. Name who does in listeners.rs, or say in its doc comment \"No listener: …\" and why",
                    w[2].text
                ),
            )
        })
        .collect()
}

/// Whether the comment above a line holds the note.
fn noted(file: &File, line: usize) -> bool {
    let above: Vec<&str> = file.text.lines().take(line.saturating_sub(1)).collect();
    let comment = above.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("///") || line.starts_with("#["));
    comment.into_iter().any(|line| line.contains("No listener:"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn no_route_goes_past_the_table() {
        let past = "use axum::Router; fn f(r: Router) { r.route(\"/x\", get(x)) }";
        assert!(sentences(check, &[("crates/desk/src/accounts/routes.rs", past)])[0].contains("authorization table"));
        assert!(sentences(check, &[("crates/desk/src/http/routes.rs", past)]).is_empty());
        let fine = "use crate::http::Routes; fn f() -> Routes { Routes::default().add(Access::Needs(Permission::AuditRead), routes!(list)).add(Access::Open, routes!(a, b)) }";
        assert!(sentences(check, &[("crates/desk/src/accounts/routes.rs", fine)]).is_empty());
        let silent = "fn f() -> Routes { Routes::default().add(Access::Open, routes!(a)).add(DEFAULT, routes!(b)) }";
        assert_eq!(sentences(check, &[("crates/desk/src/accounts/routes.rs", silent)]).len(), 1);
    }

    #[test]
    fn each_event_is_heard_or_noted() {
        let events =
            "/// Sent.\npub struct MessageSent;\n/// Read. No listener: live delivery reads the log.\npub struct MarkMoved;\n";
        let lonely = sentences(check, &[("crates/desk/src/conversations/events.rs", events)]);
        assert_eq!(lonely.len(), 1);
        assert!(lonely[0].contains("nobody hears MessageSent"));
        let heard =
            [("crates/desk/src/conversations/events.rs", events), ("crates/desk/src/listeners.rs", "fn f(e: MessageSent) {}")];
        assert!(sentences(check, &heard).is_empty());
    }
}
