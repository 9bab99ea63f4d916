//! Parts of a page that are HTML already.
//!
//! Leptos' own erased type, `AnyView`, brings for every view the code to stream it, to await it and
//! to build it in a browser: of nine functions the server compiled, eight were that, and none ever
//! ran, because pages are drawn at once and only islands wake. A part that is drawn where it is made
//! needs one. Islands, and what is inside them, still use Leptos' types.

use leptos::children::{ChildrenOptContainer, ToChildren};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

/// HTML, escaped where it was drawn. Put it into a `view!` like any other view.
pub type Markup = InertElement;

/// Draws a view where it stands, so that parts of different types can be one.
pub trait IntoMarkup {
    fn into_markup(self) -> Markup;
}

impl<V: RenderHtml> IntoMarkup for V {
    fn into_markup(self) -> Markup {
        InertElement::new(self.to_html())
    }
}

/// What stands between a component's tags. Take it as `children: Inside` and write
/// `{children.draw()}`.
pub struct Inside(Box<dyn FnOnce() -> Markup + Send>);

impl Inside {
    #[must_use]
    pub fn draw(self) -> Markup {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for Inside
where
    F: FnOnce() -> V + Send + 'static,
    V: RenderHtml,
{
    fn to_children(draw: F) -> Self {
        Self(Box::new(move || draw().into_markup()))
    }
}

/// What a closed tag, or one with a single view as its child, hands over.
impl<V: RenderHtml + 'static> ToChildren<ChildrenOptContainer<V>> for Inside {
    fn to_children(child: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || child.0.into_markup()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[component]
    fn Framed(children: Inside) -> impl IntoView {
        view! { <b>{children.draw()}</b> }
    }

    #[test]
    fn what_somebody_typed_is_escaped_once() {
        let typed = "<i>&\"";
        let part = view! { <p title=typed>{typed}</p> }.into_markup();
        let html = view! { <Framed>"1 < 2" {part}</Framed> }.to_html();
        assert_eq!(
            html,
            "<b>1 &lt; 2<p title=\"&lt;i&gt;&amp;&quot;\">&lt;i&gt;&amp;\"</p></b>"
        );
    }
}
