//! How the queue looks: its tabs, what is looked for, and what is found. A line of it is drawn in `queue_row`.

use super::event_text::{case_studies, titled};
use super::queue::{Asked, Whose, slug_of};
use super::queue_bulk;
use super::queue_bulk::Outcomes;
use super::queue_former::Former;
use super::queue_row::{Beside, Drawn};
use super::{
    held_view, intake, message_inbox, queue_former, queue_row, review_context, thoughts, told_view,
    upkeep,
};
use crate::desk_keys;
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, Checkboxes, Choice, Column, DataTable, Details,
    FieldFrame, LinkButton, PageHeading, Pagination, SearchBox, Select,
};
use crate::ui::{IntoMarkup, Markup};
use axum::http::StatusCode;
use case_study::Vocabulary;
use leptos::prelude::*;
use std::collections::HashSet;
use store::dead_letters::Trouble;
use store::moderation_queue::{Colleague, Counts, NextUp, Queue, SILENT_DAYS, Tab};

/// Everything the page shows.
pub(super) struct QueueProps {
    pub asked: Asked,
    pub queue: Queue,
    /// Those of its rows that have something like them, by their number.
    pub similar: HashSet<i64>,
    /// The one to begin with.
    pub next: Option<NextUp>,
    pub colleagues: Vec<Colleague>,
    /// How many mails could not be delivered.
    pub undelivered: u64,
    /// Emails that wait because a try failed.
    pub trouble: Option<Trouble>,
    /// The bank is a copy that nothing leaves.
    pub is_held: bool,
    /// How many messages from readers are open.
    pub messages: u64,
    /// How many thoughts on the campaign are open.
    pub thoughts: u64,
    /// How many case studies wait for somebody to say that they are still true.
    pub due: u64,
    pub now: i64,
    pub due_days: i64,
    /// Who looks.
    pub me: i64,
    /// Keys move through the queue.
    pub keys: bool,
    pub said: Said,
}

/// What is said above the queue.
pub(super) enum Said {
    Nothing,
    /// What was just decided about the one before.
    Former(Former),
    /// What became of something done with several.
    Done(Outcomes),
    /// Why nothing was done with several, and which were ticked.
    Refused {
        why: &'static str,
        ticked: Vec<String>,
    },
}

impl Said {
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::OK,
        }
    }

    fn view(&self) -> Option<Markup> {
        match self {
            Self::Nothing => None,
            Self::Former(former) => Some(queue_former::view(former, None).into_markup()),
            Self::Done(outcomes) => Some(queue_bulk::banner(outcomes).into_markup()),
            Self::Refused { why, .. } => {
                let why = *why;
                Some(view! { <Banner kind=BannerKind::Warning><p>{why}</p></Banner> }.into_markup())
            }
        }
    }

    fn ticked(&self) -> &[String] {
        match self {
            Self::Refused { ticked, .. } => ticked,
            _ => &[],
        }
    }
}

pub(super) fn view(shown: QueueProps) -> impl IntoView {
    let shown_trouble = shown.trouble.clone();
    let is_held = shown.is_held;
    let undelivered = (shown.undelivered > 0).then(|| {
        let words = match shown.undelivered {
            1 => "An email did not arrive, so someone was not told.".to_owned(),
            many => format!("{many} emails did not arrive, so people were not told."),
        };
        view! {
            <Banner kind=BannerKind::Warning>
                <p>{words}" "<a href=paths::MODERATE_MAILS>"See which"</a></p>
            </Banner>
        }
    });
    let written = match shown.messages {
        0 => "No message from a reader waits.".to_owned(),
        1 => "1 message from a reader waits.".to_owned(),
        many => format!("{many} messages from readers wait."),
    };
    let shared = match shown.thoughts {
        0 => "No thought on the campaign waits.".to_owned(),
        1 => "1 thought on the campaign waits.".to_owned(),
        many => format!("{many} thoughts on the campaign wait."),
    };
    let due = match shown.due {
        0 => "Every published case study is up to date.".to_owned(),
        1 => "1 published case study waits to be confirmed.".to_owned(),
        many => format!("{many} published case studies wait to be confirmed."),
    };
    let start = shown.next.as_ref().map(|next| {
        let label = format!("Read next: {}", next_in_words(next));
        view! { <LinkButton href=review_context::href(&next.reference) label=label/> }
    });
    let counts = &shown.queue.counts;
    let sentence = waiting_in_words(counts);
    let letters = letters_in_words(counts.with_new_letter())
        .map(|words| view! { <p class="queue-other">{words}</p> });
    let said = shown.said.view();
    let tabs = tabs(&shown.asked, counts);
    let filters = filters(&shown);
    let keys = shown.keys.then(desk_keys::part);
    let words = shown.asked.words.clone();
    let results = results(shown);
    view! {
        <div class="queue">
            {held_view::view(is_held)}
            {told_view::view(shown_trouble.as_ref())}
            {said}
            {undelivered}
            <div class="queue-head">
                <PageHeading title="Queue" lede=sentence/>
                {start}
            </div>
            {letters}
            <p class="queue-other">{written}" "<a href=paths::MODERATE_MESSAGES>{message_inbox::TITLE}</a></p>
            <p class="queue-other">{shared}" "<a href=paths::MODERATE_THOUGHTS>{thoughts::TITLE}</a>" "<a href=paths::MODERATE_INTAKE>{intake::TITLE}</a></p>
            <p class="queue-other">{due}" "<a href=paths::MODERATE_UPKEEP>{upkeep::TITLE}</a></p>
            <form class="queue-search" method="get" action=paths::MODERATE>
                <SearchBox value=words/>
                <p class="field-hint">"By title, museum, reference or address, in the whole queue"</p>
            </form>
            {tabs}
            {filters}
            {results}
            {keys}
        </div>
    }
}

/// The title, and who has it where everything else is taken.
pub(super) fn next_in_words(next: &NextUp) -> String {
    let title = titled(&next.title);
    match &next.reading {
        Some(name) => format!("{title} ({name} is reading it)"),
        None => title,
    }
}

/// "41 case studies wait. 3 are yours, 30 are not assigned yet."
fn waiting_in_words(counts: &Counts) -> String {
    let waiting = counts.waiting();
    if waiting == 0 {
        return "Nothing is waiting.".to_owned();
    }
    sentence(waiting, counts.mine(), counts.waiting_with(None))
}

fn sentence(waiting: u64, mine: u64, unassigned: u64) -> String {
    let verb = if waiting == 1 { "waits" } else { "wait" };
    let is = |count: u64| if count == 1 { "is" } else { "are" };
    format!(
        "{} {verb}. {mine} {} yours, {unassigned} {} not assigned yet.",
        case_studies(waiting),
        is(mine),
        is(unassigned),
    )
}

/// What museums wrote and nobody has seen; they stand in the list, wherever they are.
fn letters_in_words(count: u64) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 case study has a new letter from its museum.".to_owned()),
        many => Some(format!(
            "{many} case studies have a new letter from their museum."
        )),
    }
}

const fn label_of(tab: Tab) -> &'static str {
    match tab {
        Tab::Waiting => "Waiting",
        Tab::CameBack => "Came back",
        Tab::Mine => "Mine",
        Tab::WithMuseum => "With the museum",
        Tab::AwaitingYes => "Waiting for their yes",
        Tab::Done => "Done",
    }
}

fn tabs(asked: &Asked, counts: &Counts) -> impl IntoView + use<> {
    let shown = asked.shown_tab();
    let links = Tab::ALL
        .into_iter()
        .map(|tab| {
            let href = if tab == Tab::Waiting {
                paths::MODERATE.to_owned()
            } else {
                format!("{}?tab={}", paths::MODERATE, slug_of(tab))
            };
            let current = (shown == Some(tab)).then_some("page");
            let count = counts.of_tab(tab);
            view! { <li><a href=href aria-current=current>{label_of(tab)}" "<span class="meta">{count}</span></a></li> }
        })
        .collect_view();
    view! { <nav aria-label="Parts of the queue"><ul class="queue-tabs">{links}</ul></nav> }
}

/// What narrows a tab, closed until it is wanted.
fn filters(shown: &QueueProps) -> impl IntoView + use<> {
    let (asked, counts) = (&shown.asked, &shown.queue.counts);
    let named = |whose: Whose, label: String| Choice {
        value: whose.slug(),
        label,
        hint: None,
        checked: asked.assigned == whose,
    };
    let nobody = counts.waiting_with(None);
    let others = shown.colleagues.iter().filter(|one| one.id != shown.me);
    let whose = [
        named(Whose::Anyone, "Anyone".to_owned()),
        named(Whose::Mine, format!("Me ({})", counts.mine())),
        named(Whose::Nobody, format!("No one yet ({nobody})")),
    ]
    .into_iter()
    .chain(others.map(|one| {
        let count = counts.waiting_with(Some(one.id));
        named(Whose::Colleague(one.id), format!("{} ({count})", one.name))
    }))
    .collect();
    let strands = std::iter::once(Choice {
        label: "Both".into(),
        checked: asked.strand.is_empty(),
        ..Choice::default()
    })
    .chain(Vocabulary::Strand.terms().iter().map(|term| Choice {
        value: term.slug.to_owned(),
        label: term.label.to_owned(),
        hint: None,
        checked: asked.strand == term.slug,
    }))
    .collect();
    let tick = |label: String, checked: bool| {
        vec![Choice {
            value: "yes".to_owned(),
            label,
            hint: None,
            checked,
        }]
    };
    let silent = tick(format!("Silent for {SILENT_DAYS} days"), asked.silent);
    let came_back = tick("Came back".to_owned(), asked.came_back);
    let only = (!asked.statuses.is_empty()).then(|| {
        let labels: Vec<&str> = asked.statuses.iter().map(|one| one.label()).collect();
        view! { <p>{format!("Only: {}", labels.join(", "))}</p> }
    });
    let mut kept: Vec<(&'static str, String)> = asked
        .statuses
        .iter()
        .map(|status| ("status", status.slug().to_owned()))
        .collect();
    kept.extend(asked.tab.map(|tab| ("tab", slug_of(tab).to_owned())));
    if !asked.words.is_empty() {
        kept.push(("q", asked.words.clone()));
    }
    let kept = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let open = asked.has_filters();
    let form = view! {
        <form class="queue-filters" method="get" action=paths::MODERATE>
            {kept}
            <FieldFrame id="assigned" label="Assigned to">
                <Select id="assigned" name="assigned" options=whose/>
            </FieldFrame>
            <FieldFrame id="strand" label="Who it's for">
                <Select id="strand" name="strand" options=strands/>
            </FieldFrame>
            <Checkboxes id="silent" name="silent" options=silent/>
            <Checkboxes id="came_back" name="came_back" options=came_back/>
            <div class="actions">
                <Button label="Show" look=ButtonLook::Secondary/>
                {open.then(|| view! { <a href=paths::MODERATE>"Clear all"</a> })}
            </div>
        </form>
    }
    .into_markup();
    view! { <Details summary="Filters" open=open>{only}{form}</Details> }
}

fn results(shown: QueueProps) -> Markup {
    let QueueProps {
        asked,
        queue,
        similar,
        colleagues,
        now,
        due_days,
        me,
        said,
        ..
    } = shown;
    if queue.rows.is_empty() {
        return nothing(&asked).into_markup();
    }
    let (page, pages) = (asked.page, queue.pages);
    let tab = asked.shown_tab();
    let columns = ["Case study", "Waiting", "Assigned to"]
        .map(Column::new)
        .to_vec();
    let caption = caption(&asked, queue.total);
    let drawn = Drawn { tab, now, due_days };
    let reminds = queue
        .rows
        .iter()
        .any(|row| row.status.waits_for_the_museum());
    let rows = queue
        .rows
        .into_iter()
        .map(|row| {
            let beside = Beside {
                ticked: said.ticked().contains(&queue_row::value_of(&row)),
                similar: similar.contains(&row.id),
            };
            queue_row::cells(row, drawn, beside)
        })
        .collect();
    let back = asked.query(page);
    let bulk = queue_bulk::form(back, &colleagues, me, reminds);
    view! {
        <DataTable caption=caption columns=columns rows=rows/>
        {bulk}
        <Pagination page=page pages=pages href=move |page| asked.href(page)/>
    }
    .into_markup()
}

fn caption(asked: &Asked, total: u64) -> String {
    let order = match asked.shown_tab() {
        Some(Tab::Done) => "the last decided first",
        _ => "what came back first, then the longest waiting",
    };
    let found = case_studies(total);
    if !asked.words.is_empty() {
        format!("{found} with “{}”, {order}", asked.words)
    } else if asked.has_filters() {
        format!("{found} with these filters, {order}")
    } else {
        format!("{found}, {order}")
    }
}

fn nothing(asked: &Asked) -> impl IntoView + use<> {
    let plain = !asked.is_narrowed() && asked.page == 1;
    let words = match asked.shown_tab() {
        _ if !plain => "Nothing here matches what you chose.",
        Some(Tab::Waiting) => {
            return view! {
                <div class="queue-empty">
                    <p class="lede">"The queue is empty. Nothing is waiting."</p>
                    <p>
                        "Time for a cup of tea, or to read "<a href=paths::CASE_STUDIES>"what is published"</a>"."
                    </p>
                </div>
            }
            .into_markup();
        }
        Some(Tab::CameBack) => "Nothing came back.",
        Some(Tab::Mine) => "Nothing is assigned to you.",
        Some(Tab::WithMuseum) => "No museum was asked for changes.",
        Some(Tab::AwaitingYes) => "No museum was asked for its yes.",
        Some(Tab::Done) | None => "Nothing is decided yet.",
    };
    view! {
        <div class="queue-empty">
            <p class="lede">{words}</p>
            <p><a href=paths::MODERATE>"Show everything that waits"</a></p>
        </div>
    }
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_counts_what_waits() {
        assert_eq!(
            sentence(41, 3, 30),
            "41 case studies wait. 3 are yours, 30 are not assigned yet."
        );
        assert_eq!(
            sentence(1, 1, 0),
            "1 case study waits. 1 is yours, 0 are not assigned yet."
        );
        assert_eq!(waiting_in_words(&Counts::default()), "Nothing is waiting.");
    }

    #[test]
    fn an_empty_queue_is_good_news_and_an_empty_filter_is_not() {
        let drawn = |query: &str| nothing(&Asked::read(query)).to_html();
        assert!(drawn("").contains("The queue is empty."));
        assert!(drawn("strand=workforce").contains("matches what you chose"));
        assert!(drawn("q=tea").contains("matches what you chose"));
        assert!(drawn("tab=mine").contains("Nothing is assigned to you."));
        assert!(drawn("page=9").contains("matches what you chose"));
    }

    #[test]
    fn what_is_looked_for_is_said_as_text() {
        let asked = Asked::read("q=%3Cb%3E");
        assert_eq!(
            caption(&asked, 2),
            "2 case studies with “<b>”, what came back first, then the longest waiting"
        );
    }
}
