# npm's tools: tools/ has those that build the site, end2end/ those that test it.
# shellcheck shell=bash

install_npm() {
    local folder=$1 what=$2 how_long=$3 want
    want="$(cksum <"$folder/package-lock.json") $(node --version)"
    [ "$(cat "$folder/node_modules/.installed" 2>/dev/null)" != "$want" ] || return 0
    step "Installing $what from npm (about $how_long)" npm_ci "$folder" \
        || fail "npm could not install $what; the lines above say why."
    echo "$want" >"$folder/node_modules/.installed"
}

npm_ci() {
    # The browser comes from the machine: Playwright's download is large and often cannot be reached.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix "$1" --no-audit --no-fund
}
