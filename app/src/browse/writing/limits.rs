//! How often readers may write.
//!
//! | what | at once | then one every | why |
//! |---|---|---|---|
//! | forms sent from one network | 6 | 5 min | a team that reads together, and no machine |
//! | messages passed on to one case's museum | 10 | 30 min | a museum reads its mail by hand |
//!
//! How often one address is mailed a link is counted in the database: see
//! [`questions`](crate::db::questions).

use crate::account::Wait;
use crate::account::bucket::{Bucket, prefix};
use std::net::IpAddr;
use std::time::Duration;

/// The buckets of both limits, or none of them.
#[derive(Debug)]
pub struct WritingLimits {
    buckets: Option<(Bucket<IpAddr>, Bucket<i64>)>,
}

impl Default for WritingLimits {
    fn default() -> Self {
        Self::new()
    }
}

impl WritingLimits {
    /// The limits of the table above.
    #[must_use]
    pub fn new() -> Self {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        Self {
            buckets: Some((Bucket::new(6, minutes(5)), Bucket::new(10, minutes(30)))),
        }
    }

    /// No limits, for tests on one's own machine.
    #[must_use]
    pub const fn off() -> Self {
        Self { buckets: None }
    }

    /// Counts one form sent from this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_form(&self, network: IpAddr) -> Result<(), Wait> {
        self.buckets
            .as_ref()
            .map_or(Ok(()), |(forms, _)| forms.take(&prefix(network)))
    }

    /// Counts one message passed on to the museum of this case.
    ///
    /// # Errors
    /// How long to wait.
    pub fn check_museum(&self, case_id: i64) -> Result<(), Wait> {
        self.buckets
            .as_ref()
            .map_or(Ok(()), |(_, museums)| museums.take(&case_id))
    }
}

#[cfg(test)]
mod tests {
    use super::WritingLimits;

    #[test]
    fn networks_and_museums_are_counted_apart() {
        let limits = WritingLimits::new();
        let passed = |address: &str| {
            let address = address.parse().unwrap();
            (0..20)
                .filter(|_| limits.check_form(address).is_ok())
                .count()
        };
        assert_eq!(passed("192.0.2.1"), 6);
        assert_eq!(passed("192.0.2.2"), 6);
        // One household, whatever its last half says.
        assert_eq!(passed("2001:db8:1:2::1"), 6);
        assert_eq!(passed("2001:db8:1:2::ffff"), 0);
        assert_eq!(
            (0..20).filter(|_| limits.check_museum(1).is_ok()).count(),
            10
        );
        assert!(limits.check_museum(2).is_ok());
        let off = WritingLimits::off();
        assert!((0..99).all(|_| off.check_museum(1).is_ok()));
    }
}
