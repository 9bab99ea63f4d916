//! Proxies whose word about the browser's address counts.

use crate::error::Failure;
use std::net::IpAddr;

/// A list of addresses and networks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<(IpAddr, u8)>);

impl TrustedProxies {
    /// `10.0.0.2,192.168.0.0/16`, or nothing.
    ///
    /// # Errors
    /// When an entry is neither an address nor a network.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let entries = text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty());
        entries
            .map(|entry| network(entry).ok_or_else(|| refuse(entry)))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0
            .iter()
            .any(|(network, bits)| match (network, address) {
                (IpAddr::V4(network), IpAddr::V4(address)) => same_bits(
                    network.to_bits().into(),
                    address.to_bits().into(),
                    32,
                    *bits,
                ),
                (IpAddr::V6(network), IpAddr::V6(address)) => {
                    same_bits(network.to_bits(), address.to_bits(), 128, *bits)
                }
                _ => false,
            })
    }
}

fn network(entry: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = match entry.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
        None => (entry, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let width = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(width);
    (bits <= width).then_some((address, bits))
}

fn same_bits(one: u128, other: u128, width: u8, bits: u8) -> bool {
    // Shifting by the whole width is what `checked_shr` refuses: then every address is in it.
    let shift = u32::from(width - bits);
    one.checked_shr(shift) == other.checked_shr(shift)
}

fn refuse(entry: &str) -> Failure {
    Failure::setting(
        "CASEBOOK_TRUSTED_PROXIES",
        format!("\u{201c}{entry}\u{201d} is neither an address nor a network such as 10.0.0.0/8"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks() {
        let trusted = TrustedProxies::parse("10.0.0.2, 192.168.0.0/16,2001:db8::/32").unwrap();
        for inside in [
            "10.0.0.2",
            "192.168.200.1",
            "2001:db8::9",
            "::ffff:10.0.0.2",
        ] {
            assert!(trusted.contains(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["10.0.0.3", "192.169.0.1", "2001:db9::1", "127.0.0.1", "::"] {
            assert!(!trusted.contains(outside.parse().unwrap()), "{outside}");
        }
        assert!(
            TrustedProxies::parse("::/0")
                .unwrap()
                .contains("2001:db8::9".parse().unwrap())
        );
        assert!(
            !TrustedProxies::parse("")
                .unwrap()
                .contains("127.0.0.1".parse().unwrap())
        );
        for wrong in ["proxy", "10.0.0.0/33", "10.0.0.0/x"] {
            assert!(TrustedProxies::parse(wrong).is_err(), "{wrong}");
        }
    }
}
