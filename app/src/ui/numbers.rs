//! Numbers as people read them.

pub use case_study::text::with_commas;

/// "1 case study", "28 case studies".
#[must_use]
pub fn case_studies(count: u64) -> String {
    if count == 1 {
        "1 case study".to_owned()
    } else {
        format!("{} case studies", with_commas(count))
    }
}

#[cfg(test)]
mod tests {
    use super::case_studies;

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(case_studies(1), "1 case study");
        assert_eq!(case_studies(0), "0 case studies");
        assert_eq!(case_studies(10_000), "10,000 case studies");
    }
}
