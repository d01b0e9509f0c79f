//! Scenarios of sign-in, sessions, people, keys and tickets, one file per noun.

mod change_email;
mod change_password;
mod invitations;
mod keys;
mod leave;
mod people;
mod reset_password;
mod roles;
mod sessions;
mod set_up;
mod sign_in;
mod tickets;

use antiphon_testkit::Caller;

/// The same person with another credential.
fn with_token(caller: &Caller, token: &str) -> Caller {
    Caller { token: token.to_owned(), ..caller.clone() }
}
