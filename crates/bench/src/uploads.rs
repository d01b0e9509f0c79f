//! A thousand uploads while one connection in ten is cut: each is fetched again and compared byte for byte, and after
//! the cleaning nothing lies in the folder of files that no message shows.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use tokio::process::Command;
use tokio::task::JoinSet;

use crate::Bench;
use crate::cast::{self, Visitor};
use crate::load::http::Http;
use crate::load::tus::{self, Upload};
use crate::progress::Phase;
use crate::random::Random;
use crate::report::{Report, thousands};
use crate::server::Setup;

/// People who send files at the same time.
const SENDERS: usize = 16;
/// Bytes brought over one connection.
const PIECE: usize = 512 * 1024;
/// Largest file, in bytes.
const LARGEST: u64 = 2_000_000;
/// Of a hundred connections that bring bytes, so many are cut.
const CUT: u64 = 10;
/// Of a hundred files, so many more are begun and left in the middle.
const LEFT: usize = 5;

/// What was counted on the way.
#[derive(Default)]
struct Counted {
    connections: AtomicU64,
    cut: AtomicU64,
    whole: AtomicUsize,
    bytes: AtomicU64,
}

/// Sends, cuts, fetches, compares, cleans, and looks into the folder.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let files = if bench.quick { 100 } else { 1_000 };
    let setup = Setup::fresh(&bench.server, &bench.work, "uploads")?;
    let (server, demo) = setup.first_start().await?;
    let before = objects(&setup.data.join("files"))?;
    let visitors = cast::visitors(server.addr, &demo, SENDERS).await?;
    let seed = u64::from(std::process::id());
    let mut phase = Phase::start(format!("{files} uploads, {CUT} % of connections cut, seed {seed}"));
    let (counted, random) = (Arc::new(Counted::default()), Arc::new(Random::new(seed)));
    let mut tasks = JoinSet::new();
    for (number, visitor) in visitors.into_iter().enumerate() {
        let (counted, random, addr) = (counted.clone(), random.clone(), server.addr);
        let share = files / SENDERS + usize::from(number < files % SENDERS);
        tasks.spawn(async move {
            for _ in 0..share {
                one(addr, &visitor, &counted, &random).await?;
            }
            for _ in 0..(share * LEFT).div_ceil(100) {
                leave(addr, &visitor, &random).await?;
            }
            anyhow::Ok(())
        });
    }
    loop {
        match tokio::time::timeout(Duration::from_secs(1), tasks.join_next()).await {
            Ok(Some(done)) => done??,
            Ok(None) => break,
            Err(_) => phase.note(counted.whole.load(Ordering::Relaxed)),
        }
    }
    let cleaned = Command::new(&setup.program)
        .args(["clean-files", "--older-than", "0", "--data"])
        .arg(&setup.data)
        .env("ANTIPHON_LOG__LEVEL", "warn")
        .output()
        .await?;
    if !cleaned.status.success() {
        bail!("clean-files: {}", String::from_utf8_lossy(&cleaned.stderr));
    }
    // Below zero if the cleaning took one that is shown.
    let left = i64::try_from(objects(&setup.data.join("files"))?)? - i64::try_from(before + files)?;
    server.stop().await?;
    let whole = counted.whole.load(Ordering::Relaxed);
    let (cut, connections) = (counted.cut.load(Ordering::Relaxed), counted.connections.load(Ordering::Relaxed));
    let megabytes = counted.bytes.load(Ordering::Relaxed) as f64 / 1e6;
    phase.done(format!("{whole} byte-identical, {left} orphans; {}", String::from_utf8_lossy(&cleaned.stdout).trim()));
    report.judge(
        format!("{} uploads ({megabytes:.0} MB), {cut} of {connections} connections cut", thousands(files as f64)),
        format!("{} byte-identical, {left} orphans after cleaning", thousands(whole as f64)),
        "",
        format!("{}, 0", thousands(files as f64)),
        whole == files && left == 0,
    );
    Ok(())
}

/// One file from its announcement to the message that shows it, fetched again and compared.
async fn one(addr: SocketAddr, visitor: &Visitor, counted: &Counted, random: &Random) -> Result<()> {
    let content = document(random);
    let upload = Upload::announce(addr, &visitor.token, "report.pdf", content.len()).await?;
    loop {
        let at = upload.offset().await?;
        let piece = &content[at..(at + PIECE).min(content.len())];
        counted.connections.fetch_add(1, Ordering::Relaxed);
        if random.below(100) < CUT && !piece.is_empty() {
            counted.cut.fetch_add(1, Ordering::Relaxed);
            upload.bring_cut(at, piece, usize::try_from(random.below(piece.len() as u64))?).await?;
            continue;
        }
        // Behind a cut connection the server may still be storing what it got: then this place is taken, and is asked for anew.
        if upload.bring(at, piece).await? && at + piece.len() == content.len() {
            break;
        }
    }
    let mut http = Http::new(addr);
    let messages = format!("/api/conversations/{}/messages", visitor.conversation);
    let sent = http.post(&messages, &visitor.token, &json!({ "attachments": [upload.id()] })).await?;
    let message = sent["id"].as_str().context("no message id")?;
    let address = http.get(&format!("{messages}/{message}/files/{}", upload.id()), &visitor.token).await?;
    let fetched = tus::fetch(addr, address["url"].as_str().context("no url")?).await?;
    if fetched != content {
        bail!("{} came back with other bytes", upload.path);
    }
    counted.whole.fetch_add(1, Ordering::Relaxed);
    counted.bytes.fetch_add(content.len() as u64, Ordering::Relaxed);
    Ok(())
}

/// A file that is begun and never gone on with.
async fn leave(addr: SocketAddr, visitor: &Visitor, random: &Random) -> Result<()> {
    let content = document(random);
    let upload = Upload::announce(addr, &visitor.token, "left.pdf", content.len() + 1).await?;
    upload.bring(0, &content[..content.len().min(PIECE)]).await.map(drop)
}

/// Something that begins as a document and goes on by chance.
fn document(random: &Random) -> Vec<u8> {
    let length = usize::try_from(8 + random.below(LARGEST)).unwrap_or(8);
    let mut content = b"%PDF-1.7\n".to_vec();
    while content.len() < length {
        content.extend_from_slice(&random.below(u64::MAX).to_le_bytes());
    }
    content
}

/// Objects below a folder.
fn objects(folder: &Path) -> Result<usize> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder).with_context(|| format!("looking into {}", folder.display()))? {
        let path = entry?.path();
        count += if path.is_dir() { objects(&path)? } else { 1 };
    }
    Ok(count)
}
