#!/usr/bin/env bash
# Builds the package TorchSharp-cuda-linux of this folder over the libtorch of this machine.
#   build.sh --out DIR --version VERSION [--torch DIR]
# --torch DIR  a libtorch with include/ and lib/ (CUDA builds too); without it, the distribution's own.
# Does nothing when the package of that version is there already: the caller puts a hash of what goes in into the version.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out="" torch="" version=""
while [ $# -gt 0 ]; do
  case "$1" in
    --out) out=$2; shift 2 ;;
    --torch) torch=$(cd "$2" && pwd); shift 2 ;;
    --version) version=$2; shift 2 ;;
    *) echo "build.sh: unknown option '$1'; it takes --out DIR, --version VERSION and --torch DIR." >&2; exit 2 ;;
  esac
done
if [ -z "$out" ] || [ -z "$version" ]; then
  echo "build.sh: --out DIR and --version VERSION are needed: the folder that receives the package, and its version." >&2
  exit 2
fi
id=TorchSharp-cuda-linux
package=$out/$id.$version.nupkg
if [ -e "$package" ]; then
  echo "$id $version is there already."
  exit 0
fi

# ---- libtorch: headers, libraries, C++ ABI
multiarch=/usr/lib/$(gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)
if [ -n "$torch" ]; then
  lib=$torch/lib
  includes=("$torch/include" "$torch/include/torch/csrc/api/include")
else
  lib=$multiarch
  includes=(/usr/include/torch/csrc/api/include)
fi
for needed in "$lib/libtorch_cpu.so" "$lib/libc10.so"; do
  if [ ! -e "$needed" ]; then
    echo "build.sh: $needed is missing. Install libtorch-dev, or name a libtorch with --torch DIR." >&2
    exit 1
  fi
done
# grep -c reads everything: grep -q would leave early, and pipefail take the broken pipe for an answer.
if nm -D --defined-only "$lib/libc10.so" | grep -c __cxx1112basic_string >/dev/null; then abi=1; else abi=0; fi

# Recent headers need C++20, older ones were written for C++17.
read -r major minor < <(printf '#include <torch/version.h>\nTORCH_VERSION_MAJOR TORCH_VERSION_MINOR\n' |
  g++ "${includes[@]/#/-isystem}" -x c++ -E -P - | tail -n 1)
standard=c++17
if [ "$major" -gt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -ge 9 ]; }; then standard=c++20; fi

libraries=(-ltorch -ltorch_cpu -lc10)
if [ -e "$lib/libtorch_cuda.so" ]; then libraries=(-ltorch -ltorch_cuda -ltorch_cpu -lc10_cuda -lc10); fi

# The BLAS decides the speed of linear layers and transposed convolutions. Named first and with an old-style rpath, OpenBLAS
# with OpenMP is loaded for the whole process whatever the system's alternatives say. A libtorch with its own BLAS needs none.
rpath=$lib blas=()
openblas=$multiarch/openblas-openmp
if readelf -d "$lib/libtorch_cpu.so" | grep -c 'NEEDED.*libblas\.so\.3' >/dev/null && [ -e "$openblas/libblas.so.3" ]; then
  rpath=$openblas:$lib
  blas=("$openblas/libblas.so.3" "$openblas/liblapack.so.3")
fi

# ---- compile, link, pack, all in a temporary folder
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
objects=()
for source in "$here"/native/*.cpp; do
  object=$work/$(basename "${source%.cpp}").o
  g++ -std=$standard -O2 -fPIC -fvisibility=hidden -D_GLIBCXX_USE_CXX11_ABI=$abi "${includes[@]/#/-isystem}" -c "$source" -o "$object"
  objects+=("$object")
done
g++ -shared -o "$work/libgantorch.so" "${objects[@]}" -Wl,--no-as-needed "${blas[@]}" -L"$lib" "${libraries[@]}" \
  -Wl,--no-undefined -Wl,--disable-new-dtags "-Wl,-rpath,$rpath"

# The SDK leaves obj/ beside the project, so it works on a copy.
cp -r "$here/managed" "$work/managed"
rm -rf "$work/managed/bin" "$work/managed/obj"
mkdir -p "$out"
dotnet pack "$work/managed/TorchSharp.csproj" -c Release -v quiet --nologo -o "$work/package" \
  "-p:PackageId=$id" "-p:Version=$version" "-p:NativeLibrary=$work/libgantorch.so"
mv "$work/package/$id.$version.nupkg" "$package.part"
mv "$package.part" "$package"
echo "$id $version built over $lib."
