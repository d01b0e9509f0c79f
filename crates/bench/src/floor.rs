//! The yardstick for deliveries: a bare server that only writes ready frames.
//! It answers handshakes, keeps the sockets of a room in a list, and writes one prepared frame to each,
//! one small write a socket. No JSON, no rights, no storage, no timers: nothing can be cheaper and still
//! be a WebSocket server. It is its own process, so that its CPU and memory stand apart.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::Stdio;
use std::rc::Rc;

use anyhow::{Context as _, Result, anyhow, bail};
use base64::Engine as _;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::load::socket::put_header;

type Rooms = Rc<RefCell<HashMap<String, Vec<Rc<TcpStream>>>>>;

/// A running bare server.
pub struct Floor {
    _child: Child,
    /// Its process id.
    pub pid: u32,
    /// Where it listens.
    pub addr: SocketAddr,
}

/// Starts it as a process of its own.
pub async fn start(cores: Option<&str>) -> Result<Floor> {
    let this = std::env::current_exe()?;
    let mut command = match cores {
        Some(cores) => {
            let mut command = Command::new("taskset");
            command.args(["-c", cores]).arg(this);
            command
        }
        None => Command::new(this),
    };
    let mut child = command.arg("floor").stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let stdout = child.stdout.take().ok_or_else(|| anyhow!("no output"))?;
    let line = BufReader::new(stdout).lines().next_line().await?.ok_or_else(|| anyhow!("the bare server ended"))?;
    let pid = child.id().ok_or_else(|| anyhow!("the bare server ended"))?;
    Ok(Floor { _child: child, pid, addr: line.trim().parse()? })
}

/// Serves until killed. `/room` subscribes; a text frame that comes in is written to everyone in its room
/// but the sender, who gets a one-byte frame when all are written.
pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    let rooms = Rooms::default();
    tokio::task::LocalSet::new()
        .run_until(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                let rooms = rooms.clone();
                // A socket that fails is gone; nothing else depends on it.
                tokio::task::spawn_local(async move { drop(attend(stream, rooms).await) });
            }
        })
        .await
}

async fn attend(stream: TcpStream, rooms: Rooms) -> Result<()> {
    stream.set_nodelay(true)?;
    // Boxed: their buffers must not lie in every idle socket's task.
    let room = Box::pin(accept(&stream)).await?;
    let stream = Rc::new(stream);
    if let Some(room) = room.strip_prefix("/publish/") {
        return Box::pin(relay(&stream, room, &rooms)).await;
    }
    rooms.borrow_mut().entry(room.trim_start_matches('/').to_owned()).or_default().push(stream.clone());
    // Waits for the end only: subscribers say nothing.
    let mut byte = [0; 1];
    loop {
        stream.readable().await?;
        match stream.try_read(&mut byte) {
            Ok(0) => break,
            Ok(_) => {}
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(_) => break,
        }
    }
    for sockets in rooms.borrow_mut().values_mut() {
        sockets.retain(|other| !Rc::ptr_eq(other, &stream));
    }
    Ok(())
}

/// Answers the handshake and returns the path.
async fn accept(stream: &TcpStream) -> Result<String> {
    let mut head = Vec::new();
    let mut part = [0; 512];
    while memchr::memmem::find(&head, b"\r\n\r\n").is_none() {
        stream.readable().await?;
        match stream.try_read(&mut part) {
            Ok(0) => bail!("closed"),
            Ok(count) => head.extend_from_slice(&part[..count]),
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(e) => return Err(e.into()),
        }
    }
    let head = String::from_utf8(head)?;
    let path = head.split(' ').nth(1).context("no path")?.to_owned();
    let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).context("no key")?;
    let proof = format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, proof.as_bytes());
    let accept = base64::engine::general_purpose::STANDARD.encode(digest.as_ref());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    write(stream, answer.as_bytes()).await?;
    Ok(path)
}

/// Reads masked frames from a publisher and writes each, prepared once, to the room.
async fn relay(publisher: &TcpStream, room: &str, rooms: &Rooms) -> Result<()> {
    let mut input: Vec<u8> = Vec::new();
    let mut part = [0; 4096];
    loop {
        while let Some(payload) = take_masked(&mut input)? {
            let mut frame = Vec::with_capacity(payload.len() + 4);
            put_header(&mut frame, 0x1, payload.len(), 0);
            frame.extend_from_slice(&payload);
            let sockets = rooms.borrow().get(room).cloned().unwrap_or_default();
            for socket in sockets {
                // One that went away is taken out by its own task.
                drop(write(&socket, &frame).await);
            }
            write(publisher, &[0x81, 1, b'.']).await?;
        }
        publisher.readable().await?;
        match publisher.try_read(&mut part) {
            Ok(0) => return Ok(()),
            Ok(count) => input.extend_from_slice(&part[..count]),
            Err(e) if e.kind() == ErrorKind::WouldBlock => {}
            Err(e) => return Err(e.into()),
        }
    }
}

/// Takes one whole masked frame of less than 64 KiB.
fn take_masked(input: &mut Vec<u8>) -> Result<Option<Vec<u8>>> {
    let &[_, second, ..] = input.as_slice() else { return Ok(None) };
    let (header, length) = match second & 0x7F {
        126 if input.len() < 4 => return Ok(None),
        126 => (4, usize::from(u16::from_be_bytes([input[2], input[3]]))),
        127 => bail!("frame too large for the bare server"),
        short => (2, usize::from(short)),
    };
    if input.len() < header + 4 + length {
        return Ok(None);
    }
    let frame: Vec<u8> = input.drain(..header + 4 + length).collect();
    let (key, body) = frame[header..].split_at(4);
    Ok(Some(body.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key).collect()))
}

async fn write(stream: &TcpStream, mut bytes: &[u8]) -> Result<()> {
    while !bytes.is_empty() {
        match stream.try_write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(e) if e.kind() == ErrorKind::WouldBlock => stream.writable().await?,
            Err(e) => return Err(e.into()),
        }
    }
    Ok(())
}
