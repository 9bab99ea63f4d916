//! The lines between the messages of a file, and those with which a message starts.

/// `From somebody Thu Jan  1 00:00:00 1970`: whether a line ends with a date as only programs write it, with a zone
/// before or after the year, or as `1970-01-01T00:00:00Z`.
pub(super) fn ends_with_date(rest: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let is_day = |word: &str| matches!(word.parse(), Ok(1..=31_u8));
    let words: Vec<&str> = rest.split_whitespace().collect();
    let by_name = words.windows(4).enumerate().any(|(at, date)| {
        let after = &words[at + 4..];
        let (years, others) = after.iter().fold((0, 0), |(years, others), word| {
            if is_year(word) {
                (years + 1, others)
            } else {
                (years, others + usize::from(!is_zone(word)))
            }
        });
        DAYS.contains(&date[0].trim_end_matches(','))
            && MONTHS.contains(&date[1])
            && is_day(date[2])
            && is_time(date[3])
            && (years, others) == (1, 0)
    });
    let by_number = words.iter().position(|word| {
        let date = word.split('T').next().unwrap_or_default();
        let mut parts = date.split('-');
        parts.next().is_some_and(is_year)
            && parts.next().is_some_and(|month| month.len() == 2)
            && parts.next().is_some_and(is_day)
            && parts.next().is_none()
    });
    let by_number = by_number.is_some_and(|at| {
        let time = match words[at].split_once('T') {
            Some((_, time)) => Some(time),
            None => words.get(at + 1).copied(),
        };
        let taken = if words[at].contains('T') { 1 } else { 2 };
        time.is_some_and(is_time) && words.iter().skip(at + taken).all(|word| is_zone(word))
    });
    by_name || by_number
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|sign| sign.is_ascii_digit())
}

/// `16:40`, `16:40:00`, `16:40:00.000+01:00`
fn is_time(word: &str) -> bool {
    let is_two = |part: &str| part.len() == 2 && part.bytes().all(|sign| sign.is_ascii_digit());
    let end = word
        .find(|sign: char| !sign.is_ascii_digit() && sign != ':')
        .unwrap_or(word.len());
    let (time, after) = word.split_at(end);
    let parts = time.split(':').count();
    (2..=3).contains(&parts) && time.split(':').all(is_two) && (after.is_empty() || is_zone(after))
}

/// `+0100`, `Z`, `GMT`, `(BST)`, `.000+01:00`
fn is_zone(word: &str) -> bool {
    word.len() <= 12
        && word.bytes().all(|sign| {
            sign.is_ascii_uppercase() || sign.is_ascii_digit() || b"+-:.()".contains(&sign)
        })
}

/// What stands there may be a sender, or nothing: `From `, `From -`, `From ana@museum.example`; or it has a time and a
/// year, in whatever order and language.
pub(super) fn may_name_sender(rest: &str) -> bool {
    let mut words = rest.split_whitespace();
    let first = words.next().unwrap_or("-");
    let is_alone = words.next().is_none() && (first == "-" || first.contains('@'));
    let has = |is_it: fn(&str) -> bool| rest.split_whitespace().any(is_it);
    is_alone || (has(is_time) && has(is_year))
}

/// Whether a line is one of those with which the head of a message starts.
pub(super) fn is_line_of_head(line: &[u8]) -> bool {
    const NAMES: [&str; 20] = [
        "arc-seal",
        "authentication-results",
        "bcc",
        "cc",
        "content-type",
        "date",
        "delivered-to",
        "dkim-signature",
        "envelope-to",
        "from",
        "in-reply-to",
        "message-id",
        "mime-version",
        "received",
        "references",
        "reply-to",
        "return-path",
        "status",
        "subject",
        "to",
    ];
    let line = String::from_utf8_lossy(line);
    line.split_once(':').is_some_and(|(name, _)| {
        let name = name.trim_end().to_ascii_lowercase();
        let is_ours = name.starts_with("x-") && !name.contains(' ');
        is_ours || NAMES.contains(&name.as_str())
    })
}
