//! What the campaign behind the bank wants, in our words.

use case_study::text;

/// An aim.
pub struct Aim {
    /// What to do: "Show good practice".
    pub title: &'static str,
    /// What it means here.
    pub meaning: &'static str,
}

/// All of them, in their order.
pub const AIMS: [Aim; 3] = [
    Aim {
        title: "Show good practice",
        meaning: "So that any museum can see what others did, what it took and what changed, and start with confidence.",
    },
    Aim {
        title: "Look after the people who do the work",
        meaning: "Staff, volunteers and freelancers need advice, time and support of their own. Good work with communities \
                  rests on a team that is well.",
    },
    Aim {
        title: "Help communities feel better",
        meaning: "Museums have collections, space and people's time. With the right partners, that can help people feel better.",
    },
];

/// "We want to show good practice, look after the people who do the work and help communities feel better."
#[must_use]
pub fn in_a_sentence() -> String {
    let mut titles: Vec<String> = AIMS
        .iter()
        .map(|aim| text::lower_first(aim.title))
        .collect();
    let last = titles.pop().unwrap_or_default();
    format!("We want to {} and {last}.", titles.join(", "))
}

#[cfg(test)]
mod tests {
    use super::in_a_sentence;

    #[test]
    fn the_aims_make_a_sentence() {
        assert_eq!(
            in_a_sentence(),
            "We want to show good practice, look after the people who do the work and help communities feel better."
        );
    }
}
