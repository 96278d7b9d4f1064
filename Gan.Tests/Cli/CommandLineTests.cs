using Gan.Cli.Commands;

namespace Gan.Tests.Cli;

/// <summary>What is said of a command line that was not understood.</summary>
[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    [DataRow("'gan train' has no option '--stepps'. Did you mean '--steps'?", "train", "--stepps", "3")]
    [DataRow("'gan train' has no option '--sizze'. Did you mean '--size'?", "train", "--sizze=3")]
    [DataRow("'gan watch' has no option '--portt'. Did you mean '--port'?", "watch", "--portt", "8080")]
    [DataRow("'gan resume' has no option '--jsn'. Did you mean '--json'?", "resume", "--jsn")]
    [DataRow("'gan train' has no option '-r': options begin with two dashes.", "train", "-r", "dcgan")]
    [DataRow("There is no command 'gan trian'. Did you mean 'gan train'?", "trian", "--steps", "3")]
    [DataRow("There is no command 'gan data gett'. Did you mean 'gan data get'?", "data", "gett")]
    [DataRow("There is no command 'gan help'. Did you mean 'gan --help'?", "help")]
    [DataRow("'more' is one word too many: it stands behind no option that takes it.", "train", "more")]
    [DataRow("--steps is 'many'; it must be a whole number.", "train", "--steps", "many")]
    [DataRow("--seed is '3.5'; it must be a whole number.", "train", "--seed", "3.5")]
    [DataRow("--seed is '4000000000'; it must be a whole number of at most 2147483647.", "train", "--seed", "4000000000")]
    public void One_sentence_says_what_was_not_understood(string expected, params string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(ExitCodes.Usage, code, errors);
        var lines = errors.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.AreEqual(expected, lines[0]);
        StringAssert.EndsWith(lines[^1], "--help' shows what there is.");
        Assert.AreEqual(2, lines.Length, errors);
        Assert.AreEqual("", output, "all of the help would push the sentence out of sight");
    }

    [TestMethod]
    public void A_number_may_have_a_least_one_too()
    {
        var (code, _, errors) = GanInProcess.Run("sample", "--bundle", "b", "--out", "o", "--seed", "-1");
        Assert.AreEqual(ExitCodes.Usage, code, errors);
        StringAssert.StartsWith(errors, "--seed is '-1'; it must be a whole number of at least 0.");
    }

    [TestMethod]
    public void What_is_missing_is_said_option_by_option()
    {
        var (code, _, errors) = GanInProcess.Run("sample", "--count", "x");
        Assert.AreEqual(ExitCodes.Usage, code, errors);
        foreach (
            var expected in new[] { "--bundle", "--out", "--count is 'x'; it must be a whole number.", "'gan sample --help'" }
        )
            StringAssert.Contains(errors, expected);
    }

    [TestMethod]
    public void Behind_two_dashes_a_name_may_begin_as_options_do() =>
        GanInProcess.Refuses(["resume", "--", "--fast"], "The folder '--fast' holds no run");

    [TestMethod]
    [DataRow("train", "--help", "--stepps")]
    [DataRow("--version")]
    public void Help_is_given_whatever_else_stands_there(params string[] arguments)
    {
        var (code, output, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(ExitCodes.Done, code, errors);
        Assert.AreNotEqual("", output);
    }

    [TestMethod]
    public void Without_a_command_the_commands_are_shown()
    {
        var (code, output, _) = GanInProcess.Run("data");
        Assert.AreEqual(ExitCodes.Usage, code);
        StringAssert.Contains(output, "get");
    }
}
