using System.CommandLine;
using System.CommandLine.Completions;
using Gan.Cli.Documentation;

namespace Gan.Cli.Commands;

/// <summary><c>gan docs</c>: the pages of the documentation, offline.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        var page = new Argument<string?>("page")
        {
            Description = "A page, such as 'tables' or 'r3gan'; the list of all when left out.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "page",
        };
        page.CompletionSources.Add(_ => Manual.Names.Select(name => new CompletionItem(name)));
        var command = new Command("docs", "Print a page of the documentation, which is in this program; needs no network.")
        {
            page,
        };
        command.SetAction(result =>
        {
            if (result.GetValue(page) is { } wanted)
                Console.Out.WriteLine(Manual.Text(Manual.Find(wanted)));
            else
                PlainTable.Write(Console.Out, ["page", "what for"], Manual.Names.Select(n => new[] { n, Manual.Title(n) }));
        });
        return CommandHelp.WithExamples(command, "gan docs", "gan docs which-method", "gan docs r3gan");
    }
}
