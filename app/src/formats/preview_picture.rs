//! The picture that previews show of a case: its motif above its title, 1200 by 630, as PNG.
//!
//! It is drawn here because previews take no SVG. Drawing costs some ten milliseconds of a core, so
//! only a few are drawn at once, and the last ones are kept ([`PreviewPictures`]).

mod legible;
mod lettering;
mod paint;

use crate::ui::MotifSeed;
use crate::web::error::PageError;
use crate::web::state::PreviewPictures;
use legible::legible;
use lettering::Lettering;
use store::cases::PublicCase;
use tokio::sync::Semaphore;

/// The size previews ask for.
pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;

/// Pictures drawn at once: one more waits rather than taking the cores from pages.
static DRAWING: Semaphore = Semaphore::const_new(2);

/// What a picture shows: two cases with the same have the same picture.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shows {
    seed: MotifSeed,
    /// In letters that the font has; `None` where it has none of them.
    title: Option<String>,
    /// The museum and the evidence, in such letters.
    line: String,
}

impl Shows {
    fn of(case: &PublicCase) -> Result<Self, String> {
        let content = &case.content;
        let letters = Lettering::new()?;
        let legible = |text: &str| legible(text, |letter| letters.knows(letter));
        let evidence = case.evidence().in_words();
        let parts: Vec<String> = [content.museum.as_str(), evidence.as_str()]
            .into_iter()
            .filter_map(legible)
            .collect();
        Ok(Self {
            seed: MotifSeed {
                slug: case.slug.clone(),
                themes: content.themes.clone(),
                strand: content.strand.clone(),
            },
            title: legible(&content.title),
            line: parts.join("  \u{b7}  "),
        })
    }

    /// The same as one text, by which the picture is kept.
    fn key(&self) -> String {
        let seed = &self.seed;
        serde_json::json!([seed.slug, seed.themes, seed.strand, self.title, self.line]).to_string()
    }
}

/// What a picture shows of a title, in words; `None` where it shows no title.
#[must_use]
pub fn drawn_title(title: &str) -> Option<String> {
    let letters = Lettering::new().ok()?;
    let title = legible(title, |letter| letters.knows(letter))?;
    Some(paint::drawn(&letters, &title))
}

/// The picture of a case, from those that are `kept` or drawn anew.
///
/// # Errors
/// When it cannot be drawn, which is our fault.
pub async fn png(case: PublicCase, kept: &PreviewPictures) -> Result<Vec<u8>, PageError> {
    let failed = |error: String| PageError::Internal(error.into());
    let shows = Shows::of(&case).map_err(failed)?;
    let key = shows.key();
    if let Some(picture) = kept.get(&key) {
        return Ok(picture.to_vec());
    }
    let permit = DRAWING
        .acquire()
        .await
        .map_err(|error| failed(error.to_string()))?;
    let drawn = tokio::task::spawn_blocking(move || {
        // Held until it is drawn, even when nobody waits for it any more.
        let _permit = permit;
        paint::draw(&shows)
    })
    .await
    .map_err(|error| failed(error.to_string()))?
    .map_err(failed)?;
    kept.keep(key, &drawn);
    Ok(drawn)
}

#[cfg(test)]
mod tests {
    use super::Shows;
    use crate::ui::MotifSeed;

    #[test]
    fn pictures_that_show_something_else_have_another_key() {
        let shows = |slug: &str, themes: &[&str], title: &str, line: &str| Shows {
            seed: MotifSeed {
                slug: slug.into(),
                themes: themes.iter().map(|theme| (*theme).to_owned()).collect(),
                strand: String::new(),
            },
            title: Some(title.into()),
            line: line.into(),
        };
        let tea = shows("tea", &["carers"], "Tea", "Museum");
        assert_eq!(tea.key(), tea.clone().key());
        for other in [
            shows("cake", &["carers"], "Tea", "Museum"),
            shows("tea", &[], "Tea", "Museum"),
            shows("tea", &["carers", "x"], "Tea", "Museum"),
            shows("tea", &["carers"], "Tea\",\"Museum", ""),
            shows("tea", &["carers"], "Tea", "Museum  \u{b7}  Strong"),
        ] {
            assert_ne!(tea.key(), other.key(), "{other:?}");
        }
    }
}
