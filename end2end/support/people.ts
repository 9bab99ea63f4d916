/** An account of the template bank. Passwords are for throw-away databases on loopback. */
export interface Account {
  email: string;
  name: string;
  role: "moderator" | "admin" | "submitter";
  password: string;
}

const account = (name: string, role: Account["role"]): Account => ({
  email: `${name.toLowerCase().replaceAll(" ", "-")}@casebook.example`,
  name,
  role,
  password: `A long phrase for the ${name.toLowerCase()}`,
});

export const MODERATOR = account("First moderator", "moderator");
export const OTHER_MODERATOR = account("Second moderator", "moderator");
export const SUBMITTER = account("Museum account", "submitter");
export const ADMIN = account("First admin", "admin");

export const ACCOUNTS = [MODERATOR, OTHER_MODERATOR, SUBMITTER, ADMIN];

let counter = 0;

/** A mailbox that nobody else in this run has, so that its mails are this test's own. */
export function mailbox(name = "wellbeing"): string {
  counter += 1;
  return `${name}-${process.pid}-${counter}@museum.example`;
}
