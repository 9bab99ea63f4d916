//! Everything that the model knows, and one step of it. Nothing here asks the program, so that the same steps can be
//! gone once more without it.

use super::chance::Chance;
use super::state::{One, Press, Seen};
use std::collections::HashMap;

/// Two museums come first, then the staff, then the program.
pub const MUSEUMS: usize = 2;
pub const STAFF: usize = 5;
pub const CASES: usize = 12;
/// What goes by with each step, in seconds. Neither ten minutes nor ninety days are a multiple of it, so that it is
/// never a matter of milliseconds whether something is due.
const STEP: i64 = 11;
/// How much later the program looks, in steps: five minutes, eleven, a month, a quarter of a year; and how often.
const WAITS: [(i64, usize); 4] = [(28, 8), (61, 10), (235_637, 1), (714_764, 1)];

/// What somebody does in a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Something new is begun in place of one that is over.
    Begin {
        at: usize,
        owner: usize,
    },
    Museum {
        who: usize,
        at: usize,
        press: Press,
    },
    Staff {
        who: usize,
        at: usize,
        seen: Seen,
        press: Press,
    },
    /// The program looks what is due; the others have to sign in again after a long time.
    Work {
        is_long: bool,
    },
}

/// What a step came to: the answer, if there is one, then where the submission stands.
pub type Came = (String, u16, &'static str, i64);

#[derive(Clone)]
pub struct World {
    chance: Chance,
    pub cases: Vec<One>,
    seen: HashMap<(usize, usize), Seen>,
    /// Seconds since it began.
    pub now: i64,
    uids: u64,
    first_version: i64,
}

impl World {
    /// Drafts only. `first_version`: of a draft.
    pub fn new(seed: u64, first_version: i64) -> Self {
        let mut world = Self {
            chance: Chance(seed),
            cases: Vec::new(),
            seen: HashMap::new(),
            now: 0,
            uids: 0,
            first_version,
        };
        for at in 0..CASES {
            let one = world.begin(at % MUSEUMS);
            world.cases.push(one);
        }
        world
    }

    fn begin(&mut self, owner: usize) -> One {
        self.uids += 1;
        One::draft(self.uids, owner, self.first_version, self.now)
    }

    /// What is done next. Time goes by.
    pub fn next(&mut self) -> Deed {
        let client = self.chance.below(MUSEUMS + STAFF + 1);
        let at = self.chance.below(CASES);
        self.now += STEP;
        if client == MUSEUMS + STAFF {
            let waits: Vec<i64> = WAITS
                .iter()
                .flat_map(|(wait, times)| std::iter::repeat_n(*wait, *times))
                .collect();
            let wait = waits[self.chance.below(waits.len())];
            self.now += wait * STEP;
            return Deed::Work {
                is_long: wait > 1_000,
            };
        }
        if client < MUSEUMS {
            let over = matches!(self.cases[at].status, "published" | "withdrawn" | "deleted");
            if over && self.chance.one_in(4) {
                return Deed::Begin { at, owner: client };
            }
            let asked_alone = self.chance.one_in(2);
            let mine = (at..at + CASES).map(|at| at % CASES).find(|at| {
                let one = &self.cases[*at];
                one.owner == client && (!asked_alone || one.waits_for_its_owner())
            });
            // Now and then another museum's.
            let at = mine.filter(|_| !self.chance.one_in(12)).unwrap_or(at);
            let press = self.chance.museum_presses(&self.cases[at]);
            return Deed::Museum {
                who: client,
                at,
                press,
            };
        }
        let who = client - MUSEUMS;
        let one = &self.cases[at];
        let known = self.seen.get(&(who, at)).filter(|seen| seen.of == one.uid);
        // Most look first; the others press on a page that they opened before.
        let seen = match known {
            Some(seen) if self.chance.one_in(3) => seen.clone(),
            _ => one.look(),
        };
        self.seen.insert((who, at), seen.clone());
        let press = self.chance.staff_presses(&seen, one, STAFF);
        Deed::Staff {
            who,
            at,
            seen,
            press,
        }
    }

    /// What it should come to.
    pub fn does(&mut self, deed: &Deed) -> Came {
        let (now, uids) = (self.now, &mut self.uids);
        let (at, status) = match deed {
            Deed::Begin { at, owner } => {
                self.cases[*at] = self.begin(*owner);
                (*at, 0)
            }
            Deed::Museum { who, at, press } => {
                (*at, self.cases[*at].museum(*who, press, now, uids))
            }
            Deed::Staff {
                who,
                at,
                seen,
                press,
            } => (*at, self.cases[*at].staff(*who, seen, press, now, uids)),
            Deed::Work { .. } => {
                for one in &mut self.cases {
                    one.work(now, uids);
                }
                (0, 0)
            }
        };
        let one = &self.cases[at];
        (format!("{deed:?}"), status, one.status, one.version)
    }
}
