//! Mails to a mailbox of which nobody has shown that it is theirs: never more than may go, whatever sets them off,
//! however its address is spelled, and however many instances do it at once.

use crate::support::waiting::MUSEUM;
use crate::support::{Kind, Mail, TestApp, TestDatabase};
use crate::{each_database, submit::steps};
use case_study::mail_templates::MailContext;
use case_study::{Move, Status};
use futures::future::{LocalBoxFuture, join_all};
use futures::{FutureExt, StreamExt};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use store::drafts::{BeginError, NewDraft};
use store::entity::{mailed_address, submission};
use store::history::Actor;
use store::{DAY_MS, Db, drafts, my_data, unsent};

/// What one mailbox gets in a day because strangers typed its address.
const MOST: usize = 12;
/// Ways that are tried at the same time.
const AT_ONCE: usize = 10;

/// Another address of the same mailbox each time.
fn spelled(number: usize) -> String {
    let (name, domain) = MUSEUM.split_once('@').expect("an address");
    match number % 3 {
        0 => format!("{name}+{number}@{domain}"),
        1 => format!("{}@{domain}", name.to_uppercase()),
        _ => MUSEUM.to_owned(),
    }
}

fn context(app: &TestApp) -> MailContext {
    app.state.settings.mail_context()
}

/// Begins a draft with this address; whether its link was mailed.
async fn begin(db: &Db, context: &MailContext, email: String) -> bool {
    let new = NewDraft {
        title: "Tea".to_owned(),
        email,
        answered: Default::default(),
        start_key: hex::encode(store::random_bytes::<16>()),
        account_id: None,
    };
    match drafts::begin(db, context, new).await {
        Ok(_) => true,
        Err(BeginError::MailedOften { .. }) => false,
        Err(error) => panic!("{error}"),
    }
}

/// Two installations over one database, as two instances are.
async fn two_instances(kind: Kind) -> Option<(TestDatabase, [TestApp; 2])> {
    let database = TestDatabase::migrated(kind).await?;
    let instances = [TestApp::new(&database).await, TestApp::new(&database).await];
    Some((database, instances))
}

async fn remove(database: TestDatabase, instances: [TestApp; 2]) {
    for instance in instances {
        instance.db.close().await;
    }
    database.remove().await;
}

fn to_museum(mails: &[Mail]) -> usize {
    mails
        .iter()
        .filter(|mail| mail.to.to_lowercase().contains("@museum.example"))
        .count()
}

async fn by_all_ways_at_once(kind: Kind) {
    let Some((database, instances)) = two_instances(kind).await else {
        return;
    };
    let mut withdrawn = Vec::new();
    for _ in 0..10 {
        withdrawn.push(instances[0].draft("Tea and objects").await.0);
    }
    let contexts = [context(&instances[0]), context(&instances[1])];
    let mut ways: Vec<LocalBoxFuture<'_, ()>> = Vec::new();
    for number in 0..20 {
        let (app, context) = (&instances[number % 2], &contexts[number % 2]);
        ways.push(
            async move {
                begin(&app.db, context, spelled(number)).await;
            }
            .boxed_local(),
        );
        ways.push(
            async move {
                let asked = my_data::ask(&app.db, context, &spelled(number)).await;
                asked.expect("the database answers");
            }
            .boxed_local(),
        );
        ways.push(
            async move {
                let asked = drafts::mail_links_again(&app.db, context, &spelled(number)).await;
                asked.expect("the database answers");
            }
            .boxed_local(),
        );
        if let Some(id) = withdrawn.get(number).copied() {
            let author = Actor::submitter();
            ways.push(
                async move {
                    app.make(id, &Move::Withdraw, &author).await;
                }
                .boxed_local(),
            );
        }
    }
    let tried: Vec<()> = futures::stream::iter(ways)
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    assert_eq!(tried.len(), 70);
    // What was asked for of an address of which nothing is known is mailed to nobody.
    let counted = mailed_address::Entity::find()
        .filter(mailed_address::Column::MailboxHash.is_not_null())
        .count(instances[0].db.reader())
        .await
        .expect("a count");
    assert_eq!(counted, MOST as u64);
    let mails = instances[0].mails().await;
    assert!(to_museum(&mails) <= MOST, "{}", mails.len());
    assert_eq!(to_museum(&mails), mails.len());
    // Nothing but the mail was left out.
    for id in withdrawn {
        assert_eq!(instances[1].submission(id).await.status, Status::Withdrawn);
    }
    remove(database, instances).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_all_ways_at_once_a_mailbox_gets_twelve_on_sqlite() {
    by_all_ways_at_once(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_all_ways_at_once_a_mailbox_gets_twelve_on_postgres() {
    by_all_ways_at_once(Kind::Postgres).await;
}

async fn forty_drafts_at_once(kind: Kind) {
    let Some((database, instances)) = two_instances(kind).await else {
        return;
    };
    let contexts = [context(&instances[0]), context(&instances[1])];
    let begun = (0..40).map(|number| {
        let (app, context) = (&instances[number % 2], &contexts[number % 2]);
        begin(&app.db, context, spelled(number))
    });
    let mailed = join_all(begun).await.into_iter().filter(|mailed| *mailed);
    assert_eq!(mailed.count(), 6);
    assert_eq!(instances[0].mails().await.len(), 6);
    remove(database, instances).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_mail_a_mailbox_six_links_to_drafts_on_sqlite() {
    forty_drafts_at_once(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_mail_a_mailbox_six_links_to_drafts_on_postgres() {
    forty_drafts_at_once(Kind::Postgres).await;
}

each_database! {
    async fn whoever_sends_and_withdraws_in_the_name_of_somebody_mails_them_six_times(app: TestApp) {
        let mut sent = Vec::new();
        for _ in 0..10 {
            sent.push(app.sent("Tea and objects").await.0);
        }
        for id in &sent {
            app.make(*id, &Move::Withdraw, &Actor::submitter()).await;
        }
        assert_eq!(app.mails().await.len(), 6);
        // A day later it counts no more.
        app.clock.advance(DAY_MS);
        app.sent("Tea and objects").await;
        assert_eq!(app.mails().await.len(), 7);
    }

    async fn an_address_that_is_confirmed_is_told_of_everything(app: TestApp) {
        let mut sent = Vec::new();
        for _ in 0..8 {
            sent.push(app.sent("Tea and objects").await.0);
        }
        assert_eq!(app.mails().await.len(), 6);
        // What typing a mailed code does.
        submission::Entity::update_many()
            .col_expr(submission::Column::AddressConfirmedAt, Expr::value(Some(app.clock.now_ms())))
            .filter(submission::Column::Id.is_in(sent.iter().copied()))
            .exec(app.db.writer())
            .await
            .expect("confirmed");
        for id in &sent {
            app.make(*id, &Move::Withdraw, &Actor::submitter()).await;
        }
        assert_eq!(app.mails().await.len(), 6 + 8);
    }

    async fn an_account_that_names_another_address_has_not_confirmed_it(app: TestApp) {
        let visitor = app.submitter().await;
        for _ in 0..8 {
            // Its own address is its contact until another is typed.
            let reference = steps::begin(&visitor, "Tea", "").await;
            steps::fill(&visitor, &reference).await;
            drop(steps::declare(&visitor, &reference).await.expect(303));
        }
        let mails = app.mails().await;
        let told = mails.iter().filter(|mail| mail.to == MUSEUM && mail.subject.contains("received"));
        assert!(told.count() <= 6, "{mails:?}");
        assert!(to_museum(&mails) <= MOST, "{mails:?}");
    }

    async fn drafts_of_one_address_that_will_go_are_told_of_six_a_day(app: TestApp) {
        for _ in 0..8 {
            app.draft("Tea and objects").await;
        }
        app.clock.advance(84 * DAY_MS);
        let context = context(&app);
        assert_eq!(unsent::warn(&app.db, &context).await.expect("warned"), 8);
        assert_eq!(app.mails().await.len(), 6);
        app.clock.advance(DAY_MS);
        assert_eq!(app.mails().await.len(), 8);
        assert_eq!(unsent::warn(&app.db, &context).await.expect("nothing is left"), 0);
    }

    async fn asking_in_other_spellings_of_a_mailbox_takes_no_link_from_its_holder(app: TestApp) {
        drop(app.draft("Tea and objects").await);
        let context = context(&app);
        let (name, domain) = MUSEUM.split_once('@').expect("an address");
        for number in 0..20 {
            for tag in [number, 1] {
                let spelled = format!("{name}+{tag}@{domain}");
                drafts::mail_links_again(&app.db, &context, &spelled).await.expect("the database answers");
            }
        }
        assert!(app.mails().await.is_empty(), "there is nothing of theirs");
        for _ in 0..5 {
            drafts::mail_links_again(&app.db, &context, MUSEUM).await.expect("the database answers");
        }
        assert_eq!(app.mails().await.len(), 3);
    }

    async fn drafts_that_will_go_keep_nobody_from_beginning_another(app: TestApp) {
        // Anybody may have typed the address into them, and telling of them takes three days.
        for _ in 0..14 {
            app.draft("Tea and objects").await;
        }
        app.clock.advance(84 * DAY_MS);
        let context = context(&app);
        assert_eq!(unsent::warn(&app.db, &context).await.expect("warned"), 14);
        for day in 0..3 {
            assert!(begin(&app.db, &context, MUSEUM.to_owned()).await, "{day}");
            app.clock.advance(DAY_MS);
        }
    }
}
