//! What the clients press: random, and the same for one seed.

use super::state::{One, Press, Seen};
use super::tables::{DECISIONS, OF_CASES, leads, moves_of};

/// Numbers that look random (SplitMix64).
#[derive(Clone)]
pub struct Chance(pub u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to this.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("it is small")
    }

    /// One time in so many.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        if choices.is_empty() {
            return None;
        }
        Some(choices[self.below(choices.len())])
    }

    /// What a museum presses.
    pub fn museum_presses(&mut self, one: &One) -> Press {
        let asked: Vec<u64> = one
            .askings
            .iter()
            .rev()
            .take(2)
            .map(|one| one.uid)
            .collect();
        let answers = one.owner_is_asked() && !self.one_in(5) || self.one_in(8);
        if answers && let Some(asking) = self.of(&asked) {
            let what = self
                .of(&["yes", "change", "write", "sure"])
                .expect("one of them");
            return Press::Say { asking, what };
        }
        if one.status == "published" && !self.one_in(3) {
            return Press::Tell {
                over: self.one_in(2),
            };
        }
        match self.below(20) {
            0 => Press::Withdraw,
            1 | 2 => Press::Resume,
            _ => Press::Send {
                sure: !self.one_in(3),
            },
        }
    }

    /// Mostly what can be decided where it stands.
    fn decision(&mut self, status: &str) -> &'static str {
        let all = DECISIONS.map(|row| row.0);
        let fits = |decision: &&str| {
            let moves = moves_of(decision, status);
            let led = moves
                .into_iter()
                .try_fold(status, |from, action| leads(from, action));
            led.is_some()
        };
        let fitting: Vec<&'static str> = all.into_iter().filter(fits).collect();
        let choices = if self.one_in(3) {
            &all[..]
        } else {
            &fitting[..]
        };
        self.of(choices).unwrap_or("approve")
    }

    /// What somebody of the staff presses who saw this.
    pub fn staff_presses(&mut self, seen: &Seen, one: &One, colleagues: usize) -> Press {
        let on_note = self.of(&seen.all_notes);
        match self.below(30) {
            0 => Press::Take,
            1 => Press::GiveBack,
            2 => Press::HandOver {
                to: self.below(colleagues),
            },
            3 => Press::Sensitive { is: self.one_in(2) },
            4 => Press::Second,
            5..=7 => Press::Label {
                label: self.of(&["monitored", "evaluated"]).expect("one of them"),
            },
            8 => Press::Note {
                for_museum: !self.one_in(4),
            },
            9 => match on_note {
                Some(note) if self.one_in(2) => Press::Remove { note },
                Some(note) => Press::Settle { note },
                None => Press::Note { for_museum: true },
            },
            10 | 11 => match seen.plan {
                Some(plan) if self.one_in(2) => Press::Stop { plan },
                Some(plan) => Press::Now { plan },
                None => Press::Second,
            },
            12 => Press::Case {
                action: self.of(&OF_CASES).expect("one of them"),
            },
            13..=21 if one.status == "published" => Press::Case {
                action: self.of(&OF_CASES).expect("one of them"),
            },
            _ => Press::Decide {
                decision: self.decision(one.status),
                despite: !self.one_in(3),
            },
        }
    }
}
