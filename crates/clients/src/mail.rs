//! Outgoing mail by SMTP. Each letter is one conversation with the mail server, so nothing is kept open for letters
//! that go once an hour. Whether a letter is tried again is decided by whoever owes it; the error says if that may help.

use antiphon_base::config::{self, MailTls};
use antiphon_base::{Error, Result};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;

/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A letter to one person.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whose name it comes in, beside the configured address.
    pub from_name: String,
    /// The address that it goes to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// Its text, for readers without pictures and colours.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// The way out.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

impl Mailer {
    /// The way out that is configured; none where no host is.
    ///
    /// # Errors
    /// `Invalid`, naming the setting that makes no sense.
    pub fn new(settings: &config::Mail) -> Result<Option<Self>> {
        let Some(host) = settings.host.as_deref() else { return Ok(None) };
        let from =
            settings.from.as_deref().ok_or_else(|| Error::invalid("mail.from", "Give the address that mail comes from."))?;
        let from = from.parse().map_err(|_| Error::invalid("mail.from", "Give a plain address such as chat@example.com."))?;
        let parameters = || TlsParameters::new(host.to_owned()).map_err(|_| Error::invalid("mail.host", "This is no host name."));
        let (tls, usual_port) = match settings.tls {
            MailTls::Starttls => (Tls::Required(parameters()?), 587),
            MailTls::Tls => (Tls::Wrapper(parameters()?), 465),
            MailTls::None => (Tls::None, 25),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.port.unwrap_or(usual_port))
            .tls(tls)
            .timeout(Some(PATIENCE));
        if let Some(user) = &settings.user {
            transport = transport.credentials(Credentials::new(user.clone(), settings.password.clone().unwrap_or_default()));
        }
        Ok(Some(Self { transport: transport.build(), from }))
    }

    /// Greets the mail server, signs in, and leaves.
    ///
    /// # Errors
    /// `Unavailable` when it does not answer or does not let us in.
    pub async fn probe(&self) -> Result<()> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::unavailable("The mail server hung up.")),
            Err(error) => Err(Error::unavailable(format!("The mail server refused us: {error}"))),
        }
    }

    /// Hands the letter to the mail server, which has it for good when this comes back.
    ///
    /// # Errors
    /// `Invalid` where another try is of no use (no such address), else `Unavailable`. Neither repeats what the mail
    /// server said: it may hold the address.
    pub async fn send(&self, letter: Letter) -> Result<()> {
        let to: Address = letter.to.parse().map_err(|_| Error::invalid("to", "Mail cannot be sent to this address."))?;
        let message = Message::builder()
            .from(Mailbox::new(Some(letter.from_name), self.from.clone()))
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
            .map_err(|_| Error::invalid("to", "This letter cannot be put into an envelope."))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) => Err(refused(&error)),
        }
    }
}

fn refused(error: &lettre::transport::smtp::Error) -> Error {
    let code = error.status().map(|code| code.to_string());
    let code = code.as_deref().unwrap_or("no answer");
    // 530–538 are about ourselves: user, password, encryption. An operator mends that, and then the letter can go.
    if error.is_permanent() && !code.starts_with("53") {
        Error::invalid("to", format!("The mail server refused the letter for good ({code})."))
    } else {
        Error::unavailable(format!("The mail server did not take the letter ({code})."))
    }
}
