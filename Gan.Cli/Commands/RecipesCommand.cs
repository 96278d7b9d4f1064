using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Training.Methods;

namespace Gan.Cli.Commands;

/// <summary><c>gan recipes</c>: the methods there are, and what can be set in each.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("recipe")
        {
            Description = "A recipe, to see its paper and every setting; all recipes when left out.",
            Arity = ArgumentArity.ZeroOrOne,
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
        var settings = RecipeSettings.Read(recipe);
        var result = new JsonObject
        {
            ["name"] = recipe.Name,
            ["method"] = recipe.Method,
            ["paper"] = recipe.Paper,
            ["needsLabels"] = recipe.NeedsLabels,
            ["settings"] = new JsonArray([
                .. settings.Select(s => new JsonObject
                {
                    ["name"] = s.Key,
                    ["default"] = s.Value,
                    ["meaning"] = documents.GetValueOrDefault(s.Key),
                }),
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
                    ["setting", "default", "meaning"],
                    settings.Select(s => new[] { s.Key, s.Value, documents.GetValueOrDefault(s.Key, "") })
                );
                words.WriteLine();
                words.WriteLine(
                    $"Change one with: gan train --recipe {recipe.Name} --set "
                        + $"{settings.First(s => s.Key == "batch-size").Key}=128"
                );
            }
        );
    }
}
