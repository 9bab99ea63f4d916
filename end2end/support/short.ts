/** The words of the page on which a museum tells its story in one piece. */
export const SEND = "I may send this for my museum, and everyone who can be recognised has agreed.";
export const PREPARE = "You may prepare it, and you show me the page before it goes online.";
export const STORY = "What did you do, who was it for, and what came of it?";
