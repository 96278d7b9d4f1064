using System.CommandLine;
using Gan.Cli.Commands;
using Gan.Tests.Engineering;
using Gan.Training.Data;
using Gan.Training.Methods;

namespace Gan.Tests.Cli;

/// <summary>Help, completions and exit codes.</summary>
[TestClass]
public sealed class HelpTests
{
    private static IEnumerable<Command> Commands => Below(CommandTree.Create());

    [TestMethod]
    public void Every_command_has_examples_and_every_example_is_understood()
    {
        foreach (var command in Commands)
        {
            var examples = CommandHelp.ExamplesOf(command);
            Assert.AreNotEqual(0, examples.Count, command.Name);
            foreach (var example in examples)
            {
                var line = Plain(example);
                StringAssert.StartsWith(line, "gan ", example);
                AssertUnderstood(line, example);
            }
        }
    }

    [TestMethod]
    public void Every_command_line_in_the_documents_is_understood()
    {
        var lines = SourceTree
            .Files("docs", ".md")
            .Append(Path.Combine(SourceTree.Root, "README.md"))
            .SelectMany(f =>
                File.ReadAllText(f)
                    .Split("```bash\n")[1..]
                    .SelectMany(b => b.Split("```")[0].Split('\n'))
                    .Select(l => (File: f, Line: Plain(l)))
            )
            .Where(l => l.Line.StartsWith("gan ", StringComparison.Ordinal))
            .ToArray();
        Assert.IsTrue(lines.Length > 20, $"{lines.Length} lines found");
        foreach (var (file, line) in lines)
            AssertUnderstood(line, $"{file}: {line}");
    }

    [TestMethod]
    public void Help_shows_examples_and_exit_codes()
    {
        var (code, output, _) = GanInProcess.Run("train", "--help");
        Assert.AreEqual(0, code);
        foreach (
            var expected in new[] { "--recipe", "Examples:", "gan train --data pictures/ --size 64", "130  stopped by Ctrl-C" }
        )
            StringAssert.Contains(output, expected);
    }

    /// <summary>What can be completed is not written out: thirty-three recipes and eighty pages would make each line too wide to
    /// read.</summary>
    [TestMethod]
    public void The_list_of_commands_is_no_wider_than_a_window()
    {
        var (_, output, _) = GanInProcess.Run("--help");
        foreach (var line in output.Split('\n'))
            Assert.IsLessThanOrEqualTo(150, line.TrimEnd().Length, line);
    }

    [TestMethod]
    [DataRow(2, "nonsense")]
    [DataRow(2, "train", "--no-such-option")]
    [DataRow(2, "train", "--steps", "many")]
    [DataRow(2)]
    [DataRow(1, "inspect", "/nowhere")]
    [DataRow(0, "recipes")]
    public void Exit_codes_are_those_that_help_lists(int expected, params string[] arguments)
    {
        var (code, _, errors) = GanInProcess.Run(arguments);
        Assert.AreEqual(expected, code, errors);
        Assert.AreEqual(expected == 0, errors.Length == 0, errors);
    }

    [TestMethod]
    [DataRow("tra", "train")]
    [DataRow("train --rec", "--recipe")]
    [DataRow("train --recipe wgan", "wgan-gp")]
    [DataRow("recipes r3", "r3gan")]
    [DataRow("data get ci", "cifar10")]
    [DataRow("train --resize ", "stretch")]
    [DataRow("transl", "translate")]
    [DataRow("translate --bac", "--background")]
    [DataRow("translate --background ", "white")]
    public void Words_are_completed(string line, string expected)
    {
        var (code, output, errors) = GanInProcess.Run($"[suggest:{line.Length + 4}]", $"gan {line}");
        Assert.AreEqual(0, code, errors);
        CollectionAssert.Contains(output.Split('\n', StringSplitOptions.TrimEntries), expected);
    }

    [TestMethod]
    [DataRow("bash", "complete -o default -F _gan gan")]
    [DataRow("zsh", "compdef _gan gan")]
    [DataRow("fish", "complete -c gan")]
    [DataRow("pwsh", "Register-ArgumentCompleter")]
    public void Completion_scripts_ask_the_command(string shell, string expected)
    {
        var (code, output, _) = GanInProcess.Run("completions", shell);
        Assert.AreEqual(0, code);
        StringAssert.Contains(output, expected);
        StringAssert.Contains(output, "[suggest:");
    }

    [TestMethod]
    public void Help_names_every_data_set_there_is()
    {
        var (_, output, _) = GanInProcess.Run("data", "get", "--help");
        foreach (var name in DataDownload.Names)
            StringAssert.Contains(output, name);
    }

    [TestMethod]
    public void Recipes_are_listed_and_each_is_shown_with_every_setting_and_what_it_means()
    {
        var (_, list, _) = GanInProcess.Run("recipes");
        foreach (var recipe in RecipeCatalog.All)
        {
            StringAssert.Contains(list, recipe.Paper);
            var (code, output, errors) = GanInProcess.Run("recipes", recipe.Name);
            Assert.AreEqual(0, code, errors);
            StringAssert.Contains(output, recipe.Paper);
            foreach (var (name, value) in RecipeSettings.Read(recipe))
            {
                var line = output.Split('\n').SingleOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal));
                Assert.IsNotNull(line, $"{recipe.Name}: {name}");
                var rest = line[name.Length..].TrimStart();
                Assert.IsTrue(
                    rest.StartsWith(value, StringComparison.Ordinal) && rest.Length > value.Length + 10,
                    $"{recipe.Name}: {line}"
                );
            }
        }
    }

    private static string Plain(string line) =>
        line.Split(" #")[0]
            .Split(" > ")[0]
            .Split(" | ")[0]
            .Replace("source <(", "", StringComparison.Ordinal)
            .TrimEnd()
            .TrimEnd(')', '&')
            .TrimEnd();

    private static void AssertUnderstood(string line, string what) =>
        Assert.AreEqual("", string.Join(' ', CommandTree.Create().Parse(line[4..]).Errors.Select(e => e.Message)), what);

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);
}
