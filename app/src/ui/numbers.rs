//! Numbers as people read them.

/// "1 case study", "28 case studies".
#[must_use]
pub fn case_studies(count: u64) -> String {
    if count == 1 {
        "1 case study".to_owned()
    } else {
        format!("{} case studies", with_commas(count))
    }
}

/// "10,000".
#[must_use]
pub fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{case_studies, with_commas};

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(case_studies(1), "1 case study");
        assert_eq!(case_studies(0), "0 case studies");
        assert_eq!(with_commas(10_000), "10,000");
        assert_eq!(with_commas(999), "999");
        assert_eq!(with_commas(1_234_567), "1,234,567");
    }
}
