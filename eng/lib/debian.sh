# shellcheck shell=bash
# Debian packages: only those that are missing, only those the families being built need. Needs: common.sh.

debian_has() {
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

# debian_needs FAMILY: the Debian packages that building the family needs and this machine lacks.
debian_needs() {
    case $1 in
        onnxruntime) have npm || echo npm ;;
        torchsharp)
            have g++ || echo g++
            [[ -z $torch ]] || return 0
            local package
            for package in libtorch-dev libopenblas0-openmp; do
                debian_has "$package" || echo "$package"
            done
            ;;
    esac
}

# install_debian PACKAGE...: as root, or through sudo.
install_debian() {
    local list as_root=() log=$state/logs/apt.log
    list=$(join "$@")
    have apt-get || die "Building the packages that the index lacks needs $list, and this machine has no apt-get to install them with; install them, then run this again."
    if ((EUID != 0)); then
        have sudo && { [[ -t 0 ]] || sudo -n true 2>/dev/null; } ||
            die "Building the packages that the index lacks needs $list; run \`apt-get install --no-install-recommends $*\` as root, then run this again."
        as_root=(sudo)
    fi
    echo "Installing $list ..."
    if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        die "apt-get could not install $list ($(grep -E '^(E|Err):?' "$log" | head -n 1)); check the network, or install them by hand and run this again."
    fi
}
