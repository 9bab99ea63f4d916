//! Tells cargo when the assets that a release binary carries have changed.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=PROFILE");
    // A debug build reads the folder while it runs. A release build embeds it, and without this
    // line cargo would not notice a file that is new. While the folder is missing cargo takes the
    // package for stale each time, so the first site that is built is not overlooked either.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../target/site");
    }
}
