# Which crates there are, asked of Cargo.toml, so that a new one is built and checked from its first
# day. Never --workspace: the client switches on Leptos' other half.
# shellcheck shell=bash

# shellcheck disable=SC2016 # the dollars are JavaScript's
# all_but NAME…: "-p" and the name of every member of the workspace but these.
all_but() {
    cargo metadata --no-deps --offline --format-version 1 | node -e '
        const { packages } = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const names = packages.map(({ name }) => name).filter((name) => !process.argv.includes(name));
        console.log(names.map((name) => `-p ${name}`).join(" "));
    ' "$@"
}

# What runs on the server or beside it.
native_crates() { all_but client; }

# What has tests: the driver of `make bench` is compiled and linted only.
tested_crates() { all_but client bench; }
