//! What staff change of a photograph: the words beside it, and how much of it is shown.

use super::{Picture, of_typed};

/// One photograph as a member of staff wants it. What its museum said of rights and consent stays as it was said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureMend {
    /// The photograph that is meant.
    pub blob: String,
    pub alternative: String,
    pub decorative: bool,
    pub caption: String,
    pub credit: String,
    /// A part of it, which stands in its place from now on.
    pub cropped: Option<Cropped>,
}

/// A part of a photograph that was cut out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cropped {
    pub blob: String,
    pub width: u32,
    pub height: u32,
}

impl PictureMend {
    /// The photograph with it, as it was typed.
    #[must_use]
    pub fn of(&self, picture: &Picture) -> Picture {
        let mut after = picture.clone();
        after.alternative.clone_from(&self.alternative);
        after.decorative = self.decorative;
        after.caption.clone_from(&self.caption);
        after.credit.clone_from(&self.credit);
        if let Some(part) = &self.cropped {
            after.blob.clone_from(&part.blob);
            (after.width, after.height) = (part.width, part.height);
        }
        of_typed(after)
    }

    /// Puts it among these; `false` where the photograph is not among them.
    pub fn put_into(&self, pictures: &mut [Picture]) -> bool {
        let Some(picture) = pictures.iter_mut().find(|one| one.blob == self.blob) else {
            return false;
        };
        *picture = self.of(picture);
        true
    }
}
