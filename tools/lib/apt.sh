# Debian's packages, for what cannot be had any other way.
# shellcheck shell=bash

have_apt() { command -v apt-get >/dev/null; }

# Nobody should be asked for a password in the middle of a build: root, or sudo that does not ask.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() { [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }; }

apt_lists_are_fresh=
refresh_apt_lists() {
    [ -z "$apt_lists_are_fresh" ] || return 0
    step "Reading Debian's package lists (about 10 seconds)" as_root apt-get update -q || true
    apt_lists_are_fresh=yes
}

# Whether there is such a package, and we may install it.
apt_offers() {
    have_apt && can_be_root || return 1
    refresh_apt_lists
    [[ $(apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[0-9]* ]]
}

apt_install() {
    local what=$1
    shift
    can_be_root || fail "$what is missing and installing it needs root. Run this, then try again:
    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    refresh_apt_lists
    step "Installing $what from Debian's packages (up to a minute)" \
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}
