//! Typing a mailed code where only the mailed link is there: what was pressed before is carried along.

use crate::ui::{
    Button, ButtonLook, ErrorSummary, FieldFrame, FormError, InputWidth, Markup, PageHeading,
    TextInput, describedby,
};
use crate::web::browser_key::COOKIE_SET;
use leptos::prelude::*;

pub(super) const TITLE: &str = "Check your email";
const WRONG_CODE: &str = "That code is not right or no longer works. Type the one from our newest email, or ask for another";

/// What the step shows.
pub(super) struct CodeStep {
    pub reference: String,
    /// Where its form is sent.
    pub action: String,
    /// Inputs that nobody sees, with everything that was pressed, typed and ticked.
    pub carried: Markup,
    /// What becomes of those, in a sentence; empty where nothing was typed.
    pub kept: &'static str,
    /// The code that was typed and opened nothing.
    pub wrong: Option<String>,
    /// What the button says that was pressed before.
    pub button: &'static str,
}

pub(super) fn view(step: CodeStep) -> impl IntoView {
    let is_wrong = step.wrong.is_some();
    let error = is_wrong.then_some(WRONG_CODE);
    let errors = error
        .map(|message| FormError::new("code", message))
        .into_iter()
        .collect::<Vec<_>>();
    let lasts = format!(
        "It works once, for ten minutes. If none comes within a few minutes, check your junk mail, or ask for another. {}",
        step.kept
    );
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading
            title=TITLE
            caption=format!("Your reference is {}", step.reference)
            lede="The link lets anyone who has it read. To answer, type the code that we emailed to you just now."
        />
        <form class="form" method="post" action=step.action novalidate>
            {step.carried}
            <input type="hidden" name=COOKIE_SET value="1"/>
            <p>{lasts.trim_end().to_owned()}</p>
            <FieldFrame id="code" label="Code" hint="The 6 numbers in our email." error=error>
                <TextInput
                    id="code"
                    name="code"
                    kind="number"
                    value=step.wrong.unwrap_or_default()
                    autocomplete="one-time-code"
                    width=InputWidth::Short
                    describedby=describedby("code", true, is_wrong)
                    invalid=is_wrong
                />
            </FieldFrame>
            <div class="actions">
                <Button label=step.button/>
                <Button label="Email me another code" name="again" value="yes" look=ButtonLook::Secondary/>
                <Button label="Back to the page" name="back" value="yes" look=ButtonLook::Quiet/>
            </div>
        </form>
    }
}
