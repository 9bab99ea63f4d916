//! The short way: one page, in one's own words; and a draft that is sent from there.

use super::steps::{answer, begin, content, form_of, submission, words};
use crate::each_database;
use crate::sample;
use crate::support::how_often::races;
use crate::support::{Page, TestApp, Visitor};
use case_study::text_input::tidy;
use case_study::{Action, CaseStudyContent, EventKind, RevisionKind, Role, Status};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use store::entity::{case, declaration, letter, revision, submission as row};
use store::{declarations, history, letters, submissions};

const FORM: &str = "form.form";
const PATH: &str = "/submit/short";
const EMAIL: &str = "learning@museum.example";
/// Three emails as museums write them, and the titles that they get.
const MAILS: [(&str, &str); 3] = [
    (
        include_str!("../../../../end2end/support/mails/short.txt"),
        "our wellbeing project for your collection",
    ),
    (
        include_str!("../../../../end2end/support/mails/medium.txt"),
        "Wellbeing case study: Multaka-Oxford – a “meeting point”",
    ),
    (
        include_str!("../../../../end2end/support/mails/long.txt"),
        "Wellbeing case study - Inspiring Futures (sorry, long)",
    ),
];
const TICKS: [(&str, &str); 2] = [("declarations", "send"), ("declarations", "prepare")];

/// A story with everything that is needed, as typed for a museum that nobody knows.
fn story<'a>(own_words: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    let typed = [
        ("own_words", own_words),
        ("museum", "Example Museum of Tea"),
        ("town", "Exampleton"),
        ("contact_email", email),
    ];
    typed.into_iter().chain(TICKS).collect()
}

/// The same with some answers in place of its own.
fn with<'a>(
    typed: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    typed
        .iter()
        .filter(|(key, _)| !changed.iter().any(|(other, _)| other == key))
        .chain(changed.iter().filter(|(_, value)| !value.is_empty()))
        .copied()
        .collect()
}

async fn send(visitor: &Visitor, typed: &[(&str, &str)]) -> Page {
    let page = visitor.get(PATH).await.expect(200);
    visitor.submit(&page, FORM, typed).await
}

/// The reference in the address that a page leads to.
fn reference_of(page: &Page) -> String {
    let rest = page.location().strip_prefix("/submit/").expect("a draft");
    rest.trim_end_matches("/sent").to_owned()
}

async fn cases(app: &TestApp) -> u64 {
    case::Entity::find().count(app.db.reader()).await.unwrap()
}

/// Where the links of the error summary lead.
fn faults(page: &Page) -> Vec<String> {
    let links = page.select(".error-summary a");
    links.iter().filter_map(|link| link.attr("href")).collect()
}

fn boxed(page: &Page) -> String {
    page.value("own_words").unwrap_or_default()
}

each_database! {
    async fn an_email_becomes_a_case_study_with_one_page(app: TestApp) {
        app.import_sample().await;
        for (number, (text, title)) in MAILS.into_iter().enumerate() {
            let visitor = app.visitor();
            let email = format!("team-{number}@museum.example");
            let sent = send(&visitor, &story(text, &email)).await.expect(303);
            let reference = reference_of(&sent);
            assert_eq!(sent.location(), format!("/submit/{reference}/sent"));

            let stored = submission(&app, &reference).await;
            assert_eq!((stored.status.clone(), stored.title.as_str(), stored.way.as_str()), (Status::Submitted.into(), title, "short"));
            assert_eq!((stored.round, stored.submitter_email.as_str()), (0, email.as_str()));
            assert!(stored.first_sent_at.is_some() && stored.first_sent_at == stored.submitted_at, "{stored:?}");
            let row = row::Entity::find_by_id(stored.id).one(app.db.reader()).await.unwrap().unwrap();
            assert_eq!((row.begun_by.as_str(), row.museum.as_str()), ("museum", "Example Museum of Tea"));

            let texts = submissions::revisions(&app.db, stored.id).await.unwrap();
            assert_eq!(texts.len(), 1);
            assert_eq!((texts[0].number, texts[0].kind.clone()), (1, RevisionKind::AsSubmitted.into()));
            let expected = CaseStudyContent {
                title: title.into(),
                own_words: tidy(text),
                museum: "Example Museum of Tea".into(),
                town: "Exampleton".into(),
                country: "GB".into(),
                contact_email: email.clone(),
                ..CaseStudyContent::default()
            };
            assert_eq!(texts[0].content, expected);
            assert_eq!(content(&app, &reference).await, expected);

            let given = declarations::of_submission(app.db.reader(), stored.id).await.unwrap();
            let keys: Vec<_> = given.iter().map(|one| one.key.as_str()).collect();
            assert_eq!(keys, ["send", "prepare"]);
            let cut = revision::Entity::find().order_by_desc(revision::Column::Id).one(app.db.reader()).await.unwrap().unwrap();
            assert!(given.iter().all(|one| one.revision_id == cut.id), "{given:?}");
            let kinds: Vec<_> = history::history(&app.db, stored.id).await.unwrap().into_iter().map(|entry| entry.kind).collect();
            assert_eq!(kinds, [EventKind::Begin, EventKind::Move(Action::Submit)]);

            let letters = letters::of_case(&app.db, stored.case_id).await.unwrap();
            assert_eq!(letters.len(), 1);
            assert!(!letters[0].from_museum && letters[0].body.starts_with("Thank you for telling us"), "{letters:?}");
            let mail = app.mails().await.pop().unwrap();
            assert_eq!((mail.to.as_str(), mail.subject.as_str()), (email.as_str(), format!("We have your case study ({reference})").as_str()));
            for line in tidy(text).lines().filter(|line| !line.is_empty()) {
                assert!(mail.text.contains(&format!("\n> {line}\n")), "{line}: {}", mail.text);
            }

            let page = visitor.follow(&sent).await.expect(200);
            assert!(page.text().contains(&reference), "{page:?}");
            assert!(page.text().contains(&format!("We sent a copy to {email}.")), "{page:?}");
            assert!(page.text().contains("It goes online when you say yes."), "{page:?}");
            // The link in the mail reads it on any device; this browser may take it back.
            drop(app.visitor().get(&mail.links()[0]).await.expect(200));
            drop(visitor.get(&format!("/submit/{reference}/withdraw")).await.expect(200));
        }
        assert_eq!(letter::Entity::find().count(app.db.reader()).await.unwrap(), 3);
        assert_eq!(declaration::Entity::find().count(app.db.reader()).await.unwrap(), 6);
    }

    async fn a_known_museum_brings_its_type_size_and_place(app: TestApp) {
        app.import_sample().await;
        let known = sample::bank().into_iter().find(|case| case.id == "house-of-memories").unwrap().content;
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let offered: Vec<_> = page.select("datalist option").iter().filter_map(|option| option.attr("value")).collect();
        assert!(offered.contains(&known.museum), "{offered:?}");
        assert!(offered.is_sorted_by_key(|name| case_study::text_input::sort_key(name)), "{offered:?}");

        // However it is typed, and without a town.
        let spelled = format!("  {} ", known.museum.to_uppercase());
        let text = words(60);
        let typed = with(&story(&text, EMAIL), &[("museum", &spelled), ("town", "")]);
        let sent = visitor.submit(&page, FORM, &typed).await.expect(303);
        let stored = content(&app, &reference_of(&sent)).await;
        let place = |content: &CaseStudyContent| [&content.museum, &content.museum_type, &content.museum_size, &content.governance, &content.town, &content.region, &content.country].map(String::clone);
        assert_eq!(place(&stored), place(&known));

        // The work was in another town.
        let typed = with(&typed, &[("town", "Tartu"), ("country", "EE")]);
        let sent = send(&app.visitor(), &typed).await.expect(303);
        let stored = content(&app, &reference_of(&sent)).await;
        assert_eq!((stored.museum.as_str(), stored.museum_type.as_str()), (known.museum.as_str(), known.museum_type.as_str()));
        assert_eq!((stored.town.as_str(), stored.region.as_str(), stored.country.as_str()), ("Tartu", "", "EE"));

        // One whose only case was taken down is known to nobody.
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let typed = with(&story(&text, EMAIL), &[("museum", known.museum.as_str()), ("town", "")]);
        let page = send(&app.visitor(), &typed).await.expect(422);
        assert_eq!(faults(&page), ["#town"]);
    }

    async fn what_is_missing_is_said_in_the_museums_words_and_nothing_typed_is_lost(app: TestApp) {
        let visitor = app.visitor();
        let (few, right, many) = (words(39), words(40), words(1501));
        let (most, over) = ("é".repeat(20_000), "é".repeat(20_001));
        let far = format!("Tea\u{0}\u{200b} & <b>objects</b>\n\n{}", words(2000));
        let long = "x".repeat(121);
        let right = right.as_str();
        type Row<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);
        let rows: &[Row] = &[
            (&[("own_words", "")], &["#own_words"], "Tell us what you did, who it was for and what came of it, in at least 40 words"),
            (&[("own_words", &few)], &["#own_words"], "You have written 39 words so far. Write at least 1 more"),
            (&[("own_words", &many)], &["#own_words"], "Your text has 1,501 words. Cut 1 to send it. All of it is still here"),
            (&[("own_words", &over)], &["#own_words"], "Your text has 20,001 characters. We can take 20,000: shorten it a little. All of it is still here"),
            (&[("own_words", &most)], &["#own_words"], "You have written 1 word so far. Write at least 39 more"),
            (&[("own_words", &far)], &["#own_words"], "Your text has 2,002 words. Cut 502 to send it. All of it is still here"),
            (&[("museum", "")], &["#museum"], "Enter the name of your museum"),
            (&[("museum", "1914")], &["#museum"], "Enter the name of your museum in letters"),
            (&[("museum", &long)], &["#museum"], "The name of your museum has 121 characters. Shorten it to 120 or fewer"),
            (&[("town", "")], &["#town"], "Enter the town or city: we do not know this museum yet"),
            (&[("contact_email", "")], &["#contact_email"], "Enter your email address"),
            (&[("contact_email", "nobody")], &["#contact_email"], "Enter an email address in the form name@museum.example"),
            (&[("declarations", "send")], &["#declarations"], "Tick both sentences to send your story"),
            (&[("declarations", "")], &["#declarations"], "Tick both sentences to send your story"),
            (&[("own_words", ""), ("museum", ""), ("contact_email", ""), ("declarations", "")], &["#own_words", "#museum", "#contact_email", "#declarations"], "Enter the name of your museum"),
        ];
        for (changed, links, says) in rows {
            let typed = with(&story(right, EMAIL), changed);
            let page = send(&visitor, &typed).await.expect(422);
            assert_eq!(faults(&page), *links, "{page:?}");
            assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
            assert!(page.one(".error-summary").text().contains(says), "{page:?}");
            for link in *links {
                assert_eq!(page.select(link).len(), 1, "{link}");
            }
            // Everything that was typed, letter by letter as far as a page can hold it.
            let shown = page.fields(FORM);
            for (key, value) in &typed {
                let value = value.replace('\u{0}', "\u{fffd}");
                let kept = shown.iter().any(|(name, held)| name == key && held.trim() == value.trim());
                assert!(kept, "{key} is lost");
            }
        }
        assert_eq!(cases(&app).await, 0);
        // A form that is not ours.
        for odd in [("declarations", "licence"), ("status", "published"), ("action", "publish"), ("start_key", "short")] {
            let typed = [story(right, EMAIL), vec![odd]].concat();
            drop(send(&visitor, &typed).await.expect(400));
        }
        let typed = with(&story(right, EMAIL), &[("country", "Atlantis")]);
        assert_eq!(faults(&send(&visitor, &typed).await.expect(422)), ["#country"]);
        assert_eq!(cases(&app).await, 0);
        // And the page that came with an error sends all the same.
        let page = send(&visitor, &story(&few, EMAIL)).await.expect(422);
        drop(visitor.submit(&page, FORM, &[("own_words", right)]).await.expect(303));
        assert_eq!(cases(&app).await, 1);
    }

    async fn a_second_press_has_the_same_reference(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let text = words(50);
        let typed = story(&text, EMAIL);
        let first = visitor.submit(&page, FORM, &typed).await.expect(303);
        for _ in 0..2 {
            let again = visitor.submit(&page, FORM, &typed).await.expect(303);
            assert_eq!(again.location(), first.location());
        }
        // Also when the answer to the first press, and its cookie, never came.
        visitor.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
        let again = visitor.submit(&page, FORM, &typed).await.expect(303);
        assert_eq!(again.location(), first.location());
        drop(visitor.follow(&again).await.expect(200));
        assert_eq!((cases(&app).await, app.mails().await.len()), (1, 1));

        // Back, another story, pressed again: nothing is changed and nothing is lost.
        let other = format!("Quite another story. {text}");
        let refused = visitor.submit(&page, FORM, &with(&typed, &[("own_words", &other)])).await.expect(409);
        assert_eq!(refused.one("h1").text(), "You started this already");
        assert!(refused.one(".kept-words").text().contains("Quite another story."), "{refused:?}");
        assert_eq!(refused.one("main a.button").attr("href"), Some(format!("/submit/{}", reference_of(&first))));
        let another = visitor.submit(&refused, &form_of("/submit/short?form"), &[]).await.expect(303);
        assert_eq!(content(&app, &reference_of(&another)).await.own_words, other);
        assert_eq!(cases(&app).await, 2);

        // Whoever else has the page learns nothing from it.
        for thief in [app.visitor(), app.submitter().await] {
            let refused = thief.submit(&page, FORM, &typed).await.expect(409);
            assert!(!refused.body().contains(&reference_of(&first)), "{refused:?}");
        }
        app.clock.advance(16 * 60 * 1000);
        visitor.set_cookie("sid", "AAAAAAAAAAAAAAAAAAAAAA");
        drop(visitor.submit(&page, FORM, &typed).await.expect(409));
        assert_eq!(cases(&app).await, 2);
    }

    async fn a_hundred_equal_presses_at_once_send_one(app: TestApp) {
        const PRESSES: usize = 100;
        let (forms, text) = (races(5), words(50));
        for form in 1..=forms {
            let visitor = app.visitor();
            let page = visitor.get(PATH).await.expect(200);
            let email = format!("team-{form}@museum.example");
            let typed = story(&text, &email);
            let presses = (0..PRESSES).map(|_| visitor.submit(&page, FORM, &typed));
            let answers = futures::future::join_all(presses).await;
            let first = answers[0].location().to_owned();
            for answer in answers {
                assert_eq!(answer.expect(303).location(), first);
            }
            assert_eq!(cases(&app).await, form as u64);
        }
        let rows = row::Entity::find().all(app.db.reader()).await.unwrap();
        assert_eq!(rows.len(), forms);
        assert!(rows.iter().all(|row| row.status == "submitted"), "{rows:?}");
        assert_eq!(revision::Entity::find().count(app.db.reader()).await.unwrap(), forms as u64);
        assert_eq!(declaration::Entity::find().count(app.db.reader()).await.unwrap(), 2 * forms as u64);
        assert_eq!(letter::Entity::find().count(app.db.reader()).await.unwrap(), forms as u64);
        assert_eq!(app.mails().await.len(), forms);
        eprintln!("{forms} forms, each pressed {PRESSES} times at once: {} cases", cases(&app).await);
    }

    async fn no_address_is_sent_many_copies_and_the_page_says_so(app: TestApp) {
        let text = words(50);
        for _ in 0..3 {
            let visitor = app.visitor();
            let sent = send(&visitor, &story(&text, EMAIL)).await.expect(303);
            assert!(visitor.follow(&sent).await.expect(200).text().contains("We sent a copy to"));
        }
        let visitor = app.visitor();
        let sent = send(&visitor, &story(&text, "LEARNING@museum.example")).await.expect(303);
        let page = visitor.follow(&sent).await.expect(200);
        assert!(page.text().contains("no copy of this one went there"), "{page:?}");
        assert!(!page.text().contains("We sent a copy to"), "{page:?}");
        assert_eq!((cases(&app).await, app.mails().await.len()), (4, 3));
        // An account's address is its owner's.
        let (_, email) = app.account(Role::Submitter).await;
        let owner = app.visitor();
        drop(owner.post("/account/sign-in", &[("email", &email), ("password", crate::support::PASSWORD)]).await.expect(303));
        for _ in 0..4 {
            let page = owner.get(PATH).await.expect(200);
            assert!(page.select("#contact_email").is_empty(), "an account is not asked: {page:?}");
            let typed: Vec<_> = story(&text, "").into_iter().filter(|(key, _)| *key != "contact_email").collect();
            let sent = owner.submit(&page, FORM, &typed).await.expect(303);
            assert_eq!(content(&app, &reference_of(&sent)).await.contact_email, email);
        }
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == email).count(), 4);
        app.clock.advance(store::DAY_MS);
        drop(send(&app.visitor(), &story(&text, EMAIL)).await.expect(303));
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == EMAIL).count(), 4);
    }

    async fn a_browser_without_cookies_is_told_and_loses_nothing(app: TestApp) {
        let visitor = app.visitor().without_cookies();
        let text = words(50);
        let page = send(&visitor, &story(&text, EMAIL)).await.expect(422);
        assert!(page.text().contains("Your browser keeps no cookies"), "{page:?}");
        assert_eq!(boxed(&page).trim(), text);
        assert_eq!(cases(&app).await, 0);
    }

    async fn the_short_way_leads_into_the_long_one_with_every_word(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        // Nothing has to be there yet, but what is there can be kept.
        let keep = ("action", "keep");
        let wrong = visitor.submit(&page, FORM, &[("contact_email", "nobody"), keep]).await.expect(422);
        assert_eq!(faults(&wrong), ["#contact_email"]);
        let over = "é".repeat(20_001);
        let wrong = visitor.submit(&page, FORM, &[("own_words", &over), keep]).await.expect(422);
        assert_eq!((faults(&wrong), boxed(&wrong).trim()), (vec!["#own_words".to_owned()], over.as_str()));
        let text = format!("Dear all,\nTea and objects on Tuesdays\n{}", words(20));
        let typed = [("own_words", text.as_str()), ("museum", "Example Museum of Tea"), ("contact_email", EMAIL), keep];
        let kept = visitor.submit(&page, FORM, &typed).await.expect(303);
        let reference = reference_of(&kept);
        assert_eq!(kept.location(), format!("/submit/{reference}"));
        let stored = submission(&app, &reference).await;
        assert_eq!((stored.status.clone(), stored.title.as_str(), stored.way.as_str()), (Status::Draft.into(), "Tea and objects on Tuesdays", "long"));
        let held = content(&app, &reference).await;
        assert_eq!((held.own_words.as_str(), held.museum.as_str(), held.contact_email.as_str()), (text.as_str(), "Example Museum of Tea", EMAIL));
        let museum = visitor.get(&format!("/submit/{reference}/museum")).await.expect(200);
        assert_eq!(museum.value("museum").as_deref(), Some("Example Museum of Tea"));
        let mail = app.mails().await.pop().unwrap();
        assert!(mail.subject.starts_with("Your case study draft"), "{mail:?}");

        // Back, a word more, kept again: the same draft.
        let more = format!("{text} and cake");
        let again = visitor.submit(&page, FORM, &with(&typed, &[("own_words", &more)])).await.expect(303);
        assert_eq!(again.location(), kept.location());
        assert_eq!(content(&app, &reference).await.own_words, more);
        // Back, and sent after all: the same case study.
        let whole = format!("{more}\n{}", words(40));
        let sent = visitor.submit(&page, FORM, &story(&whole, EMAIL)).await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}/sent"));
        let stored = submission(&app, &reference).await;
        assert_eq!((stored.status, stored.way.as_str()), (Status::Submitted.into(), "short"));
        assert_eq!((content(&app, &reference).await.own_words, cases(&app).await), (whole.clone(), 1));
        // Pressed once more, and kept once more.
        let again = visitor.submit(&page, FORM, &story(&whole, EMAIL)).await.expect(303);
        assert_eq!(again.location(), sent.location());
        drop(visitor.submit(&page, FORM, &typed).await.expect(409));
        assert_eq!(cases(&app).await, 1);
    }

    async fn a_draft_that_was_written_on_is_not_overwritten_from_the_first_page(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let text = words(50);
        let kept = visitor.submit(&page, FORM, &[("own_words", text.as_str()), ("action", "keep")]).await.expect(303);
        let reference = reference_of(&kept);
        drop(answer(&visitor, &reference, "story", &[("need", "People were lonely."), ("action", "later")]).await.expect(303));
        let refused = visitor.submit(&page, FORM, &story(&text, EMAIL)).await.expect(409);
        assert_eq!(refused.one("main a.button").attr("href"), Some(format!("/submit/{reference}")));
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        assert_eq!(content(&app, &reference).await.need, "People were lonely.");
    }

    async fn a_draft_is_sent_as_it_is(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", EMAIL).await;
        let path = format!("/submit/{reference}/short");
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(tasks.select(&format!("a[href='{path}']")).is_empty(), "nothing is told yet: {tasks:?}");
        drop(answer(&visitor, &reference, "story", &[("did", &words(45)), ("action", "later")]).await.expect(303));
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        assert_eq!(tasks.one(&format!("a[href='{path}']")).text(), "Send it as it is, in your own words");

        let page = visitor.get(&path).await.expect(200);
        assert!(page.text().contains("the 45 words that you have written"), "{page:?}");
        let form = form_of(&path);
        let wrong = visitor.submit(&page, &form, &[("museum", "")]).await.expect(422);
        assert_eq!(faults(&wrong), ["#museum", "#declarations"]);
        let place = [("museum", "Example Museum of Tea"), ("town", "Exampleton")];
        let typed: Vec<_> = place.into_iter().chain(TICKS).collect();
        let sent = visitor.submit(&wrong, &form, &typed).await.expect(303);
        assert_eq!(sent.location(), format!("/submit/{reference}/sent"));
        let stored = submission(&app, &reference).await;
        assert_eq!((stored.status, stored.way.as_str()), (Status::Submitted.into(), "short"));
        let held = content(&app, &reference).await;
        assert_eq!((held.title.as_str(), held.did, held.town.as_str()), ("Tea & objects on Tuesdays", words(45), "Exampleton"));
        let given = declarations::of_submission(app.db.reader(), stored.id).await.unwrap();
        assert_eq!(given.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["send", "prepare"]);
        let mail = app.mails().await.pop().unwrap();
        assert!(mail.text.contains(&format!("> {}", words(45))), "{mail:?}");
        // A second press, an old page, and whoever else comes with it.
        let again = visitor.submit(&wrong, &form, &typed).await.expect(303);
        assert_eq!(again.location(), sent.location());
        assert_eq!(visitor.get(&path).await.expect(303).location(), sent.location());
        // What was written in another window meanwhile stands nowhere else.
        let other = [("own_words", "Tea for the <i>third</i> time"), ("country", "FI")];
        let late = visitor.submit(&wrong, &form, &with(&typed, &other)).await.expect(409);
        let kept = late.one(".kept-words").text().to_owned();
        for words in ["Tea for the <i>third</i> time", "Exampleton", "Finland"] {
            assert!(kept.contains(words), "{words}: {late:?}");
        }
        let lost = app.visitor().submit(&page, &form, &with(&typed, &[("own_words", "Tea & <b>cake</b>")])).await.expect(404);
        assert!(lost.one(".kept-words").text().contains("Tea & <b>cake</b>"), "{lost:?}");
        assert_eq!(app.mails().await.len(), 2);
    }

    async fn a_draft_that_changed_meanwhile_is_not_sent_unread(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea and objects", EMAIL).await;
        let path = format!("/submit/{reference}/short");
        let page = visitor.get(&path).await.expect(200);
        let mine = words(50);
        drop(answer(&visitor, &reference, "story", &[("need", "In the other window."), ("action", "later")]).await.expect(303));
        let typed = [("own_words", mine.as_str()), ("museum", "Example Museum of Tea"), ("town", "Exampleton")];
        let typed: Vec<_> = typed.into_iter().chain(TICKS).collect();
        let form = form_of(&path);
        let page = visitor.submit(&page, &form, &typed).await.expect(409);
        assert!(page.text().contains("This changed after you opened the page"), "{page:?}");
        assert_eq!(boxed(&page).trim(), mine);
        assert!(page.select("input[checked]").is_empty(), "no tick is carried over: {page:?}");
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        drop(visitor.submit(&page, &form, &TICKS).await.expect(303));
        let held = content(&app, &reference).await;
        assert_eq!((held.need.as_str(), held.own_words), ("In the other window.", mine));
    }

    async fn what_cannot_be_read_elsewhere_is_named_with_its_page(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea and objects", EMAIL).await;
        drop(answer(&visitor, &reference, "links", &[("links", "Film"), ("links", "ask us"), ("action", "later")]).await);
        let path = format!("/submit/{reference}/short");
        let page = visitor.get(&path).await.expect(200);
        let text = words(50);
        let page = visitor.submit(&page, &form_of(&path), &story(&text, EMAIL)).await.expect(422);
        assert_eq!(faults(&page), [format!("/submit/{reference}/links#links")]);
        assert_eq!(boxed(&page).trim(), text);
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
    }

    async fn moderators_read_the_museums_words_first(app: TestApp) {
        let text = format!("Tea on Tuesdays\n\nWe brought <tea> & objects.\n\n{}", words(50));
        let sent = send(&app.visitor(), &story(&text, EMAIL)).await.expect(303);
        let reference = reference_of(&sent);
        let page = app.moderator().await.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let first = page.one(".review-section");
        assert!(first.text().starts_with("In the museum\u{2019}s own words"), "{first:?}");
        assert!(first.text().contains("We brought <tea> & objects."), "{first:?}");
        assert_eq!(page.text().matches("We brought <tea>").count(), 1, "{page:?}");
        // Their author reads them again; nobody else does.
        assert!(!app.visitor().get("/case-studies?q=brought").await.expect(200).text().contains("We brought"));
    }
}
