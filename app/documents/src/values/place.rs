//! A place in one line: "Oxford, United Kingdom", "Cardiff, Wales".

use super::{Answer, Reading};
use crate::terms::country_of;

/// Parts of the United Kingdom that are regions here as well.
fn nation(part: &str) -> Option<&'static str> {
    match part.to_lowercase().as_str() {
        "scotland" => Some("Scotland"),
        "wales" | "cymru" => Some("Wales"),
        "northern ireland" | "n. ireland" | "n ireland" => Some("Northern Ireland"),
        _ => None,
    }
}

/// Town, region and country. An address with a street, or a sentence, is left to a person.
pub(super) fn read(text: &str) -> Option<Reading> {
    let text = text.trim().trim_end_matches('.');
    let mut parts: Vec<&str> = text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_name = |part: &&str| {
        part.split_whitespace().count() <= 5 && !part.contains(|sign: char| sign.is_ascii_digit())
    };
    if parts.is_empty() || parts.len() > 4 || !parts.iter().all(is_name) {
        return None;
    }
    let mut rest = Vec::new();
    let mut answers = Vec::new();
    let mut put = |key, text: &str| answers.push(Answer::by_the_way(key, text));
    let last = parts.last().copied().unwrap_or_default();
    let mut country = "";
    let mut region = None;
    if let Some(found) = country_of(last) {
        country = found.slug;
        put("country", country);
        parts.pop();
        region = nation(last);
        // "Cardiff, Wales, UK".
        if let Some(part) = parts
            .last()
            .filter(|part| country == "GB" && is_part_of_uk(part))
        {
            region = nation(part);
            parts.pop();
        }
    } else if parts.len() > 1 {
        // Without a country nobody knows whether the last name is a county, a town or a part of one.
        return None;
    }
    if parts.first().is_some_and(|first| is_house(first)) {
        rest.push(parts.remove(0).to_owned());
    }
    let is_town = |part: &str| part.starts_with(char::is_uppercase) && !is_county(part);
    // "Ohio, USA" has no town.
    let may_be_a_state = matches!(country, "US" | "CA" | "AU");
    match parts.as_slice() {
        [] => {}
        [town] if is_town(town) && !may_be_a_state && country_of(town).is_none() => {
            put("town", town);
        }
        [town, county] if is_town(town) && (country != "GB" || is_county(county)) => {
            put("town", town);
            if region.is_none() {
                put("region", county);
            } else {
                rest.push((*county).to_owned());
            }
        }
        _ if country.is_empty() => return None,
        others => rest.push(others.join(", ")),
    }
    if let Some(region) = region {
        put("region", region);
    }
    if answers.is_empty() {
        return None;
    }
    Some(Reading {
        answers,
        read: text.to_owned(),
        rest,
        ..Reading::default()
    })
}

fn is_part_of_uk(part: &str) -> bool {
    nation(part).is_some() || part.eq_ignore_ascii_case("england")
}

/// A county, or what else is larger than a town.
fn is_county(part: &str) -> bool {
    const LAST: [&str; 26] = [
        "cornwall",
        "devon",
        "dorset",
        "somerset",
        "kent",
        "essex",
        "sussex",
        "surrey",
        "norfolk",
        "suffolk",
        "cumbria",
        "durham",
        "northumberland",
        "rutland",
        "merseyside",
        "wear",
        "midlands",
        "anglia",
        "england",
        "fife",
        "gwent",
        "powys",
        "gwynedd",
        "antrim",
        "humber",
        "county",
    ];
    let small = part.to_lowercase();
    let mut words = small.split_whitespace();
    let first = words.clone().next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    small != "durham"
        && (last.ends_with("shire")
            || LAST.contains(&last)
            || matches!(first, "greater" | "county" | "co.")
            || matches!(
                small.as_str(),
                "north west" | "north east" | "south west" | "south east"
            ))
}

/// A building, a street, several towns, or no place at all: no town.
fn is_house(part: &str) -> bool {
    const WORDS: [&str; 26] = [
        "museum",
        "museums",
        "gallery",
        "house",
        "hall",
        "library",
        "libraries",
        "centre",
        "street",
        "road",
        "hospital",
        "hospitals",
        "castle",
        "park",
        "university",
        "school",
        "schools",
        "church",
        "venue",
        "venues",
        "homes",
        "the",
        "in",
        "and",
        "&",
        "sites",
    ];
    is_nowhere(part)
        || part
            .split_whitespace()
            .any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}

/// "Online", "across the county", "at home": no place on a map.
pub(super) fn is_nowhere(part: &str) -> bool {
    const WORDS: [&str; 16] = [
        "online",
        "zoom",
        "remote",
        "remotely",
        "virtual",
        "various",
        "several",
        "across",
        "nationwide",
        "national",
        "site",
        "on-site",
        "onsite",
        "home",
        "outdoors",
        "everywhere",
    ];
    part.split_whitespace()
        .any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}
