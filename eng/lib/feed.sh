# shellcheck shell=bash
# The local feed: packages built on this machine for the families that the index lacks. Needs: root, state, torch,
# common.sh, families.sh, debian.sh.

feed=$root/eng/localfeed/packages

has_nvidia_card() {
    have nvidia-smi && nvidia-smi -L >/dev/null 2>&1
}

# What tells one libtorch from another: Debian's version, or the folder and its main library.
torch_identity() {
    if [[ -n $torch ]]; then
        stat -L -c '%n %s %Y' "$torch/lib/libtorch.so" "$torch/lib/libtorch_cpu.so"
    else
        dpkg-query -W -f '${Version}' libtorch-dev
    fi
}

# build_arguments FAMILY: what its build.sh is given beside --out and --version, one word a line.
build_arguments() {
    case $1 in
        onnxruntime)
            printf '%s\n' --id "${pins[OnnxRuntimePackage]}"
            if has_nvidia_card; then echo --cuda; fi
            ;;
        torchsharp) if [[ -n $torch ]]; then printf '%s\n' --torch "$torch"; fi ;;
    esac
}

# local_version FAMILY: PIN-local.xHASH, where HASH is over the sources and whatever else goes into the packages, so
# that a package is never taken for an older build of itself. (The x: a label of digits alone may not begin with 0.)
local_version() {
    local extra=()
    mapfile -t extra < <(build_arguments "$1")
    [[ $1 != torchsharp ]] || extra+=("$(torch_identity)")
    printf '%s-local.x%s\n' "$(family_pin "$1")" "$(hash_of "$root/eng/localfeed/$1" "${extra[@]}")"
}

# is_built FAMILY VERSION: whether everything the last build of this version made is still there.
is_built() {
    local list=$state/feed-$1.txt file
    [[ -f $list && $(head -n 1 "$list") == "$2" ]] || return 1
    while read -r file; do
        [[ -f $feed/$file ]] || return 1
    done < <(tail -n +2 "$list")
}

# build_family FAMILY VERSION
build_family() {
    local family=$1 version=$2 log=$state/logs/$1.log out=$state/building-$1 started=$SECONDS arguments=() package file id
    echo "Building $(family_title "$family") $version (log: ${log#"$root"/}) ..."
    mapfile -t arguments < <(build_arguments "$family")
    rm -rf "$out"
    mkdir -p "$out"
    if ! GAN_DOWNLOADS=$state/downloads "$root/eng/localfeed/$family/build.sh" \
        --out "$out" --version "$version" "${arguments[@]}" >"$log" 2>&1 </dev/null; then
        tail -n 15 "$log" >&2
        die "Building $(family_title "$family") failed; the reason stands above, the whole log in ${log#"$root"/}."
    fi
    for package in $(family_packages "$family"); do
        [[ -f $out/$package.$version.nupkg ]] || die \
            "The local feed cannot build $package $version; choose a version that the index carries, or leave the package id at its default."
    done
    for file in "$out"/*.nupkg; do
        file=${file##*/}
        id=${file%".$version.nupkg"}
        rm -f "$feed/$id".[0-9]*.nupkg
        mv "$out/$file" "$feed/$file"
        echo "$file"
    done >"$out/files"
    { echo "$version" && cat "$out/files"; } | replace_file "$state/feed-$family.txt"
    rm -rf "$out"
    echo "Built $(family_title "$family") in $((SECONDS - started)) s."
}

# prepare_feed FAMILY...: builds what is not built yet and fills chosen[FAMILY] with the versions.
prepare_feed() {
    local family needs=()
    mapfile -t needs < <(for family in "$@"; do debian_needs "$family"; done)
    ((${#needs[@]} == 0)) || install_debian "${needs[@]}"
    for family in "$@"; do
        chosen[$family]=$(local_version "$family")
        is_built "$family" "${chosen[$family]}" || build_family "$family" "${chosen[$family]}"
    done
}
