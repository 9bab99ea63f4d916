//! Optional words of a component: takes `"text"`, a `String` or an `Option` of either, so that a
//! page may write `hint="Use a work address"` and `hint=field.hint` alike.

/// Text that may be missing. Empty text counts as missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    /// The words, if there are any.
    #[must_use]
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether there are words.
    #[must_use]
    pub const fn is_some(&self) -> bool {
        self.0.is_some()
    }

    /// Hands the words over.
    #[must_use]
    pub fn into_inner(self) -> Option<String> {
        self.0
    }
}

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text.filter(|text| !text.is_empty()))
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self::from(Some(text))
    }
}

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        Self::from(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for MaybeText {
    fn from(text: Option<&str>) -> Self {
        Self::from(text.map(str::to_owned))
    }
}
