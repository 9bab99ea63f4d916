use super::*;

#[test]
fn case_studies_as_people_announce_them() {
    for subject in [
        "wellbeing case study",
        "Wellbeing case study",
        "WELLBEING CASE STUDY",
        "Wellbeing Case Studies",
        "Re: Wellbeing case study",
        "RE: FW: Re[2]: Wellbeing case study",
        "AW: WG: Wellbeing case study",
        "SV: VS: wellbeing case study",
        "TR: RV: Wellbeing case study",
        "[EXTERNAL] Re: Wellbeing case study",
        "Well-being case study",
        "well being case study",
        "Well\u{2010}being case\u{2011}study",
        "Well\u{2013}being case \u{2014} study",
        "wellbeing case-study",
        "wellbeing_case_study",
        "wellbeing casestudy",
        "WellbeingCaseStudy",
        "#wellbeingcasestudy",
        "Well\u{ad}being case study",
        "Wellbeing\u{a0}case\u{a0}study",
        "Ｗｅｌｌｂｅｉｎｇ case study",
        "Our wellbeing case study from Leeds",
        "Submission of a wellbeing case study (Leeds City Museum)",
        "Wellbeing case study: Multaka-Oxford \u{2013} a \u{201c}meeting point\u{201d}",
        "FW: Wellbeing case study - Inspiring Futures (sorry, long)",
        "Case study: wellbeing on a stroke ward",
        "Case study - our wellbeing project",
        "A case study about health and wellbeing in museums",
        "Case studies for the wellbeing bank",
        "case study on staff well-being",
        "Wellbeing at the museum: a case study from Leeds",
        "Wellbeing museum case study",
        "Health & wellbeing case study",
        "Wellbeing and health case study",
        "Museum wellbeing project \u{2013} case study",
        "Wellbeing case study!!!",
        "\"Wellbeing case study\"",
        "Wellbeing case study, part 2",
        "Question about our wellbeing case study",
        "No. 3: wellbeing case study",
        "welbeing case study",
        "Wellbeeing case study",
        "wellbieng case study",
        "Wellbeing case studie",
        "wellbeing case stduy",
        "Wellbeing campaign: case study from Leeds",
        "Museum's wellbeing case study",
        "Case Study \u{2014} Wellbeing",
    ] {
        assert_eq!(topic(subject), Some(Topic::CaseStudy), "{subject}");
    }
}

#[test]
fn the_campaign_as_people_name_it() {
    for subject in [
        "wellbeing campaign",
        "Wellbeing Campaign",
        "Re: Fwd: well-being campaign",
        "Thoughts on the wellbeing campaign",
        "The campaign for wellbeing",
        "Campaign: wellbeing in museums",
        "Your Well being campaign - a thought",
        "Wellbeing campain",
        "wellbeing campaing",
        "Wellbeing campaigns",
        "health and wellbeing campaign",
    ] {
        assert_eq!(topic(subject), Some(Topic::Campaign), "{subject}");
    }
}

#[test]
fn near_misses_are_neither() {
    for subject in [
        "",
        "Re:",
        "Hello",
        "Case study",
        "wellbeing",
        "Wellbeing study",
        "Wellbeing case",
        "Wellbeing week at our office",
        "our wellbeing project for your collection",
        "Wellness case study",
        "Being well: a case study",
        "Well, being there: case study",
        "Suitcase study for wellbeing",
        "Showcase studies of wellbeing",
        "A case for studying wellbeing",
        "In case study leave affects your wellbeing",
        "Staff wellbeing survey and a case study on parking",
        "This is not a wellbeing case study",
        "No wellbeing case study from us this year",
        "Case study of a new roof. Also: photographs of the day, and news of wellbeing",
        "Invoice 231 for the case study printing; wellbeing room booked",
        "Campaign",
        "Fundraising campaign for the new roof and the wellbeing room",
        "Champaign wellbeing",
        "Wellbeing champagne",
        "Election campaigner for wellbeing",
        "Fallstudie Wohlbefinden",
        "Wellington case study",
        "Casework study on wellbeing",
        "Wellbeing case studio",
    ] {
        assert_eq!(topic(subject), None, "{subject}");
    }
}

#[test]
fn what_else_a_subject_says_is_found() {
    for (subject, beside) in [
        (
            "FW: Wellbeing case study - Inspiring Futures (sorry, long)",
            "Inspiring Futures (sorry, long)",
        ),
        (
            "Wellbeing case study: Multaka-Oxford \u{2013} a place",
            "Multaka-Oxford \u{2013} a place",
        ),
        (
            "Case study: wellbeing on a stroke ward",
            "Case study: wellbeing on a stroke ward",
        ),
        ("Re: Wellbeing case study", "Wellbeing case study"),
        ("Wellbeing case study: ", "Wellbeing case study:"),
    ] {
        assert_eq!(beside_topic(subject), beside, "{subject}");
    }
}

#[test]
fn prefixes_go_and_a_subject_of_one_word_stays() {
    for (subject, bare, forward) in [
        ("Re: AW[2]: Fwd: Tea", "Tea", true),
        ("RE (3): Tea", "Tea", false),
        ("WG: [EXT] Tea: objects", "Tea: objects", true),
        ("Tea: objects", "Tea: objects", false),
        ("[Leeds] Tea", "[Leeds] Tea", false),
        ("Re:", "", false),
    ] {
        assert_eq!(
            (without_prefixes(subject), is_forward(subject)),
            (bare, forward),
            "{subject}"
        );
    }
}

/// What a person who reads it would say, of subjects whose words are in another order, with others around them.
#[test]
fn a_person_would_agree() {
    let case = Some(Topic::CaseStudy);
    for (subject, about) in [
        // A clause before or after it says something else, and denies nothing.
        ("Museum without walls: wellbeing case study", case),
        ("Not urgent: wellbeing case study", case),
        ("No rush - wellbeing case study", case),
        ("No rush- wellbeing case study", case),
        ("Please do not reply \u{2013} wellbeing case study", case),
        ("Not urgent\u{2014}wellbeing case study", case),
        ("Never alone: a wellbeing case study", case),
        ("No, our wellbeing case study is not late", case),
        ("Have you not received our wellbeing case study?", case),
        ("Not only a wellbeing case study", case),
        ("No wellbeing without art: a case study", case),
        ("Wellbeing is not a luxury: a case study", case),
        ("Wellbeing at sea: you are not alone - a case study", case),
        // A title, and that it is a case study.
        ("Wellbeing for those without a home: case study", case),
        ("Wellbeing and the museum: a case study", case),
        ("Dementia, wellbeing and the arts: a case study", case),
        (
            "Case study: how our handling collection supported older people's wellbeing",
            case,
        ),
        (
            "Case study: art, the museum and our visitors' wellbeing",
            case,
        ),
        (
            "Case study. How handling objects supported older people's wellbeing",
            case,
        ),
        (
            "Case study from Leeds: how our handling collection supported older people's wellbeing",
            case,
        ),
        (
            "[Case study] How our handling collection supported older people's wellbeing",
            case,
        ),
        (
            "Case study \u{201c}How our handling collection supported older people\u{2019}s wellbeing\u{201d}",
            case,
        ),
        (
            "Improving the wellbeing of people living with dementia through objects (case study)",
            case,
        ),
        (
            "Improving the wellbeing of people living with dementia through objects, a case study",
            case,
        ),
        (
            "Does singing improve the wellbeing of people in our care homes? A case study from Bath",
            case,
        ),
        ("Wellbeing at St. Albans museum: case study", case),
        (
            "Case study about the impact of handling objects on the wellbeing of older people",
            case,
        ),
        (
            "Wellbeing outcomes of object handling sessions in hospital wards case study",
            case,
        ),
        ("Jobs and wellbeing: a case study", case),
        ("The job club: a wellbeing case study", case),
        ("Wellbeing case study: how we found jobs for refugees", case),
        // As it is written.
        ("WELL BEING CASE STUDY", case),
        ("well-being case-studies", case),
        ("Re[2]: AW: WG: Well-Being Case-Study", case),
        ("AW: WG: [External] wellbeing case studies", case),
        ("[EXTERNAL EMAIL] FW: wellbeing casestudy", case),
        ("\u{1f389} Wellbeing \u{1f33f} case study \u{1f389}", case),
        ("\u{201c}Wellbeing\u{201d} case study", case),
        ("Wellbeing | case study | Leeds", case),
        ("Case study (wellbeing)", case),
        ("Draft 2_wellbeing_case_study_FINAL.docx", case),
        // It says that it is one; whether the bank is a museum, whoever opens it sees.
        ("Case study on staff wellbeing at our bank", case),
        // An answer to a call, whatever that call was.
        ("Re: Newsletter: wellbeing case studies", case),
        ("Re: Call for wellbeing case studies", case),
        // It is denied, and a person would not look for one in it.
        ("This is not a case study of wellbeing", None),
        ("This is not about our wellbeing case study", None),
        ("Not a case study: wellbeing ideas for the garden", None),
        ("We have no wellbeing case study yet", None),
        ("Wellbeing matters: no case study yet", None),
        ("Wellbeing day, but not a case study", None),
        ("Unrelated to your wellbeing case study", None),
        ("No more wellbeing case studies", None),
        // Another message, which names one along with its matter.
        ("Invoice 231: printing of wellbeing case studies", None),
        ("Invoice for the wellbeing case study booklet", None),
        ("Autumn newsletter: wellbeing case studies", None),
        ("[Newsletter] Wellbeing case studies", None),
        ("Job of the week: Wellbeing Case Study Officer", None),
        ("Job of the week: wellbeing case study writer", None),
        ("Vacancy - wellbeing case study writer", None),
        ("Wellbeing case study manager (maternity cover)", None),
        ("Webinar: writing wellbeing case studies", None),
        ("Wellbeing campaign manager", None),
        ("No to the wellbeing campaign", Some(Topic::Campaign)),
        // Two matters.
        ("Wellbeing day; case study", None),
        (
            "Staff wellbeing survey and the case study of our new lift",
            None,
        ),
        (
            "Case studies are due on Friday morning for the staff wellbeing page",
            None,
        ),
        (
            "Wellbeing week at our office - please bring the case study folder",
            None,
        ),
        (
            "Case study of a new roof. Also: photographs of the day and of wellbeing",
            None,
        ),
        (
            "Case study of a new roof, and photographs of the staff wellbeing day",
            None,
        ),
        ("Suitcase studies for wellbeing", None),
    ] {
        assert_eq!(topic(subject), about, "{subject}");
    }
}
