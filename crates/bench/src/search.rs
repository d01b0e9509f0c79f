//! Search over a million messages, on each engine: words that stand in a tenth of the rows and more, words that hardly
//! anybody says, both together, beginnings, narrowed by conversation and sender, a customer's own few; and conversations
//! by what was said in them, as an admin looks for them.
//! The messages are written into the database past the product; the questions go through its API.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};
use uuid::Uuid;

use crate::cast::{self, Visitor};
use crate::ledger::Engine;
use crate::ledger::database::{self, Database};
use crate::load::http::Http;
use crate::load::samples::Samples;
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::{Demo, Setup};
use crate::{Bench, bulk};

/// What no kind of question may need more than, at the 95th percentile, in milliseconds.
const AT_MOST: f64 = 50.0;
/// Different words; the `n`th is said about `1/n` as often as the first.
const VOCABULARY: usize = 50_000;
/// Words of a message.
const WORDS: usize = 14;
/// Questions of one kind.
const ASKED: usize = 200;
/// How the kinds of questions begin that ask for conversations.
const OF_ALL: &str = "all conversations: ";
/// Messages written at once.
const BATCH: usize = 5_000;

/// What is searched.
#[derive(clap::Args, Clone)]
pub struct Options {
    /// The one engine to search on (postgres needs ANTIPHON_TEST_PG_ADMIN_URL); writes no document. Without it: both.
    #[arg(long)]
    pub engine: Option<Engine>,
}

/// Fills a database of each engine and asks.
pub async fn run(bench: &Bench, options: &Options, report: &mut Report) -> Result<()> {
    let count = if bench.quick { 50_000 } else { 1_000_000 };
    if options.engine != Some(Engine::Postgres) {
        let sqlite = Setup::fresh(&bench.server, &bench.work, "search")?;
        on_engine(Database::Sqlite(sqlite.data.clone()), sqlite, "SQLite", count, bench, report).await?;
    }
    if options.engine == Some(Engine::Sqlite) || std::env::var(database::ADMIN).is_err() {
        return Ok(()); // not wanted, or started without a PostgreSQL beside it
    }
    let postgres = Database::create().await?;
    let mut setup = Setup::fresh(&bench.server, &bench.work, "search-postgres")?;
    setup.settings = postgres.settings();
    on_engine(postgres, setup, "PostgreSQL", count, bench, report).await
}

async fn on_engine(db: Database, setup: Setup, engine: &str, count: usize, bench: &Bench, report: &mut Report) -> Result<()> {
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, if bench.quick { 200 } else { 2_000 }).await?;
    server.stop().await?;
    let phase = Phase::start(format!("writing {count} messages, {engine}"));
    let share = fill(&db, &visitors, count).await?;
    phase.done(format!("the twelfth word stands in {:.0} % of them", share * 100.0));
    let server = setup.start().await?;
    let outcome = ask(Http::new(server.addr), &demo, &visitors, engine, count, bench, report).await;
    server.stop().await?;
    db.remove().await?;
    outcome
}

async fn ask(
    mut http: Http,
    demo: &Demo,
    visitors: &[Visitor],
    engine: &str,
    count: usize,
    bench: &Bench,
    report: &mut Report,
) -> Result<()> {
    let agent = cast::sign_in(&mut http, demo, "agent").await?;
    let admin = cast::sign_in(&mut http, demo, "admin").await?;
    let mut dice = Dice(7);
    let mut worst: f64 = 0.0;
    let mut all = Samples::default();
    let kinds = [
        "a word in ≥ 10 % of the rows",
        "two such words",
        "three such words, one of them a beginning",
        "such a word and a rare one",
        "two rare words, mostly without a hit",
        "a rare word",
        "a word in 0.1 to 1 %",
        "such a word and one in ≥ 10 %",
        "a beginning of three letters",
        "a word in ≥ 10 %, before a day",
        "a word in ≥ 10 %, by one sender",
        "a word in ≥ 10 %, in one conversation",
        "a word in ≥ 10 %, asked by a customer",
        "a word in ≥ 10 %, the fifth page",
        "all conversations: a word in ≥ 10 % of the rows",
        "all conversations: two rare words, mostly without a hit",
        "all conversations: a rare word",
        "all conversations: such a word and a rare one",
        "all conversations: a word in ≥ 10 %, of a kind that is not there",
        "all conversations: a word in ≥ 10 %, the third page",
    ];
    for kind in kinds {
        let mut samples = Samples::default();
        let asked = if bench.quick { 40 } else { ASKED };
        for at in 0..asked + 10 {
            let often = |dice: &mut Dice| word(1 + dice.below(11));
            let rare = |dice: &mut Dice| word(VOCABULARY / 4 + dice.below(VOCABULARY / 2));
            let middling = |dice: &mut Dice| word(100 + dice.below(900));
            let visitor = &visitors[dice.below(visitors.len())];
            let of_all = kind.strip_prefix(OF_ALL);
            let (mut token, path) = match of_all {
                Some(_) => (admin.as_str(), "/api/chat/conversations"),
                None => (agent.as_str(), "/api/search/messages"),
            };
            let query = match of_all.unwrap_or(kind) {
                "a word in ≥ 10 % of the rows" => format!("{}%20", often(&mut dice)),
                "two such words" => format!("{}%20{}%20", often(&mut dice), often(&mut dice)),
                "three such words, one of them a beginning" => {
                    format!("{}%20{}%20{}", often(&mut dice), often(&mut dice), often(&mut dice))
                }
                "such a word and a rare one" => format!("{}%20{}%20", often(&mut dice), rare(&mut dice)),
                "two rare words, mostly without a hit" => format!("{}%20{}%20", rare(&mut dice), rare(&mut dice)),
                "a rare word" => format!("{}%20", rare(&mut dice)),
                "a word in 0.1 to 1 %" => format!("{}%20", middling(&mut dice)),
                "such a word and one in ≥ 10 %" => format!("{}%20{}%20", middling(&mut dice), often(&mut dice)),
                "a beginning of three letters" => middling(&mut dice)[..3].to_owned(),
                "a word in ≥ 10 %, before a day" => {
                    format!("{}%20&before=2026-{:02}-{:02}T00:00:00Z", often(&mut dice), 1 + dice.below(10), 1 + dice.below(28))
                }
                "a word in ≥ 10 %, by one sender" => {
                    format!("{}%20&from={}", often(&mut dice), SENDERS_OF.with(|of| of.borrow()[dice.below(visitors.len())]))
                }
                "a word in ≥ 10 %, in one conversation" => {
                    format!("{}%20&conversation_id={}", often(&mut dice), visitor.conversation)
                }
                "a word in ≥ 10 %, asked by a customer" => {
                    token = &visitor.token;
                    format!("{}%20", often(&mut dice))
                }
                "a word in ≥ 10 %, of a kind that is not there" => format!("{}%20&kind=log", often(&mut dice)),
                _ => {
                    let asked = format!("{}%20", often(&mut dice));
                    let mut cursor = String::new();
                    for _ in 0..if of_all.is_some() { 2 } else { 4 } {
                        let page = http.get(&format!("{path}?limit=50&q={asked}{cursor}"), token).await?;
                        cursor = format!("&cursor={}", page["next_cursor"].as_str().context("a next page")?);
                    }
                    format!("{asked}{cursor}")
                }
            };
            let started = Instant::now();
            let page = http.get(&format!("{path}?limit=50&q={query}"), token).await?;
            // The first ones warm caches and the connection.
            if at >= 10 {
                samples.push(u64::try_from(started.elapsed().as_micros())?);
            }
            let hits = page["hits"].as_array().or(page["conversations"].as_array()).context("no hits")?.len();
            if kind == kinds[0] && hits != 50 {
                bail!("{hits} hits of {query}");
            }
        }
        let (p50, p95) = (samples.percentile_ms(0.5), samples.percentile_ms(0.95));
        report.tell(
            format!("search, {engine}, {} messages: {kind}", thousands(count as f64)),
            format!("p50 {p50:.1} ms, p95 {p95:.1} ms"),
            "",
        );
        // How conversations are found by an admin is told; what must be shown is how messages are.
        if !kind.starts_with(OF_ALL) {
            worst = worst.max(p95);
            all.extend(samples);
        }
    }
    let measure = format!("search, {engine}, {} messages: all kinds alike", thousands(count as f64));
    let value = format!("p95 {:.1} ms; the slowest kind **{worst:.1} ms**", all.percentile_ms(0.95));
    report.judge(measure, value, "", format!("p95 of each kind ≤ {AT_MOST:.0} ms"), worst <= AT_MOST);
    Ok(())
}

thread_local! {
    /// Whom the conversations' messages are by, as the fill found them.
    static SENDERS_OF: std::cell::RefCell<Vec<Uuid>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// A conversation to be filled, and who speaks in it.
struct Place {
    workspace: Uuid,
    conversation: Uuid,
    contact: Uuid,
    last_seq: i64,
    public_ord: i64,
}

/// Writes messages over all conversations and over the year before; answers the share of rows that the twelfth most
/// frequent word stands in.
async fn fill(db: &Database, visitors: &[Visitor], count: usize) -> Result<f64> {
    let mut open = Open::of(db).await?;
    let mut places = Vec::with_capacity(visitors.len());
    for visitor in visitors {
        places.push(open.place(Uuid::parse_str(&visitor.conversation)?).await?);
    }
    SENDERS_OF.with(|of| *of.borrow_mut() = places.iter().map(|place| place.contact).collect());
    // Word `n` is drawn with the weight 1/n.
    let mut until = Vec::with_capacity(VOCABULARY);
    let mut sum = 0.0;
    for rank in 1..=VOCABULARY {
        sum += 1.0 / rank as f64;
        until.push(sum);
    }
    let (mut dice, mut with_twelfth, mut written) = (Dice(42), 0_usize, 0);
    let (beginning, step) =
        (chrono::DateTime::parse_from_rfc3339("2025-11-01T00:00:00Z")?.to_utc(), 31_000_000_000_000 / count as i64);
    let (mut n, twelfth) = (open.next_n().await?, word(12));
    while written < count {
        let mut rows = Vec::with_capacity(BATCH);
        for _ in 0..BATCH.min(count - written) {
            let place = &mut places[dice.below(visitors.len())];
            place.last_seq += 1;
            place.public_ord += 1;
            let mut draw = || {
                let drawn = dice.share() * sum;
                word(until.partition_point(|end| *end < drawn) + 1)
            };
            let drawn: Vec<String> = (0..WORDS).map(|_| draw()).collect();
            let mut different = drawn.clone();
            different.sort();
            different.dedup();
            with_twelfth += usize::from(different.contains(&twelfth));
            rows.push(Row {
                n,
                workspace: place.workspace,
                conversation: place.conversation,
                contact: place.contact,
                seq: place.last_seq,
                ord: place.public_ord,
                id: Uuid::from_u128((dice.next() as u128) << 64 | dice.next() as u128),
                body: drawn.join(" "),
                words: format!("{} @{} ^{}", different.join(" "), place.conversation.simple(), place.contact.simple()),
                created_at: beginning + chrono::Duration::microseconds(written as i64 * step / 1_000_000 * 1_000),
            });
            n += 1;
            written += 1;
        }
        open.write(&rows).await?;
    }
    for place in &places {
        open.move_head(place).await?;
    }
    open.finish().await?;
    Ok(with_twelfth as f64 / count as f64)
}

struct Row {
    n: i64,
    workspace: Uuid,
    conversation: Uuid,
    contact: Uuid,
    seq: i64,
    ord: i64,
    id: Uuid,
    body: String,
    words: String,
    created_at: chrono::DateTime<chrono::Utc>,
}

/// The database past the product.
enum Open {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

const COLUMNS: &str =
    "INSERT INTO entries (n, workspace_id, conversation_id, seq, id, type, audience, actor_id, role, prev_public_seq,
    public_ord, staff_ord, body, created_at) ";

impl Open {
    async fn of(db: &Database) -> Result<Self> {
        Ok(match db {
            Database::Sqlite(data) => Self::Sqlite(bulk::open(data).await?),
            Database::Postgres { admin, name, .. } => Self::Postgres(database::connect(admin, Some(name)).await?),
        })
    }

    async fn place(&mut self, id: Uuid) -> Result<Place> {
        let sql = "SELECT workspace_id, contact_id, last_seq, public_ord FROM conversations WHERE id = $1";
        let (workspace, contact, last_seq, public_ord) = match self {
            Self::Sqlite(db) => sqlx::query_as(sql).bind(id).fetch_one(db).await?,
            Self::Postgres(db) => sqlx::query_as(sql).bind(id).fetch_one(db).await?,
        };
        Ok(Place { workspace, conversation: id, contact, last_seq, public_ord })
    }

    async fn next_n(&mut self) -> Result<i64> {
        let sql = "SELECT max(n) + 1 FROM entries";
        Ok(match self {
            Self::Sqlite(db) => sqlx::query_scalar(sql).fetch_one(db).await?,
            Self::Postgres(db) => sqlx::query_scalar(sql).fetch_one(db).await?,
        })
    }

    async fn write(&mut self, rows: &[Row]) -> Result<()> {
        match self {
            Self::Sqlite(db) => {
                sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut *db).await?;
                let sql = format!(
                    "{COLUMNS} VALUES ($1, $2, $3, $4, $5, 'message.sent', 'public', $6, 'user', $4 - 1, $7, $7, $8, $9)"
                );
                for row in rows {
                    let query = sqlx::query(AssertSqlSafe(sql.clone())).bind(row.n).bind(row.workspace).bind(row.conversation);
                    let query =
                        query.bind(row.seq).bind(row.id).bind(row.contact).bind(row.ord).bind(&row.body).bind(row.created_at);
                    query.execute(&mut *db).await?;
                    let query = sqlx::query("INSERT INTO message_search (rowid, words) VALUES ($1, $2)");
                    query.bind(row.n).bind(&row.words).execute(&mut *db).await?;
                }
                sqlx::raw_sql("COMMIT").execute(&mut *db).await?;
            }
            Self::Postgres(db) => {
                let of = |get: fn(&Row) -> Uuid| rows.iter().map(get).collect::<Vec<_>>();
                let number = |get: fn(&Row) -> i64| rows.iter().map(get).collect::<Vec<_>>();
                let sql = format!(
                    "{COLUMNS} OVERRIDING SYSTEM VALUE SELECT n, ws, conv, seq, id, 'message.sent', 'public', contact, 'user', seq - 1, ord, ord, body, at
                     FROM unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[], $9::timestamptz[])
                         AS r (n, ws, conv, seq, id, contact, ord, body, at)"
                );
                sqlx::query(AssertSqlSafe(sql))
                    .bind(number(|row| row.n))
                    .bind(of(|row| row.workspace))
                    .bind(of(|row| row.conversation))
                    .bind(number(|row| row.seq))
                    .bind(of(|row| row.id))
                    .bind(of(|row| row.contact))
                    .bind(number(|row| row.ord))
                    .bind(rows.iter().map(|row| row.body.clone()).collect::<Vec<_>>())
                    .bind(rows.iter().map(|row| row.created_at).collect::<Vec<_>>())
                    .execute(&mut *db)
                    .await?;
                sqlx::query(
                    "INSERT INTO message_search (rowid, words)
                     SELECT n, array_to_tsvector(ARRAY(SELECT right(ws::text, 8) || word FROM unnest(string_to_array(words, ' ') || ('#' || (n >> 16))) AS word))
                     FROM unnest($1::bigint[], $2::uuid[], $3::text[]) AS r (n, ws, words)",
                )
                .bind(number(|row| row.n))
                .bind(of(|row| row.workspace))
                .bind(rows.iter().map(|row| row.words.clone()).collect::<Vec<_>>())
                .execute(&mut *db)
                .await?;
            }
        }
        Ok(())
    }

    async fn move_head(&mut self, place: &Place) -> Result<()> {
        let sql = "UPDATE conversations SET last_seq = $2, last_public_seq = $2, prev_public_seq = $2 - 1, public_ord = $3, staff_ord = $3 WHERE id = $1";
        match self {
            Self::Sqlite(db) => {
                sqlx::query(sql).bind(place.conversation).bind(place.last_seq).bind(place.public_ord).execute(db).await?;
            }
            Self::Postgres(db) => {
                sqlx::query(sql).bind(place.conversation).bind(place.last_seq).bind(place.public_ord).execute(db).await?;
            }
        }
        Ok(())
    }

    async fn finish(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(db) => sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(db).await?.rows_affected(),
            Self::Postgres(db) => {
                let next = "SELECT setval(pg_get_serial_sequence('entries', 'n'), (SELECT max(n) FROM entries))";
                sqlx::query(next).execute(&mut *db).await?;
                // What a server that runs for a while has done by itself.
                sqlx::raw_sql("VACUUM ANALYZE").execute(db).await?.rows_affected()
            }
        };
        Ok(())
    }
}

/// The `rank`th word: syllables, so that beginnings are shared as words of a language share them.
fn word(rank: usize) -> String {
    const SYLLABLES: [&str; 40] = [
        "ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "be", "da", "fu", "go", "hi", "ja", "ke", "lu", "ma", "no", "pe", "ri",
        "so", "tu", "va", "wi", "ze", "bo", "du", "fa", "ge", "ho", "ju", "ki", "la", "me", "ni", "po", "ra", "se", "to", "vu",
    ];
    let mut rest = rank * 7 + 40;
    let mut word = String::new();
    while rest > 0 {
        word.push_str(SYLLABLES[rest % 40]);
        rest /= 40;
    }
    word
}

/// Numbers that are the same in each run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
