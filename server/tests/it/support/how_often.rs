//! How often what is left to chance is tried. The suite tries a few times; who wants to be surer asks for more:
//!
//! | variable | what it counts |
//! |---|---|
//! | `CASEBOOK_TEST_RACES` | runs of every race, and forms that are pressed many times at once |
//! | `CASEBOOK_TEST_KILLS` | how often the program is killed |
//! | `CASEBOOK_TEST_WRITES` | writes that are looked for after one that failed or was given up |
//! | `CASEBOOK_TEST_STEPS` | steps of the random clients, which `CASEBOOK_TEST_SEED` chooses |

/// The number that a variable asks for.
fn asked(variable: &str) -> Option<usize> {
    let asked = std::env::var(variable).ok()?;
    Some(
        asked
            .parse()
            .unwrap_or_else(|_| panic!("{variable} is a number")),
    )
}

/// How often each race is run; so often, unless somebody asks.
pub fn races(otherwise: usize) -> usize {
    asked("CASEBOOK_TEST_RACES").unwrap_or(otherwise)
}

/// How often the program is killed.
pub fn kills() -> usize {
    asked("CASEBOOK_TEST_KILLS").unwrap_or(5)
}

/// How many writes are looked for after one that failed.
pub fn writes() -> usize {
    asked("CASEBOOK_TEST_WRITES").unwrap_or(10)
}

/// Which random steps there are, and how many.
pub fn seed_and_steps() -> (u64, u64) {
    let seed = asked("CASEBOOK_TEST_SEED").unwrap_or(760);
    let steps = asked("CASEBOOK_TEST_STEPS").unwrap_or(300);
    (seed as u64, steps as u64)
}
