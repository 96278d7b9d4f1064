using System.CommandLine;
using System.Text.Json.Nodes;
using Gan.Cli.Diagnosis;

namespace Gan.Cli.Commands;

/// <summary><c>gan doctor</c>: what is in use on this machine, what is wrong with it and what to do.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = CommandOutput.NewOption();
        var command = new Command(
            "doctor",
            "Say which packages, libtorch, BLAS, CUDA and execution providers are in use, and what is wrong with them."
        )
        {
            json,
        };
        command.SetAction(result =>
        {
            var findings = Doctor.Examine();
            var problems = findings.Where(f => f.Advice is not null).ToArray();
            var document = new JsonObject
            {
                ["findings"] = new JsonArray([
                    .. findings.Select(f => new JsonObject
                    {
                        ["name"] = f.Name,
                        ["value"] = f.Value,
                        ["advice"] = f.Advice,
                        ["broken"] = f.IsBroken,
                    }),
                ]),
                ["broken"] = problems.Any(p => p.IsBroken),
            };
            new CommandOutput(result.GetValue(json)).Result(
                document,
                words =>
                {
                    PlainTable.Write(
                        words,
                        ["", "what", "found"],
                        findings.Select(f =>
                            new[]
                            {
                                f.IsBroken ? "broken"
                                : f.Advice is null ? "ok"
                                : "look",
                                f.Name,
                                f.Value,
                            }
                        )
                    );
                    foreach (var problem in problems)
                        words.WriteLine($"\n{problem.Name}: {problem.Advice}");
                }
            );
            return problems.Any(p => p.IsBroken) ? ExitCodes.Failed : ExitCodes.Done;
        });
        return CommandHelp.WithExamples(command, "gan doctor", "gan doctor --json");
    }
}
