//! Numbers that look random and are the same in every run.

/// A generator (SplitMix64, public domain, <https://prng.di.unimi.it/splitmix64.c>).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one case: it does not matter which others are generated.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or(0)
    }

    /// From `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of a list of words, each as often as the other.
    pub fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// One of a list, the first ones far more often than the last, as words and labels are used.
    pub fn often<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let skewed = self.unit().powf(2.2) * list.len() as f64;
        &list[(skewed as usize).min(list.len() - 1)]
    }

    /// So many different ones of a list, the first ones more often.
    pub fn some<T: Clone + PartialEq>(&mut self, list: &[T], count: usize) -> Vec<T> {
        let mut chosen: Vec<T> = Vec::new();
        for _ in 0..count * 4 {
            if chosen.len() == count {
                break;
            }
            let one = self.often(list);
            if !chosen.contains(one) {
                chosen.push(one.clone());
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_same_every_time_and_not_the_same_for_every_case() {
        let roll = |number| {
            let mut dice = Dice::of(7, number);
            [dice.below(1000), dice.below(1000), dice.below(1000)]
        };
        assert_eq!(roll(1), roll(1));
        assert_ne!(roll(1), roll(2));
    }

    #[test]
    fn the_first_of_a_list_come_more_often() {
        let mut dice = Dice::of(7, 1);
        let list: Vec<usize> = (0..10).collect();
        let first = (0..1000).filter(|_| *dice.often(&list) < 3).count();
        assert!(first > 500, "{first}");
        let some = dice.some(&list, 4);
        assert_eq!(some.len(), 4);
    }
}
