#!/usr/bin/env bash
# Builds and packs Microsoft.ML and Microsoft.ML.ImageAnalytics from this folder. Nothing is written into the tree.
#   build.sh --out DIR --version VERSION
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out= version=
while (($#)); do
  case $1 in
    --out) out=${2:?--out needs a folder}; shift 2 ;;
    --version) version=${2:?--version needs a version}; shift 2 ;;
    *) echo "build.sh: unknown argument '$1'. Usage: build.sh --out DIR --version VERSION" >&2; exit 2 ;;
  esac
done
if [[ -z $out || -z $version ]]; then
  echo "Usage: build.sh --out DIR --version VERSION" >&2
  exit 2
fi
if [[ $version != *-* ]]; then
  echo "build.sh: the version '$version' has no suffix, and without one these packages could be taken for Microsoft's." >&2
  exit 2
fi
mkdir -p "$out"
out=$(cd "$out" && pwd)

packages=(Microsoft.ML Microsoft.ML.ImageAnalytics)
missing=0
for package in "${packages[@]}"; do
  [[ -f $out/$package.$version.nupkg ]] || missing=1
done
if ((missing == 0)); then
  echo "Microsoft.ML $version is already in $out."
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for project in Data/Microsoft.ML.Data.csproj ImageAnalytics/Microsoft.ML.ImageAnalytics.csproj; do
  dotnet pack "$here/$project" --configuration Release --artifacts-path "$work/artifacts" --output "$work/packages" \
    --nologo --verbosity quiet -p:Version="$version" -p:NuGetAudit=false
done
for package in "${packages[@]}"; do
  # A reader of the folder sees a whole package or none.
  mv "$work/packages/$package.$version.nupkg" "$out/$package.$version.nupkg.part"
  mv "$out/$package.$version.nupkg.part" "$out/$package.$version.nupkg"
done
echo "Microsoft.ML $version: built into $out."
