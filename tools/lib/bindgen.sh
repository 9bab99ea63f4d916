# The tool that makes the client's WASM callable from a page. It must be of exactly the version of
# the library that the client was built with.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # cache and bindgen_version are shared with tools/setup

bindgen_version() {
    awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock
}

# Under the cache folder and not in ~/.cargo/bin: other projects want other versions.
bindgen_path() { echo "$cache/bindgen-$bindgen_version/bin/bindgen"; }

install_bindgen() {
    [ ! -x "$(bindgen_path)" ] || return 0
    grep -q "^wasm-bindgen-cli-support = \"=$bindgen_version\"$" tools/bindgen/Cargo.toml \
        || fail "tools/bindgen/Cargo.toml names another version than Cargo.lock, which has wasm-bindgen $bindgen_version: make them the same, then run 'cargo update --manifest-path tools/bindgen/Cargo.toml'."
    step "Building wasm-bindgen $bindgen_version (about half a minute, once)" build_bindgen \
        || fail "wasm-bindgen $bindgen_version could not be built; the lines above say why."
}

build_bindgen() {
    env -u CARGO_TARGET_DIR cargo install --path tools/bindgen --locked --no-track --force \
        --root "$cache/bindgen-$bindgen_version" --target-dir "$cache/bindgen-build" \
        && rm -rf "$cache/bindgen-build"
}
