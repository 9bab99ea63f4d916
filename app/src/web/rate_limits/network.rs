//! Where a request came from, as limits count it.

use crate::web::error::PageError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv6Addr};

/// The networks that an address is counted in, by their bits from the narrowest on, and how much more each may than the
/// narrowest. A household or office gets a /64 or, with 256 of these, a /56; a rented machine gets a /48. Of IPv4 only
/// whole addresses are counted.
pub(super) const WIDTHS: [(u8, u32); 3] = [(64, 1), (56, 4), (48, 16)];

/// The network of an address with so many bits; of IPv4 the address.
pub(super) fn prefix(address: IpAddr, bits: u8) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let rest = 128_u32.saturating_sub(bits.into());
            let mask = u128::MAX.checked_shl(rest).unwrap_or_default();
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & mask))
        }
    }
}

/// The address of the browser, or of the nearest machine we have no reason to trust. The server
/// puts it on every request; a header that anybody can send counts only from a trusted proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientNetwork(pub IpAddr);

impl ClientNetwork {
    /// The network of that address: what one household or office gets.
    #[must_use]
    pub fn prefix(self) -> IpAddr {
        let [(narrowest, _), ..] = WIDTHS;
        prefix(self.0, narrowest)
    }

    /// The widest network that it is counted in.
    #[must_use]
    pub fn widest(self) -> IpAddr {
        let [.., (widest, _)] = WIDTHS;
        prefix(self.0, widest)
    }

    /// As much of it as an operator needs to see where a flood comes from: cut to /24 and /48, which names no machine.
    #[must_use]
    pub fn cut(self) -> String {
        match self.widest() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                format!("{a}.{b}.{c}.0/24")
            }
            IpAddr::V6(network) => format!("{network}/48"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for ClientNetwork {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        // Failing closed: without an address nobody could be slowed down.
        parts
            .extensions
            .get::<Self>()
            .copied()
            .ok_or_else(|| PageError::Internal("the network layer is missing".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::ClientNetwork;

    fn at(address: &str) -> ClientNetwork {
        ClientNetwork(address.parse().unwrap())
    }

    #[test]
    fn a_network_is_named_without_its_machine() {
        for (address, narrow, widest, cut) in [
            (
                "198.51.100.7",
                "198.51.100.7",
                "198.51.100.7",
                "198.51.100.0/24",
            ),
            (
                "::ffff:198.51.100.7",
                "198.51.100.7",
                "198.51.100.7",
                "198.51.100.0/24",
            ),
            (
                "2001:db8:1:23ff:4:5:6:7",
                "2001:db8:1:23ff::",
                "2001:db8:1::",
                "2001:db8:1::/48",
            ),
        ] {
            let network = at(address);
            assert_eq!(network.prefix().to_string(), narrow, "{address}");
            assert_eq!(network.widest().to_string(), widest, "{address}");
            assert_eq!(network.cut(), cut, "{address}");
        }
    }
}
