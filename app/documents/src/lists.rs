//! Lists as people write them: in lines, with semicolons, with commas and a last "and".

use case_study::fields::lines_of;

/// The names of a list, and what comes after it in the same text.
pub(crate) fn names(text: &str) -> (Vec<String>, String) {
    let text = text.trim();
    if text.contains('\n') {
        return (
            lines_of(text)
                .iter()
                .map(|line| tidied(line))
                .filter(|line| !line.is_empty())
                .collect(),
            String::new(),
        );
    }
    let (list, rest) = first_sentence(text);
    let items: Vec<&str> = if list.contains(';') {
        list.split(';').collect()
    } else {
        with_commas(list)
    };
    let items = items.into_iter().map(|item| {
        let item = tidied(item);
        item.strip_prefix("and ")
            .map_or(item.clone(), str::to_owned)
    });
    (
        items.filter(|item| !item.is_empty()).collect(),
        rest.to_owned(),
    )
}

fn tidied(item: &str) -> String {
    item.trim()
        .trim_end_matches(['.', ';', ','])
        .trim()
        .to_owned()
}

/// Places that are called after two.
const PAIRS: [&str; 18] = [
    "bath and north east somerset",
    "tyne and wear",
    "brighton and hove",
    "kensington and chelsea",
    "hammersmith and fulham",
    "barking and dagenham",
    "avon and wiltshire",
    "devon and cornwall",
    "dumfries and galloway",
    "perth and kinross",
    "argyll and bute",
    "redcar and cleveland",
    "windsor and maidenhead",
    "telford and wrekin",
    "west and chester",
    "victoria and albert",
    "yorkshire and the humber",
    "health and social care",
];

fn with_commas(list: &str) -> Vec<&str> {
    let mut items = outside_brackets(list);
    if items.len() > 1
        && let Some(last) = items.pop()
    {
        let bare = last.trim();
        let bare = bare.strip_prefix("and ").unwrap_or(bare);
        // "Ordsall Hall and Dunham Massey" are two at the end of a list; with two "and" nobody knows which.
        match bare.split_once(" and ") {
            Some((one, other))
                if bare.len() == last.trim().len()
                    && !other.contains(" and ")
                    && !PAIRS.iter().any(|pair| bare.to_lowercase().contains(pair)) =>
            {
                items.extend([one, other])
            }
            _ => items.push(bare),
        }
    }
    items
}

/// Parts between commas; what stands in brackets stays with its name.
fn outside_brackets(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    list.split(|letter: char| {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth <= 0
    })
    .collect()
}

/// What stands before the first full stop that ends a sentence, and the rest.
pub(crate) fn first_sentence(text: &str) -> (&str, &str) {
    const SHORT: [&str; 8] = ["st", "dr", "mr", "mrs", "ms", "prof", "inc", "ltd"];
    let mut from = 0;
    while let Some(at) = text[from..].find(". ") {
        let end = from + at;
        let last = text[..end].rsplit([' ', '(']).next().unwrap_or_default();
        let next = text[end + 2..].trim_start();
        let is_short = last.chars().count() == 1 || SHORT.contains(&last.to_lowercase().as_str());
        if !is_short && next.starts_with(|letter: char| letter.is_uppercase() || letter == '(') {
            return (&text[..end], next);
        }
        from = end + 2;
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn names_are_told_apart_as_they_were_written() {
        for (text, expected, rest) in [
            (
                "Asylum Welcome; Connection Support",
                vec!["Asylum Welcome", "Connection Support"],
                "",
            ),
            (
                "A Museum, People's History Museum and Dunham Massey. The evaluator was Envoy.",
                vec!["A Museum", "People's History Museum", "Dunham Massey"],
                "The evaluator was Envoy.",
            ),
            (
                "Animate Arts; local schools and community groups",
                vec!["Animate Arts", "local schools and community groups"],
                "",
            ),
            (
                "St. Anne's Hospice, Age UK (Bath, Wells), and the council",
                vec!["St. Anne's Hospice", "Age UK (Bath, Wells)", "the council"],
                "",
            ),
            (
                "- Julian House\n- The Edge, University of Bath",
                vec!["Julian House", "The Edge, University of Bath"],
                "",
            ),
            (
                "Mind, Bath and North East Somerset Council",
                vec!["Mind", "Bath and North East Somerset Council"],
                "",
            ),
            ("Tyne and Wear Archives", vec!["Tyne and Wear Archives"], ""),
        ] {
            assert_eq!(
                names(text),
                (
                    expected.into_iter().map(str::to_owned).collect(),
                    rest.to_owned()
                ),
                "{text}"
            );
        }
    }
}
