# shellcheck shell=bash
# Small things every part of set-up uses. Needs: root.

# Ends set-up with one sentence that says what to do.
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# hash_of FOLDER EXTRA...: ten characters that change when any file of the folder (build output apart) or any extra
# string does.
hash_of() {
    local folder=$1
    shift
    {
        printf '%s\n' "$@"
        (
            cd "$folder"
            find . \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
        )
    } | sha256sum | cut -c 1-10
}

# replace_file TARGET < content: atomically, and only when the content differs, so that nothing is rebuilt in vain.
replace_file() {
    local target=$1 new=$1.new.$$
    cat >"$new"
    if cmp -s "$new" "$target"; then
        rm "$new"
    else
        mv "$new" "$target"
    fi
}

# join WORD...: "a", "a and b", "a, b and c".
join() {
    local text=$1
    shift
    while (($# > 1)); do
        text+=", $1"
        shift
    done
    (($# == 0)) || text+=" and $1"
    printf '%s' "$text"
}

require_dotnet() {
    local needed='.NET SDK 10 or newer is needed; install it from https://dotnet.microsoft.com/download and run this again.'
    have dotnet || die "The dotnet command was not found: $needed"
    local newest
    newest=$(cd "$root" && dotnet --list-sdks | cut -d . -f 1 | sort -n | tail -n 1)
    [[ ${newest:-0} -ge 10 ]] || die "The installed .NET SDK is version ${newest:-unknown}: $needed"
}
