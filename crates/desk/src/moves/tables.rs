//! Which tables a workspace's rows lie in, what of them goes along and in which order: a row comes behind whatever it
//! points at, the log before its participants (its trigger would move their read marks), and last whatever lets somebody
//! in or sets something going. What does not go along stands at the end, each with its reason.

use antiphon_db::{Column, Kind, Owner, Table};

/// A table: its name, the columns that order it, the columns that go along; then what differs from the plain case.
macro_rules! table {
    ($name:ident by $($order:ident),+ { $($column:ident: $kind:ident $(= $read:literal)?),+ $(,)? } $($more:ident: $value:expr),*) => {
        Table {
            name: stringify!($name),
            columns: &[$(Column { name: stringify!($column), kind: Kind::$kind, read_as: table!(@read $($read)?) }),+],
            order: &[$(stringify!($order)),+],
            $($more: $value,)*
            ..PLAIN
        }
    };
    (@read) => { None };
    (@read $read:literal) => { Some($read) };
}

const PLAIN: Table = Table { name: "", columns: &[], order: &[], rows: None, made: &[], owner: Owner::Workspace };

/// A feed's positions are an engine's own.
const FEED: &[(&str, &str)] = &[("feed_pos", "(SELECT pos + 1 FROM feed_counter WHERE id = 1)")];

/// What belongs to the accounts of a workspace's people.
const OF_MEMBERS: &str = "account_id IN (SELECT account_id FROM memberships WHERE workspace_id = $1)";

/// Everything that goes along, in the order in which it comes in.
#[allow(clippy::needless_update, reason = "a table may differ from the plain case in everything")]
pub const TABLES: &[Table] = &[
    table!(workspaces by workspace_id { name: Text, created_at: Time, needs_second_step: Flag, file_quota: Number }),
    table!(accounts by id { id: Id, email: Text, email_folded: Text, name: Text, password_hash: Text, created_at: Time }
        rows: Some("id IN (SELECT account_id FROM memberships WHERE workspace_id = $1)"), owner: Owner::Installation),
    table!(second_factors by account_id { account_id: Id, secret: Bytes, created_at: Time, confirmed_at: Time }
        rows: Some(OF_MEMBERS), made: &[("last_step", "0")], owner: Owner::Installation),
    table!(recovery_codes by account_id, code_hash { account_id: Id, code_hash: Bytes }
        rows: Some(OF_MEMBERS), owner: Owner::Installation),
    table!(sign_in_providers by workspace_id {
        issuer: Text, client_id: Text, client_secret: Bytes, label: Text, domains: Json, new_role: Text, needs_second_step: Flag,
        is_on: Flag, changed_at: Time,
    }),
    table!(sign_in_identities by issuer, subject { issuer: Text, subject: Text, account_id: Id, linked_at: Time }),
    table!(principals by id {
        id: Id, kind: Text, name: Text, name_folded: Text, external_id: Text, merged_into: Id, created_at: Time, blocked_at: Time,
    }),
    table!(audit_log by seq {
        seq: Number, created_at: Time, actor_id: Id, action: Text, object: Text, canonical: Text, hash: Bytes,
    }),
    table!(audit_heads by workspace_id { seq: Number, hash: Bytes }),
    table!(prompts by id {
        id: Id, title: Text, text: Text, position: Number, is_active: Flag, role: Text, page: Text, created_at: Time,
        updated_at: Time,
    }),
    table!(companies by id { id: Id, name: Text, name_key: Text, domain: Text, created_at: Time }),
    table!(contact_attributes by id { id: Id, key: Text, label: Text, type: Text, choices: Json, created_at: Time, removed_at: Time }),
    table!(contacts by id {
        id: Id, email: Text, email_folded: Text, verified_at: Time, first_seen_at: Time, last_seen_at: Time, phone: Text,
        company_id: Id, avatar_id: Id, never_seen: Flag, removed_at: Time,
    }),
    table!(contact_values by contact_id, attribute_id { contact_id: Id, attribute_id: Id, value: Text, value_key: Text }),
    table!(contact_notes by id {
        id: Id, contact_id: Id, author_id: Id, body: Text, created_at: Time, edited_at: Time, removed_at: Time, removed_by: Id,
    }),
    table!(contact_pages by id { id: Id, contact_id: Id, url: Text, title: Text, visited_at: Time }),
    table!(contact_merges by id {
        id: Id, into_id: Id, from_id: Id, filled: Json, moved: Number, merged_by: Id, merged_at: Time, undone_at: Time,
    }),
    table!(contact_edits by id {
        id: Id, state: Text, change: Json, filter: Json, after_id: Id, matched: Number, changed: Number, made_by: Id,
        created_at: Time, finished_at: Time,
    }),
    table!(contact_edit_steps by edit_id, n { edit_id: Id, n: Number, before: Json }),
    table!(contact_imports by id {
        id: Id, state: Text, name: Text, headings: Json, plan: Json, lines: Number, pieces: Number, next_piece: Number,
        created: Number, updated: Number, skipped: Number, failed: Number, made_by: Id, created_at: Time, finished_at: Time,
        undo: Text,
    }),
    table!(contact_import_pieces by import_id, n { import_id: Id, n: Number, rows: Json, before: Json }),
    table!(contact_import_faults by import_id, line, field { import_id: Id, line: Number, field: Text, why: Text }),
    table!(files by id {
        id: Id, name: Text, mime: Text, size: Number, received: Number, parts: Text, sha256: Text, width: Number, height: Number,
        has_thumbnail: Flag, uploaded_by: Id, created_at: Time, touched_at: Time, ready_at: Time, attached_at: Time,
        deleted_at: Time, removed_at: Time, removed_by: Id, name_folded: Text, withheld_at: Time,
    }),
    table!(notices by id {
        id: Id, principal_id: Id, seq: Number, type: Text, priority: Text, task_id: Text, org_id: Text, content: Text, data: Json,
        attachments: Json, sender_id: Id, created_at: Time, read_at: Time, publishing: Text,
    }),
    table!(notice_heads by principal_id { principal_id: Id, last_seq: Number, unread: Number, changes: Number }),
    table!(notice_settings by principal_id, type { principal_id: Id, type: Text, in_browser: Flag }),
    table!(notice_retention by type { type: Text, read_days: Number, unread_days: Number }),
    table!(pusher_apps by app_id {
        app_id: Number, app_key: Text, secret: Bytes, is_enabled: Flag, has_client_events: Flag, created_at: Time,
    }),
    table!(inboxes by id {
        id: Id, name: Text, widget_key: Text, allowed_origins: Json, settings: Json, identity_secret: Bytes, created_at: Time,
    }),
    table!(conversations by id {
        id: Id, kind: Text, status: Text, title: Text, inbox_id: Id, contact_id: Id, assignee_id: Id, created_by: Id,
        last_seq: Number, last_public_seq: Number, prev_public_seq: Number, public_ord: Number, staff_ord: Number,
        public_preview: Json, public_preview_seq: Number, staff_preview: Json, staff_preview_seq: Number, waiting_since: Time,
        last_activity_at: Time, created_at: Time, updated_at: Time, archived_at: Time, pinned_at: Time,
        title_words: Text, backdated_at: Time,
    } made: FEED),
    // In the order in which they were said, over all conversations: the search goes by it.
    table!(entries by n {
        conversation_id: Id, seq: Number, id: Id, type: Text, audience: Text, actor_id: Id, role: Text, prev_public_seq: Number,
        public_ord: Number, staff_ord: Number, client_msg_id: Text, body: Text, reply_to: Id, message_id: Id, data: Json,
        created_at: Time, edited_at: Time, deleted_at: Time, pinned_at: Time, revision: Number,
    }),
    table!(chats by conversation_id {
        conversation_id: Id, chat_id: Text, session_id: Text, user_id: Text, status: Text, metadata: Json, made_of: Text,
        message_count: Number, last_message_at: Time, last_activity_at: Time, reported_by: Id, created_at: Time,
        updated_at: Time,
    }),
    table!(chat_messages by conversation_id, seq { conversation_id: Id, seq: Number, client_msg_id: Text, metadata: Json }),
    table!(chat_analytics by conversation_id {
        conversation_id: Id, intent: Text, outcome: Text, input_tokens: Number, output_tokens: Number, duration_ms: Number,
        numbers: Json, created_at: Time, updated_at: Time,
    }),
    table!(message_files by file_id {
        file_id: Id, conversation_id: Id, message_id: Id, seq: Number, audience: Text, kind: Text, sender_id: Id,
    }),
    table!(message_versions by conversation_id, message_id, version {
        conversation_id: Id, message_id: Id, version: Number, body: Text, replaced_by: Id, replaced_at: Time,
    }),
    table!(removed_messages by conversation_id, message_id {
        conversation_id: Id, message_id: Id, body: Text, data: Json, pinned_at: Time, removed_at: Time,
    }),
    table!(participants by conversation_id, principal_id {
        conversation_id: Id, principal_id: Id, role: Text, audience: Text, from_seq: Number, last_read_seq: Number,
        read_ord: Number, deleted_ahead: Number, last_delivered_seq: Number, joined_at: Time, left_at: Time, last_read_at: Time,
        muted_at: Time,
    } made: FEED),
    table!(mentions by principal_id, conversation_id, seq {
        principal_id: Id, conversation_id: Id, seq: Number, created_at: Time, read_at: Time,
    }),
    table!(idempotency_keys by principal_id, key {
        principal_id: Id, key: Text, request_hash: Text, status: Number, body: Bytes, created_at: Time,
    }),
    table!(api_keys by id {
        id: Id, name: Text, prefix: Text, last_four: Text, key_hash: Bytes, scopes: Json, created_by: Id, created_at: Time,
        last_used_at: Time, revoked_at: Time,
    }),
    table!(visitor_tokens by id {
        id: Id, inbox_id: Id, contact_id: Id, token_hash: Bytes, created_at: Time, last_used_at: Time, revoked_at: Time,
    }),
    table!(drafts by principal_id, conversation_id, kind {
        principal_id: Id, conversation_id: Id, kind: Text, text: Text, updated_at: Time,
    }),
    table!(roles by id { id: Id, name: Text, name_folded: Text, permissions: Json, created_at: Time }),
    table!(invitations by id {
        id: Id, email: Text, email_folded: Text, name: Text, role: Text, role_id: Id, round: Number, token_hash: Bytes,
        invited_by: Id, created_at: Time, expires_at: Time,
    }),
    table!(memberships by account_id {
        account_id: Id, principal_id: Id, role: Text, role_id: Id, created_at: Time, disabled_at: Time,
        avatar_id: Id,
    }),
    // What was being carried out begins anew; what moves the workspace itself is no part of it.
    table!(jobs by id {
        id: Id, kind: Text, payload: Json, unique_key: Text,
        state: Text = "CASE state WHEN 'running' THEN 'ready' ELSE state END",
        run_at: Time, attempts: Number, max_attempts: Number, last_error: Text, finished_at: Time,
    } rows: Some("workspace_id = $1 AND state <> 'done' AND kind <> 'workspace.bring_in'")),
];

/// What stays: tables, and columns of tables that go along (`table.column`), each with the reason.
pub const LEFT: &[(&str, &str)] = &[
    ("installation", "the installation's own"),
    ("failed_sign_ins", "the installation's own"),
    ("recurring_jobs", "the installation's own"),
    ("feed_counter", "an engine's own"),
    ("_sqlx_migrations", "an engine's own"),
    ("sessions", "people sign in anew"),
    ("live_tickets", "good for half a minute"),
    ("sign_in_challenges", "good for five minutes"),
    ("provider_sign_ins", "good for some minutes"),
    ("one_time_links", "a start makes new ones for owners without a password"),
    ("link_previews", "read anew where a link is said again"),
    ("contact_words", "made anew from the contacts"),
    ("message_search", "made anew from the messages"),
    ("account_links", "good for an hour"),
    ("second_factors.last_step", "no code is good for as long as a move takes"),
    ("accounts.deleted_at", "whoever left is no member"),
    ("accounts.last_workspace_id", "may be another workspace's"),
    ("contacts.name_key", "kept by a trigger"),
    ("contacts.is_indexed", "says that contact_words are made"),
    ("files.kind", "made from the type"),
    ("conversations.feed_pos", "an engine's own"),
    ("participants.feed_pos", "an engine's own"),
    ("entries.n", "an engine's own; the order stays"),
    ("jobs.leased_until", "nobody works on it there"),
    ("jobs.lease", "nobody works on it there"),
];
