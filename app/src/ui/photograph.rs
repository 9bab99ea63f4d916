//! A photograph in the size that fits.

use leptos::prelude::*;

/// What is known of a photograph that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Photograph {
    /// Its address without width and ending.
    pub address: String,
    /// The widths that there are, smallest first.
    pub widths: Vec<u32>,
    /// Of the largest, in pixels: its place is kept free while it loads.
    pub width: u32,
    pub height: u32,
    /// What stands in for it; empty where it says nothing that the text does not.
    pub alt: String,
}

impl Photograph {
    /// The address of the width that is nearest to this one, and not narrower where there is one.
    #[must_use]
    pub fn at_width(&self, wanted: u32) -> String {
        let fits = self.widths.iter().find(|width| **width >= wanted);
        let width = fits.or(self.widths.last()).copied().unwrap_or(self.width);
        format!("{}-{width}.jpg", self.address)
    }
}

/// The picture. `sizes` says how wide it stands on the page; what is far down is fetched when it is near.
#[component]
pub fn Photo(
    photo: Photograph,
    sizes: &'static str,
    #[prop(optional)] lazy: bool,
) -> impl IntoView {
    let set: Vec<String> = photo
        .widths
        .iter()
        .map(|width| format!("{}-{width}.jpg {width}w", photo.address))
        .collect();
    view! {
        <img
            class="photo"
            src=photo.at_width(640)
            srcset=set.join(", ")
            sizes=sizes
            width=photo.width
            height=photo.height
            alt=photo.alt
            loading=lazy.then_some("lazy")
            decoding="async"
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_names_its_sizes_and_keeps_its_place_free() {
        let photo = Photograph {
            address: "/pictures/tea/ab".into(),
            widths: vec![320, 640, 900],
            width: 900,
            height: 600,
            alt: "Two <hands>".into(),
        };
        assert_eq!(photo.at_width(1120), "/pictures/tea/ab-900.jpg");
        assert_eq!(photo.at_width(300), "/pictures/tea/ab-320.jpg");
        let html = view! { <Photo photo=photo sizes="8rem" lazy=true/> }.to_html();
        for part in [
            r#"src="/pictures/tea/ab-640.jpg""#,
            "ab-320.jpg 320w, /pictures/tea/ab-640.jpg 640w, /pictures/tea/ab-900.jpg 900w",
            r#"width="900""#,
            r#"height="600""#,
            r#"loading="lazy""#,
            "Two &lt;hands&gt;",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}
