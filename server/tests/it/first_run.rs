//! What `make run` does on a fresh checkout, once everything is built: a bank with samples, a demo account of each
//! role that one can sign in with, and something to try.

use crate::support::program::{agent, folder, free_port, until};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `tools/run`, and the server that it ends as; killed when dropped.
struct FirstRun(Child);

impl Drop for FirstRun {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(folder: &Path, port: u16) -> FirstRun {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/run");
    let said = std::fs::File::create(folder.join("said")).expect("a file");
    let child = Command::new("bash")
        .arg(script)
        .env("CASEBOOK_BIN", env!("CARGO_BIN_EXE_casebook"))
        .env("CASEBOOK_DATA_DIR", folder.join("var"))
        .env("CASEBOOK_LISTEN", format!("127.0.0.1:{port}"))
        .env_remove("CASEBOOK_DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(said)
        .stderr(Stdio::null())
        .spawn();
    FirstRun(child.expect("bash"))
}

#[test]
fn a_fresh_checkout_serves_samples_and_demo_accounts_that_one_can_sign_in_with() {
    let folder = folder();
    let port = free_port();
    let base = format!("http://127.0.0.1:{port}");
    let mut run = start(folder.path(), port);
    let agent = agent();
    until("the first page", || {
        let ended = run.0.try_wait().expect("it is our child");
        assert_eq!(ended, None, "it stopped before it served");
        let answer = agent.get(&base).call().ok()?;
        (answer.status().as_u16() == 200).then_some(())
    });

    let accounts = std::fs::read_to_string(folder.path().join("var/demo-accounts.txt"));
    let accounts = accounts.expect("the demo accounts");
    let mut roles = Vec::new();
    for line in accounts.lines() {
        let [role, email, password] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let answer = agent
            .post(format!("{base}/account/sign-in"))
            .header("sec-fetch-site", "same-origin")
            .send_form([("email", email), ("password", password)]);
        let answer = answer.expect("an answer");
        assert_eq!(answer.status().as_u16(), 303, "{role}");
        roles.push(role);
    }
    assert_eq!(roles, ["submitter", "moderator", "admin"]);
    let said = std::fs::read_to_string(folder.path().join("said")).expect("what it said");
    assert!(
        said.contains("28 public case studies and 5 submissions"),
        "{said}"
    );
    assert!(said.contains(&format!("Casebook is at {base}")), "{said}");
    assert!(said.contains("To try"), "{said}");
    for line in accounts.lines() {
        assert!(said.contains(line), "{said}");
    }
}
