using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Training.Methods;
using Gan.Training.Validation;

namespace Gan.Cli.Commands;

/// <summary><c>gan recipes</c>: the methods there are, and what can be set in each.</summary>
internal static class RecipesCommand
{
    private static readonly string[] Groups =
    [
        "data",
        "networks",
        "loss",
        "optimization",
        "regularization",
        "augmentation",
        "averaging",
        "scoring",
    ];

    public static Command Create()
    {
        var name = new Argument<string?>("recipe")
        {
            Description = "A recipe, to see its paper and every setting; all recipes when left out.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "recipe",
        };
        name.CompletionSources.Add(_ => RecipeCatalog.All.Select(r => new System.CommandLine.Completions.CompletionItem(r.Name)));
        var json = CommandOutput.NewOption();
        var command = new Command("recipes", "List the methods, or show one with every setting.") { name, json };
        command.SetAction(result =>
        {
            var output = new CommandOutput(result.GetValue(json));
            if (result.GetValue(name) is { } wanted)
                ShowOne(RecipeCatalog.Find(wanted), output);
            else
                ShowAll(output);
        });
        return CommandHelp.WithExamples(command, "gan recipes", "gan recipes r3gan", "gan recipes wgan-gp --json");
    }

    private static void ShowAll(CommandOutput output)
    {
        var result = new JsonObject
        {
            ["recipes"] = new JsonArray([
                .. RecipeCatalog.All.Select(r => new JsonObject
                {
                    ["name"] = r.Name,
                    ["method"] = r.Method,
                    ["paper"] = r.Paper,
                    ["needsLabels"] = r.NeedsLabels,
                }),
            ]),
        };
        output.Result(
            result,
            words =>
                PlainTable.Write(
                    words,
                    ["recipe", "method", "labels", "paper"],
                    RecipeCatalog.All.Select(r => new[] { r.Name, r.Method, r.NeedsLabels ? "needed" : "", r.Paper })
                )
        );
    }

    private static void ShowOne(Recipe recipe, CommandOutput output)
    {
        var documents = SettingDocuments.Of(recipe);
        var groups = OptionRule
            .Of(recipe.GetType())
            .OrderBy(r => r.Name, StringComparer.Ordinal)
            .GroupBy(r => r.Group ?? "other")
            .OrderBy(g => Place(g.Key))
            .ToArray();
        var result = new JsonObject
        {
            ["name"] = recipe.Name,
            ["method"] = recipe.Method,
            ["paper"] = recipe.Paper,
            ["needsLabels"] = recipe.NeedsLabels,
            ["settings"] = new JsonArray([
                .. groups.SelectMany(g =>
                    g.Select(rule => new JsonObject
                    {
                        ["name"] = rule.Name,
                        ["group"] = g.Key,
                        ["default"] = OptionValue.Format(rule.Get(recipe)),
                        ["range"] = rule.Range,
                        ["meaning"] = documents.GetValueOrDefault(rule.Name),
                    })
                ),
            ]),
        };
        output.Result(
            result,
            words =>
            {
                words.WriteLine($"{recipe.Name}: {recipe.Method}{(recipe.NeedsLabels ? ", needs labels" : "")}");
                words.WriteLine(recipe.Paper);
                words.WriteLine();
                PlainTable.Write(
                    words,
                    ["setting", "default", "range", "meaning"],
                    groups.SelectMany(g =>
                        g.Select(rule =>
                                new[]
                                {
                                    rule.Name,
                                    OptionValue.Format(rule.Get(recipe)),
                                    rule.Range ?? "",
                                    documents.GetValueOrDefault(rule.Name, ""),
                                }
                            )
                            .Prepend([$"[{g.Key}]", "", "", ""])
                    )
                );
                words.WriteLine();
                words.WriteLine($"Change one with: gan train --recipe {recipe.Name} --set batch-size=128");
            }
        );
    }

    /// <summary>Where a group stands; one that is not named here, of a recipe from elsewhere, last.</summary>
    private static int Place(string group) => Array.IndexOf(Groups, group) is >= 0 and var place ? place : Groups.Length;
}
