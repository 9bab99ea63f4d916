//! What people did.

use super::{Term, term};

pub(super) const ACTIVITIES: &[Term] = &[
    term(
        "object-handling",
        "Object handling",
        "Holding and talking about museum objects",
    ),
    term(
        "reminiscence",
        "Reminiscence",
        "Sharing memories, often with objects, photographs or music",
    ),
    term(
        "guided-looking",
        "Guided looking",
        "A small group looks at something and talks about it",
    ),
    term(
        "art-making",
        "Art making",
        "Drawing, painting, printing, sculpture or photography",
    ),
    term(
        "craft-and-heritage-skills",
        "Craft and heritage skills",
        "Making with traditional skills, such as weaving or woodwork",
    ),
    term(
        "creative-writing",
        "Creative writing",
        "Poems, stories and other writing",
    ),
    term(
        "music-and-singing",
        "Music and singing",
        "Playing, singing or listening together",
    ),
    term(
        "movement-and-dance",
        "Movement and dance",
        "Dance, gentle exercise and other ways to move",
    ),
    term(
        "mindfulness-and-slow-looking",
        "Mindfulness and slow looking",
        "Time to look, breathe and be quiet",
    ),
    term(
        "gardening-and-outdoors",
        "Gardening and outdoors",
        "Growing things and being outside",
    ),
    term("walking", "Walking", "Walks, alone or as a group"),
    term(
        "volunteering-placement",
        "Volunteering placement",
        "A supported place as a volunteer",
    ),
    term(
        "peer-group-drop-in",
        "Peer group or drop-in",
        "A regular group that people can join when they like",
    ),
    term(
        "co-created-exhibition",
        "Co-created exhibition",
        "A display made with the people it is about",
    ),
    term(
        "community-event",
        "Community event",
        "A festival, open day or celebration",
    ),
    term(
        "social-prescription-referral",
        "Social prescription referral",
        "A health or care worker refers people into a programme",
    ),
    term(
        "museum-prescription",
        "Museum prescription",
        "A health worker prescribes a free visit or session",
    ),
    term(
        "outreach-care-settings",
        "Outreach in care settings",
        "The museum goes to care homes, day centres or people's homes",
    ),
    term(
        "hospital-outreach",
        "Hospital outreach",
        "The museum goes to wards or clinics",
    ),
    term(
        "loan-kits",
        "Loan kits",
        "Boxes of objects or activities to borrow",
    ),
    term(
        "digital-resource",
        "Digital resource",
        "An app, website, film or online session",
    ),
    term(
        "access-improvements",
        "Access improvements",
        "Changes that let more people visit and take part",
    ),
    term(
        "consultation-and-co-design",
        "Consultation and co-design",
        "Planning the work with the people it is for",
    ),
    term(
        "training-and-cpd",
        "Training",
        "Courses and other learning for people at work",
    ),
    term(
        "staff-support-and-supervision",
        "Staff support and supervision",
        "Regular time for staff to talk about the effects of their work",
    ),
    term(
        "peer-learning",
        "Peer learning",
        "People in the same kind of work learn from each other",
    ),
    term(
        "organisational-development",
        "Organisational development",
        "Changing how the whole organisation works",
    ),
    term(
        "policy-and-charter",
        "Policy or charter",
        "Written promises and rules that everyone can see",
    ),
    term(
        "research-and-evaluation",
        "Research and evaluation",
        "Finding out what changed, and why",
    ),
    term(
        "drama-and-storytelling",
        "Drama and storytelling",
        "Acting, telling and listening to stories",
    ),
    term(
        "food-and-cooking",
        "Food and cooking",
        "Cooking or eating together",
    ),
    term("play", "Play", "Games and free play"),
    term(
        "quiet-or-relaxed-opening",
        "Quiet or relaxed opening",
        "Opening times with less noise, light and crowding",
    ),
    term(
        "warm-space",
        "Warm space",
        "A warm, free place to sit, with no need to buy anything",
    ),
    term(
        "wellbeing-days",
        "Wellbeing days",
        "Paid days for staff to rest or do something good for them",
    ),
    term(
        "employee-assistance",
        "Employee assistance",
        "A service that staff can call for advice or counselling",
    ),
    term(
        "mental-health-first-aid",
        "Mental health first aid",
        "Trained colleagues who listen and point to help",
    ),
    term(
        "buddying-and-befriending",
        "Buddying and befriending",
        "Pairing people so that no one comes alone",
    ),
];
