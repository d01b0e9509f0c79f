//! Who there is and who may come in: workspaces, people with roles, sign-in, sessions, API keys, tickets.
//!
//! Owns the tables `installation`, `workspaces`, `principals`, `accounts`, `memberships`, `sessions`,
//! `one_time_links`, `account_links`, `invitations`, `roles`, `api_keys`, `live_tickets`, `failed_sign_ins`; the event
//! `PersonLeft`; the routes `/api/auth/*`, `/api/me`, `/api/people`, `/api/invitations`, `/api/password-resets`,
//! `/api/roles`, `/api/sessions`, `/api/keys`, `/api/live/ticket`, `/api/sign-in`; of the second step the tables
//! `second_factors`, `recovery_codes`, `sign_in_challenges`.
//! Refuses to know: conversations, contacts and inboxes. A contact is a principal here and nothing more;
//! visitors' tokens are the matter of `inboxes`.

mod add_person;
mod attempts;
mod authenticate;
mod change_email;
mod change_key;
mod change_password;
mod change_person;
mod change_profile;
mod change_workspace;
mod clean;
mod end_factor;
mod enrol_factor;
mod enter_by_provider;
mod installation;
mod invite;
mod join;
mod keys;
mod leave;
mod letters;
mod links;
mod me;
mod model;
mod passwords;
mod people;
mod prove_factor;
mod recovery_codes;
mod refresh;
mod require_second_step;
mod reset_password;
mod roles;
mod routes;
mod second_step;
mod sessions;
mod set_up;
mod sign_in;
mod sign_out;
mod sql;
mod switch;
mod tickets;
mod tokens;
mod totp;
mod workspaces;

pub use add_person::{NewPerson, add_person};
pub use authenticate::{
    SECOND_STEP_NEEDED, actor_by_access_token, actor_by_cookie, actor_by_key, actor_by_key_id, actor_by_session,
    enrolling_by_access_token, enrolling_by_cookie, in_passing, revoked_since,
};
pub use change_email::{EmailChange, EmailChanged, ask_email_change, confirm_email, set_email};
pub use change_key::{KeyChange, change_key};
pub use change_password::{PasswordChange, change_password};
pub use change_person::{PersonChange, change_person};
pub use change_profile::{ProfileChange, change_profile, check_is_person, get_person, set_person_avatar};
pub use change_workspace::{ServerSetting, WorkspaceChange, WorkspaceSettings, change_workspace, workspace_settings};
pub use clean::jobs;
pub use end_factor::{BothSteps, end_factor_at, end_factor_of, renew_recovery_codes, switch_off_factor};
pub use enrol_factor::{
    BeginFactor, ConfirmFactor, NewFactor, RecoveryCodes, SecondFactor, begin_factor, confirm_factor, show_factor,
};
pub use enter_by_provider::{
    Known, ProviderPerson, add_by_provider, enter_by_provider, find_known, lock_people, note_linked, only_workspace,
};
pub use installation::{Installation, check_master_key, find_or_make_installation};
pub use invite::{Invitation, InvitationAnswer, NewInvitation, invite, list_invitations, resend_invitation, revoke_invitation};
pub use join::{InvitationView, Join, Joined, find_invitation, join};
pub use keys::{ApiKey, NewKey, NewKeyAnswer, list_keys, make_key, revoke_key};
pub use leave::{AccountDeletion, delete_account, remove_person};
pub use me::{Me, WorkspaceBrief, me};
pub use model::{
    Caller, Challenge, FirstStep, Person, Principal, SecondStepNeeded, SessionView, SignedIn, SignedInUser, WorkspaceChoice,
};
pub use people::{PeopleAsk, find_named, list_people};
pub use refresh::refresh;
pub use require_second_step::{SignInRules, SignInRulesChange, change_sign_in_rules, show_sign_in_rules};
pub use reset_password::{
    ForgottenPassword, PasswordReset, ResetAsked, ResetLink, ResetView, ask_reset, find_reset, make_reset_link, reset_password,
};
pub use roles::{BuiltInRole, CustomRole, NewRole, RoleChange, Roles, change_role, list_roles, make_role, remove_role};
pub use routes::{enter_at, routes};
pub use second_step::{TakeSecondStep, take_second_step};
pub use sessions::{end_other_sessions, end_sessions_of, list_sessions, revoke_session};
pub use set_up::{SetUp, SetUpView, find_set_up, set_up};
pub use sign_in::{SignIn, sign_in};
pub use sign_out::sign_out;
pub use sql::{
    block_principal, file_quota_of, find_person, holder_of, insert_principal, merge_principal, merged_principals,
    people_by_patterns, pictured_by, principal_by_external_id, rename_principal, set_external_id, surviving_principal,
};
pub use switch::switch;
pub use tickets::{Ticket, make_ticket, redeem_ticket};
pub use workspaces::{CreatedWorkspace, PendingOwner, create_workspace, first_run, list_workspaces};
