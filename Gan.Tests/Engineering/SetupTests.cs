namespace Gan.Tests.Engineering;

/// <summary>What set-up says when it cannot go on, and the parts of it that decide.</summary>
[TestClass]
public sealed class SetupTests
{
    [TestMethod]
    [DataRow("GAN_PACKAGES=nowhere eng/setup.sh", "GAN_PACKAGES is nowhere; it must be auto, index or local.")]
    [DataRow("eng/setup.sh --fast", "--fast is not an option of eng/setup.sh; it takes --torch DIR.")]
    [DataRow("eng/setup.sh --torch", "--torch needs the folder of a libtorch.")]
    [DataRow("eng/setup.sh --torch /nowhere", "There is no libtorch in /nowhere: lib/libtorch.so and include/torch were looked for.")]
    [DataRow("GAN_TORCH=/nowhere eng/setup.sh", "There is no libtorch in /nowhere: lib/libtorch.so and include/torch were looked for.")]
    public void A_wrong_setting_ends_set_up_with_one_sentence(string command, string sentence)
    {
        var (exitCode, output, error) = Bash.Run(command);

        Assert.AreEqual(1, exitCode);
        Assert.AreEqual(sentence, error);
        Assert.AreEqual("", output);
    }

    [TestMethod]
    public void A_machine_without_dotnet_is_told_where_to_get_it()
    {
        var (exitCode, _, error) = Bash.Run("have() { [[ $1 != dotnet ]]; }; require_dotnet");

        Assert.AreEqual(1, exitCode);
        StringAssert.StartsWith(error, "The dotnet command was not found: .NET SDK 10 or newer is needed;");
    }

    [TestMethod]
    public void An_older_sdk_is_named()
    {
        var (exitCode, _, error) = Bash.Run("have() { true; }; dotnet() { echo '8.0.100 [/usr/share/dotnet/sdk]'; echo '9.0.1 [/x]'; }; require_dotnet");

        Assert.AreEqual(1, exitCode);
        StringAssert.StartsWith(error, "The installed .NET SDK is version 9:");
    }

    [TestMethod]
    public void Without_root_and_sudo_the_command_to_run_is_named()
    {
        var (exitCode, _, error) = Bash.Run(
            """
            have() { [[ $1 == apt-get ]]; }
            eval "$(declare -f install_debian | sed 's/EUID/1000/')"
            install_debian g++ libtorch-dev
            """);

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(error, "needs g++ and libtorch-dev; run `apt-get install --no-install-recommends g++ libtorch-dev` as root");
    }

    [TestMethod]
    public void Without_apt_the_packages_are_named()
    {
        var (exitCode, _, error) = Bash.Run("have() { false; }; install_debian npm");

        Assert.AreEqual(1, exitCode);
        StringAssert.Contains(error, "needs npm, and this machine has no apt-get");
    }

    [TestMethod]
    [DataRow("Gone", "the index has no Gone")]
    [DataRow("Old", "the index has no Old of that version (nearest: 2.0.0)")]
    [DataRow("Built", "the index has no Built of that version")]
    [DataRow("Old.Part", "")]
    public void A_missing_package_is_told_from_a_missing_version(string package, string reason)
    {
        var (_, output, _) = Bash.Run(
            $$"""
            answer='p.csproj : error NU1101: Unable to find package Gone. No packages exist with this id in source(s): feed
            p.csproj : error NU1102: Unable to find package Old with version (= 1.0.0)
            p.csproj : error NU1102:   - Found 1 version(s) in feed [ Nearest version: 2.0.0 ]
            p.csproj : error NU1102: Unable to find package Built with version (= 1.0.0)
            p.csproj : error NU1102:   - Found 1 version(s) in gan-local-feed [ Nearest version: 1.0.0-local.x1 ]'
            why_missing "$answer" {{package}}
            """);

        Assert.AreEqual(reason, output);
    }

    [TestMethod]
    [DataRow("p.csproj : error NU1301: Unable to load the service index for source https://feed.invalid/index.json.")]
    [DataRow("p.csproj : error NU1101: Unable to find package Gone.\np.csproj : error NU1301: Unable to load the service index.")]
    [DataRow("MSBUILD : error MSB1009: Project file does not exist.")]
    public void An_index_that_does_not_answer_is_not_taken_for_one_without_the_packages(string answer)
    {
        var (exitCode, _, error) = Bash.Run(
            $$"""
            mkdir -p "$state"
            dotnet() { [[ $1 != restore ]] || { printf '%s\n' '{{answer}}'; return 1; }; }
            ask_index
            """);

        Assert.AreEqual(1, exitCode);
        StringAssert.StartsWith(error, "The package index could not be asked (");
    }

    [TestMethod]
    public void The_index_is_asked_again_only_when_pins_or_sources_change()
    {
        var (_, output, _) = Bash.Run(
            """
            mkdir -p "$state"
            sources=one
            pins=([MicrosoftMLVersion]=1.0.0 [OnnxRuntimePackage]=Ort [TorchSharpPackage]=Torch)
            dotnet() {
                case $1 in
                    nuget) echo "$sources" ;;
                    restore) echo 'p : error NU1101: Unable to find package Torch. No packages exist'; return 1 ;;
                esac
            }
            ask_index; missing=(); ask_index; echo "${missing[mlnet]}|${missing[onnxruntime]}|${missing[torchsharp]}"
            pins[MicrosoftMLVersion]=1.0.1; ask_index
            sources=two; ask_index
            """);

        Assert.AreEqual("Asking the package index ...\n||the index has no Torch\nAsking the package index ...\nAsking the package index ...", output);
    }

    [TestMethod]
    public void A_version_changes_with_the_sources_and_not_with_build_output()
    {
        var (_, output, error) = Bash.Run(
            """
            mkdir -p "$work/a/obj" && echo 1 >"$work/a/x"
            one=$(hash_of "$work/a" extra)
            echo 1 >"$work/a/obj/y"
            [[ $(hash_of "$work/a" extra) == "$one" ]] || echo 'build output counts'
            [[ $(hash_of "$work/a" other) != "$one" ]] || echo 'extra does not count'
            echo 2 >"$work/a/x"
            [[ $(hash_of "$work/a" extra) != "$one" ]] || echo 'sources do not count'
            echo "${#one}"
            """);

        Assert.AreEqual("10", output, error);
    }

    [TestMethod]
    public void A_file_is_replaced_only_when_it_changes()
    {
        var (_, output, error) = Bash.Run(
            """
            echo a | replace_file "$work/f"
            touch -d 2001-01-01 "$work/f"
            echo a | replace_file "$work/f" && date -r "$work/f" +%Y
            echo b | replace_file "$work/f" && cat "$work/f" && ls "$work"
            """);

        Assert.AreEqual("2001\nb\nf", output, error);
    }

    [TestMethod]
    public void A_newer_build_takes_the_place_of_an_older_one_of_the_same_package_only()
    {
        var (exitCode, output, error) = Bash.Run(
            """
            feed=$work/feed root=$work
            mkdir -p "$feed" "$state/logs" "$work/eng/localfeed/torchsharp"
            touch "$feed/Torch.1.0.0-local.xold.nupkg" "$feed/Torch.Extra.1.0.0-local.xold.nupkg"
            pins=([TorchSharpPackage]=Torch [TorchSharpVersion]=1.0.0)
            printf '#!/bin/bash\ntouch "$2/Torch.$4.nupkg" "$2/Native.$4.nupkg"\n' >"$work/eng/localfeed/torchsharp/build.sh"
            chmod +x "$work/eng/localfeed/torchsharp/build.sh"
            is_built torchsharp 1.0.0-local.xnew && echo 'taken for built'
            build_family torchsharp 1.0.0-local.xnew >/dev/null
            is_built torchsharp 1.0.0-local.xnew || echo 'not taken for built'
            ls "$feed"
            rm "$feed/Native.1.0.0-local.xnew.nupkg"
            is_built torchsharp 1.0.0-local.xnew && echo 'taken for complete'
            true
            """);

        Assert.AreEqual(0, exitCode, error);
        Assert.AreEqual("Native.1.0.0-local.xnew.nupkg\nTorch.1.0.0-local.xnew.nupkg\nTorch.Extra.1.0.0-local.xold.nupkg", output);
    }

    [TestMethod]
    public void A_build_that_fails_shows_why_and_leaves_the_feed_as_it_was()
    {
        var (exitCode, output, error) = Bash.Run(
            """
            feed=$work/feed root=$work
            mkdir -p "$feed" "$state/logs" "$work/eng/localfeed/mlnet"
            touch "$feed/Microsoft.ML.1.0.0-local.xold.nupkg"
            printf '#!/bin/bash\ntouch "$2/Microsoft.ML.$4.nupkg"; echo the reason; exit 3\n' >"$work/eng/localfeed/mlnet/build.sh"
            chmod +x "$work/eng/localfeed/mlnet/build.sh"
            (build_family mlnet 1.0.0-local.xnew) || echo "exit $?"
            ls "$feed"
            """);

        Assert.AreEqual(0, exitCode);
        StringAssert.EndsWith(output, "exit 1\nMicrosoft.ML.1.0.0-local.xold.nupkg");
        StringAssert.StartsWith(error, "the reason\nBuilding ML.NET failed;");
    }
}
