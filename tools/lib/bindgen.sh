# wasm-bindgen's tool must be of exactly the version of the library that the client was built with.
# shellcheck shell=bash
# shellcheck disable=SC2154 # cache and bindgen_version are set by tools/setup

bindgen_version() {
    awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

# Under the cache folder and not in ~/.cargo/bin: other projects want other versions.
bindgen_path() { echo "$cache/wasm-bindgen-$bindgen_version/bin/wasm-bindgen"; }

install_bindgen() {
    [ ! -x "$(bindgen_path)" ] || return 0
    step "Building wasm-bindgen $bindgen_version (about 3 minutes, once)" build_bindgen \
        || fail "wasm-bindgen $bindgen_version could not be built; the lines above say why."
}

build_bindgen() {
    # Not --locked: its own lock file names versions that registry mirrors may lack. No link-time
    # optimisation: a tool that runs for a second is not worth minutes of it.
    env -u CARGO_TARGET_DIR cargo install wasm-bindgen-cli --version "=$bindgen_version" \
        --bin wasm-bindgen --root "$cache/wasm-bindgen-$bindgen_version" --no-track --force \
        --config 'profile.release.lto=false' --config 'profile.release.opt-level=1'
}
