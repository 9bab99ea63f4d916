# Any Chrome or Chromium will do for the browser tests. The headless shell is the same without the windows,
# which nobody sees there, and asks for less than half of the computing.
# shellcheck shell=bash

browser_path() {
    local name
    for name in "${CASEBOOK_BROWSER:-}" chromium-headless-shell chrome-headless-shell \
        chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    # None found is an answer, not an error.
    return 0
}

find_or_install_browser() {
    case $(browser_path) in
        "") ;;
        *headless-shell) return 0 ;;
        *) [ -z "${CASEBOOK_BROWSER:-}" ] || return 0 ;;
    esac
    if apt_offers chromium-headless-shell; then
        ! apt_install "Chromium without windows" chromium-headless-shell fonts-liberation || return 0
    fi
    [ -z "$(browser_path)" ] || return 0
    have_apt || fail "the browser tests need Chrome or Chromium: install one, or name it in CASEBOOK_BROWSER."
    apt_install "Chromium" chromium fonts-liberation \
        || fail "Debian's packages have no chromium here: install Chrome or Chromium, or name it in CASEBOOK_BROWSER."
}
