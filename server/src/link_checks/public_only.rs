//! Which addresses are asked: only those that anybody on the internet could open. Checked for the address itself, for
//! what its name resolves to, and again for every address that an answer leads on to.

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Longer addresses are not asked.
const LONGEST: usize = 2_000;

/// The address, where it may be asked: the web, without a password in it, at the usual ports, and a host that is a name
/// with a dot or a public number.
#[must_use]
pub fn checkable(address: &str) -> Option<Url> {
    if address.len() > LONGEST {
        return None;
    }
    let url = Url::parse(address).ok()?;
    // The usual port of a scheme is never named: the parser takes it away.
    let usual = matches!(url.scheme(), "http" | "https") && url.port().is_none();
    if !usual || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let public = match url.host()? {
        url::Host::Domain(name) => is_public_name(name),
        url::Host::Ipv4(ip) => is_public(ip.into()),
        url::Host::Ipv6(ip) => is_public(ip.into()),
    };
    public.then_some(url)
}

/// Names that only mean something inside of a network are left alone (RFC 6761, RFC 6762, RFC 8375).
fn is_public_name(name: &str) -> bool {
    const INSIDE: [&str; 10] = [
        "localhost",
        "local",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "home.arpa",
        "invalid",
        "test",
    ];
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    name.contains('.')
        && !INSIDE
            .iter()
            .any(|end| name == *end || name.ends_with(&format!(".{end}")))
}

/// Whether this number is one on the public internet.
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        // "This network", of providers, of protocols, of measurements, kept for later.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19))
        || a >= 240;
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let segments = ip.segments();
    // Only what is given out (2000::/3), without documentation, tunnels that hold another number, and protocols.
    let given_out = segments[0] & 0xe000 == 0x2000;
    let special = (segments[0] == 0x2001 && (segments[1] < 0x0200 || segments[1] == 0x0db8))
        || segments[0] == 0x2002
        || segments[0] & 0xfff0 == 0x3ff0;
    given_out && !special
}

/// Resolves names as the system does, and keeps only public numbers. A name with none is not asked.
pub struct PublicNames;

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str().to_owned(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|one| is_public(one.ip())).collect();
            if public.is_empty() {
                return Err("the name leads to no public address".into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{checkable, is_public};

    #[test]
    fn only_numbers_of_the_public_internet_are_asked() {
        for inside in [
            "127.0.0.1",
            "127.255.255.254",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "0.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "64:ff9b::7f00:1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn only_addresses_that_anybody_could_open_are_asked() {
        for asked in [
            "https://museum.example/tea",
            "http://museum.example:80/",
            "https://museum.example:443/a?b#c",
            "https://1.1.1.1/",
        ] {
            assert!(checkable(asked).is_some(), "{asked}");
        }
        for left in [
            "ftp://museum.example/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://museum.example:8080/",
            "http://museum.example:22/",
            "https://ana:secret@museum.example/",
            "https://localhost/",
            "https://a.localhost/",
            "http://printer.local/",
            "http://intranet/",
            "http://metadata.google.internal/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://[::1]/",
            "http://[::ffff:7f00:1]/",
            "http://169.254.169.254/latest/meta-data/",
            "not an address",
            "",
        ] {
            assert!(checkable(left).is_none(), "{left}");
        }
        assert!(checkable(&format!("https://museum.example/{}", "a".repeat(2_000))).is_none());
    }
}
