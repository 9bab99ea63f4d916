//! So many at once: for one network, for the wide network around it, and for all. One way of counting for
//! whatever there is little of: connections, pages that are being drawn, the turn at writing a file.
//!
//! | address | its network | the wide one around it |
//! |---|---|---|
//! | IPv4 | the whole address, which is a household's or an office's | none |
//! | IPv6 | its /64, which is what a household uses | its /48, the most that a household or a rented machine is given |
//!
//! A place is given back when it is dropped.

use crate::web::rate_limits::ClientNetwork;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// How many may be taken at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// By one network.
    pub own: usize,
    /// By one wide network, all of its own together.
    pub wide: usize,
    /// By everybody.
    pub all: usize,
}

/// Places, and who has them. Clones are the same places.
#[derive(Debug, Clone)]
pub struct Places(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    bounds: Bounds,
    taken: Mutex<Taken>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Taken {
    all: usize,
    by_network: HashMap<Network, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Network {
    Own(IpAddr),
    Wide(IpAddr),
}

impl Network {
    const fn most(self, bounds: Bounds) -> usize {
        match self {
            Self::Own(_) => bounds.own,
            Self::Wide(_) => bounds.wide,
        }
    }
}

/// The networks that an address counts for.
fn networks(address: IpAddr) -> Vec<Network> {
    let address = ClientNetwork(address);
    let (own, wide) = (address.prefix(), address.widest());
    let mut networks = vec![Network::Own(own)];
    // Of IPv4 both are the whole address.
    if wide.is_ipv6() {
        networks.push(Network::Wide(wide));
    }
    networks
}

/// One place.
#[derive(Debug)]
pub struct Place {
    shared: Arc<Shared>,
    networks: Vec<Network>,
}

impl Places {
    #[must_use]
    pub fn new(bounds: Bounds) -> Self {
        Self(Arc::new(Shared {
            bounds,
            taken: Mutex::default(),
            freed: Notify::new(),
        }))
    }

    /// A place for this address, or for one whose network is not counted. `None` when there is none.
    #[must_use]
    pub fn take(&self, address: Option<IpAddr>) -> Option<Place> {
        let networks = address.map(networks).unwrap_or_default();
        let Shared { bounds, taken, .. } = &*self.0;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |network: &Network| {
            let count = taken.by_network.get(network).copied().unwrap_or_default();
            count >= network.most(*bounds)
        };
        if taken.all >= bounds.all || networks.iter().any(full) {
            return None;
        }
        taken.all += 1;
        for network in &networks {
            *taken.by_network.entry(*network).or_default() += 1;
        }
        drop(taken);
        Some(Place {
            shared: self.0.clone(),
            networks,
        })
    }

    /// How many are taken.
    #[must_use]
    pub fn taken(&self) -> usize {
        let taken = self.0.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all
    }

    /// A place as soon as there is one, until `deadline` at most.
    async fn wait_for(&self, address: Option<IpAddr>, deadline: Instant) -> Option<Place> {
        loop {
            // Before the look: what is given back in between is heard.
            let freed = self.0.freed.notified();
            if let Some(place) = self.take(address) {
                return Some(place);
            }
            timeout_at(deadline, freed).await.ok()?;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Shared { taken, freed, .. } = &*self.shared;
        let mut taken = taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= 1;
        for network in &self.networks {
            if let Entry::Occupied(mut entry) = taken.by_network.entry(*network) {
                *entry.get_mut() -= 1;
                if *entry.get() == 0 {
                    entry.remove();
                }
            }
        }
        drop(taken);
        freed.notify_waiters();
    }
}

/// Places for which a few may wait, and not for long. Clones are the same queue.
#[derive(Debug, Clone)]
pub struct Queue {
    places: Places,
    waiting: Places,
    patience: Duration,
}

impl Queue {
    /// So many places; whoever finds none waits for `patience` at most, and no more than `waiting` do.
    #[must_use]
    pub fn new(places: Bounds, waiting: Bounds, patience: Duration) -> Self {
        Self {
            places: Places::new(places),
            waiting: Places::new(waiting),
            patience,
        }
    }

    /// A place, at once or after a short wait. `None` for whoever should come again later: too many wait
    /// already, which is said at once, or none came free.
    pub async fn enter(&self, address: Option<IpAddr>) -> Option<Place> {
        if let Some(place) = self.places.take(address) {
            return Some(place);
        }
        let _waits = self.waiting.take(address)?;
        let deadline = Instant::now() + self.patience;
        self.places.wait_for(address, deadline).await
    }

    /// How many have a place.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.places.taken()
    }

    /// How many wait for one.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.taken()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Place, Places, Queue};
    use std::net::IpAddr;
    use std::time::Duration;

    const BOUNDS: Bounds = Bounds {
        own: 3,
        wide: 5,
        all: 8,
    };

    fn taken(places: &Places, address: &str, times: usize) -> Vec<Place> {
        let address: IpAddr = address.parse().unwrap();
        (0..times)
            .filter_map(|_| places.take(Some(address)))
            .collect()
    }

    #[test]
    fn places_are_counted_and_given_back() {
        let places = Places::new(BOUNDS);
        let mut one = taken(&places, "192.0.2.1", 9);
        assert_eq!(one.len(), 3);
        // The neighbour in the same /24 is somebody else.
        let other = taken(&places, "192.0.2.2", 9);
        assert_eq!(other.len(), 3);
        one.pop();
        assert_eq!(taken(&places, "::ffff:192.0.2.1", 9).len(), 1);
        drop((one, other));
        assert_eq!(places.taken(), 0);
        assert!(places.0.taken.lock().unwrap().by_network.is_empty());
    }

    #[test]
    fn one_household_is_one_network_whatever_addresses_it_uses() {
        let places = Places::new(BOUNDS);
        let one: Vec<_> = (0..9)
            .flat_map(|host| taken(&places, &format!("2001:db8:1:2::{host:x}"), 1))
            .collect();
        assert_eq!(one.len(), 3);
        let rest: Vec<_> = (0..9)
            .flat_map(|net| taken(&places, &format!("2001:db8:1:a{net}::1"), 1))
            .collect();
        assert_eq!(rest.len(), 2, "the /48 has five");
        assert_eq!(taken(&places, "2001:db8:2:2::1", 9).len(), 3);
    }

    #[test]
    fn everybody_together_has_a_bound() {
        let places = Places::new(BOUNDS);
        let uncounted: Vec<_> = (0..9).filter_map(|_| places.take(None)).collect();
        assert_eq!(uncounted.len(), 8);
        assert!(taken(&places, "192.0.2.1", 1).is_empty());
        assert_eq!(places.taken(), 8);
    }

    #[tokio::test(start_paused = true)]
    async fn a_few_wait_a_while_and_nobody_more() {
        let one = Bounds {
            own: 1,
            wide: 1,
            all: 1,
        };
        let queue = Queue::new(one, one, Duration::from_secs(2));
        let first = queue.enter(None).await.unwrap();
        let waits = tokio::spawn({
            let queue = queue.clone();
            async move { queue.enter(None).await }
        });
        while queue.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        assert!(queue.enter(None).await.is_none(), "the queue is full");
        drop(first);
        let second = waits.await.unwrap();
        assert!(second.is_some());
        // Who waits in vain is told so, and leaves.
        assert!(queue.enter(None).await.is_none());
        assert_eq!((queue.taken(), queue.waiting()), (1, 0));
    }
}
