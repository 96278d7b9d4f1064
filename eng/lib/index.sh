# shellcheck shell=bash
# Asks the machine's package sources, whatever they are, for the pinned packages. Needs: root, state, common.sh,
# families.sh.

# missing[FAMILY]: empty when the index carries the family at its pin, otherwise why not.
declare -A missing=()

# What the answer depends on; a change asks again.
index_key() {
    {
        for name in "${!pins[@]}"; do printf '%s=%s\n' "$name" "${pins[$name]}"; done | sort
        cd "$root" && dotnet nuget list source --format Short
    } | sha256sum | cut -d ' ' -f 1
}

# why_missing OUTPUT PACKAGE: the reason out of NuGet's messages, or nothing.
why_missing() {
    local id=${2//./\\.}
    if grep -qE "NU1101: .* $id\. " <<<"$1"; then
        echo "the index has no $2"
    elif grep -qE "NU1102: .* $id with version" <<<"$1"; then
        local nearest
        nearest=$(grep -A 1 -E "NU1102: .* $id with version" <<<"$1" | grep -oE 'Nearest version: [^ ]+' | head -n 1 || true)
        # The feed of packages built here is among the sources, and no index.
        [[ $nearest != *-local.* ]] || nearest=''
        echo "the index has no $2 of that version${nearest:+ (nearest: ${nearest#Nearest version: })}"
    fi
}

# ask_index: fills missing, from the last answer when nothing it depends on has changed.
ask_index() {
    local answer=$state/index-answer.txt key family package output reason
    key=$(index_key)
    if [[ -f $answer ]] && [[ $(head -n 1 "$answer") == "$key" ]]; then
        while IFS='|' read -r family reason; do missing[$family]=$reason; done < <(tail -n +2 "$answer")
        return
    fi

    echo 'Asking the package index ...'
    if output=$(cd "$root" && DOTNET_CLI_UI_LANGUAGE=en dotnet restore eng/probe.csproj --nologo \
        -p:GanPinsOnly=true -p:BaseIntermediateOutputPath="$state/probe/" 2>&1); then
        output=''
    elif grep -E 'error' <<<"$output" | grep -qvE 'NU1101|NU1102' || ! grep -qE 'NU1101|NU1102' <<<"$output"; then
        die "The package index could not be asked ($(grep -E 'error' <<<"$output" | head -n 1 | sed -E 's/^.*error //; s/\.? *$//')); check the network and \`dotnet nuget list source\`, then run this again."
    fi
    for family in "${families[@]}"; do
        missing[$family]=''
        for package in $(family_packages "$family"); do
            [[ -n ${missing[$family]} ]] || missing[$family]=$(why_missing "$output" "$package")
        done
    done
    {
        echo "$key"
        for family in "${families[@]}"; do echo "$family|${missing[$family]}"; done
    } | replace_file "$answer"
}
