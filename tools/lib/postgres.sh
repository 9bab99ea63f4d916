# PostgreSQL's server programs, for throw-away databases in tests. No service of the machine is used.
# shellcheck shell=bash

# The folder that holds initdb and postgres. Debian keeps them off PATH; the newest one wins.
postgres_folder() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
        "$(dirname "$(command -v initdb || echo /nowhere/initdb)")" \
        "$(pg_config --bindir 2>/dev/null || true)"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            echo "$folder"
            return
        fi
    done
}

find_or_install_postgres() {
    [ -z "$(postgres_folder)" ] || return 0
    have_apt || fail "the tests need PostgreSQL's server programs (initdb and postgres) on PATH."
    # Debian's package starts a server on port 5432 unless told not to, and nobody asked for one.
    local quiet=/etc/postgresql-common/createcluster.d/casebook-setup.conf
    apt_install "PostgreSQL's common files" postgresql-common || fail "Debian's packages have no postgresql-common here."
    as_root mkdir -p "$(dirname "$quiet")"
    echo "create_main_cluster = false" | as_root tee "$quiet" >/dev/null
    apt_install "PostgreSQL" postgresql || fail "Debian's packages have no postgresql here."
    as_root rm -f "$quiet"
    [ -n "$(postgres_folder)" ] || fail "PostgreSQL was installed but its initdb was not found."
}
