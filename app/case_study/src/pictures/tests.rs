use super::*;

fn whole() -> Picture {
    Picture {
        people: "no".into(),
        ..sample()
    }
}

#[test]
fn a_picture_travels_as_strings_and_comes_back() {
    let pictures = vec![
        whole(),
        Picture {
            decorative: true,
            people: "yes".into(),
            agreed: true,
            children: true,
            until: "2027-12-31".into(),
            caption: "Tea, then clay".into(),
            ..whole()
        },
    ];
    let strings = pictures.to_answers();
    assert_eq!(strings.len(), 2 * PARTS);
    assert_eq!(Vec::<Picture>::from_answers(&strings), Ok(pictures));
    // What names no picture is none.
    let odd = vec!["../../etc/passwd".to_owned(), "1".to_owned()];
    assert_eq!(Vec::<Picture>::from_answers(&odd), Ok(Vec::new()));
}

#[test]
fn each_picture_that_may_not_be_shown_yet_is_named_with_what_it_needs() {
    assert_eq!(fault_of(&[whole()]), None);
    let people = Picture {
        people: "yes".into(),
        ..whole()
    };
    let bare = Picture {
        blob: whole().blob,
        ..Picture::default()
    };
    assert_eq!(
        fault_of(&[whole(), people.clone(), bare]).as_deref(),
        Some(
            "Picture 2 needs the agreement of the people who can be recognised. Picture 3 needs words for \
             people who cannot see it, a credit, a licence and an answer to whether people can be recognised"
        )
    );
    let agreed = Picture {
        agreed: true,
        ..people
    };
    assert_eq!(fault_of(&[agreed]), None);
    let decorative = Picture {
        alternative: String::new(),
        decorative: true,
        ..whole()
    };
    assert_eq!(fault_of(&[decorative]), None);
    let odd_day = Picture {
        until: "soon".into(),
        ..whole()
    };
    assert!(fault_of(&[odd_day]).unwrap().contains("31 December 2027"));
    assert!(
        fault_of(&vec![whole(); 11])
            .unwrap()
            .contains("Keep the best 10")
    );
}

#[test]
fn a_last_day_is_read_as_people_write_it_and_ends_at_midnight() {
    for (typed, read) in [
        ("31 December 2027", "2027-12-31"),
        ("1st of May", "1st of May"),
        ("1st may 2028", "2028-05-01"),
        ("2028-02-29", "2028-02-29"),
        ("2027-02-29", "2027-02-29"),
        ("", ""),
    ] {
        assert_eq!(last_day::read(typed), read);
    }
    let until = |day: &str| {
        Picture {
            until: day.into(),
            ..whole()
        }
        .until_ms()
    };
    assert_eq!(until("2027-12-31"), Some(1_830_297_600_000));
    assert_eq!(until("2027-02-29"), None);
    assert_eq!(until("soon"), None);
    assert_eq!(until(""), None);
}

#[test]
fn readers_hear_nothing_of_consent() {
    let picture = Picture {
        people: "yes".into(),
        agreed: true,
        children: true,
        until: "2027-12-31".into(),
        ..whole()
    };
    assert_eq!(
        picture.in_words(),
        "Two hands hold a clay bowl. Photograph: Ana Quill. CC BY 4.0. People can be recognised, and they agreed. \
         There are children in it. To be shown until 2027-12-31"
    );
    let public = picture.for_readers();
    assert_eq!(public.consent_in_words(), None);
    let json = serde_json::to_value(&public).unwrap();
    for private in ["people", "agreed", "children", "until"] {
        assert!(json.get(private).is_none(), "{json}");
    }
}

#[test]
fn staff_change_words_and_what_is_shown_and_nothing_of_its_consent() {
    let sent = Picture {
        people: "yes".into(),
        agreed: true,
        until: "2027-12-31".into(),
        ..whole()
    };
    let mut pictures = vec![sent.clone()];
    let mend = PictureMend {
        blob: sent.blob.clone(),
        alternative: " Two hands\n hold a bowl ".into(),
        caption: "Tea".into(),
        credit: "Ana Quill".into(),
        cropped: Some(Cropped {
            blob: "cd".repeat(32),
            width: 800,
            height: 600,
        }),
        ..PictureMend::default()
    };
    assert!(mend.put_into(&mut pictures));
    let after = Picture {
        blob: "cd".repeat(32),
        width: 800,
        height: 600,
        alternative: "Two hands hold a bowl".into(),
        caption: "Tea".into(),
        ..sent
    };
    assert_eq!(pictures, [after]);
    assert!(!mend.put_into(&mut pictures), "it has another name now");
}
