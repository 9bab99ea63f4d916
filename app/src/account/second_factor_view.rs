//! What the pages of a second factor show.

use super::codes;
use super::form_page::Drawn;
use super::password_fields;
use super::second_factor::{ACTION, NEW_CODES, OFF, SEALED};
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, FormError, IntoMarkup, LinkButton, Markup, PageHeading,
};
use leptos::prelude::*;

/// A secret that its holder takes over into a phone.
pub(super) struct Shown {
    pub letters: String,
    /// The same as a link that opens the app on a phone.
    pub address: String,
    pub sealed: String,
    /// It is set up before anything else.
    pub needed: bool,
    pub turned_off: bool,
}

/// Setting it up.
pub(super) fn set_up_view(shown: Shown, errors: &[FormError]) -> Drawn {
    let Shown {
        letters,
        address,
        sealed,
        needed,
        turned_off,
    } = shown;
    let needed = needed.then(|| {
        view! {
            <Banner kind=BannerKind::Warning heading="Set this up first">
                <p>
                    "On this site moderators and administrators sign in with a code as well as a password. You carry on once it is set up."
                </p>
            </Banner>
        }
    });
    let turned_off = turned_off.then(|| {
        view! {
            <Banner kind=BannerKind::Success heading="The code is turned off">
                <p>"Signing in asks only for your password. You were signed out on every other device."</p>
            </Banner>
        }
    });
    let password = password_fields::current_field(errors, "Your password");
    let code = codes::field(errors, "The 6 numbers that the app shows now.");
    let form = view! {
        <div class="measure stack">
            <h2>"1. Add this site to the app"</h2>
            <p>
                "Any app that makes such codes will do. Choose to add an account by typing a key, and type this one:"
            </p>
            <p><code>{letters}</code></p>
            <p>
                "Is the app on this device? "
                <a href=address>"Open it there"</a>
            </p>
            <h2>"2. Enter the code that it shows"</h2>
        </div>
        <form class="form form-narrow" method="post" action=paths::ACCOUNT_SECOND_FACTOR novalidate>
            <input type="hidden" name=SEALED value=sealed/>
            {password}
            {code}
            <div class="actions"><Button label="Turn it on"/></div>
        </form>
    };
    Drawn {
        above: Some(view! { {turned_off}{needed} }.into_markup()),
        form: form.into_markup(),
    }
}

/// Once it is on.
pub(super) fn on_view(recovery_left: u64, errors: &[FormError]) -> Markup {
    let left = match recovery_left {
        0 => "You have no recovery code left. Make new ones now.".to_owned(),
        1 => "You have 1 recovery code left. Make new ones soon.".to_owned(),
        many => format!("You have {many} recovery codes left."),
    };
    let password = password_fields::current_field(errors, "Your password");
    let code = codes::field(errors, "6 numbers from the app, or a recovery code.");
    view! {
        <p class="measure">{left}</p>
        <section class="section" aria-labelledby="change">
            <h2 id="change">"Change it"</h2>
            <form class="form form-narrow" method="post" action=paths::ACCOUNT_SECOND_FACTOR novalidate>
                {password}
                {code}
                <div class="actions">
                    <Button label="Make new recovery codes" name=ACTION value=NEW_CODES/>
                    <Button label="Turn it off" name=ACTION value=OFF look=ButtonLook::Danger/>
                </div>
                <p class="meta">"New recovery codes end the old ones."</p>
            </form>
        </section>
    }
    .into_markup()
}

/// The recovery codes, this once.
pub(super) fn recovery_view(codes: Vec<String>) -> impl IntoView {
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> })
        .collect_view();
    view! {
        <PageHeading
            title="Keep these recovery codes"
            lede="Signing in now asks for a code. If you lose your phone, each of these works once in its place."
        />
        <div class="measure stack">
            <p>
                <strong>"This page is not shown again. "</strong>
                "Print it or write the codes down, and keep them away from your phone."
            </p>
            <ol>{codes}</ol>
            <div class="actions"><LinkButton href=paths::ACCOUNT label="I have kept them"/></div>
        </div>
    }
}
