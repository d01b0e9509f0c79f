//! What the operating system knows: memory and CPU of a process, the machine's description, limits, pinning.
//! Linux only: it reads /proc. The figures say so.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::load::samples::Samples;

/// Files that ten thousand sockets on both sides and a database need.
const FILES: u64 = 12_000;

/// Memory of a process in kB (1,024 bytes).
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// Resident.
    pub rss: f64,
    /// Resident, shared pages divided among their users.
    pub pss: f64,
}

/// Raises the limit of open files as far as it goes; the servers started from here inherit it.
pub fn raise_file_limit() -> Result<()> {
    let limit = rlimit::increase_nofile_limit(u64::MAX)?;
    if limit < FILES {
        bail!("only {limit} open files are allowed, {FILES} are needed: raise the hard limit (ulimit -Hn)");
    }
    Ok(())
}

/// Memory of a process, from smaps_rollup.
pub fn memory(pid: u32) -> Result<Memory> {
    let path = format!("/proc/{pid}/smaps_rollup");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(0.0)
    };
    Ok(Memory { rss: field("Rss:"), pss: field("Pss:") })
}

/// CPU seconds (user and system) of a process so far, all its threads.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    let path = format!("/proc/{pid}/stat");
    let text = fs::read_to_string(&path).with_context(|| format!("reading {path}"))?;
    // The second field is the name in brackets and may hold blanks: count from its end.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let ticks = |at: usize| rest.split_whitespace().nth(at).and_then(|t| t.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(11) + ticks(12)) / ticks_per_second())
}

fn ticks_per_second() -> f64 {
    static TICKS: std::sync::OnceLock<f64> = std::sync::OnceLock::new();
    *TICKS.get_or_init(|| output("getconf", &["CLK_TCK"]).parse().unwrap_or(100.0))
}

/// Number of cores this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Pins this whole process to the last core of `cores`; the server gets the others.
pub fn pin_self(cores: usize) {
    let pid = std::process::id().to_string();
    output("taskset", &["-a", "-c", "-p", &format!("{}", cores - 1), &pid]);
}

/// Lets this process use every core again.
pub fn unpin_self(cores: usize) {
    let pid = std::process::id().to_string();
    output("taskset", &["-a", "-c", "-p", &format!("0-{}", cores - 1), &pid]);
}

/// Whether pinning works here.
pub fn can_pin() -> bool {
    cores() >= 2 && Command::new("taskset").arg("--version").output().is_ok()
}

/// How many programs wanted a core in the last minute: whether a run had the machine to itself.
pub fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}

/// A few lines about the machine and the versions, for the head of a table. `load` is that before the run.
pub fn describe(server: &Path, work: &Path, load: &str) -> Vec<(String, String)> {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpu.lines().find_map(|l| l.strip_prefix("model name")).map_or("unknown", |l| l.trim_start_matches([' ', '\t', ':']));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total =
        memory.lines().find_map(|l| l.strip_prefix("MemTotal:")).and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok());
    let sync = sync_median_ms(work)
        .map_or_else(|e| format!("not measured ({e})"), |ms| format!("{ms:.2} ms median of 200 writes of 4 KiB"));
    vec![
        (
            "Machine".into(),
            format!("{} cores ({model}), {:.0} GB, loopback, generator on the same machine", cores(), total.unwrap_or(0.0) / 1e6),
        ),
        ("Load before the run".into(), format!("{load} (of others; above 0.5 the times below are upper bounds)")),
        ("System".into(), format!("Linux {}", output("uname", &["-r"]))),
        ("fdatasync on the disk used".into(), sync),
        (
            "Server".into(),
            format!(
                "{}, commit {}",
                output(&server.to_string_lossy(), &["--version"]),
                output("git", &["rev-parse", "--short", "HEAD"])
            ),
        ),
        ("Compiler".into(), output("rustc", &["--version"])),
        ("Date".into(), chrono::Utc::now().format("%Y-%m-%d").to_string()),
    ]
}

/// How long one synced write takes here.
fn sync_median_ms(work: &Path) -> Result<f64> {
    let path = work.join("sync-probe");
    let mut file = fs::File::create(&path)?;
    let mut samples = Samples::default();
    for _ in 0..200 {
        let started = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        samples.push(u64::try_from(started.elapsed().as_micros())?);
    }
    fs::remove_file(&path)?;
    Ok(samples.percentile_ms(0.5))
}

/// First line of what a program prints; empty if it cannot be run.
pub fn output(program: &str, arguments: &[&str]) -> String {
    let Ok(out) = Command::new(program).args(arguments).output() else { return String::new() };
    String::from_utf8_lossy(&out.stdout).lines().next().unwrap_or_default().trim().to_owned()
}
