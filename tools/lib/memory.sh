# Where tests write what they take away again: in memory, if there is room. Each test has databases and
# a search index of its own, and a disk that is busy takes up to half a second to make or remove one.
# shellcheck shell=bash

# memory_or_disk: prints a folder for temporary files. One that was asked for by TMPDIR stays.
memory_or_disk() {
    local shared=/dev/shm needed_mib=2048 there_mib free_mib
    # A test takes a few MiB for a moment; what is needed here leaves as much again for the tests themselves.
    there_mib=$(df -Pk "$shared" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
    free_mib=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null || true)
    if [ -z "${TMPDIR:-}" ] && [ -w "$shared" ] \
        && [ "${there_mib:-0}" -ge "$needed_mib" ] && [ "${free_mib:-0}" -ge $((2 * needed_mib)) ]; then
        echo "$shared"
    else
        echo "${TMPDIR:-/tmp}"
    fi
}
