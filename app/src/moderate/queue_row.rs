//! How a line of the queue looks: the title and how it begins, its museum, what sets it apart, how long it waits.

use super::event_text::titled;
use super::{letters, review_context};
use crate::ui::{Button, ButtonLook, IntoMarkup, Markup, StatusTag, when};
use case_study::{Decision, Status, Stored};
use leptos::prelude::*;
use store::DAY_MS;
use store::moderation_queue::{QueueRow, Tab};

/// So much of the summary says what it is about.
const FIRST_WORDS: usize = 20;
/// Who needs more care.
const CHILDREN: [&str; 2] = ["children", "young-people"];

/// Something that sets one apart from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    NewLetter,
    CameBack,
    Children,
    ContentNote,
    Similar,
    Sample,
}

impl Mark {
    const fn words(self) -> &'static str {
        match self {
            Self::NewLetter => "New letter",
            Self::CameBack => "Came back",
            Self::Children => "Children or young people",
            Self::ContentNote => "Content note",
            Self::Similar => "Similar",
            Self::Sample => "Sample",
        }
    }

    fn view(self) -> Markup {
        if self == Self::NewLetter {
            return letters::new_mark();
        }
        view! { " "<span class="row-mark">{self.words()}</span> }.into_markup()
    }
}

/// What sets this one apart; `similar` where another like it waits or is public.
pub(super) fn marks(row: &QueueRow, similar: bool) -> Vec<Mark> {
    let waits = row
        .status
        .known()
        .is_none_or(|status| Tab::of(status) == Tab::Waiting);
    let children = row
        .text
        .audiences
        .iter()
        .any(|audience| CHILDREN.contains(&audience.as_str()));
    // "None" is an answer, not a warning.
    let warns = row.text.content_notes.iter().any(|note| note != "none");
    [
        (row.has_new_letter, Mark::NewLetter),
        (row.came_back && waits, Mark::CameBack),
        (children, Mark::Children),
        (warns, Mark::ContentNote),
        (similar, Mark::Similar),
        (row.sample, Mark::Sample),
    ]
    .into_iter()
    .filter_map(|(holds, mark)| holds.then_some(mark))
    .collect()
}

/// What every line needs to know of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drawn {
    pub tab: Option<Tab>,
    pub now: i64,
    /// So many days after it was sent an answer is due.
    pub due_days: i64,
}

/// What a line needs to know of itself beside what is stored in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub ticked: bool,
    /// Another like it waits or is public.
    pub similar: bool,
}

/// The form of what is done with several; the boxes belong to it wherever they stand.
pub(super) const BULK: &str = "bulk";
/// Name of the boxes.
pub(super) const ROW: &str = "row";

/// What a box sends: which, and as it was seen.
pub(super) fn value_of(row: &QueueRow) -> String {
    format!("{}.{}", row.reference, row.version)
}

/// The cells of a line.
pub(super) fn cells(row: QueueRow, drawn: Drawn, beside: Beside) -> Vec<Markup> {
    let title = titled(&row.title);
    let Beside { ticked, similar } = beside;
    let marks = marks(&row, similar)
        .into_iter()
        .map(Mark::view)
        .collect_view();
    let status = shows_status(&row.status, drawn.tab).then(|| {
        view! { " "<StatusTag slug=row.status.slug().to_owned() label=row.status.label()/> }
    });
    let waiting = waiting(&row, drawn);
    let back = call_back(&row, &title);
    let choose = format!("Choose {title}");
    let first = view! {
        <div class="row-case">
            <input
                type="checkbox"
                form=BULK
                name=ROW
                value=value_of(&row)
                checked=ticked
                aria-label=choose
            />
            <div>
                <a class="row-title" href=review_context::href(&row.reference)>{title}</a>
                {status}
                {marks}
                <span class="row-reference">
                    {row.museum.clone()}" · "{row.reference.clone()}
                    <span class="row-summary">{summary(&row)}</span>
                </span>
            </div>
        </div>
    };
    vec![
        first.into_markup(),
        view! { <div>{waiting}{back}</div> }.into_markup(),
        match row.assignee {
            Some(name) => name.into_markup(),
            None => view! { <span class="nobody">"No one yet"</span> }.into_markup(),
        },
    ]
}

/// How the summary begins, after the museum.
fn summary(row: &QueueRow) -> Option<String> {
    let text = [&row.text.summary, &row.text.own_words]
        .into_iter()
        .find(|text| !text.is_empty())?;
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(FIRST_WORDS).collect();
    let more = if words.next().is_some() { "…" } else { "" };
    Some(format!(" · {}{more}", first.join(" ")))
}

/// Where the tab says where it stands, the line does not say it again.
fn shows_status(status: &Stored<Status>, tab: Option<Tab>) -> bool {
    let obvious = match tab {
        Some(Tab::Waiting | Tab::CameBack) => Some(Status::Submitted),
        Some(Tab::WithMuseum) => Some(Status::ChangesRequested),
        Some(Tab::AwaitingYes) => Some(Status::AwaitingYes),
        Some(Tab::Mine) => Some(Status::InReview),
        Some(Tab::Done) | None => None,
    };
    status.known().is_none() || status.known() != obvious
}

/// What its museum is asked can be called back from here.
fn call_back(row: &QueueRow, title: &str) -> Option<Markup> {
    if !row.status.waits_for_the_museum() {
        return None;
    }
    let words = Decision::CallBack.words();
    let action = paths::moderate_case_action(&row.reference, words.slug);
    Some(
        view! {
            <form method="post" action=action>
                <input type="hidden" name="version" value=row.version/>
                <Button label=words.button look=ButtonLook::Quiet about=title.to_owned()/>
            </form>
        }
        .into_markup(),
    )
}

/// "6 days" since it was sent and when an answer is due; for one that no moderator need touch, since when that is so.
fn waiting(row: &QueueRow, drawn: Drawn) -> Markup {
    let day = |before: &'static str, ms: i64| {
        view! { <span class="row-since">{before}<when::Day ms=ms/></span> }
    };
    if let Some(planned) = &row.planned {
        let at = when::moment(planned.due_at);
        return view! { <span class="row-waiting">{planned.action.when_due()}</span><span class="row-since">{at}</span> }
            .into_markup();
    }
    let sent = row.submitted_at.unwrap_or(row.updated_at);
    let (words, since) = match row.status.known() {
        Some(Status::Submitted | Status::InReview | Status::Approved) => {
            let due = due(sent, drawn.now, drawn.due_days);
            let late = due.is_late.then_some("row-late");
            return view! {
                <span class="row-waiting">{when::since(sent, drawn.now)}</span>
                <span class="row-since">"sent "<when::Day ms=sent/></span>
                <span class="row-since"><span class=late>{due.words}</span></span>
            }
            .into_markup();
        }
        Some(Status::ChangesRequested | Status::AwaitingYes) => {
            ("With the museum".to_owned(), day("since ", row.updated_at))
        }
        Some(_) => (
            "Done".to_owned(),
            day("", row.decided_at.unwrap_or(row.updated_at)),
        ),
        None => ("Not known here".to_owned(), day("since ", row.updated_at)),
    };
    view! { <span class="row-waiting">{words}</span>{since} }.into_markup()
}

struct Due {
    words: String,
    is_late: bool,
}

/// When an answer to what was sent then is due: "due in 3 days", "due today", "2 days over".
fn due(sent: i64, now: i64, due_days: i64) -> Due {
    let left = due_days - now.saturating_sub(sent).max(0) / DAY_MS;
    let words = match left {
        2.. => format!("due in {left} days"),
        1 => "due tomorrow".to_owned(),
        0 => "due today".to_owned(),
        -1 => "1 day over".to_owned(),
        _ => format!("{} days over", -left),
    };
    Due {
        words,
        is_late: left < 0,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use case_study::CaseStudyContent;

    pub fn row() -> QueueRow {
        QueueRow {
            id: 1,
            reference: "WB-2345-6789".into(),
            version: 4,
            title: "Tea".into(),
            museum: "A & B".into(),
            strand: "community".into(),
            status: Status::Submitted.into(),
            submitted_at: Some(0),
            updated_at: 0,
            decided_at: None,
            assignee: None,
            came_back: false,
            has_new_letter: false,
            sample: false,
            planned: None,
            text: CaseStudyContent::default(),
        }
    }

    fn drawn(row: QueueRow, tab: Option<Tab>) -> String {
        let drawn = Drawn {
            tab,
            now: 6 * DAY_MS,
            due_days: 10,
        };
        let cells = cells(row, drawn, Beside::default()).into_iter();
        cells.map(|cell| cell.to_html()).collect()
    }

    #[test]
    fn titles_are_text() {
        let html = drawn(
            QueueRow {
                title: "<script>x</script>".into(),
                has_new_letter: true,
                ..row()
            },
            Some(Tab::Waiting),
        );
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
        assert!(html.contains(r#"value="WB-2345-6789.4""#), "{html}");
    }

    #[test]
    fn a_status_is_said_where_the_tab_does_not_say_it() {
        let waiting = Status::Submitted.label();
        assert!(!drawn(row(), Some(Tab::Waiting)).contains(waiting));
        assert!(drawn(row(), None).contains(waiting));
        let reading = QueueRow {
            status: Status::InReview.into(),
            ..row()
        };
        assert!(drawn(reading, Some(Tab::Waiting)).contains(Status::InReview.label()));
    }

    #[test]
    fn what_is_with_its_museum_can_be_called_back() {
        let asked = QueueRow {
            status: Status::ChangesRequested.into(),
            ..row()
        };
        let html = drawn(asked, Some(Tab::WithMuseum));
        assert!(
            html.contains(r#"action="/moderate/cases/WB-2345-6789/call-back""#),
            "{html}"
        );
        assert!(!drawn(row(), Some(Tab::Waiting)).contains("call-back"));
    }

    #[test]
    fn due_is_said_in_days() {
        for (days, words, late) in [
            (0, "due in 10 days", false),
            (9, "due tomorrow", false),
            (10, "due today", false),
            (11, "1 day over", true),
            (12, "2 days over", true),
        ] {
            let due = due(0, days * DAY_MS + 5, 10);
            assert_eq!((due.words.as_str(), due.is_late), (words, late));
        }
        assert_eq!(due(DAY_MS, 0, 10).words, "due in 10 days");
    }

    #[test]
    fn marks_come_of_the_text_and_of_where_it_stands() {
        let text = CaseStudyContent {
            audiences: vec!["children".into()],
            content_notes: vec!["none".into()],
            summary: "one ".repeat(21),
            ..CaseStudyContent::default()
        };
        let mut one = QueueRow {
            came_back: true,
            sample: true,
            text,
            ..row()
        };
        assert_eq!(
            marks(&one, false),
            [Mark::CameBack, Mark::Children, Mark::Sample]
        );
        assert_eq!(
            summary(&one).map(|words| words.matches("one").count()),
            Some(20)
        );
        one.text.content_notes = vec!["death-and-grief".into()];
        one.status = Status::Published.into();
        assert_eq!(
            marks(&one, true),
            [
                Mark::Children,
                Mark::ContentNote,
                Mark::Similar,
                Mark::Sample
            ]
        );
    }
}
