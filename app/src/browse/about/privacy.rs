//! `/privacy`: what is stored, why and for how long. Every sentence must be true of the program
//! as it stands; whoever changes sessions, logs or what is asked changes this page too.

use crate::ui::IntoMarkup;
use crate::ui::{Nav, PageHeading, Paragraphs};
use crate::web::cookies::OwnCookie;
use crate::web::error::PageError;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::extract::State;
use axum::response::Response;
use case_study::privacy::{PRIVACY_FIELDS, PrivacyWords};
use case_study::reader_message::SENDER_KEPT_DAYS;
use case_study::times::{
    CODE_MINUTES, DRAFT_KEPT_DAYS, DRAFT_WARNED_AFTER_DAYS, KNOWN_PLACE_DAYS, LAPSE_AFTER_DAYS,
    LINK_DAYS, REMIND_AFTER_DAYS, STILL_TRUE_AFTER_DAYS,
};
use leptos::prelude::*;
use store::privacy_words;

/// When the words of this page were last checked against the program.
const CHECKED: &str = "28 November 2026";

/// `GET /privacy`
///
/// # Errors
/// When the database does not answer.
pub async fn get(
    State(state): State<AppState>,
    context: PageContext,
) -> Result<Response, PageError> {
    let (words, _) = privacy_words::read(state.db.reader()).await?;
    let settings = context.settings.clone();
    let page = Page::new("Privacy")
        .at(Nav::About)
        .description("What this site stores about you, why and for how long.");
    Ok(page.render(&context, move || {
        view(&settings.contact, settings.is_https(), &words)
    }))
}

/// What only the operator knows: a part with a heading of its own, where it was written.
fn said_by_operator(words: &PrivacyWords, key: &str) -> Option<impl IntoView + use<>> {
    let field = PRIVACY_FIELDS.iter().find(|field| field.key == key)?;
    let text = (field.get)(words);
    (!text.is_empty()).then(|| {
        view! {
            <h2>{field.heading}</h2>
            <Paragraphs text=text/>
        }
    })
}

fn view(contact: &str, https: bool, words: &PrivacyWords) -> impl IntoView + use<> {
    // The names that browsers show.
    let cookie = OwnCookie::Session.name(https);
    let form_cookie = OwnCookie::Browser.name(https);
    let known_cookie = OwnCookie::Known.name(https);
    let contact = contact.to_owned();
    let ask = if contact.is_empty() {
        view! { <p>"Ask the people who run this site."</p> }.into_markup()
    } else {
        view! { <p>"Write to " <a href=format!("mailto:{contact}")>{contact.clone()}</a> "."</p> }
            .into_markup()
    };
    view! {
        <PageHeading title="Privacy" lede="If you only read, we store nothing about you."/>
        <div class="prose">
            {said_by_operator(words, "controller")}
            {said_by_operator(words, "basis")}
            <h2>"When you read"</h2>
            <p>
                "Reading sets no cookie. There are no statistics about visitors, no advertisements and no scripts, "
                "fonts or pictures from other companies: your browser talks to this site alone."
            </p>
            <p>
                "Our log has a line for a request: the time, which kind of page, whether it worked and how long it "
                "took. Of pages that many people read it only counts how often. It has no network address, no search "
                "words and no names. Only when a sign-in is refused it has the first part of the network address, which many "
                "people share. What you type into the search box is "
                "used to find case studies and kept nowhere. A shortlist is part of the address in your browser: we do "
                "not keep it, and anyone you send the address to has it too."
            </p>

            <h2>"When you share a case study"</h2>
            <p>
                "From the first page you save, we keep what you type, and a cookie named " <code>{cookie}</code>
                " that lets your browser carry on with your draft. The cookie holds a random number and nothing else. It is "
                "needed for the form to work. It stops working when it was not used for 14 days, and at once when you press "
                "\u{201c}Done on this computer\u{201d}."
            </p>
            <p>
                "The first page of the form, the sign-in page and the link that we email you set a cookie named "
                <code>{form_cookie}</code> " for a day. It holds a random number too, and tells us that your browser keeps "
                "cookies and which browser a form was given to. We do not store it."
            </p>
            <p>
                "If you give an email address, we use it to send you the link to your draft and to tell you what "
                "happened to it. Your address, the contact and your message to the moderators are never published. "
                "The links and codes that we email you are stored scrambled, so that no one can read them from our database."
            </p>
            <p>"We note who moved a case study on and when: sent, asked for changes, published. That note has none of your words."</p>

            <h2>"When you write to us about a case study"</h2>
            <p>
                "If you report a concern, claim a case study or correct it, we keep what you wrote, and your name and "
                "address if you gave them. Only the moderators read it. We use the address to answer you and for nothing "
                "else. Your browser gets no cookie."
            </p>

            <h2>"When you share your thoughts with us"</h2>
            <p>
                "We keep what you wrote, and your address if you gave one. Only the moderators read it, and we never publish "
                "it. We use the address to answer you and for nothing else. Your browser gets no cookie."
            </p>

            <h2>"When you ask a museum something"</h2>
            <p>
                "Some museums take messages through this site. We keep yours until you follow the link that we email you, "
                "for a day at most. Then we send it to the museum, with your name and your address, so that the museum can answer. "
                "Once the museum's email server has taken it, we keep no copy. We note that someone asked, and when, but not who or what. You do not see the "
                "museum's address unless it answers."
            </p>
            <p>
                "To stop machines that send messages, we count how many come from each network address. The counts are in "
                "memory only and are soon deleted."
            </p>

            <h2>"When you have an account"</h2>
            <p>
                "We keep your name, your email address and your password. The password is stored as an Argon2id hash: "
                "no one can read it, not even us. We also keep what your browser calls itself and when it was last used, so that you see where you are signed in. Signing in sets the same cookie. You are signed out after 14 days "
                "without use and after 30 days in any case; moderators after an hour, and after 12 hours in any case."
            </p>
            <p>
                "To slow down people who guess passwords, we count tries for each network address and each "
                "account. The counts are in memory, or stored scrambled, and are deleted within a day. "
                {format!("For the {CODE_MINUTES} minutes that an emailed code works, we store how often it was guessed at from each network address, scrambled.")}
            </p>
            <p>
                "So that guesses of others never lock you out, we remember from which networks and in which browsers you "
                "signed in. We store them scrambled, and your browser gets a cookie named " <code>{known_cookie}</code>
                " that holds a random number and our seal. It stays when you sign out, and lets no one in without your password. "
                {format!("Both are deleted after {KNOWN_PLACE_DAYS} days in which you did not sign in there.")}
            </p>

            <h2>"How long we keep it"</h2>
            <ul>
                <li>
                    {format!("Published case studies stay until they are taken down. After {} months we ask their museum whether they are still true.", STILL_TRUE_AFTER_DAYS * 12 / 365)}
                </li>
                <li>
                    {format!("A draft that was never sent is deleted {DRAFT_KEPT_DAYS} days after the last word in it. If we have your address, we email you after {DRAFT_WARNED_AFTER_DAYS} days.")}
                </li>
                <li>
                    {format!("If we ask you something about what you sent, we remind you after {} and {} days, and put it aside after {LAPSE_AFTER_DAYS}.", REMIND_AFTER_DAYS[0], REMIND_AFTER_DAYS[1])}
                </li>
                <li>"Case studies that were declined, withdrawn or put aside stay until you have what names you erased, or ask us to delete them."</li>
                <li>{format!("The links that we email you work for {LINK_DAYS} days.")}</li>
                <li>
                    {format!(
                        "What you write to the moderators stays while they deal with it. Your name and address are deleted \
                         {SENDER_KEPT_DAYS} days after that, and your words after a year.",
                    )}
                </li>
                <li>
                    "A message to a museum is deleted when its email server has taken it, and after a day if you do not confirm "
                    "it. If the email does not get through, we try for two days, and delete your message a day after that."
                </li>
                <li>
                    "The text of an email is deleted from our queue once it is sent, once a moderator has dealt with one that "
                    "could not be delivered, or after 30 days."
                </li>
                <li>"For a day we count how often an address was emailed because someone typed it into a page of ours. It is stored scrambled."</li>
            </ul>

            {said_by_operator(words, "retention")}
            <h2>"Your choice"</h2>
            <p>
                <a href=paths::MY_DATA>"See what we hold about your email address"</a>
                ": we email you a link with which you can download it or have it erased. When it was erased, we keep a note of that, with your address scrambled. "
                "You can have what we hold corrected. You can take back your "
                "agreement at any time; we then take the case study down. We cannot take back copies "
                "that others have printed or saved."
            </p>
            {ask}
            {said_by_operator(words, "complaint")}
            <p class="meta">"This page was last checked on " {CHECKED} "."</p>
        </div>
    }
}
