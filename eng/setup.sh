#!/usr/bin/env bash
# Makes this machine ready to build and test the solution: sees to it that the packages can be had.
#
#   eng/setup.sh [--torch DIR]
#
# Three families of packages are decided on one by one: ML.NET, ONNX Runtime, TorchSharp. A family that the package
# index carries at the version pinned in Directory.Packages.props is used from there, and nothing else happens for it.
# Otherwise it is built on this machine, into eng/localfeed/packages, and the version is written to
# artifacts/packages.props, which Directory.Packages.props reads.
#
#   GAN_PACKAGES=auto    as above (the default)
#   GAN_PACKAGES=index   never builds; says what the index lacks
#   GAN_PACKAGES=local   builds all three and does not ask the index for them
#   --torch DIR          builds TorchSharp against the libtorch in DIR instead of Debian's (also: GAN_TORCH=DIR)
#
# A second run takes seconds. The index is asked again when a pin or the list of package sources changes, or when
# artifacts/setup is deleted; a family is built again when its sources, or the libtorch under it, change.
set -euo pipefail

export DOTNET_NOLOGO=1 DOTNET_SKIP_WORKLOAD_INTEGRITY_CHECK=1
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
state=$root/artifacts/setup
mode=${GAN_PACKAGES:-auto}
torch=${GAN_TORCH:-}

# shellcheck source-path=SCRIPTDIR source=lib/common.sh
source "$root/eng/lib/common.sh"
# shellcheck source-path=SCRIPTDIR source=lib/families.sh
source "$root/eng/lib/families.sh"
# shellcheck source-path=SCRIPTDIR source=lib/index.sh
source "$root/eng/lib/index.sh"
# shellcheck source-path=SCRIPTDIR source=lib/debian.sh
source "$root/eng/lib/debian.sh"
# shellcheck source-path=SCRIPTDIR source=lib/feed.sh
source "$root/eng/lib/feed.sh"

declare -A chosen=()

read_arguments() {
    while (($# > 0)); do
        case $1 in
            --torch)
                (($# > 1)) || die '--torch needs the folder of a libtorch.'
                torch=$2
                shift 2
                ;;
            *) die "$1 is not an option of eng/setup.sh; it takes --torch DIR." ;;
        esac
    done
    [[ $mode =~ ^(auto|index|local)$ ]] || die "GAN_PACKAGES is $mode; it must be auto, index or local."
    if [[ -n $torch ]]; then
        [[ -f $torch/lib/libtorch.so && -d $torch/include/torch ]] ||
            die "There is no libtorch in $torch: lib/libtorch.so and include/torch were looked for."
        torch=$(cd "$torch" && pwd)
    fi
}

# families_to_build: those that the index does not provide, one a line.
families_to_build() {
    local family lacking=()
    for family in "${families[@]}"; do
        if [[ $mode == local || -n ${missing[$family]} ]]; then
            echo "$family"
            lacking+=("$(family_packages "$family" | sed 's/ / and /g') $(family_pin "$family")")
        fi
    done
    [[ $mode != index || ${#lacking[@]} == 0 ]] || die \
        "GAN_PACKAGES is index, but the package index lacks $(join "${lacking[@]}"); add a source that carries them (dotnet nuget add source), or run with GAN_PACKAGES=auto, which builds them here."
}

# Writes versions only, never package ids, and only those that differ from the pins.
write_choice() {
    local choice=$root/artifacts/packages.props family property
    if ((${#chosen[@]} == 0)); then
        rm -f "$choice"
        return
    fi
    {
        echo '<Project>'
        echo '  <!-- Written by eng/setup.sh: versions of the packages built on this machine. -->'
        echo '  <PropertyGroup>'
        for family in "${families[@]}"; do
            property=$(family_property "$family")
            [[ -z ${chosen[$family]:-} ]] || echo "    <$property>${chosen[$family]}</$property>"
        done
        echo '  </PropertyGroup>'
        echo '</Project>'
    } | replace_file "$choice"
}

print_choice() {
    local family why version
    printf '\n%-13s %-8s %-28s %s\n' Packages From Version Why
    for family in "${families[@]}"; do
        version=${chosen[$family]:-$(family_pin "$family")}
        why='the index carries it'
        [[ $mode != local ]] || why='GAN_PACKAGES is local'
        [[ -z ${missing[$family]:-} ]] || why=${missing[$family]}
        [[ $family != torchsharp || -z ${chosen[torchsharp]:-} || -z $torch ]] || why+="; over the libtorch in $torch"
        printf '%-13s %-8s %-28s %s\n' "$(family_title "$family")" "$([[ -n ${chosen[$family]:-} ]] && echo built || echo index)" "$version" "$why"
    done
    if [[ -n ${chosen[torchsharp]:-} && -z $torch ]] && has_nvidia_card; then
        echo 'TorchSharp was built over a libtorch without CUDA; give --torch DIR, a CUDA libtorch, to train on the card.'
    fi
}

main() {
    local building=()
    read_arguments "$@"
    require_dotnet
    mkdir -p "$state/logs"
    read_pins
    [[ $mode == local ]] || ask_index
    # Not a process substitution: its exit status would be lost.
    local list
    list=$(families_to_build)
    [[ -z $list ]] || mapfile -t building <<<"$list"
    ((${#building[@]} == 0)) || prepare_feed "${building[@]}"
    write_choice
    print_choice
    printf 'Set-up took %d s.\n\n' "$SECONDS"
}

# One set-up at a time; the lock is not handed on to build servers, which outlive the script.
if [[ -z ${GAN_SETUP_LOCKED:-} ]] && have flock; then
    mkdir -p "$state"
    GAN_SETUP_LOCKED=1 exec flock --close "$state/lock" "${BASH_SOURCE[0]}" "$@"
fi
main "$@"
