//! The rules of every call that goes out. Whoever configures one is an admin of a workspace, not of the machine, so an
//! address counts only where it is public: it is looked at when it is connected to, not when it is written down. Only
//! `https`, no redirects, bounded in time and size. Whoever runs the server names the hosts to which none of the
//! first two applies. Pages that anybody links to are visited by the same rules, also over plain HTTP, but nowhere
//! except where web servers usually are.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::{HeaderMap, Request, Response};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// How long making the connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the whole call may take.
const WHOLE: Duration = Duration::from_secs(10);
/// The largest answer, in bytes.
const LARGEST: usize = 1_000_000;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    /// The rules do not let the call go out.
    #[error("{0}")]
    NotAllowed(String),
    /// It went out, and nothing (whole) came back in time.
    #[error("{0}")]
    NoAnswer(String),
}

/// Where an address leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// To a host that the operator named.
    Named,
    /// To anywhere else.
    Outside,
}

/// Makes calls by the rules. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Made with the first call: it reads the machine's certificate authorities, which need not be there before.
    http: Arc<OnceLock<reqwest::Client>>,
    inside: Arc<[String]>,
}

impl Outgoing {
    /// With the hosts that may be called although they are inside, and over plain HTTP.
    pub fn new(inside: &[String]) -> Self {
        Self { http: Arc::default(), inside: inside.iter().map(|host| host.to_lowercase()).collect() }
    }

    /// Whether an address may be called as far as can be told before it is.
    ///
    /// # Errors
    /// `NotAllowed`, saying what would be.
    pub fn check(&self, url: &str) -> Result<(), Unreached> {
        let Ok(url) = Url::parse(url) else { return refused("this is no address of a server") };
        if self.check_host(&url)? == Place::Outside && url.scheme() != "https" {
            return refused("the address must begin with https://");
        }
        Ok(())
    }

    /// Where an address leads, as far as can be told before it is connected to.
    fn check_host(&self, url: &Url) -> Result<Place, Unreached> {
        let Some(host) = url.host() else { return refused("this address names no host") };
        if !url.username().is_empty() || url.password().is_some() {
            return refused("the address must not carry a name or a password");
        }
        if !matches!(url.scheme(), "https" | "http") {
            return refused("the address must begin with https://");
        }
        if self.is_inside(&host.to_string()) {
            return Ok(Place::Named);
        }
        let literal = match host {
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
            Host::Domain(_) => None,
        };
        match literal {
            Some(address) if !is_public(address) => refused("the address is inside a private network"),
            _ => Ok(Place::Outside),
        }
    }

    /// Begins to read a page; one step of the way there, whatever it answers.
    ///
    /// # Errors
    /// `NotAllowed` by the rules; `NoAnswer` when it fails.
    pub(crate) async fn visit(&self, url: &Url, headers: HeaderMap) -> Result<reqwest::Response, Unreached> {
        let is_usual = matches!(url.port_or_known_default(), Some(80 | 443));
        if self.check_host(url)? == Place::Outside && !is_usual {
            return refused("pages are read on the ports 80 and 443 only");
        }
        self.http()?.get(url.clone()).headers(headers).send().await.map_err(no_answer)
    }

    /// Makes one call.
    ///
    /// # Errors
    /// `NotAllowed` by the rules; `NoAnswer` when it fails, lasts too long or brings too much.
    pub async fn call(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, Unreached> {
        self.check(&request.uri().to_string())?;
        let request = reqwest::Request::try_from(request).map_err(no_answer)?;
        let mut answer = self.http()?.execute(request).await.map_err(no_answer)?;
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(no_answer)? {
            if body.len() + piece.len() > LARGEST {
                return Err(Unreached::NoAnswer(format!("the answer has more than {LARGEST} bytes")));
            }
            body.extend_from_slice(&piece);
        }
        let mut whole = Response::new(body);
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(whole)
    }

    fn http(&self) -> Result<reqwest::Client, Unreached> {
        if let Some(made) = self.http.get() {
            return Ok(made.clone());
        }
        let made = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy() // a proxy would look names up out of our sight
            .referer(false)
            .user_agent("Antiphon")
            .dns_resolver(Arc::new(PublicOnly { inside: Arc::clone(&self.inside) }))
            .build()
            .map_err(no_answer)?;
        Ok(self.http.get_or_init(|| made).clone())
    }

    fn is_inside(&self, host: &str) -> bool {
        self.inside.iter().any(|inside| *inside == host.trim_matches(['[', ']']).to_lowercase())
    }
}

fn refused<T>(why: &str) -> Result<T, Unreached> {
    Err(Unreached::NotAllowed(why.to_owned()))
}

/// The innermost cause, without the address: it may carry what is secret.
pub(crate) fn no_answer(error: reqwest::Error) -> Unreached {
    let error = error.without_url();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    Unreached::NoAnswer(if error.is_timeout() { "no answer came in time".to_owned() } else { cause.to_string() })
}

/// Looks names up and forgets the addresses that are not public: what is connected to is what was checked.
struct PublicOnly {
    inside: Arc<[String]>,
}

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let inside = self.inside.iter().any(|inside| inside.eq_ignore_ascii_case(name.as_str()));
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<SocketAddr> = found.filter(|found| inside || is_public(found.ip())).collect();
            if allowed.is_empty() {
                return Err("the name leads into a private network, or nowhere".into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// Whether an address belongs to the Internet at large (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && b & 0xc0 == 64) // shared by carriers
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xfe == 18); // benchmarks
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    // Only 2000::/3 is given out, and parts of it carry IPv4 addresses or nothing.
    let special = segments[0] & 0xe000 != 0x2000
        || (segments[0] == 0x2001 && segments[1] < 0x0200)
        || (segments[0] == 0x2001 && segments[1] == 0x0db8)
        || segments[0] == 0x2002
        || (segments[0] == 0x3fff && segments[1] < 0x1000);
    !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_are_known_in_all_their_forms() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.8",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for public in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2001:4860:4860::8888"] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn an_address_goes_out_over_https_to_the_internet_or_where_the_operator_said() {
        let outgoing = Outgoing::new(&["idp.internal".to_owned(), "127.0.0.1".to_owned()]);
        for fine in ["https://login.example.com", "http://IDP.internal:8080/realm", "http://127.0.0.1:9/", "https://1.1.1.1/"] {
            assert!(outgoing.check(fine).is_ok(), "{fine}");
        }
        for refused in [
            "http://login.example.com",
            "https://10.0.0.1/",
            "https://[::1]/",
            "https://167772161/",
            "https://0x0a.2/",
            "https://u:p@login.example.com",
            "ftp://idp.internal/",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(outgoing.check(refused).is_err(), "{refused}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_connected_to() {
        let request = || Request::get("https://localhost:1/").body(Vec::new()).unwrap();
        let refused = Outgoing::new(&[]).call(request()).await.unwrap_err();
        assert!(refused.to_string().contains("private network"), "{refused}");
        let tried = Outgoing::new(&["localhost".to_owned()]).call(request()).await.unwrap_err();
        assert!(!tried.to_string().contains("private network"), "{tried}");
    }
}
