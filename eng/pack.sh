#!/usr/bin/env bash
# Packs the libraries, the templates and the tool.
#
#   eng/pack.sh FOLDER [PLATFORM...]     platforms of the tool; linux-x64 win-x64 osx-arm64 without any
#
# VERSION=1.2.3-preview in the environment is a version in place of that of Directory.Build.props.
set -euo pipefail
mkdir -p "${1:?usage: eng/pack.sh FOLDER [PLATFORM...]}"
folder=$(cd "$1" && pwd)
platforms=("${@:2}")
((${#platforms[@]})) || platforms=(linux-x64 win-x64 osx-arm64)
cd "$(dirname "${BASH_SOURCE[0]}")/.."

pack() { dotnet pack "$@" -c Release -o "$folder" --nologo -v quiet ${VERSION:+-p:PackageVersion="$VERSION"}; }

for library in Gan.Onnx Gan.MLNet Gan.Training Gan.Templates; do
    pack "$library"
done

# The package that people name points to one for each platform, which holds its native libraries.
list="-p:ToolPackageRuntimeIdentifiers=\"$(IFS=';' && echo "${platforms[*]}")\""
pack Gan.Cli "$list" -p:CreateRidSpecificToolPackages=false
for platform in "${platforms[@]}"; do
    pack Gan.Cli "$list" -r "$platform"
done
ls -l "$folder"/*.nupkg
