# Any Chrome or Chromium will do for the browser tests.
# shellcheck shell=bash

browser_path() {
    local name
    for name in "${CASEBOOK_BROWSER:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    # None found is an answer, not an error.
    return 0
}

find_or_install_browser() {
    [ -z "$(browser_path)" ] || return 0
    have_apt || fail "the browser tests need Chrome or Chromium: install one, or name it in CASEBOOK_BROWSER."
    apt_install "Chromium" chromium fonts-liberation \
        || fail "Debian's packages have no chromium here: install Chrome or Chromium, or name it in CASEBOOK_BROWSER."
}
