//! Eight clients press at random, allowed and forbidden things, on pages old and new: two museums, four moderators, an
//! admin and the program that carries out what is due. A model that is written by hand says beforehand what each
//! press comes to; after each step what is stored is what the model says.
//!
//! Seed 760 comes through every status in 300 steps. The choices hang on the
//! seed and the model alone, so both databases go through the same steps: at the end they are gone once more without
//! any database, and came to the same.

mod chance;
mod clients;
mod moves;
mod presses;
mod state;
mod stored;
mod tables;
mod world;

use crate::each_database;
use crate::support::how_often::seed_and_steps;
use clients::Clients;
use world::{Came, World};

/// The steps that the model goes alone.
fn alone(seed: u64, steps: u64, first_version: i64) -> Vec<Came> {
    let mut world = World::new(seed, first_version);
    (0..steps)
        .map(|_| {
            let deed = world.next();
            world.does(&deed)
        })
        .collect()
}

#[test]
fn the_model_says_the_same_twice_and_tries_every_answer_and_status() {
    let came = alone(7, 20_000, 1);
    assert_eq!(came, alone(7, 20_000, 1));
    let has = |status: &str| came.iter().filter(|one| one.2 == status).count();
    for status in [
        "draft",
        "submitted",
        "in_review",
        "changes_requested",
        "awaiting_yes",
        "approved",
        "published",
        "declined",
        "withdrawn",
        "lapsed",
        "deleted",
    ] {
        assert!(has(status) > 20, "{status}: {}", has(status));
    }
    for answer in [303, 404, 409, 422] {
        let count = came.iter().filter(|one| one.1 == answer).count();
        assert!(count > 100, "{answer}: {count}");
    }
}

each_database! {
    async fn eight_clients_at_random_leave_what_the_model_says(app: TestApp) {
        let (seed, steps) = seed_and_steps();
        eprintln!("CASEBOOK_TEST_SEED={seed} CASEBOOK_TEST_STEPS={steps}");
        let app = app.with_undo_minutes(10);
        let (draft, _) = app.draft("The first version of a draft").await;
        let first_version = app.submission(draft).await.version;
        let mut world = World::new(seed, first_version);
        let mut clients = Clients::new(app, &world).await;
        let mut came = Vec::new();
        for step in 0..steps {
            let deed = world.next();
            let said = format!("seed {seed}, step {step}: {deed:?}");
            let before = world.clone();
            let expected = world.does(&deed);
            let answered = clients.does(&deed, world.now).await;
            assert_eq!(answered, expected.1, "{said} in {:?}", before.cases);
            clients.agrees(&world, &said).await;
            came.push((expected.0, answered, expected.2, expected.3));
        }
        assert_eq!(came, alone(seed, steps, first_version), "as without a database");
        let mut counts = std::collections::BTreeMap::<u16, usize>::new();
        for one in &came {
            *counts.entry(one.1).or_default() += 1;
        }
        eprintln!("{steps} steps came to {counts:?}");
    }
}
