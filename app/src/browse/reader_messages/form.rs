//! What the three forms share: the case they are about, reading them, and refusing them kindly.

use crate::browse::case::gone;
use crate::ui::{FormError, Nav};
use crate::web::bots;
use crate::web::bots::{Bots, Judged, ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::{PageError, human_duration, wait_a_while};
use crate::web::forms;
use crate::web::page::{Page, PageContext};
use crate::web::state::AppState;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::FieldError;
use case_study::reader_message::{MessageKind, Written};
use case_study::vocabulary::slugs::is_slug;
use leptos::prelude::*;
use std::net::IpAddr;
use store::cases;
use store::cases::{BySlug, PublicCase};
use store::fresh_token;
use store::reader_messages;
use store::reader_messages::NewMessage;

const KEY: &str = "form_key";

/// The case a form is about, or the page that says why there is none.
pub(super) enum About {
    Case {
        case: Box<PublicCase>,
        takes_questions: bool,
    },
    Gone(Response),
}

impl About {
    /// # Errors
    /// When there never was such a case, or the database does not answer.
    pub async fn find(
        state: &AppState,
        context: &PageContext,
        slug: &str,
    ) -> Result<Self, PageError> {
        if !is_slug(slug) {
            return Err(PageError::NotFound);
        }
        Ok(match cases::by_slug(&state.db, slug).await? {
            BySlug::Missing => return Err(PageError::NotFound),
            BySlug::TakenDown => Self::Gone(gone(context)),
            BySlug::Public {
                case,
                takes_questions,
            } => Self::Case {
                case,
                takes_questions,
            },
        })
    }
}

/// What one of the three forms has of its own.
pub(super) struct Kind {
    /// Names of its boxes.
    pub boxes: &'static [&'static str],
    pub faults: fn(&Written) -> Vec<FieldError>,
    /// Whether it goes to the museum; there is no such page where the museum takes no messages.
    pub to_museum: bool,
    pub page: fn(&PageContext, &PublicCase, Form) -> Response,
}

/// What a form that was sent comes to.
pub(super) enum Received {
    /// It is right, and may go on.
    Right(Box<PublicCase>, Form),
    /// The page that says why not.
    Refused(Response),
}

impl Kind {
    /// The empty form.
    ///
    /// # Errors
    /// When there is no such case or it takes none of these, or the database does not answer.
    pub async fn show(
        &self,
        state: &AppState,
        context: &PageContext,
        slug: &str,
    ) -> Result<Response, PageError> {
        match self.about(state, context, slug).await? {
            About::Case { case, .. } => Ok((self.page)(
                context,
                &case,
                Form::new(context.bots.opened()),
            )),
            About::Gone(response) => Ok(response),
        }
    }

    /// Reads and judges what was sent.
    ///
    /// # Errors
    /// As [`show`](Self::show); for a form that is not ours.
    pub async fn receive(
        &self,
        state: &AppState,
        context: &PageContext,
        slug: &str,
        network: IpAddr,
        body: &[u8],
    ) -> Result<Received, PageError> {
        let case = match self.about(state, context, slug).await? {
            About::Case { case, .. } => case,
            About::Gone(response) => return Ok(Received::Refused(response)),
        };
        let mut form = Form::read(body, self.boxes, &state.bots)?;
        let faults = (self.faults)(&form.written);
        if form.passes(faults, state, network) {
            Ok(Received::Right(case, form))
        } else {
            Ok(Received::Refused((self.page)(context, &case, form)))
        }
    }

    async fn about(
        &self,
        state: &AppState,
        context: &PageContext,
        slug: &str,
    ) -> Result<About, PageError> {
        match About::find(state, context, slug).await? {
            About::Case {
                takes_questions: false,
                ..
            } if self.to_museum => Err(PageError::NotFound),
            about => Ok(about),
        }
    }
}

/// A form as it is drawn, and drawn again.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub written: Written,
    /// Random, so that a second press of the button sends nothing twice.
    pub key: String,
    pub errors: Vec<FormError>,
    pub unseen: Unseen,
    passed: bool,
    /// How long to wait, in seconds.
    wait: Option<u64>,
}

impl Form {
    /// An empty one.
    pub fn new(unseen: Unseen) -> Self {
        Self {
            key: fresh_token(),
            unseen,
            ..Self::default()
        }
    }

    /// What was sent.
    ///
    /// # Errors
    /// When it holds a key that is not `known`, or its own key is not one of ours.
    fn read(body: &[u8], known: &[&str], bots: &Bots) -> Result<Self, PageError> {
        let answers = forms::read(body, |key| {
            key == KEY || bots::is_part(key) || known.contains(&key)
        })?;
        let Judged { passed, unseen } = bots.judge(&answers, Pace::Typing);
        Ok(Self {
            written: Written::read(&answers),
            key: forms::key(&answers, KEY)?,
            unseen,
            passed,
            ..Self::default()
        })
    }

    /// Judges what was sent. `true` when it may go on; otherwise the form says why not. Only a form
    /// that is right in itself counts against the network it came from.
    fn passes(&mut self, faults: Vec<FieldError>, state: &AppState, network: IpAddr) -> bool {
        self.errors.extend(faults.into_iter().map(FormError::from));
        if !self.passed {
            self.refuse(ONCE_MORE.to_owned());
        }
        if self.errors.is_empty()
            && let Err(wait) = state.rate_limits.check_message(network)
        {
            self.must_wait(
                wait.seconds,
                "There were too many messages from where you are",
            );
        }
        self.errors.is_empty()
    }

    /// Leaves what was written for the moderators, and leads on to `next`.
    ///
    /// # Errors
    /// When the case is gone or the database does not answer.
    pub async fn tell_moderators(
        self,
        state: &AppState,
        slug: &str,
        kind: MessageKind,
        next: &str,
    ) -> Result<Response, PageError> {
        let new = NewMessage {
            slug: slug.to_owned(),
            kind,
            written: self.written,
            key: self.key,
        };
        if !reader_messages::receive(&state.db, &state.settings.mail_context(), &new).await? {
            return Err(PageError::NotFound);
        }
        Ok(Redirect::to(next).into_response())
    }

    /// Not now; what was typed stays.
    pub fn must_wait(&mut self, seconds: u64, why: &str) {
        self.wait = Some(seconds);
        self.refuse(format!("{why}. Try again in {}", human_duration(seconds)));
    }

    fn refuse(&mut self, message: String) {
        self.errors.push(FormError::new(SEND, message));
    }

    pub fn error(&self, field: &str) -> Option<String> {
        FormError::of(&self.errors, field)
    }

    /// The page with the form in it.
    pub fn page<V: IntoView + 'static>(
        self,
        context: &PageContext,
        title: &str,
        view: impl FnOnce(Self) -> V,
    ) -> Response {
        let page = Page::new(title).at(Nav::CaseStudies).unlisted();
        let page = if self.errors.is_empty() {
            page
        } else {
            page.invalid()
        };
        let wait = self.wait;
        let page = match wait {
            Some(_) => page.status(StatusCode::TOO_MANY_REQUESTS),
            None => page,
        };
        let mut response = page.render(context, move || view(self));
        if context.viewer.account.is_none() {
            // The key is for one person. Their own browser may keep it: with Back it shows the same
            // form, and what was typed.
            response.headers_mut().insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-cache"),
            );
        }
        match wait {
            Some(seconds) => wait_a_while(response, seconds),
            None => response,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Form;
    use crate::web::bots::Bots;
    use crate::web::error::PageError;
    use store::Clock;

    fn body(key: &str, rest: &str) -> Vec<u8> {
        format!("form_key={key}&website={rest}").into_bytes()
    }

    fn read(body: &[u8], known: &[&str]) -> Result<Form, PageError> {
        let bots = Bots::without_times(&[7; 32], Clock::system());
        Form::read(body, known, &bots)
    }

    #[test]
    fn a_form_is_ours_or_refused() {
        let key = "ab".repeat(32);
        let form = read(&body(&key, "&text=Hello"), &["text"]).unwrap();
        assert_eq!((form.written.text.as_str(), form.passed), ("Hello", true));
        assert!(!read(&body(&key, "x"), &[]).unwrap().passed);
        assert!(read(&body(&key, "&text=Hello"), &["name"]).is_err());
        assert!(read(&body("short", ""), &[]).is_err());
        assert!(read(b"", &[]).is_err());
        assert!(read(&body(&key, &"&text=a".repeat(400)), &["text"]).is_err());
    }
}
