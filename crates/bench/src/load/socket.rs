//! A minimal WebSocket client (RFC 6455): handshake, masked text out, whole frames in, pings answered.
//! No fragments, no extensions: the servers measured here send none. One small buffer a socket.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::ops::Range;

use anyhow::{Result, anyhow, bail};
use base64::Engine as _;
use tokio::net::TcpStream;

/// Largest frame believed; the product's own limit is 64 KiB in, pages out are smaller than this.
const MAX_FRAME: usize = 8 << 20;

/// A handshake that was answered with something else than 101.
#[derive(Debug)]
pub struct Refused {
    /// The HTTP status of the answer.
    pub status: u16,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "handshake refused with {}", self.status)
    }
}

impl std::error::Error for Refused {}

/// What came in.
#[derive(Debug)]
pub enum Frame<'a> {
    /// A whole text frame.
    Text(&'a [u8]),
    /// The other side closed, with its code (1006 if it just went away).
    Closed(u16, String),
}

/// An open WebSocket.
pub struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
    filled: usize,
    taken: usize,
    mask: u32,
}

impl Socket {
    /// Opens `ws://addr{path}`.
    pub async fn open(addr: SocketAddr, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let key = base64::engine::general_purpose::STANDARD.encode(uuid::Uuid::now_v7().as_bytes());
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {addr}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nOrigin: http://{addr}\r\n\r\n"
        );
        let mut socket = Self { stream, buffer: vec![0; 1024], filled: 0, taken: 0, mask: 0x9e37_79b9 };
        socket.write(request.as_bytes()).await?;
        loop {
            if let Some(end) = memchr::memmem::find(&socket.buffer[..socket.filled], b"\r\n\r\n") {
                let status = status_of(&socket.buffer[..end])?;
                if status != 101 {
                    return Err(Refused { status }.into());
                }
                socket.taken = end + 4;
                return Ok(socket);
            }
            if socket.fill().await? == 0 {
                bail!("closed during the handshake");
            }
        }
    }

    /// Sends one text frame.
    pub async fn send(&mut self, text: &str) -> io::Result<()> {
        let frame = self.mask(0x1, text.as_bytes());
        self.write(&frame).await
    }

    /// Sends several text frames with one write, as a client that empties its outbox does.
    pub async fn send_all(&mut self, texts: &[String]) -> io::Result<()> {
        let frames: Vec<u8> = texts.iter().flat_map(|text| self.mask(0x1, text.as_bytes())).collect();
        self.write(&frames).await
    }

    /// The next text frame, or the end. Pings are answered on the way. May be dropped and called again.
    pub async fn next(&mut self) -> Result<Frame<'_>> {
        loop {
            match self.parse()? {
                Some((0x1, payload)) => return Ok(Frame::Text(&self.buffer[payload])),
                Some((0x8, payload)) => {
                    let bytes = &self.buffer[payload];
                    let code = bytes.first_chunk::<2>().map_or(1005, |code| u16::from_be_bytes(*code));
                    let reason = String::from_utf8_lossy(bytes.get(2..).unwrap_or_default()).into_owned();
                    return Ok(Frame::Closed(code, reason));
                }
                Some((0x9, payload)) => {
                    let bytes = self.buffer[payload].to_vec();
                    let pong = self.mask(0xA, &bytes);
                    self.write(&pong).await?;
                }
                Some((0xA, _)) => {}
                Some((opcode, _)) => bail!("unexpected opcode {opcode}"),
                None => match self.fill().await {
                    Ok(0) => return Ok(Frame::Closed(1006, String::new())),
                    Ok(_) => {}
                    Err(e) if e.kind() == ErrorKind::ConnectionReset => return Ok(Frame::Closed(1006, String::new())),
                    Err(e) => return Err(e.into()),
                },
            }
        }
    }

    /// Takes one whole frame out of the buffer, if there is one.
    fn parse(&mut self) -> Result<Option<(u8, Range<usize>)>> {
        let bytes = &self.buffer[self.taken..self.filled];
        let &[first, second, ..] = bytes else { return Ok(None) };
        if first & 0x80 == 0 || second & 0x80 != 0 {
            bail!("fragmented or masked frame from the server");
        }
        let (header, length) = match second {
            126 if bytes.len() < 4 => return Ok(None),
            127 if bytes.len() < 10 => return Ok(None),
            126 => (4, usize::from(u16::from_be_bytes([bytes[2], bytes[3]]))),
            127 => {
                let mut size = [0; 8];
                size.copy_from_slice(&bytes[2..10]);
                (10, usize::try_from(u64::from_be_bytes(size))?)
            }
            short => (2, usize::from(short)),
        };
        if length > MAX_FRAME {
            bail!("frame of {length} bytes");
        }
        if bytes.len() < header + length {
            let needed = header + length;
            if self.buffer.len() - self.taken < needed {
                self.compact();
                if self.buffer.len() < needed {
                    self.buffer.resize(needed.next_power_of_two(), 0);
                }
            }
            return Ok(None);
        }
        let start = self.taken + header;
        self.taken = start + length;
        Ok(Some((first & 0x0F, start..start + length)))
    }

    /// Reads what is there. The buffer grows while reads fill it, so an idle socket keeps a small one.
    async fn fill(&mut self) -> io::Result<usize> {
        if self.taken > 0 {
            self.compact();
        }
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        loop {
            self.stream.readable().await?;
            match self.stream.try_read(&mut self.buffer[self.filled..]) {
                Ok(count) => {
                    self.filled += count;
                    if self.filled == self.buffer.len() && self.buffer.len() < 16 << 10 {
                        self.buffer.resize(self.buffer.len() * 2, 0);
                    }
                    return Ok(count);
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                Err(e) => return Err(e),
            }
        }
    }

    fn compact(&mut self) {
        self.buffer.copy_within(self.taken..self.filled, 0);
        self.filled -= self.taken;
        self.taken = 0;
    }

    async fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match self.stream.try_write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(e) if e.kind() == ErrorKind::WouldBlock => self.stream.writable().await?,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn mask(&mut self, opcode: u8, payload: &[u8]) -> Vec<u8> {
        self.mask = self.mask.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let key = self.mask.to_be_bytes();
        let mut frame = Vec::with_capacity(payload.len() + 14);
        put_header(&mut frame, opcode, payload.len(), 0x80);
        frame.extend_from_slice(&key);
        frame.extend(payload.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key));
        frame
    }
}

/// Writes a frame's first bytes; `masked` is 0x80 for a client and 0 for a server.
pub fn put_header(frame: &mut Vec<u8>, opcode: u8, length: usize, masked: u8) {
    frame.push(0x80 | opcode);
    match length {
        0..126 => frame.push(masked | length as u8),
        126..65_536 => {
            frame.push(masked | 126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            frame.push(masked | 127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

fn status_of(head: &[u8]) -> Result<u16> {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| anyhow!("no status in {line:?}"))
}
