#!/usr/bin/env bash
# Tests and measures the project on a machine with an NVIDIA card that need not have .NET, on the libtorch of the Python there.
#
#   eng/card.sh pack FOLDER     here: builds, and writes FOLDER/app.tar.xz, FOLDER/dotnet.tar.xz and FOLDER/card.sh
#   FOLDER/card.sh run RESULTS  there: tests and measures; what was said is in RESULTS/log.txt
#
# There, the Python that GAN_PYTHON names (python3 without it) must have a torch that was built with CUDA and is no older than the
# libtorch that TorchSharp was built for; TorchSharp's own library is loaded beside that one. ONNX Runtime's library for CUDA, 280
# MB, travels too where WITH_ONNX_CUDA=1 is set when packing. SECONDS_EACH (90) bounds every one of the steps there.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

pack() {
    mkdir -p "$1"
    local folder; folder=$(cd "$1" && pwd)
    cd "$here/.."
    local app=$folder/app dotnet=$folder/dotnet root version
    rm -rf "$app" "$dotnet"
    dotnet publish Gan.Tests -c Release -p:GanTestsRunThemselves=true -o "$app" --nologo -v quiet
    # libtorch is that of the machine there; what only other tests need, translations and symbols stay here.
    rm -rf "$app"/libtorch* "$app"/libc10* "$app"/libshm* "$app"/libgomp* "$app"/lib{aoti,backend,jit,nnapi}* "$app"/.playwright \
        "$app"/{CodeCoverage,macos,ubuntu,alpine,arm64,x64,x86,ParquetSharpNative.so} "$app"/{??,??-??,??-Han?}
    find "$app" \( -name '*.pdb' -o -name '*.xml' -o -name '*.dbg' \) -delete
    [[ ${WITH_ONNX_CUDA:-0} == 1 ]] || rm -f "$app"/libonnxruntime_providers_{cuda,shared}.so
    rm -f "$app"/libonnxruntime_providers_tensorrt.so "$app"/{gan,Gan.Benchmarks,Gan.Tests}.deps.json
    # The web server that shows running trainings stays here too, so nothing may ask for it.
    local program
    for program in gan Gan.Benchmarks Gan.Tests; do
        sed -i -z 's/"frameworks": \[[^]]*\]/"framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" }/' \
            "$app/$program.runtimeconfig.json"
    done
    # The tests that can run on another device, those that need ONNX Runtime there apart.
    local kind
    for kind in Name Session; do
        grep -rl "TestDevice\.$kind" Gan.Tests --include='*Tests.cs' | xargs -n 1 basename -s .cs | sort -u >"$app/card-tests-$kind.txt"
    done

    root=$(dirname "$(readlink -f "$(command -v dotnet)")")
    version=$(dotnet --list-runtimes | awk '/^Microsoft.NETCore.App 10\./ { print $2 }' | tail -n 1)
    mkdir -p "$dotnet/shared/Microsoft.NETCore.App"
    cp -r "$root/dotnet" "$root/host" "$dotnet/"
    cp -r "$root/shared/Microsoft.NETCore.App/$version" "$dotnet/shared/Microsoft.NETCore.App/"
    rm -f "$dotnet/shared/Microsoft.NETCore.App/$version"/{Microsoft.VisualBasic*.dll,libmscord*.so,libcoreclrtraceptprovider.so}
    local part
    for part in app dotnet; do
        tar c -C "$folder" "$part" | xz -T0 -6 >"$folder/$part.tar.xz"
        rm -rf "${folder:?}/$part"
    done
    cp "$here/card.sh" "$folder/"
    ls -l "$folder"
}

step() { echo; echo "== $* [$((SECONDS - started)) s]"; }
within() { timeout "${SECONDS_EACH:-90}" "$@"; }

run() {
    mkdir -p "$1"
    local results; results=$(cd "$1" && pwd)
    started=$SECONDS
    local work; work=$(mktemp -d)
    tar xJf "$here/dotnet.tar.xz" -C "$work"
    tar xJf "$here/app.tar.xz" -C "$work"
    export GAN_PYTHON=${GAN_PYTHON:-$(command -v python3)} DOTNET_ROOT=$work/dotnet HOME=$work
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1
    local torch; torch=$("$GAN_PYTHON" -c 'import os, torch; print(os.path.dirname(torch.__file__))') \
        || { echo "$GAN_PYTHON has no torch. Name one that has in GAN_PYTHON." >&2; exit 1; }
    # NVIDIA's libraries lie in packages of their own beside torch's.
    local nvidia; nvidia=$(find "$(dirname "$torch")/nvidia" -name '*.so*' -printf '%h:' 2>/dev/null | tr ':' '\n' | sort -u | tr '\n' ':')
    export LD_LIBRARY_PATH=$torch/lib:$nvidia${LD_LIBRARY_PATH:-}
    ln -sf "$torch"/lib/lib*.so* "$work/app/"
    cd "$work/app"
    local run=(within "$work/dotnet/dotnet")

    step doctor
    "${run[@]}" gan.dll doctor || true
    step train
    "${run[@]}" gan.dll train --recipe dcgan --steps 300 --device cuda --out "$work/run" || true
    step 'training beside Python'
    "${run[@]}" Gan.Benchmarks.dll training --device cuda --rounds 3 --json "$results/training.json" || true
    step 'the same, wider'
    "${run[@]}" Gan.Benchmarks.dll training --device cuda --rounds 3 --maps 128 --batch 256 --json "$results/training-wide.json" || true
    local tests=(card-tests-Name.txt)
    if [[ -f libonnxruntime_providers_cuda.so ]]; then
        tests+=(card-tests-Session.txt)
        step 'sessions'
        "${run[@]}" Gan.Benchmarks.dll inference --only dcgan32 --rounds 5 --json "$results/inference.json" || true
    fi
    step tests
    # One process for each class of tests, each on one core.
    export GAN_TEST_DEVICE=cuda OMP_NUM_THREADS=1 results
    export -f within
    cat "${tests[@]}" | xargs -P "$(nproc)" -I{} bash -c 'within "$0" Gan.Tests.dll --no-progress --no-ansi --output Detailed --filter "FullyQualifiedName~.{}." \
        >"$results/{}.txt" 2>&1; echo "{}: $? $(grep -E "^  (total|failed):" "$results/{}.txt" | tr -s " \n" " ")"' \
        "$work/dotnet/dotnet" || true
    step done
    rm -rf "$work"
}

case ${1:-} in
    pack) pack "${2:?usage: eng/card.sh pack FOLDER}" ;;
    run)
        mkdir -p "${2:?usage: card.sh run RESULTS}"
        run "$2" 2>&1 | tee "$2/log.txt"
        ;;
    *)
        sed -n '2,9p' "${BASH_SOURCE[0]}"
        exit 2
        ;;
esac
