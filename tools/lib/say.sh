# How the scripts speak: one plain line for each thing, and how long it took.
# shellcheck shell=bash

did_something=

# A counter may stand on the line (counted.mjs).
say() {
    [ ! -t 2 ] || printf '\r\033[K' >&2
    printf '%s\n' "$*" >&2
}

fail() {
    say "Cannot go on: $*"
    exit 1
}

# step "what, and how long it tends to take" COMMAND…: keeps the command's chatter in a log, which
# is shown only when it fails: a reader of a set-up wants one line, a mender wants all of them.
step() {
    local what=$1 log began=$SECONDS
    shift
    did_something=yes
    say "$what …"
    mkdir -p .build
    log=$(mktemp .build/step.XXXXXX)
    if "$@" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        say "    done in $((SECONDS - began)) s"
    else
        local code=$?
        tail -n 40 "$log" >&2
        rm -f "$log"
        say "    did not work, after $((SECONDS - began)) s (exit $code)"
        return "$code"
    fi
}

# For what may well not work here and has a second way: the error would only frighten.
try_step() {
    local what=$1 began=$SECONDS
    shift
    did_something=yes
    say "$what …"
    if "$@" >/dev/null 2>&1 </dev/null; then
        say "    done in $((SECONDS - began)) s"
    else
        say "    not possible here; taking the other way"
        return 1
    fi
}

say_total() { [ -z "$did_something" ] || say "This machine is ready ($SECONDS s)."; }

need_command() { command -v "$1" >/dev/null || fail "this needs $2, and there is none on PATH."; }

quoted() { printf '%q' "$1"; }
