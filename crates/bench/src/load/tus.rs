//! A client of resumable uploads (tus 1.0): each request on a connection of its own, which may be cut in the middle.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// One upload of one person.
pub struct Upload<'a> {
    addr: SocketAddr,
    token: &'a str,
    /// `/api/files/{id}`.
    pub path: String,
}

/// An answer as far as an upload needs it.
struct Reply {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(given, _)| given.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

impl<'a> Upload<'a> {
    /// Announces a file.
    pub async fn announce(addr: SocketAddr, token: &'a str, name: &str, size: usize) -> Result<Self> {
        let fields = format!("Upload-Length: {size}\r\nUpload-Metadata: filename {}\r\n", STANDARD.encode(name));
        let reply = exchange(addr, "POST", "/api/files", token, &fields, &[]).await?;
        if reply.status != 201 {
            bail!("an upload was refused with {}: {}", reply.status, String::from_utf8_lossy(&reply.body));
        }
        let path = reply.header("location").context("no Location")?.to_owned();
        Ok(Self { addr, token, path })
    }

    /// Its id, as a message carries it.
    pub fn id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Bytes that are there.
    pub async fn offset(&self) -> Result<usize> {
        let reply = exchange(self.addr, "HEAD", &self.path, self.token, "", &[]).await?;
        Ok(reply.header("upload-offset").with_context(|| format!("no Upload-Offset, status {}", reply.status))?.parse()?)
    }

    /// Brings what comes after `at`; true when the server has said that it is there and, if it was the last, looked at.
    pub async fn bring(&self, at: usize, bytes: &[u8]) -> Result<bool> {
        let reply = exchange(self.addr, "PATCH", &self.path, self.token, &part(at), bytes).await?;
        Ok(reply.status == 204)
    }

    /// Begins to bring all of `bytes`; the line is cut after `sent` of them.
    pub async fn bring_cut(&self, at: usize, bytes: &[u8], sent: usize) -> Result<()> {
        let mut stream = TcpStream::connect(self.addr).await?;
        stream.write_all(head(self.addr, "PATCH", &self.path, self.token, &part(at), bytes.len()).as_bytes()).await?;
        stream.write_all(&bytes[..sent]).await?;
        // Gone without a word, with what was on its way.
        stream.set_zero_linger()?;
        Ok(())
    }
}

/// Fetches bytes from a signed address.
pub async fn fetch(addr: SocketAddr, path: &str) -> Result<Vec<u8>> {
    let reply = exchange(addr, "GET", path, "", "", &[]).await?;
    if reply.status != 200 {
        bail!("a file was refused with {}", reply.status);
    }
    Ok(reply.body)
}

fn part(at: usize) -> String {
    format!("Upload-Offset: {at}\r\nContent-Type: application/offset+octet-stream\r\n")
}

fn head(addr: SocketAddr, method: &str, path: &str, token: &str, fields: &str, length: usize) -> String {
    let sign_in =
        if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n") };
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {addr}\r\nOrigin: http://{addr}\r\nConnection: close\r\n{sign_in}{fields}Content-Length: {length}\r\n\r\n"
    )
}

async fn exchange(addr: SocketAddr, method: &str, path: &str, token: &str, fields: &str, body: &[u8]) -> Result<Reply> {
    let mut stream = TcpStream::connect(addr).await?;
    stream.write_all(head(addr, method, path, token, fields, body.len()).as_bytes()).await?;
    stream.write_all(body).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let end = memchr::memmem::find(&answer, b"\r\n\r\n").context("closed before an answer")?;
    let body = answer.split_off(end + 4);
    let head = String::from_utf8(answer)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
    Ok(Reply { status, head, body })
}
