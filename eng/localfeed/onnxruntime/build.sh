#!/usr/bin/env bash
# Assembles Microsoft.ML.OnnxRuntime.Gpu from Microsoft's own managed sources and Linux libraries, which an npm
# package carries. Nothing of it is kept in the repository.
#
#   build.sh --out DIR --version VERSION [--id PACKAGE] [--cuda]
#
#   --out DIR          where the .nupkg is put
#   --version VERSION  the version it gets
#   --id PACKAGE       the package id (default Microsoft.ML.OnnxRuntime.Gpu)
#   --cuda             adds the CUDA provider (a download of 180 MB)
# GAN_DOWNLOADS names a folder in which downloads are kept for the next time (default: none).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here npm_package=com.github.asus4.onnxruntime
readonly gpu_package=$npm_package.linux-x64-gpu

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The SHA-512 of a file as npm writes it.
integrity_of() {
    printf 'sha512-'
    printf '%b' "$(sha512sum "$1" | cut -d ' ' -f 1 | sed 's/../\\x&/g')" | base64 -w 0
}

# fetch NAME TARGET: downloads an npm package, checks it against npm-packages.txt and unpacks it into TARGET.
fetch() {
    local name=$1 target=$2 version integrity tarball
    read -r version integrity < <(awk -v name="$name" '$1 == name { print $2, $3 }' "$here/npm-packages.txt")
    tarball=$downloads/$name-$version.tgz
    if [[ ! -f $tarball ]] || [[ $(integrity_of "$tarball") != "$integrity" ]]; then
        printf 'Downloading %s %s ...\n' "$name" "$version"
        npm pack "$name@$version" --silent --pack-destination "$work" >/dev/null 2>"$work/npm.log" ||
            die "npm could not download $name $version ($(tail -n 1 "$work/npm.log")); check the network or npm's registry setting."
        mv "$work/$name-$version.tgz" "$tarball"
        [[ $(integrity_of "$tarball") == "$integrity" ]] ||
            die "What npm downloaded as $name $version is not the file that npm-packages.txt names (its SHA-512 differs); check npm's registry setting."
    fi
    mkdir -p "$target"
    tar -xzf "$tarball" -C "$target" --strip-components 1 --exclude 'package/Plugins/[!L]*'
}

out='' version='' id=Microsoft.ML.OnnxRuntime.Gpu cuda=no
while (($# > 0)); do
    case $1 in
        --out) out=$2 && shift 2 ;;
        --version) version=$2 && shift 2 ;;
        --id) id=$2 && shift 2 ;;
        --cuda) cuda=yes && shift ;;
        *) die "$1 is not an option of build.sh; it takes --out DIR --version VERSION [--id PACKAGE] [--cuda]." ;;
    esac
done
[[ -n $out && -n $version ]] || die 'build.sh needs --out DIR and --version VERSION.'
command -v npm >/dev/null || die 'npm is needed to download ONNX Runtime; install Node.js, which brings it.'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
downloads=${GAN_DOWNLOADS:-$work/downloads}
mkdir -p "$out" "$downloads"

fetch "$npm_package" "$work/npm"
gpu_folder=''
if [[ $cuda == yes ]]; then
    gpu_folder=$work/gpu
    fetch "$gpu_package" "$gpu_folder"
fi

dotnet pack "$here/Microsoft.ML.OnnxRuntime.csproj" --nologo -v quiet -c Release \
    --artifacts-path "$work/artifacts" -o "$(cd "$out" && pwd)" \
    -p:PackageId="$id" -p:Version="$version" -p:NpmPackage="$work/npm" -p:GpuPackage="$gpu_folder"
