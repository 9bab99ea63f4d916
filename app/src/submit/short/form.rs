//! What the page of the short way asks, and when that is enough.

use crate::ui::FormError;
use crate::web::error::PageError;
use case_study::declarations::{Occasion, asked_at, covers};
use case_study::email::{email_fault, tidy_email};
use case_study::fields::field;
use case_study::short_way::{fault_of_words, words_elsewhere, working_title};
use case_study::text::with_commas;
use case_study::text_input::{has_letter, one_line, tidy};
use case_study::validation::LONGEST_ANSWER;
use case_study::{Answers, CaseStudyContent, Vocabulary};
use store::museums::{Known, MuseumFacts};

pub(super) const WORDS: &str = "own_words";
pub(super) const MUSEUM: &str = "museum";
pub(super) const TOWN: &str = "town";
pub(super) const COUNTRY: &str = "country";
pub(super) const EMAIL: &str = "contact_email";
pub(super) const DECLARED: &str = "declarations";
/// Name and value of the buttons that keep what was typed as a draft.
pub(super) const PRESSED: &str = "action";
pub(super) const KEEP: &str = "keep";
/// Names of the boxes.
const BOXES: [&str; 6] = [WORDS, MUSEUM, TOWN, COUNTRY, EMAIL, DECLARED];

/// Where most museums of the bank are.
const HOME: &str = "GB";
const LONGEST_MUSEUM: usize = 120;
const LONGEST_TOWN: usize = 80;
const UNTICKED: &str = "Tick both sentences to send your story";

/// What somebody typed and ticked, as they did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub own_words: String,
    pub museum: String,
    pub town: String,
    pub country: String,
    pub email: String,
    pub ticked: Vec<String>,
}

/// What the page is for, as far as judging it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// It is sent.
    Send,
    /// It is kept, to be written on the long way: nothing has to be there yet.
    Keep,
}

/// Whether a part of the form is one of its boxes.
pub(super) fn is_box(key: &str) -> bool {
    BOXES.contains(&key)
}

impl Typed {
    /// The page as it is opened.
    pub fn nothing() -> Self {
        Self {
            country: HOME.to_owned(),
            ..Self::default()
        }
    }

    /// What came with a form.
    ///
    /// # Errors
    /// When it holds a statement that we do not know.
    pub fn read(answers: &Answers) -> Result<Self, PageError> {
        let ticked = answers.all(DECLARED).to_vec();
        let ours = |key: &String| asked_at(Occasion::ShortWay).any(|one| one.key == key);
        if !ticked.iter().all(ours) {
            return Err(PageError::BadRequest(
                "The form held a statement that we do not know. Load the page again and send it from there.",
            ));
        }
        Ok(Self {
            own_words: answers.one(WORDS).to_owned(),
            museum: answers.one(MUSEUM).to_owned(),
            town: answers.one(TOWN).to_owned(),
            country: answers.one(COUNTRY).to_owned(),
            email: answers.one(EMAIL).to_owned(),
            ticked,
        })
    }

    /// What a draft says already.
    pub fn of(content: &CaseStudyContent) -> Self {
        let country = if content.country.is_empty() {
            HOME.to_owned()
        } else {
            content.country.clone()
        };
        Self {
            own_words: content.own_words.clone(),
            museum: content.museum.clone(),
            town: content.town.clone(),
            country,
            email: content.contact_email.clone(),
            ticked: Vec::new(),
        }
    }

    /// The name of the museum, as one line.
    pub fn museum_name(&self) -> String {
        one_line(&self.museum)
    }

    /// Puts what was typed into a text, and judges it. `known` is the museum of that name; `account` the
    /// address of whoever is signed in, who is not asked for one.
    pub fn judge(
        &self,
        press: Press,
        known: Option<Known>,
        account: Option<&str>,
        mut content: CaseStudyContent,
    ) -> (CaseStudyContent, Vec<FormError>) {
        let mut errors = Vec::new();
        let mut fault = |field: &str, message: Option<String>| {
            errors.extend(message.map(|message| FormError::new(field, message)));
        };
        content.own_words = tidy(&self.own_words);
        fault(WORDS, self.fault_of_words(press, &content));
        let is_known = known.is_some();
        self.put_museum(known, &mut content);
        fault(MUSEUM, fault_of_museum(press, &content.museum));
        if !is_known {
            fault(TOWN, self.fault_of_town(press, &content));
        }
        if !content.country.is_empty() && Vocabulary::Country.term(&content.country).is_none() {
            fault(COUNTRY, Some("Choose a country from the list".to_owned()));
        }
        content.contact_email = account.map_or_else(|| tidy_email(&self.email), str::to_owned);
        if account.is_none() {
            fault(EMAIL, fault_of_email(press, &content.contact_email));
        }
        if press == Press::Send && !covers(&self.ticked, Occasion::ShortWay) {
            fault(DECLARED, Some(UNTICKED.to_owned()));
        }
        if content.title.is_empty() {
            content.title = working_title(&content.own_words);
        }
        (content, errors)
    }

    fn fault_of_words(&self, press: Press, content: &CaseStudyContent) -> Option<String> {
        let letters = content.own_words.chars().count();
        match press {
            Press::Send => fault_of_words(&content.own_words, words_elsewhere(content)),
            Press::Keep => (letters > LONGEST_ANSWER).then(|| {
                format!(
                    "Your text has {} characters. We can keep {}: shorten it a little. All of it is still here",
                    with_commas(letters as u64),
                    with_commas(LONGEST_ANSWER as u64)
                )
            }),
        }
    }

    /// The museum with what is known of it. A town that was typed is where the work was.
    fn put_museum(&self, known: Option<Known>, content: &mut CaseStudyContent) {
        let town = one_line(&self.town);
        let Some(Known { name, facts }) = known else {
            content.museum = self.museum_name();
            content.country = self.country.clone();
            if town != content.town {
                content.region = String::new();
            }
            content.town = town;
            return;
        };
        let MuseumFacts {
            museum_type,
            museum_size,
            governance,
            town: its_town,
            region,
            country,
        } = facts;
        content.museum = name;
        for (answer, fact) in [
            (&mut content.museum_type, museum_type),
            (&mut content.museum_size, museum_size),
            (&mut content.governance, governance),
        ] {
            if answer.is_empty() {
                *answer = fact;
            }
        }
        if town.is_empty() || town == its_town {
            content.town = its_town;
            content.region = region;
            content.country = country;
        } else {
            if town != content.town {
                content.region = String::new();
            }
            content.town = town;
            content.country = self.country.clone();
        }
    }

    fn fault_of_town(&self, press: Press, content: &CaseStudyContent) -> Option<String> {
        let length = content.town.chars().count();
        match length {
            0 if press == Press::Keep => None,
            0 if content.museum.is_empty() => None,
            0 => Some("Enter the town or city: we do not know this museum yet".to_owned()),
            _ if length > LONGEST_TOWN => Some(format!(
                "The town has {length} characters. Shorten it to {LONGEST_TOWN} or fewer"
            )),
            _ if !has_letter(&content.town) => Some("Enter the town or city in letters".to_owned()),
            _ => None,
        }
    }
}

fn fault_of_museum(press: Press, museum: &str) -> Option<String> {
    let length = museum.chars().count();
    match length {
        0 if press == Press::Keep => None,
        0 => Some("Enter the name of your museum".to_owned()),
        _ if length > LONGEST_MUSEUM => Some(format!(
            "The name of your museum has {length} characters. Shorten it to {LONGEST_MUSEUM} or fewer"
        )),
        _ if !has_letter(museum) => Some("Enter the name of your museum in letters".to_owned()),
        _ => None,
    }
}

fn fault_of_email(press: Press, email: &str) -> Option<String> {
    match press {
        Press::Keep if email.is_empty() => None,
        Press::Send if email.is_empty() => Some("Enter your email address".to_owned()),
        Press::Send | Press::Keep => email_fault(email).map(str::to_owned),
    }
}

/// What came with a form under its questions, to be given back on another page.
pub(super) fn given_back(typed: &Typed) -> Vec<(String, Vec<String>)> {
    let answers = [
        (WORDS, &typed.own_words),
        (MUSEUM, &typed.museum),
        (TOWN, &typed.town),
        (EMAIL, &typed.email),
    ];
    answers
        .into_iter()
        .filter(|(_, words)| !words.trim().is_empty())
        .filter_map(|(key, words)| {
            let lines = words.lines().map(str::to_owned).collect();
            Some((field(key)?.question.to_owned(), lines))
        })
        .chain(chosen_country(typed))
        .collect()
}

/// The country, unless it is the one that stands there for everybody and belongs to no town.
fn chosen_country(typed: &Typed) -> Option<(String, Vec<String>)> {
    let is_chosen =
        !typed.country.is_empty() && (typed.country != HOME || !typed.town.trim().is_empty());
    let field = field(COUNTRY).filter(|_| is_chosen)?;
    let lines = field.kind.to_lines(std::slice::from_ref(&typed.country));
    Some((field.question.to_owned(), lines))
}
