# Firefox and WebKit, for `make browsers`: what the browser tests cannot say, because they know
# Chromium alone.
# shellcheck shell=bash

firefox_path() {
    local name
    for name in "${CASEBOOK_FIREFOX:-}" firefox-esr firefox /Applications/Firefox.app/Contents/MacOS/firefox; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    # None found is an answer, not an error.
    return 0
}

find_or_install_firefox() {
    [ -z "$(firefox_path)" ] || return 0
    have_apt || fail "this needs Firefox: install it, or name it in CASEBOOK_FIREFOX."
    apt_install "Firefox" firefox-esr \
        || fail "Debian's packages have no firefox-esr here: install Firefox, or name it in CASEBOOK_FIREFOX."
}

# WebKitGTK's own driver and its small browser, a screen that nobody sees, and what reads printed pages.
find_or_install_webkit() {
    local missing=()
    command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
    command -v Xvfb >/dev/null || missing+=(xvfb)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    # Its driver cannot print; a small program can.
    /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")' 2>/dev/null \
        || missing+=(python3-gi gir1.2-webkit2-4.1)
    [ ${#missing[@]} -gt 0 ] || return 0
    have_apt || fail "this needs WebKitGTK's WebKitWebDriver with MiniBrowser, Xvfb, pdftotext and Python's gi with WebKit2 4.1, which Debian's packages have."
    apt_install "WebKit" "${missing[@]}" \
        || fail "Debian's packages have not all of these here: ${missing[*]}."
}
