# cargo-deny, which says whether what we depend on may be in the program.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with tools/setup

deny_version=0.20.2

deny_path() { echo "$cache/cargo-deny-$deny_version/bin/cargo-deny"; }

install_deny() {
    [ ! -x "$(deny_path)" ] || return 0
    say "Building cargo-deny $deny_version (about 3 minutes, once) …"
    did_something=yes
    # Its own lock file may name versions that a registry's mirror lacks.
    build_deny --locked || build_deny \
        || say "cargo-deny could not be built; the lines above say why."
    rm -rf "$cache/deny-build"
}

build_deny() {
    # Nobody waits for what it does: the quickest to compile will do.
    env -u CARGO_TARGET_DIR node tools/lib/counted.mjs cargo-deny \
        cargo install cargo-deny --version "=$deny_version" "$@" --no-track --force \
        --root "$cache/cargo-deny-$deny_version" --target-dir "$cache/deny-build" \
        --config 'profile.release.lto=false' --config 'profile.release.opt-level=0' \
        --config 'profile.release.codegen-units=16'
}
