//! What somebody typed or ticked on a page of a draft that can no longer be changed from here: given
//! back to be copied, with the way back.

use crate::ui::IntoMarkup;
use crate::ui::{KeptAnswers, LinkButton, Nav, PageHeading};
use crate::web::page::{Page, PageContext};
use axum::http::StatusCode;
use axum::response::Response;
use case_study::declarations::DECLARATIONS;
use case_study::field_notes::is_reply_key;
use case_study::{Answers, FIELDS, Section};
use leptos::prelude::*;

/// Why nothing was done.
pub(super) enum Why {
    /// This browser may not write the draft: the right to it ended, or there is no such draft. The
    /// two look the same from outside.
    NoDraft,
    /// Someone sent or withdrew it since the page was opened: its author elsewhere, or a moderator.
    Closed { reference: String },
    /// It was not asked about, while the museum is asked about other answers. Those were saved.
    NotAsked { reference: String },
    /// Staff prepare it, and only its museum can send it.
    OnlyItsMuseum { reference: String },
}

impl Why {
    /// Staff are told of it as of somebody else's.
    const fn title(&self, pressed: Pressed) -> &'static str {
        match self {
            Self::OnlyItsMuseum { .. } => "This was not sent",
            Self::NoDraft | Self::Closed { .. } | Self::NotAsked { .. } => pressed.title(),
        }
    }
}

/// What was pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pressed {
    Save,
    Send,
    Withdraw,
    Write,
    Link,
}

impl Pressed {
    const fn title(self) -> &'static str {
        match self {
            Self::Save => "This was not saved",
            Self::Send => "Your case study was not sent",
            Self::Withdraw => "Your case study was not withdrawn",
            Self::Write => "Your message was not sent",
            Self::Link => "Your links were not changed",
        }
    }

    /// What is to be done once it is open again.
    const fn then(self) -> &'static str {
        match self {
            Self::Save => "put in what is below",
            Self::Send => "send it from there",
            Self::Withdraw => "withdraw it from there",
            Self::Write => "write to us from there",
            Self::Link => "make or end links from there",
        }
    }
}

/// What came with a form: what was pressed, and everything that was typed or ticked.
pub(super) struct Typed {
    pressed: Pressed,
    parts: Vec<(String, Vec<String>)>,
}

impl Typed {
    /// Headings of the questions of a page and what was answered, as far as anything was.
    pub fn answers(section: Section, answers: &Answers) -> Self {
        let parts = section
            .asked()
            .map(|field| {
                let lines = field.kind.to_lines(answers.all(field.key));
                (field.question.to_owned(), lines)
            })
            .filter(|(_, lines)| lines.iter().any(|line| !line.trim().is_empty()))
            .collect();
        Self {
            pressed: Pressed::Save,
            parts,
        }
    }

    /// What was typed on the page of a request: those of its answers and replies that are `wanted`.
    pub fn request(answers: &Answers, wanted: impl Fn(&str) -> bool) -> Self {
        let fields = FIELDS
            .iter()
            .filter(|field| wanted(field.key) && answers.holds(field.key))
            .map(|field| {
                let lines = field.kind.to_lines(answers.all(field.key));
                (field.question.to_owned(), lines)
            });
        let replies = answers
            .keys()
            .filter(|key| is_reply_key(key) && wanted(key))
            .map(|key| ("Your reply".to_owned(), answers.all(key).to_vec()));
        let parts = fields
            .chain(replies)
            .filter(|(_, lines)| lines.iter().any(|line| !line.trim().is_empty()))
            .collect();
        Self {
            pressed: Pressed::Save,
            parts,
        }
    }

    /// The statements that were ticked on check your answers.
    pub fn ticks(ticked: &[String]) -> Self {
        let lines: Vec<String> = DECLARATIONS
            .iter()
            .filter(|declaration| ticked.iter().any(|key| key == declaration.key))
            .map(|declaration| declaration.words.to_owned())
            .collect();
        let parts = (!lines.is_empty()).then(|| ("Statements that you ticked".to_owned(), lines));
        Self {
            pressed: Pressed::Send,
            parts: parts.into_iter().collect(),
        }
    }

    /// What was written to the moderators.
    pub fn letter(message: &str) -> Self {
        let lines = vec![message.to_owned()];
        let parts = (!message.is_empty()).then(|| ("Your message".to_owned(), lines));
        Self {
            pressed: Pressed::Write,
            parts: parts.into_iter().collect(),
        }
    }

    /// Words beside something else, such as pictures.
    pub fn words(about: &str, words: Vec<String>) -> Self {
        let parts = (!words.is_empty()).then(|| (about.to_owned(), words));
        Self {
            pressed: Pressed::Save,
            parts: parts.into_iter().collect(),
        }
    }

    /// A button about links for colleagues, which has nothing beside it.
    pub const fn link() -> Self {
        Self {
            pressed: Pressed::Link,
            parts: Vec::new(),
        }
    }

    /// A story that was to be sent the short way: each question with the lines of its answer.
    pub const fn story(parts: Vec<(String, Vec<String>)>) -> Self {
        Self {
            pressed: Pressed::Send,
            parts,
        }
    }

    /// The button that withdraws, which has nothing beside it.
    pub const fn withdrawal() -> Self {
        Self {
            pressed: Pressed::Withdraw,
            parts: Vec::new(),
        }
    }
}

/// The page: 404 or 409, with every word that was typed and nothing of what is stored.
pub(super) fn page(context: &PageContext, typed: Typed, why: Why) -> Response {
    let status = match why {
        Why::NoDraft => StatusCode::NOT_FOUND,
        Why::Closed { .. } | Why::NotAsked { .. } | Why::OnlyItsMuseum { .. } => {
            StatusCode::CONFLICT
        }
    };
    Page::new(why.title(typed.pressed))
        .private()
        .at(Nav::Submit)
        .status(status)
        .render(context, move || view(typed, why))
}

fn view(typed: Typed, why: Why) -> impl IntoView {
    let Typed { pressed, parts } = typed;
    let title = why.title(pressed);
    let (lede, way_on) = match why {
        Why::NoDraft => (
            "This browser cannot change that case study now. It may have been left alone for more than two weeks, someone signed out here, or the browser no longer keeps our cookie.",
            view! {
                <p>"If it is yours, every page of it that you saved before is still there."</p>
                <p>{format!(
                    "To carry on, ask us for its link. We email it to the address of the case study. Open it, ask there for a code, and {}.",
                    pressed.then(),
                )}</p>
                <div class="actions">
                    <LinkButton href=paths::SUBMIT_LINK label="Send me the link"/>
                    <a href=paths::SUBMIT>"I never gave an address: start again"</a>
                </div>
            }
            .into_markup(),
        ),
        Why::Closed { reference } => (
            "Someone has sent or withdrawn this case study since you opened the page, so it cannot be changed now.",
            view! {
                <div class="actions"><LinkButton href=paths::draft(&reference) label="See where it stands"/></div>
            }
            .into_markup(),
        ),
        Why::NotAsked { reference } => (
            "We saved your answers to what we asked. What is below we did not ask about, so it cannot be changed now.",
            view! {
                <p>"Does it have to change? Write to us, and we will open it for you."</p>
                <div class="actions">
                    <LinkButton href=paths::draft_changes(&reference) label="Back to what we asked"/>
                    <a href=paths::draft_letter(&reference)>"Write to us about it"</a>
                </div>
            }
            .into_markup(),
        ),
        Why::OnlyItsMuseum { reference } => (
            "Only its museum can send this case study, and it has not taken it over yet. What is below was not saved: copy what you need into the answers.",
            view! {
                <div class="actions"><LinkButton href=paths::draft(&reference) label="Back to the answers"/></div>
            }
            .into_markup(),
        ),
    };
    view! {
        <PageHeading title=title lede=lede/>
        <div class="measure stack">{way_on}</div>
        <KeptAnswers parts=parts/>
    }
}
