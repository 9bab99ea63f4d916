//! How people name what they answer: headings and labels, in a table, and all the ways to set them.

use case_study::{FIELDS, Field, Kind};

/// What a name may stand for: fields that are tried in this order, as far as the answer can be one of them.
pub(crate) type Targets = &'static [&'static str];

/// Not one field but several, told apart by what the line says.
pub(crate) const WHEN: &str = "when";
pub(crate) const WHERE: &str = "where";
pub(crate) const CONTACT: &str = "contact";

/// Names in small letters, without articles at their beginning, marks and numbers.
#[rustfmt::skip]
const NAMES: &[(Targets, &[&str])] = &[
    (&["museum"], &["museum", "museum or organisation", "organisation", "organization", "name of museum", "museum name",
        "name of organisation", "organisation name", "institution", "name of institution", "lead organisation", "lead museum",
        "gallery", "museum or gallery", "museum service", "museum or heritage site", "name of museum or organisation",
        "submitted by"]),
    (&["museum_type"], &["type of museum", "museum type", "kind of museum", "type of organisation",
        "what kind of museum are you"]),
    (&["museum_size"], &["size of museum", "museum size"]),
    (&["governance"], &["governance", "who runs museum", "governing body"]),
    (&[WHERE], &["where", "location", "place", "where did it take place", "where it took place", "where it happened",
        "where did it happen", "where was it", "where we are", "town and country", "location of project"]),
    (&["town"], &["town", "city", "town or city", "nearest town", "town or village"]),
    (&["region"], &["region", "region or nation", "county", "region or county", "nation or region", "county or region"]),
    (&["country"], &["country"]),
    (&["title"], &["title", "project title", "project name", "name of project", "title of project", "name of case study",
        "case study title", "title of case study", "programme title", "name of programme", "programme name"]),
    (&["title", "did"], &["project", "programme"]),
    (&["summary"], &["summary", "in short", "in brief", "short summary", "short description", "abstract", "overview",
        "project in brief", "brief description", "brief summary", "project summary", "project overview", "summary of project",
        "executive summary", "in nutshell", "project in nutshell"]),
    (&[WHEN], &["when", "dates", "date", "project dates", "timescale", "timeframe", "period", "project period",
        "when did it happen", "when it happened", "when did it take place", "when it took place", "when did it run",
        "when it ran", "dates of project", "start and end", "start and end dates", "when was it"]),
    (&["started"], &["started", "start", "start date", "began", "begin", "begun", "beginning", "when did it start",
        "when did project start", "when it started", "project start", "launched", "date started"]),
    (&["ended"], &["ended", "end", "end date", "finished", "finish", "completed", "when did it end", "when did project end",
        "when it ended", "when did it finish", "project end", "date ended"]),
    (&["still_running"], &["it is still running", "still running", "is it still running", "ongoing", "is it ongoing"]),
    (&["strand", "audiences"], &["who gained most", "who gained most from it", "strand", "who was it mainly for",
        "who it was mainly for", "who benefited most"]),
    (&["audiences", "strand"], &["who was it for", "who it was for", "who is it for", "who it is for", "who it's for",
        "who for"]),
    (&["audiences", "participants"], &["who took part", "audience", "audiences", "participants", "participant", "target audience",
        "target audiences", "target group", "target groups", "participant group", "participant groups", "who joined in",
        "who came", "who was involved", "who participated", "people involved", "beneficiaries", "people who took part",
        "groups who took part", "who we worked for"]),
    (&["participants", "audiences"], &["people", "numbers", "how many", "how many people took part", "number of people",
        "number of participants", "no. of participants", "number of people who took part", "how many people",
        "how many took part", "how many participants", "total participants", "total number of participants",
        "participant numbers", "attendance", "people taking part", "how many people were involved", "how many joined in"]),
    (&["participants_note"], &["who did you count", "who we counted", "who was counted", "who was counted in this number"]),
    (&["themes"], &["theme", "themes", "topic", "topics"]),
    (&["activities", "did"], &["activities", "activity", "type of activity", "types of activity", "kind of activity",
        "kinds of activity", "what kind of activity was it", "activity types", "activity type"]),
    (&["five_ways"], &["five ways", "five ways to wellbeing", "five ways to well-being", "5 ways to wellbeing",
        "which of five ways", "ways to wellbeing"]),
    (&["sdgs"], &["sdgs", "sdg", "sustainable development goals", "un goals", "un sustainable development goals",
        "which sustainable development goals"]),
    (&["need"], &["why", "why we did it", "why did you do it", "why did we do it", "why we did this", "why did you do this",
        "why this project", "need", "need or challenge", "challenge or need", "background", "background and need", "context",
        "background and context", "context and need", "rationale", "challenge", "problem", "issue", "purpose", "aim", "aims",
        "aims and objectives", "aim of project", "aims of project", "objectives", "reason", "reasons", "what was need",
        "what was problem", "what was challenge", "why it was needed", "why was it needed", "starting point"]),
    (&["did"], &["what we did", "what you did", "what did you do", "what did we do", "what was done", "what they did",
        "what happened", "what it involved", "what did it involve", "what we delivered", "work", "our work",
        "project description", "description", "description of project", "description of work", "description of activity",
        "approach", "our approach", "how we did it", "how did you do it", "how it worked", "how did it work", "delivery",
        "implementation", "what took place", "story", "describe project", "about project", "project details"]),
    (&["main_result"], &["main result", "key result", "headline result", "main finding", "key finding", "main outcome"]),
    (&["changed"], &["what changed", "what has changed", "what did change", "changes", "results", "result", "outcome", "outcomes",
        "impact", "impacts", "impact on wellbeing", "results and impact", "outcomes and impact", "impact and outcomes",
        "results and outcomes", "what came of it", "what difference did it make", "difference it made", "what difference it made",
        "what difference we made", "difference made", "benefits", "achievements", "what was achieved", "what we achieved",
        "what was result", "what were results", "what was impact", "findings", "key findings", "effect", "effects"]),
    (&["hard"], &["what was hard", "what was difficult", "challenges", "challenges faced", "difficulties", "obstacles",
        "barriers", "problems", "what did not work", "what didn't work", "what went wrong", "what did not work so well",
        "what didn't go well", "what was challenging", "what did not work or was hard", "challenges and barriers",
        "what went less well"]),
    (&["lessons"], &["lessons", "lesson", "lessons learned", "lessons learnt", "lesson learned", "what we learned",
        "what we learnt", "what you learned", "what you learnt", "what did you learn", "what did we learn", "learning",
        "key learning", "learnings", "key lessons", "learning points", "key learning points", "recommendations", "tips",
        "top tips", "tips for others", "advice", "advice for others", "advice to others", "our advice",
        "what would you tell others"]),
    (&["quotation"], &["quotation", "quote", "participant quote", "quote from participant", "in their own words",
        "in their words", "what people said", "what participants said", "testimonial"]),
    (&["quotation_from"], &["who said it", "quotation from", "quote from", "said by", "source of quotation", "source of quote"]),
    (&["team_care"], &["looking after team", "looking after staff", "looking after our team",
        "looking after staff and volunteers", "care for team", "caring for team", "staff wellbeing", "staff care",
        "how we looked after team", "how did you look after staff"]),
    (&["sustainability"], &["sustainability", "legacy", "what next", "what happens next", "what happened next", "next steps",
        "future", "future plans", "legacy and sustainability", "sustainability and legacy", "will it carry on"]),
    (&["design", "method"], &["how do you know", "how do you know what changed", "how do we know", "how we know", "how you know",
        "how we know what changed", "evaluation", "evaluation method", "evaluation methods", "evaluation approach",
        "how it was evaluated", "how was it evaluated", "how we evaluated it", "how we evaluated", "how did you evaluate",
        "how did you evaluate it", "how did we evaluate it", "how it was measured", "how was it measured", "how we measured it",
        "how did you measure it", "methodology", "method", "methods", "evidence", "evidence and evaluation",
        "evaluation and evidence", "monitoring and evaluation", "research design", "evaluation design", "study design"]),
    (&["method"], &["how you gathered it", "how we gathered it", "more about evaluation", "about evaluation"]),
    (&["measures", "measures_other"], &["measures", "measures used", "which measures did you use", "measure", "scales",
        "scales used", "tools used", "measurement tools", "measures and scales", "wellbeing measures", "outcome measures",
        "what did you measure", "what we measured"]),
    (&["measures_other"], &["other measures", "any other measures"]),
    (&["outcome_areas"], &["areas of wellbeing", "wellbeing outcomes"]),
    (&["independently_evaluated", "method"], &["independently evaluated", "independent evaluation", "external evaluation",
        "externally evaluated", "was it independently evaluated", "was it evaluated independently",
        "somebody outside museum evaluated it", "someone outside museum evaluated it", "evaluated by somebody outside museum"]),
    (&["report_url"], &["report", "link to report", "report link", "evaluation report", "link to evaluation report",
        "link to evaluation", "full report", "web address of report"]),
    (&["partner_types", "partners"], &["kinds of partner", "kinds of partners", "types of partner", "types of partners",
        "partner types", "what kinds of partner did you work with"]),
    (&["partners"], &["partners", "partner", "our partners", "names of partners", "project partners", "partner organisations",
        "partner organisation", "partners involved", "delivery partners", "who we worked with", "who did you work with",
        "who you worked with", "worked with", "in partnership with", "partnership", "partnerships", "collaborators",
        "working with"]),
    (&["funding_sources", "funder"], &["kinds of funding", "types of funding", "where did money come from",
        "where money came from"]),
    (&["funder"], &["funder", "funders", "funding", "funded by", "name of funder", "name of funder or fund", "main funder",
        "funding source", "funding sources", "source of funding", "sources of funding", "who paid", "who paid for it",
        "who funded it", "who funded project", "grant", "supported by", "paid for by", "sponsor"]),
    (&["cost_band"], &["cost", "costs", "total cost", "project cost", "cost of project", "what did it cost", "what it cost",
        "how much did it cost", "how much it cost", "budget", "total budget"]),
    (&["reach"], &["reach", "how far did it reach", "geographical reach"]),
    (&["staff_time"], &["staff time", "staff and volunteer time", "volunteer time", "time needed",
        "how much staff time did it take", "staffing"]),
    (&["links"], &["links", "link", "documents and links", "further information", "more information", "find out more",
        "further reading", "read more", "web link", "web links", "website", "web page", "web pages", "website link", "url",
        "online", "resources", "see also"]),
    (&[CONTACT], &["contact", "contacts", "contact details", "contact person", "contact name", "contact for more information",
        "for more information contact", "further information contact", "your contact details", "who should we write to",
        "who we should write to", "who we write to", "contact us", "key contact", "main contact", "project contact",
        "lead contact"]),
    (&["contact_role"], &["role", "your role", "job title", "your job title", "position", "contact role", "role of contact"]),
    (&["contact_email"], &["email", "emails", "email address", "your email", "your email address", "contact email",
        "contact email address", "mail"]),
    (&["content_notes"], &["content note", "content notes", "content warning"]),
    (&["message"], &["message", "message to moderator", "message for moderator", "message to moderators", "note to moderator",
        "note for moderator", "notes for moderator", "message to you", "anything else", "anything else we should know",
        "anything else you would like to tell us"]),
];

/// Words before a question that change nothing.
const BEFORE: &[&str] = &[
    "please",
    "describe",
    "briefly",
    "tell us about",
    "tell us",
    "say",
    "explain",
    "give",
    "list",
    "state",
    "your",
    "our",
    "my",
    "some",
    "any",
    "section",
    "part",
    "question",
    "about",
    "details of",
    "summary of",
    "and",
    "short",
];
/// Words after it.
const AFTER: &[&str] = &[
    " of project",
    " of this project",
    " for project",
    " for this project",
    " in project",
    " about project",
    " in this project",
    " of programme",
    " from project",
    " if any",
    " if known",
    " required",
    " optional",
];

/// What a heading or a label stands for. The whole of it must be a name: a sentence that begins with one is none.
pub(crate) fn named(label: &str) -> Option<Targets> {
    const LONGEST: usize = 160;
    if label.len() > LONGEST || label.contains('\n') {
        return None;
    }
    let label = plain(label);
    if label.is_empty() {
        return None;
    }
    known(&label).or_else(|| in_two(&label))
}

/// "Why: the need", "Town/City", "Results and impact": both halves say the same, or the second says the first again.
fn in_two(label: &str) -> Option<Targets> {
    for sign in [": ", " - ", " | ", "/", ", ", " or ", " and "] {
        let Some((one, other)) = label.split_once(sign) else {
            continue;
        };
        let (one, other) = (known(one.trim()), known(other.trim()));
        match (one, other) {
            (Some(one), Some(other)) if one == other => return Some(one),
            // "Impact: what changed for people" names it before the colon.
            (Some(one), None) if sign == ": " => return Some(one),
            _ => {}
        }
    }
    None
}

fn known(label: &str) -> Option<Targets> {
    let mut label = label.trim();
    loop {
        if let Some((targets, _)) = NAMES.iter().find(|(_, names)| names.contains(&label)) {
            return Some(targets);
        }
        if let Some(key) = by_field(label) {
            return Some(key);
        }
        let shorter = BEFORE
            .iter()
            .find_map(|word| label.strip_prefix(word)?.strip_prefix(' '))
            .or_else(|| AFTER.iter().find_map(|word| label.strip_suffix(word)))?;
        label = shorter.trim_end_matches([',', ' ']).trim();
        if label.is_empty() {
            return None;
        }
    }
}

/// As the form asks it, or as pages name it.
fn by_field(label: &str) -> Option<Targets> {
    let field = FIELDS
        .iter()
        .filter(|field| may_be_said(field))
        .find(|field| {
            [field.question, field.heading, field.name_for_author()]
                .iter()
                .any(|name| !name.is_empty() && plain(name) == label)
        })?;
    Some(std::slice::from_ref(&field.key))
}

/// Asked in words: files are not.
fn may_be_said(field: &Field) -> bool {
    field.is_asked() && !field.kind.is_files() && field.kind != Kind::Place
}

/// A label in small letters without its number, its marks, what stands in brackets, and the signs at its end.
pub(crate) fn plain(label: &str) -> String {
    let small = label
        .to_lowercase()
        .replace(['\u{2019}', '\u{2018}'], "'")
        .replace("e-mail", "email")
        .replace(['\u{2013}', '\u{2014}'], "-")
        .replace('&', "and")
        .replace('\u{a0}', " ");
    let small = without_brackets(&small);
    let signs = |sign: char| {
        sign.is_whitespace()
            || matches!(
                sign,
                '*' | '_'
                    | '#'
                    | '>'
                    | ':'
                    | '?'
                    | '.'
                    | '!'
                    | '-'
                    | '='
                    | '\u{2022}'
                    | '\u{b7}'
                    | '"'
                    | '\u{201c}'
                    | '\u{201d}'
            )
    };
    let small = small.trim_matches(signs);
    let small = without_number(small).trim_matches(signs);
    // "Name of the museum" and "name of museum" are one name.
    let words = small
        .split_whitespace()
        .filter(|word| !matches!(*word, "the" | "a" | "an"));
    words.collect::<Vec<_>>().join(" ")
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut left = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => left.push(letter),
            _ => {}
        }
    }
    left
}

/// "1. Why", "2) Why", "3.2 Why", "Q4: Why", "a) Why", "iv. Why", "Section 2: Why".
pub(crate) fn without_number(label: &str) -> &str {
    let bare = ["section ", "part ", "question ", "step ", "q.", "q"]
        .iter()
        .find_map(|word| {
            let rest = label.strip_prefix(word)?.trim_start();
            rest.starts_with(|sign: char| sign.is_ascii_digit())
                .then_some(rest)
        })
        .unwrap_or(label);
    let Some((number, rest)) = bare
        .split_once([' ', '\t', ')', ':'])
        .or_else(|| bare.split_once(". "))
    else {
        return glued(bare).unwrap_or(label);
    };
    let ends = number.ends_with(['.', ':', ')']) || bare[number.len()..].starts_with([')', ':']);
    let stem = number.trim_end_matches(['.', ':']).trim_start_matches('(');
    let is_decimal = stem.chars().any(|sign| sign.is_ascii_digit())
        && stem.split('.').all(|part| {
            !part.is_empty() && part.len() <= 2 && part.chars().all(|sign| sign.is_ascii_digit())
                || is_lettered(part)
        });
    let is_letter = ends && stem.len() == 1 && stem.chars().all(|sign| sign.is_ascii_alphabetic());
    let is_roman = ends
        && stem.len() <= 4
        && !stem.is_empty()
        && stem
            .chars()
            .all(|sign| matches!(sign, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    if is_decimal || is_letter || is_roman {
        rest.trim_start_matches([')', '.', ':', '-', ' ', '\t'])
    } else {
        glued(bare).unwrap_or(label)
    }
}

/// "1.Why" without a gap.
fn glued(label: &str) -> Option<&str> {
    let rest = label.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let digits = label.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    ((1..=2).contains(&digits) && rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// "2a".
fn is_lettered(part: &str) -> bool {
    let mut signs = part.chars();
    signs.next().is_some_and(|sign| sign.is_ascii_digit())
        && signs
            .next_back()
            .is_some_and(|sign| sign.is_ascii_alphabetic())
        && signs.all(|sign| sign.is_ascii_digit())
}

/// A line that has its label in front: "Museum: The Beaney", "Museum – The Beaney", "Museum\tThe Beaney". The label stands for
/// fields, the rest is the answer.
pub(crate) fn labelled(line: &str) -> Option<(&str, Targets, &str)> {
    for sign in [
        ":",
        "\t",
        " \u{2013} ",
        " \u{2014} ",
        " - ",
        " = ",
        "?",
        "|",
    ] {
        let mut from = 0;
        // The first of them may belong to the name: "Why: the need: …".
        for _ in 0..2 {
            let Some(at) = line[from..].find(sign) else {
                break;
            };
            let end = from + at;
            let (label, answer) = (&line[..end], line[end + sign.len()..].trim());
            if let Some(targets) = named(label)
                && !answer.is_empty()
                && !(sign == ":" && answer.starts_with("//"))
            {
                let answer = answer.trim_start_matches(['*', '_', ':', ' ']);
                return Some((label, targets, answer));
            }
            from = end + sign.len();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{CONTACT, NAMES, Targets, WHEN, WHERE, labelled, named};
    use case_study::fields::field;
    use std::collections::BTreeSet;

    #[test]
    fn labels_are_known_however_they_are_set() {
        for (label, key) in [
            ("Museum", "museum"),
            ("Museum or organisation *", "museum"),
            ("1. Name of the museum:", "museum"),
            ("Type of museum * (tick one)", "museum_type"),
            ("Summary * (up to 60 words)", "summary"),
            ("Why: the need or challenge *", "need"),
            ("3. What changed?", "changed"),
            ("**What changed?**", "changed"),
            ("WHAT WE DID", "did"),
            ("5. LESSONS", "lessons"),
            ("Q7: Lessons learnt", "lessons"),
            ("2.1 Aims and objectives", "need"),
            ("b) Background", "need"),
            ("iv. Outcomes", "changed"),
            ("Section 3: Results and impact", "changed"),
            ("Town/City", "town"),
            ("E-mail address *", "contact_email"),
            ("How do you know what changed? *", "design"),
            ("Tell us a little more about how you gathered it", "method"),
            ("Did you look after the team?", ""),
            ("Results and lessons", ""),
            ("People planned for", ""),
            ("People who took part by December 2016", ""),
            ("Length of a programme", ""),
            ("Telephone (we do not publish it)", ""),
            ("Please describe the project", "title"),
            ("What was the impact of the project?", "changed"),
            ("How many people took part?", "participants"),
            ("Message to the moderator", "message"),
            ("1.Why we did it", "need"),
            ("", ""),
            ("-", ""),
        ] {
            let found = named(label)
                .and_then(|targets| targets.first())
                .copied()
                .unwrap_or_default();
            assert_eq!(found, key, "{label}");
        }
    }

    #[test]
    fn a_line_is_divided_at_the_end_of_its_label() {
        for (line, expected) in [
            (
                "Museum: The Beaney House of Art & Knowledge",
                Some(("museum", "The Beaney House of Art & Knowledge")),
            ),
            (
                "Title: Multaka-Oxford: museums as a meeting point",
                Some(("title", "Multaka-Oxford: museums as a meeting point")),
            ),
            (
                "Where \u{2013} Oxford, United Kingdom",
                Some(("where", "Oxford, United Kingdom")),
            ),
            ("Town\tOxford", Some(("town", "Oxford"))),
            ("**Town:** Oxford", Some(("town", "Oxford"))),
            (
                "How many people took part? 12",
                Some(("participants", "12")),
            ),
            ("Train first, then place: ten weeks of learning", None),
            ("Museum:", None),
            ("https://museum.example", None),
        ] {
            let found = labelled(line).map(|(_, targets, answer)| (targets[0], answer));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn every_name_stands_once_and_for_fields_that_are_asked() {
        let mut seen = BTreeSet::new();
        let rows: &[(Targets, &[&str])] = NAMES;
        for (targets, names) in rows {
            for key in *targets {
                let is_one = [WHEN, WHERE, CONTACT].contains(key)
                    || field(key).is_some_and(case_study::Field::is_asked);
                assert!(is_one, "{key}");
            }
            for name in *names {
                assert!(seen.insert(*name), "{name}");
                assert_eq!(named(name), Some(*targets), "{name}");
            }
        }
    }
}
