# One Rust that can build both halves: the server for this machine, the client for the browser.
# Both must come from the same compiler, because the names of islands are hashes of what it prints.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # cache and chosen_toolchain are shared with tools/setup

wasm=wasm32-unknown-unknown
debian_toolchain=debian-web

oldest_rust() { sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml | head -n 1; }

new_enough() {
    local version
    version=$("$1" -V 2>/dev/null | cut -d' ' -f2) && [ -n "$version" ] || return 1
    printf '%s\n%s\n' "$(oldest_rust)" "$version" | sort -C -V
}

# Whether it is of the version that Cargo.toml claims to need, whatever its last number.
is_oldest() {
    local version
    version=$("$@" -V 2>/dev/null | cut -d' ' -f2)
    case $version in
        "$(oldest_rust)" | "$(oldest_rust)".* | "$(oldest_rust)"-*) ;;
        *) return 1 ;;
    esac
}

# The installed toolchain of that version, if there is one that has clippy.
oldest_toolchain() {
    local name
    command -v rustup >/dev/null || return 0
    for name in $(rustup toolchain list 2>/dev/null | cut -d' ' -f1); do
        if is_oldest rustup run "$name" rustc && rustup run "$name" cargo clippy -V >/dev/null 2>&1; then
            echo "$name"
            return
        fi
    done
}

# For tools/oldest. Asked for once, here: where rustup cannot download, it takes its time to say so.
find_or_install_oldest() {
    if is_oldest rustc || [ -n "$(oldest_toolchain)" ] || ! command -v rustup >/dev/null; then return; fi
    try_step "Asking rustup for Rust $(oldest_rust), the oldest that must do (half a minute; up to 2 minutes where it cannot download)" \
        briefly rustup toolchain install "$(oldest_rust)" --profile minimal --component clippy --no-self-update || true
}

wasm_folder() { "$1" --print target-libdir --target "$wasm" 2>/dev/null; }

has_wasm() { ls "$(wasm_folder "$1")"/libstd-*.rlib >/dev/null 2>&1; }

# A std built by us works with exactly the compiler that built it, so its stamp lies beside it.
own_wasm_is_current() {
    local folder
    folder=$(wasm_folder "$1") && [ "$(cat "$folder/.built-by" 2>/dev/null)" = "$("$1" -vV)" ]
}

choose_rust() {
    # A selection that does not start is worth nothing.
    if [ -n "${RUSTUP_TOOLCHAIN:-}" ] && ! rustc -V >/dev/null 2>&1; then unset RUSTUP_TOOLCHAIN; fi
    chosen_toolchain=${RUSTUP_TOOLCHAIN:-}

    # 1. What is selected already may do.
    if new_enough rustc && has_wasm rustc; then
        if [ ! -f "$(wasm_folder rustc)/.built-by" ] || own_wasm_is_current rustc; then return; fi
    fi

    # 2. What an earlier set-up made from Debian's packages, for a fresh clone on the same machine.
    if [ -x /usr/bin/rustc ] && new_enough /usr/bin/rustc && own_wasm_is_current /usr/bin/rustc; then
        select_debian_rust
        return
    fi

    # 3. rustup, if it can download.
    if command -v rustup >/dev/null && new_enough rustc; then
        if try_step "Asking rustup for the $wasm target (a few seconds; up to 2 minutes where it cannot download)" \
            rustup_target; then
            return
        fi
    fi

    # 4. Debian's rustc-web: a current compiler together with the source of std. It takes the place
    # of Debian's older rustc, if that is installed.
    have_apt || fail "Rust $(oldest_rust) or newer with the $wasm target is needed: install Rust with rustup (https://rustup.rs), then run 'rustup target add $wasm'."
    apt_install "a Rust that comes with the source of its standard library" \
        rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy \
        || fail "Debian's packages have no rustc-web here, and rustup cannot download: run 'rustup target add $wasm' on a machine that can, or use Debian 12 or newer."
    new_enough /usr/bin/rustc \
        || fail "Debian's $(/usr/bin/rustc -V) is older than Rust $(oldest_rust), which this needs."
    install_wasm_linker
    own_wasm_is_current /usr/bin/rustc \
        || step "Building Rust's standard library for the browser (about 40 seconds)" build_wasm_std \
        || fail "the standard library for the browser could not be built; the lines above say why."
    select_debian_rust
}

rustup_target() { briefly rustup target add "$wasm" && has_wasm rustc; }

# Where nothing answers, waiting is all that rustup would do.
briefly() {
    if command -v timeout >/dev/null; then RUSTUP_MAX_RETRIES=1 timeout 120 "$@"; else "$@"; fi
}

# rust-lld is a link to a linker of a certain LLVM, in a package that nothing pulls in by itself.
install_wasm_linker() {
    local linker
    [ ! -e "$(readlink -f /usr/bin/rust-lld)" ] || return 0
    linker=$(basename "$(readlink -f /usr/bin/rust-lld)")
    apt_install "the linker $linker" "$linker" || fail "Debian's packages have no $linker."
}

# Each line ends in || return because bash ignores -e in a function whose outcome is asked for.
build_wasm_std() {
    local work=$cache/wasm-std folder
    folder=$(wasm_folder /usr/bin/rustc) || return
    rm -rf "$work"
    mkdir -p "$work/src" || return
    # Any crate will do; a cdylib makes cargo build every part of std that ours will ask for.
    printf '%s\n' '[package]' 'name = "wasm-std"' 'version = "0.0.0"' 'edition = "2024"' \
        '[lib]' 'crate-type = ["cdylib"]' '[workspace]' >"$work/Cargo.toml"
    : >"$work/src/lib.rs"
    # Without the bitcode, fat link-time optimisation of the client has nothing to work on.
    (
        cd "$work" || exit
        unset RUSTUP_TOOLCHAIN CARGO_TARGET_DIR RUSTFLAGS
        RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
            CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Cembed-bitcode=yes \
            /usr/bin/cargo build --release -Zbuild-std=std,panic_abort --target "$wasm"
    ) || return
    as_root rm -rf "$folder" || return
    as_root mkdir -p "$folder" || return
    as_root cp "$work/target/$wasm/release/deps/"*.rlib "$folder/" || return
    /usr/bin/rustc -vV | as_root tee "$folder/.built-by" >/dev/null || return
    rm -rf "$work"
    # Crates built against the previous std fail with E0463.
    rm -rf "${CARGO_TARGET_DIR:-target}/$wasm" "${CARGO_TARGET_DIR:-target}/front"
}

select_debian_rust() {
    if command -v rustup >/dev/null; then
        [ "$(RUSTUP_TOOLCHAIN=$debian_toolchain rustc -V 2>/dev/null)" = "$(/usr/bin/rustc -V)" ] \
            || rustup toolchain link "$debian_toolchain" /usr
        chosen_toolchain=$debian_toolchain
        export RUSTUP_TOOLCHAIN=$debian_toolchain
    fi
}
