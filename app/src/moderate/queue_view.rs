//! How the queue looks.

use super::event_text::{case_studies, titled};
use super::queue::{Asked, Whose};
use super::{letters, message_inbox, review_context, told_view};
use crate::ui::{
    Banner, BannerKind, Button, ButtonLook, Choice, Column, DataTable, FieldFrame, FilterGroup,
    FilterOption, FilterPanel, LinkButton, PageHeading, Pagination, Select, StatusTag, when,
};
use crate::ui::{IntoMarkup, Markup};
use case_study::{Status, Stored, Vocabulary};
use leptos::prelude::*;
use store::dead_letters::Trouble;
use store::moderation_queue::{Queue, QueueRow};

/// Everything the page shows.
pub(super) struct QueueProps {
    pub asked: Asked,
    pub queue: Queue,
    /// The reference to begin with.
    pub next: Option<String>,
    /// How many mails could not be delivered.
    pub undelivered: u64,
    /// Emails that wait because a try failed.
    pub trouble: Option<Trouble>,
    /// How many messages from readers are open.
    pub messages: u64,
    pub now: i64,
}

pub(super) fn view(shown: QueueProps) -> impl IntoView {
    let QueueProps {
        asked,
        queue,
        next,
        undelivered,
        trouble,
        messages: open_messages,
        now,
    } = shown;
    let undelivered = (undelivered > 0).then(|| {
        let words = match undelivered {
            1 => "An email did not arrive, so someone was not told.".to_owned(),
            _ => format!("{undelivered} emails did not arrive, so people were not told."),
        };
        view! {
            <Banner kind=BannerKind::Warning>
                <p>{words}" "<a href=paths::MODERATE_MAILS>"See which"</a></p>
            </Banner>
        }
    });
    let written = match open_messages {
        0 => "No message from a reader waits.".to_owned(),
        1 => "1 message from a reader waits.".to_owned(),
        many => format!("{many} messages from readers wait."),
    };
    let start = next.map(|reference| {
        view! { <LinkButton href=review_context::href(&reference) label="Read the next one"/> }
    });
    let sentence = waiting_in_words(&queue);
    let letters = letters_in_words(queue.with_new_letter)
        .map(|words| view! { <p class="queue-other">{words}</p> });
    let filters = filters(&asked, &queue);
    let results = results(&asked, queue, now);
    view! {
        <div class="queue">
            {told_view::view(trouble.as_ref())}
            {undelivered}
            <div class="queue-head">
                <PageHeading title="Queue" lede=sentence/>
                {start}
            </div>
            {letters}
            <p class="queue-other">{written}" "<a href=paths::MODERATE_MESSAGES>{message_inbox::TITLE}</a></p>
            {filters}
            {results}
        </div>
    }
}

/// "41 case studies wait. 3 are yours, 30 are not assigned yet."
fn waiting_in_words(queue: &Queue) -> String {
    let waiting: u64 = queue
        .counts
        .iter()
        .filter(|(status, _)| {
            matches!(
                status,
                Status::Submitted | Status::InReview | Status::Approved
            )
        })
        .map(|(_, count)| count)
        .sum();
    if waiting == 0 {
        return "Nothing is waiting.".to_owned();
    }
    let verb = if waiting == 1 { "waits" } else { "wait" };
    let is = |count: u64| if count == 1 { "is" } else { "are" };
    format!(
        "{} {verb}. {} {} yours, {} {} not assigned yet.",
        case_studies(waiting),
        queue.mine,
        is(queue.mine),
        queue.unassigned,
        is(queue.unassigned),
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

fn filters(asked: &Asked, queue: &Queue) -> impl IntoView + use<> {
    let statuses = queue
        .counts
        .iter()
        .map(|(status, count)| FilterOption {
            value: status.slug().into(),
            label: status.label().into(),
            count: *count,
            checked: asked.statuses.contains(status),
        })
        .collect();
    let whose = Whose::ALL
        .into_iter()
        .map(|whose| Choice {
            value: whose.slug().to_owned(),
            label: match whose {
                Whose::Anyone => "Anyone".to_owned(),
                Whose::Mine => format!("Me ({})", queue.mine),
                Whose::Nobody => format!("No one yet ({})", queue.unassigned),
            },
            hint: None,
            checked: asked.assigned == whose,
        })
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
    let chosen = asked.statuses.len()
        + usize::from(asked.assigned != Whose::Anyone)
        + usize::from(!asked.strand.is_empty());
    let clear = asked
        .is_narrowed()
        .then(|| view! { <a href=paths::MODERATE>"Clear all"</a> });
    view! {
            <FilterPanel chosen=chosen>
        <form class="queue-filters" method="get" action=paths::MODERATE>
                <FilterGroup name="status" legend="Status" options=statuses open=true/>
                <FieldFrame id="assigned" label="Assigned to">
                    <Select id="assigned" name="assigned" options=whose/>
                </FieldFrame>
                <FieldFrame id="strand" label="Who it's for">
                    <Select id="strand" name="strand" options=strands/>
                </FieldFrame>
                <div class="actions">
                    <Button label="Show" look=ButtonLook::Secondary/>
                    {clear}
                </div>
            </form>
        </FilterPanel>
    }
}

fn results(asked: &Asked, queue: Queue, now: i64) -> Markup {
    if queue.rows.is_empty() {
        return nothing(asked).into_markup();
    }
    let (page, pages) = (asked.page, queue.pages);
    let asked = asked.clone();
    let columns = [
        "Case study",
        "Museum",
        "Who it's for",
        "Status",
        "Waiting",
        "Assigned to",
    ]
    .map(Column::new)
    .to_vec();
    let caption = if asked.is_narrowed() {
        format!(
            "{} with these filters, the longest waiting first",
            case_studies(queue.total)
        )
    } else {
        format!("{}, the longest waiting first", case_studies(queue.total))
    };
    let rows = queue.rows.into_iter().map(|row| cells(row, now)).collect();
    view! {
        <DataTable caption=caption columns=columns rows=rows/>
        <Pagination page=page pages=pages href=move |page| asked.href(page)/>
    }
    .into_markup()
}

fn cells(row: QueueRow, now: i64) -> Vec<Markup> {
    let strand = if row.strand.is_empty() {
        String::new()
    } else {
        Vocabulary::Strand.label_of(&row.strand)
    };
    vec![
        view! {
            <a class="row-title" href=review_context::href(&row.reference)>{titled(&row.title)}</a>
            <span class="row-reference">{row.reference.clone()}</span>
            {row.has_new_letter.then(letters::new_mark)}
        }
        .into_markup(),
        row.museum.into_markup(),
        strand.into_markup(),
        view! { <StatusTag slug=row.status.slug().to_owned() label=row.status.label()/> }
            .into_markup(),
        waiting(
            &row.status,
            row.submitted_at.unwrap_or(row.updated_at),
            row.updated_at,
            now,
        ),
        match row.assignee {
            Some(name) => name.into_markup(),
            None => view! { <span class="nobody">"No one yet"</span> }.into_markup(),
        },
    ]
}

/// "6 days" since it was sent; for one that no moderator need touch, since when that is so.
fn waiting(status: &Stored<Status>, sent: i64, updated: i64, now: i64) -> Markup {
    let day = |before: &'static str, ms: i64| {
        view! { <span class="row-since">{before}<when::Day ms=ms/></span> }
    };
    let (words, since) = match status.known() {
        Some(Status::Submitted | Status::InReview | Status::Approved) => {
            (when::since(sent, now), day("sent ", sent))
        }
        Some(Status::ChangesRequested | Status::AwaitingYes) => {
            ("With the museum".to_owned(), day("since ", updated))
        }
        Some(_) => ("Not waiting".to_owned(), day("since ", updated)),
        None => ("Not known here".to_owned(), day("since ", updated)),
    };
    // One child: on a phone the cell is a grid of its label and its content.
    view! { <div><span class="row-waiting">{words}</span>{since}</div> }.into_markup()
}

fn nothing(asked: &Asked) -> impl IntoView + use<> {
    if asked.is_narrowed() || asked.page > 1 {
        view! {
            <div class="queue-empty">
                <p class="lede">"Nothing here matches what you chose."</p>
                <p><a href=paths::MODERATE>"Show everything that waits"</a></p>
            </div>
        }
        .into_markup()
    } else {
        view! {
            <div class="queue-empty">
                <p class="lede">"The queue is empty. Nothing is waiting."</p>
                <p>
                    "Time for a cup of tea, or to read "<a href=paths::CASE_STUDIES>"what is published"</a>"."
                </p>
            </div>
        }
        .into_markup()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(counts: &[(Status, u64)], mine: u64, unassigned: u64) -> Queue {
        Queue {
            rows: Vec::new(),
            total: 0,
            pages: 0,
            counts: counts.to_vec(),
            unassigned,
            mine,
            with_new_letter: 0,
        }
    }

    #[test]
    fn the_sentence_counts_what_waits_for_moderators_only() {
        let some = queue(
            &[
                (Status::Submitted, 30),
                (Status::InReview, 11),
                (Status::Declined, 7),
            ],
            3,
            30,
        );
        assert_eq!(
            waiting_in_words(&some),
            "41 case studies wait. 3 are yours, 30 are not assigned yet."
        );
        let one = queue(&[(Status::Approved, 1)], 1, 0);
        assert_eq!(
            waiting_in_words(&one),
            "1 case study waits. 1 is yours, 0 are not assigned yet."
        );
        assert_eq!(
            waiting_in_words(&queue(&[(Status::Published, 9)], 0, 0)),
            "Nothing is waiting."
        );
    }

    #[test]
    fn an_empty_queue_is_good_news_and_an_empty_filter_is_not() {
        assert!(
            nothing(&Asked {
                page: 1,
                ..Asked::default()
            })
            .to_html()
            .contains("The queue is empty.")
        );
        let narrowed = Asked {
            page: 1,
            strand: "workforce".into(),
            ..Asked::default()
        };
        assert!(
            nothing(&narrowed)
                .to_html()
                .contains("matches what you chose")
        );
    }

    #[test]
    fn titles_are_text() {
        let row = QueueRow {
            reference: "WB-2345-6789".into(),
            title: "<script>x</script>".into(),
            museum: "A & B".into(),
            strand: "community".into(),
            status: Status::Submitted.into(),
            submitted_at: Some(0),
            updated_at: 0,
            assignee: None,
            has_new_letter: true,
        };
        let html: String = cells(row, 6 * 86_400_000)
            .into_iter()
            .map(|cell| cell.to_html())
            .collect();
        assert!(
            html.contains("&lt;script&gt;") && html.contains("A &amp; B"),
            "{html}"
        );
        assert!(
            html.contains("6 days") && html.contains(r#"<time datetime="1970-01-01T00:00:00Z">"#),
            "{html}"
        );
        assert!(html.contains("No one yet"), "{html}");
        assert!(html.contains("New letter"), "{html}");
    }
}
