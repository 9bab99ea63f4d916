//! `/submit/bring`: beginning a case study with what is written already.

use super::FILES;
use super::coming::{Coming, Read};
use super::not_begun::NotBegun;
use super::of_draft::given_back;
use super::start_view::page;
use super::taking::{Taken, take, take_photograph};
use super::upload::{Items, NOT_IN_PARTS};
use super::view::{Draft, NOTHING, draft_page};
use crate::submit::first_page;
use crate::submit::first_page::{EMAIL, FirstForm, START_KEY};
use crate::submit::unsaved;
use crate::submit::unsaved::Why;
use crate::ui::FormError;
use crate::web::bots;
use crate::web::bots::{ONCE_MORE, Pace, SEND, Unseen};
use crate::web::error::PageError;
use crate::web::forms;
use crate::web::page::PageContext;
use crate::web::rate_limits::ClientNetwork;
use crate::web::state::AppState;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use case_study::email::email_fault;
use case_study::text_input::{has_letter, one_line};
use case_study::{Answers, CaseStudyContent};
use documents::Found;
use media::Prepared;
use std::net::IpAddr;
use store::drafts;
use store::drafts::{BeginError, Begun, NewDraft};

const ALONE: &str = "a photograph alone does not tell what you did. Choose a document with it, or paste a text below";
/// A title that is longer is cut; the limit of a finished title comes later.
const LONGEST_TITLE: usize = 200;

/// GET `/submit/bring`.
///
/// # Errors
/// Never; the signature is that of every page.
pub async fn get(context: PageContext) -> Result<Response, PageError> {
    let form = FirstForm::opened(&context);
    Ok(page(&context, String::new(), form))
}

/// POST `/submit/bring`, as `multipart/form-data`. The draft begins with the first file that can be read.
///
/// # Errors
/// For a form that is not ours, and when too many drafts or files come from one network.
pub async fn post(
    State(state): State<AppState>,
    ClientNetwork(network): ClientNetwork,
    context: PageContext,
    request: Request,
) -> Result<Response, PageError> {
    let mut items = Items::of(request).ok_or(NOT_IN_PARTS)?;
    let begun = begin_with(&state, network, &context, &mut items).await;
    items.or_given_back(begun).await
}

async fn begin_with(
    state: &AppState,
    network: IpAddr,
    context: &PageContext,
    items: &mut Items,
) -> Result<Response, PageError> {
    state.rate_limits.check_upload(network)?;
    let mut coming = Coming::default();
    let mut photographs: Vec<(String, Prepared)> = Vec::new();
    let mut press: Option<Press> = None;
    while let Some(one) = coming.next(items).await? {
        // The boxes come before the files: whoever may not begin a draft has no file opened.
        let press = match &mut press {
            Some(press) => press,
            none => none.insert(Press::judge(state, context, network, &mut coming).await?),
        };
        if !press.goes_on() {
            continue;
        }
        let (field, name) = (one.field, one.name.clone());
        match one.read(state).await {
            Ok(Read::Document(found, file)) => {
                press.begin(state, context, &name, &found).await?;
                if let Stage::Begun(begun) = &press.stage {
                    let taken = take(state, begun.submission_id, name.clone(), *found, &file);
                    let taken = taken.await?;
                    press.go_on_if(coming.note(field, &name, taken));
                }
            }
            // It has neither a title nor an address: it waits until a draft has begun.
            Ok(Read::Photograph(photograph)) => photographs.push((name, photograph)),
            Err(why) => coming.refuse(field, &name, &why),
        }
    }
    let mut press = match press {
        Some(press) => press,
        None => Press::judge(state, context, network, &mut coming).await?,
    };
    for (name, photograph) in &photographs {
        let taken = match &press.stage {
            Stage::Begun(begun) => take_photograph(state, begun.submission_id, photograph).await?,
            Stage::Ready => Taken::Refused(ALONE),
            Stage::Closed { .. } | Stage::NotBegun(_) | Stage::Again(_) => continue,
        };
        press.go_on_if(coming.note(FILES, name, taken));
    }
    press.answer(state, context, coming).await
}

/// How far a press of the button has come. Where it does not go on, what still comes is read to be given back.
enum Stage {
    /// The draft begins with the first file that can be read.
    Ready,
    Begun(Begun),
    /// Somebody sent it meanwhile.
    Closed {
        reference: String,
    },
    /// No draft may begin with what these files say.
    NotBegun(NotBegun),
    /// No draft may begin with what these boxes say: the page is shown again.
    Again(Box<FirstForm>),
}

/// What the boxes before the files say, and what came of it.
struct Press {
    start_key: String,
    email: String,
    unseen: Unseen,
    stage: Stage,
}

impl Press {
    async fn judge(
        state: &AppState,
        context: &PageContext,
        network: IpAddr,
        coming: &mut Coming,
    ) -> Result<Self, PageError> {
        let pairs = std::mem::take(&mut coming.pairs);
        let answers: Answers = forms::gather(pairs, |key| {
            matches!(key, START_KEY | EMAIL) || bots::is_part(key)
        })?;
        let start_key = forms::key(&answers, START_KEY)?;
        let ask_email = context.viewer.account.is_none();
        let email = case_study::email::tidy_email(answers.one(EMAIL));
        let mut errors = Vec::new();
        if ask_email
            && !email.is_empty()
            && let Some(fault) = email_fault(&email)
        {
            errors.push(FormError::new(EMAIL, format!("{fault}, or leave it empty")));
        }
        let checked = context.bots.judge(&answers, Pace::Pressing);
        if !checked.passed {
            errors.push(FormError::new(SEND, ONCE_MORE));
        }
        let is_lost = first_page::is_lost(state, context, &start_key).await?;
        if errors.is_empty() && coming.refused.is_empty() {
            state.rate_limits.check_draft(network)?;
        }
        let stage = if errors.is_empty() && !is_lost {
            Stage::Ready
        } else {
            let start_key = if is_lost {
                context.viewer.browser().form_key()
            } else {
                start_key.clone()
            };
            let unseen = checked.unseen.clone();
            Stage::Again(Box::new(FirstForm {
                errors,
                cookie_missing: is_lost,
                ..FirstForm::sent(context, email.clone(), start_key, unseen)
            }))
        };
        Ok(Self {
            start_key,
            email,
            unseen: checked.unseen,
            stage,
        })
    }

    const fn goes_on(&self) -> bool {
        matches!(self.stage, Stage::Ready | Stage::Begun(_))
    }

    /// Ends it where nothing can be added to its draft any more.
    fn go_on_if(&mut self, is_open: bool) {
        if let (Stage::Begun(begun), false) = (&self.stage, is_open) {
            let reference = begun.reference.clone();
            self.stage = Stage::Closed { reference };
        }
    }

    /// Begins the draft, if it has not begun, under the title that the file gives it, or its name.
    async fn begin(
        &mut self,
        state: &AppState,
        context: &PageContext,
        name: &str,
        found: &Found,
    ) -> Result<(), PageError> {
        if !matches!(self.stage, Stage::Ready) {
            return Ok(());
        }
        let account = context.viewer.account.clone();
        // One that stands in a file may be anybody's: it is an answer, and no link goes there.
        let email = account
            .as_ref()
            .map_or(&self.email, |account| &account.email)
            .clone();
        let new = NewDraft {
            title: title_of(name, found),
            email,
            answered: CaseStudyContent::default(),
            start_key: self.start_key.clone(),
            account_id: account.as_ref().map(|account| account.id),
        };
        let sender = first_page::sender(context, &self.start_key);
        let mail_context = state.settings.mail_context();
        self.stage = match drafts::begin_or_find(&state.db, &mail_context, new, sender).await {
            Ok(begun) => {
                first_page::grant(state, context, &begun, &self.start_key).await?;
                Stage::Begun(begun)
            }
            Err(BeginError::MailedOften { seconds }) => {
                Stage::NotBegun(NotBegun::MailedOften { seconds })
            }
            Err(BeginError::StartedAlready { draft }) => {
                let title = title_of(name, found);
                Stage::NotBegun(NotBegun::StartedAlready { draft, title })
            }
            Err(BeginError::Db(error)) => return Err(error.into()),
        };
        Ok(())
    }

    /// The page that says what became of it, or the way there.
    async fn answer(
        self,
        state: &AppState,
        context: &PageContext,
        coming: Coming,
    ) -> Result<Response, PageError> {
        let Self {
            start_key,
            email,
            unseen,
            stage,
        } = self;
        let Coming { text, refused, .. } = coming;
        let form = || FirstForm::sent(context, email, start_key, unseen);
        Ok(match stage {
            Stage::Begun(begun) if refused.is_empty() => {
                Redirect::to(&paths::draft_bring(&begun.reference)).into_response()
            }
            // Some of it is there: the page of the draft says what is not, and gives back a text that is not.
            Stage::Begun(begun) => {
                let draft = Draft::load(state, begun.submission_id, begun.reference).await?;
                draft_page(context, draft, refused, text)
            }
            Stage::Closed { reference } => {
                unsaved::page(context, given_back(text), Why::Closed { reference })
            }
            Stage::NotBegun(why) => {
                let mut form = form();
                form.errors.extend(refused);
                why.page(context, text, form)
            }
            Stage::Ready => {
                let mut form = form();
                form.errors.extend(refused);
                if form.errors.is_empty() {
                    form.errors.push(FormError::new(FILES, NOTHING));
                }
                page(context, text, form)
            }
            Stage::Again(mut form) => {
                form.errors.extend(refused);
                page(context, text, *form)
            }
        })
    }
}

/// The title in the file, else its name without its ending.
fn title_of(name: &str, found: &Found) -> String {
    let stem = name
        .rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .replace('_', " ");
    let own = &found.content.title;
    let title = if own.is_empty() {
        one_line(&stem)
    } else {
        own.clone()
    };
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    if has_letter(&title) {
        title
    } else {
        "Our case study".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::title_of;
    use case_study::CaseStudyContent;
    use documents::{Found, Kind};

    #[test]
    fn a_draft_is_called_what_the_file_is_called() {
        let mut found = Found {
            kind: Kind::Word,
            content: CaseStudyContent::default(),
            pieces: Vec::new(),
            pictures: Vec::new(),
        };
        assert_eq!(title_of("tea_and_objects.docx", &found), "tea and objects");
        assert_eq!(title_of("2019.docx", &found), "Our case study");
        found.content.title = "Tea and objects on a ward".to_owned();
        assert_eq!(title_of("x.docx", &found), "Tea and objects on a ward");
    }
}
