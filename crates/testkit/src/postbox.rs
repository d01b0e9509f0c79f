//! A mail server on a loopback port that keeps what it is sent: it speaks SMTP as far as a letter needs, without
//! encryption, and can be told to refuse.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use antiphon_base::config::{Config, Mail, MailTls};
use mail_parser::MessageParser;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A running mail server; it ends with the test's runtime.
pub struct Postbox {
    address: SocketAddr,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Default)]
struct Inside {
    letters: Vec<Letter>,
    refusals: Vec<u16>,
    refused: usize,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whom the envelope named.
    pub to: String,
    /// The name that it came under.
    pub from_name: String,
    /// The address that it came from.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its page.
    pub html: String,
}

impl Letter {
    /// The secret of the link in it.
    ///
    /// # Panics
    /// When there is no link.
    pub fn token(&self) -> String {
        let (_, after) = self.text.split_once("#token=").unwrap_or_else(|| panic!("no link in {}", self.text));
        after.split_whitespace().next().unwrap_or_default().to_owned()
    }
}

impl Postbox {
    /// Starts one, empty.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let inside = Arc::new(Mutex::new(Inside::default()));
        let kept = Arc::clone(&inside);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                tokio::spawn(async move { talk(stream, &kept).await });
            }
        });
        Self { address, inside }
    }

    /// The settings of a story whose server sends mail here.
    pub fn config(&self) -> Config {
        let mut config = crate::Story::config();
        config.public_url = Some("https://chat.test".to_owned());
        config.mail = Mail {
            host: Some(self.address.ip().to_string()),
            port: Some(self.address.port()),
            tls: MailTls::None,
            user: Some("chat".to_owned()),
            password: Some("a-secret-of-the-story".to_owned()),
            from: Some("chat@chat.test".to_owned()),
        };
        config
    }

    /// Refuses the next letters with these codes, one each.
    pub fn refuse(&self, codes: &[u16]) {
        self.lock().refusals.extend(codes);
    }

    /// How many letters it refused.
    pub fn refused(&self) -> usize {
        self.lock().refused
    }

    /// All letters so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.lock().letters.clone()
    }

    /// The newest letter to an address, as soon as there are `count` of them.
    ///
    /// # Panics
    /// When they do not come.
    pub async fn letter_to(&self, address: &str, count: usize) -> Letter {
        let of = || self.letters().into_iter().filter(|letter| letter.to == address).collect::<Vec<_>>();
        crate::soon(&format!("letter {count} to {address}"), async || of().len() >= count).await;
        of().pop().expect("there is one")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn talk(stream: TcpStream, inside: &Mutex<Inside>) -> Option<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    write.write_all(b"220 postbox\r\n").await.ok()?;
    let mut to = String::new();
    loop {
        let line = lines.next_line().await.ok()??;
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match word.as_str() {
            "EHLO" => "250-postbox\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => "235 come in".to_owned(),
            "MAIL" => {
                let mut inside = inside.lock().unwrap_or_else(PoisonError::into_inner);
                if inside.refusals.is_empty() {
                    "250 yes".to_owned()
                } else {
                    inside.refused += 1;
                    format!("{} not for {line}", inside.refusals.remove(0))
                }
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 yes".to_owned()
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.ok()?;
                let mut raw = String::new();
                loop {
                    let line = lines.next_line().await.ok()??;
                    if line == "." {
                        break;
                    }
                    raw += line.strip_prefix('.').unwrap_or(&line);
                    raw += "\r\n";
                }
                let letter = read_letter(&to, &raw);
                inside.lock().unwrap_or_else(PoisonError::into_inner).letters.push(letter);
                "250 kept".to_owned()
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await.ok()?;
                return None;
            }
            _ => "250 yes".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await.ok()?;
    }
}

fn read_letter(to: &str, raw: &str) -> Letter {
    let letter = MessageParser::default().parse(raw.as_bytes()).expect("a letter");
    let from = letter.from().and_then(|from| from.first()).expect("a sender");
    Letter {
        to: to.to_owned(),
        from_name: from.name().unwrap_or_default().to_owned(),
        from: from.address().unwrap_or_default().to_owned(),
        subject: letter.subject().unwrap_or_default().to_owned(),
        text: letter.body_text(0).expect("a text").into_owned(),
        html: letter.body_html(0).expect("a page").into_owned(),
    }
}
