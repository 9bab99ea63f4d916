//! The photographs of a case: the first above the text, the others after the story. Where there are none, a motif
//! is drawn.

use crate::browse::lists::card::motif_seed;
use crate::ui::{IntoMarkup, Markup};
use crate::ui::{MotifBanner, Photo};
use crate::web::pictures::{photograph, public_folder};
use case_study::Picture;
use leptos::prelude::*;
use store::cases::PublicCase;

/// What stands above the text. `folder` is where whoever reads the page may see its photographs.
pub(super) fn first(case: &PublicCase, folder: &str) -> Markup {
    match case.content.pictures.first() {
        None => view! { <div class="case-picture"><MotifBanner seed=motif_seed(case)/></div> }
            .into_markup(),
        Some(picture) => {
            let photo = photograph(folder, picture);
            view! {
                <figure class="case-picture photo-figure">
                    <Photo photo=photo sizes="(width < 76rem) 94vw, 72rem"/>
                    {words(picture)}
                </figure>
            }
            .into_markup()
        }
    }
}

/// What stands after the story.
pub(super) fn others(case: &PublicCase, folder: &str) -> Option<Markup> {
    let list = list(case.content.pictures.get(1..)?, folder, true)?;
    Some(
        view! {
            <section class="case-photos" aria-labelledby="photographs">
                <h2 id="photographs">"Photographs"</h2>
                {list}
            </section>
        }
        .into_markup(),
    )
}

/// All of them in a document to print, which waits for nothing that is fetched when it is near.
pub(in crate::browse) fn to_print(case: &PublicCase) -> Option<Markup> {
    list(&case.content.pictures, &public_folder(&case.slug), false)
}

fn list(pictures: &[Picture], folder: &str, lazy: bool) -> Option<Markup> {
    if pictures.is_empty() {
        return None;
    }
    let pictures = pictures
        .iter()
        .map(|picture| {
            let photo = photograph(folder, picture);
            view! {
                <li>
                    <figure class="photo-figure">
                        <Photo photo=photo sizes="(width < 60rem) 94vw, 22rem" lazy=lazy/>
                        {words(picture)}
                    </figure>
                </li>
            }
        })
        .collect_view();
    Some(view! { <ul class="photo-list">{pictures}</ul> }.into_markup())
}

fn words(picture: &Picture) -> Option<impl IntoView + use<>> {
    let (caption, credit) = (picture.caption.clone(), picture.credit_line());
    let caption = (!caption.is_empty()).then(|| view! { <span>{caption}</span>" " });
    let credit = (!credit.is_empty()).then(|| view! { <span class="meta">{credit}</span> });
    (caption.is_some() || credit.is_some())
        .then(|| view! { <figcaption>{caption}{credit}</figcaption> })
}
