//! Who waits for a password to be checked, and for how many there is room: a flood of guesses must leave room for readers,
//! and for whoever signs in where they did before.

use super::PasswordError;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Two at a time: at most 128 MiB and two threads.
const AT_ONCE: usize = 2;
/// Whoever comes when so many wait is sent away: the wait would be longer than a second.
const PLACES: usize = 16;
/// The other half is kept for those who are known.
const OF_STRANGERS: usize = PLACES / 2;
/// So many strangers of one network, as a provider gives it to a customer, wait at once.
const OF_ONE_NETWORK: usize = OF_STRANGERS / 2;

/// Who wants a password checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// Somebody at a place from which the account has signed in, or who has a session or a mailed link of it.
    Known,
    /// Anybody else, with the widest network that their address is counted in.
    Stranger(IpAddr),
}

#[derive(Debug)]
pub(super) struct Queue {
    turns: Arc<Semaphore>,
    waiting: Mutex<Waiting>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Mutex::default(),
        }
    }
}

impl Queue {
    /// Waits for a turn, which lasts as long as what is returned.
    ///
    /// # Errors
    /// When too many wait.
    pub async fn turn(&self, asker: Asker) -> Result<OwnedSemaphorePermit, PasswordError> {
        if let Ok(permit) = self.turns.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let place = Place::take(&self.waiting, asker).ok_or(PasswordError::Busy)?;
        let permit = self.turns.clone().acquire_owned().await;
        drop(place);
        permit.map_err(|error| PasswordError::Broken(error.to_string()))
    }
}

#[derive(Debug, Default)]
struct Waiting {
    known: usize,
    /// By their networks; none stands there with nobody.
    strangers: HashMap<IpAddr, usize>,
}

impl Waiting {
    fn has_room_for(&self, asker: Asker) -> bool {
        let strangers: usize = self.strangers.values().sum();
        let any = self.known + strangers < PLACES;
        match asker {
            Asker::Known => any,
            Asker::Stranger(network) => {
                let neighbours = self.strangers.get(&network).copied().unwrap_or_default();
                any && strangers < OF_STRANGERS && neighbours < OF_ONE_NETWORK
            }
        }
    }
}

/// A place in the queue, given back even when the request is dropped while it waits.
struct Place<'a> {
    waiting: &'a Mutex<Waiting>,
    asker: Asker,
}

impl<'a> Place<'a> {
    fn take(waiting: &'a Mutex<Waiting>, asker: Asker) -> Option<Self> {
        let mut all = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.has_room_for(asker) {
            return None;
        }
        match asker {
            Asker::Known => all.known += 1,
            Asker::Stranger(network) => *all.strangers.entry(network).or_default() += 1,
        }
        Some(Self { waiting, asker })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match self.asker {
            Asker::Known => all.known -= 1,
            Asker::Stranger(network) => {
                let left = all.strangers.get(&network).copied().unwrap_or_default();
                if left > 1 {
                    all.strangers.insert(network, left - 1);
                } else {
                    all.strangers.remove(&network);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, Asker, OF_ONE_NETWORK, OF_STRANGERS, PLACES, Place, Queue, Waiting};
    use crate::passwords::PasswordError;
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Mutex;

    fn stranger(network: usize) -> Asker {
        let last = u8::try_from(network).unwrap();
        Asker::Stranger(IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)))
    }

    #[test]
    fn strangers_fill_half_of_it_and_the_known_find_room() {
        let waiting = Mutex::new(Waiting::default());
        let strangers: Vec<_> = (0..100)
            .filter_map(|network| Place::take(&waiting, stranger(network)))
            .collect();
        assert_eq!(strangers.len(), OF_STRANGERS);
        let known: Vec<_> = (0..100)
            .filter_map(|_| Place::take(&waiting, Asker::Known))
            .collect();
        assert_eq!(known.len(), PLACES - OF_STRANGERS);
        drop(strangers);
        // The half that is free now is anybody's.
        assert!(Place::take(&waiting, Asker::Known).is_some());
        drop(known);
        let all = waiting.into_inner().unwrap();
        assert_eq!((all.known, all.strangers.len()), (0, 0));
    }

    #[test]
    fn one_network_takes_no_more_than_its_part() {
        let waiting = Mutex::new(Waiting::default());
        let one: Vec<_> = (0..100)
            .filter_map(|_| Place::take(&waiting, stranger(1)))
            .collect();
        assert_eq!(one.len(), OF_ONE_NETWORK);
        assert!(Place::take(&waiting, stranger(2)).is_some());
    }

    #[test]
    fn the_known_fill_all_of_it() {
        let waiting = Mutex::new(Waiting::default());
        let known: Vec<_> = (0..100)
            .filter_map(|_| Place::take(&waiting, Asker::Known))
            .collect();
        assert_eq!(known.len(), PLACES);
        assert!(Place::take(&waiting, stranger(1)).is_none());
    }

    #[tokio::test]
    async fn a_full_queue_sends_people_away_and_keeps_no_place_of_theirs() {
        let queue = Queue::default();
        let turns = u32::try_from(AT_ONCE).unwrap();
        let _all = queue.turns.clone().acquire_many_owned(turns).await.unwrap();
        let places: Vec<_> = (0..PLACES)
            .filter_map(|_| Place::take(&queue.waiting, Asker::Known))
            .collect();
        assert!(matches!(
            queue.turn(Asker::Known).await,
            Err(PasswordError::Busy)
        ));
        drop(places);
        assert_eq!(queue.waiting.lock().unwrap().known, 0);
    }
}
