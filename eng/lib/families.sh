# shellcheck shell=bash
# The three families of packages, each decided on its own, and the pins, which stand in Directory.Packages.props only.
# Needs: root, common.sh.

families=(mlnet onnxruntime torchsharp)
declare -A pins=()

# Fills pins with the properties of Directory.Packages.props, as they are without set-up's choice.
read_pins() {
    local names=MicrosoftMLVersion,OnnxRuntimeVersion,TorchSharpVersion,OnnxRuntimePackage,TorchSharpPackage answer name value
    answer=$(dotnet msbuild "$root/Directory.Packages.props" -p:GanPinsOnly=true -getProperty:"$names") ||
        die "Directory.Packages.props could not be read: $answer"
    while read -r name value; do
        pins[$name]=$value
    done < <(sed -nE 's/^ *"(\w+(Version|Package))": "(.*)",?$/\1 \3/p' <<<"$answer")
}

family_title() {
    case $1 in
        mlnet) echo 'ML.NET' ;;
        onnxruntime) echo 'ONNX Runtime' ;;
        torchsharp) echo 'TorchSharp' ;;
    esac
}

family_packages() {
    case $1 in
        mlnet) echo 'Microsoft.ML Microsoft.ML.ImageAnalytics' ;;
        onnxruntime) echo "${pins[OnnxRuntimePackage]}" ;;
        torchsharp) echo "${pins[TorchSharpPackage]}" ;;
    esac
}

# The MSBuild property that holds the family's version.
family_property() {
    case $1 in
        mlnet) echo MicrosoftMLVersion ;;
        onnxruntime) echo OnnxRuntimeVersion ;;
        torchsharp) echo TorchSharpVersion ;;
    esac
}

family_pin() {
    echo "${pins[$(family_property "$1")]}"
}
