using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Gan.Cli.Commands;
using Gan.Onnx;
using Gan.Training;
using Gan.Training.Methods;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace Gan.Cli.Runs;

/// <summary>What a run is asked to do, as a small YAML or JSON file: options by their names without dashes, and under <c>set</c>
/// the recipe's settings.</summary>
/// <param name="Options">The options, in the order of the file.</param>
/// <param name="Settings">The recipe's settings, in the order of the file.</param>
internal sealed record RunConfiguration(
    IReadOnlyList<KeyValuePair<string, string>> Options,
    IReadOnlyList<KeyValuePair<string, string>> Settings
)
{
    private const int MaximumBytes = 1 << 20;
    private const int MaximumDepth = 16;
    private const string SetKey = "set";
    private const string StepsKey = "steps";
    private const string MinutesKey = "minutes";

    // Of the file, by what messages begin with: "--steps", or "--set beta1=0.5".
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <summary>What a command line asks for, defaults included.</summary>
    public static RunConfiguration Of(TrainOptions options, ParseResult result)
    {
        var values = options
            .Values(result)
            .Select(v =>
                v.Key is "data" or "data-labels" or "source" or "best-by" && Path.Exists(v.Value)
                    ? KeyValuePair.Create(v.Key, Path.GetFullPath(v.Value))
                    : v
            );
        return new RunConfiguration([.. values], [.. options.Settings(result)]);
    }

    /// <summary>The same for a recipe with other settings and another number of steps.</summary>
    public RunConfiguration With(Recipe recipe, long steps) =>
        new(
            [
                .. Options
                    .Where(o => o.Key != MinutesKey)
                    .Select(o =>
                        o.Key == StepsKey ? KeyValuePair.Create(o.Key, steps.ToString(CultureInfo.InvariantCulture)) : o
                    ),
            ],
            [.. RecipeSettings.Read(recipe)]
        );

    /// <summary>Reads a file. JSON is YAML too.</summary>
    /// <exception cref="GanException">The file is missing or damaged, or has a key that no option has.</exception>
    public static RunConfiguration Read(string path, IEnumerable<Option> known)
    {
        var byName = known.ToDictionary(o => o.Name[2..], StringComparer.Ordinal);
        var names = byName.Keys;
        var (options, settings) = (new List<KeyValuePair<string, string>>(), new List<KeyValuePair<string, string>>());
        var configuration = new RunConfiguration(options, settings);
        foreach (var (key, value) in Root(path))
        {
            var name = Scalar(path, "a key", key);
            if (!names.Contains(name))
                throw new GanException(
                    $"The configuration '{path}' has the key '{name}', line {key.Start.Line}, which there is not. Did you "
                        + $"mean '{NearestName.Find(name, names)}'?"
                );
            if (name != SetKey)
            {
                var text = Scalar(path, name, value);
                // To the command line it would be an option on its own, and what follows it nobody's.
                if (byName[name].ValueType == typeof(bool) && !bool.TryParse(text, out _))
                    throw new GanException(
                        $"The configuration '{path}' has '{name}: {text}' in line {value.Start.Line}; it must be true or false."
                    );
                options.Add(new(name, text));
                configuration._lines["--" + name] = value.Start.Line;
            }
            else if (value is YamlMappingNode map)
            {
                foreach (var (setting, given) in map.Children)
                {
                    settings.Add(new(Scalar(path, SetKey, setting), Scalar(path, SetKey, given)));
                    configuration._lines[Token(settings[^1])] = given.Start.Line;
                }
            }
            else
                throw new GanException(
                    $"The configuration '{path}' has '{SetKey}' in line {value.Start.Line}, which must hold settings of the "
                        + $"recipe by name."
                );
        }

        return configuration;
    }

    /// <summary>Reads a command line with this under it: options given there win.</summary>
    /// <param name="command">The command whose options these are.</param>
    /// <param name="given">What was given on the command line.</param>
    /// <param name="path">What to call this in messages.</param>
    /// <param name="read">Reads it, and says of an option that is not as it must be what is wrong, beginning with its
    /// name.</param>
    /// <exception cref="GanException">An option is not as it must be; of one that stands in the file it says where.</exception>
    public T Under<T>(Command command, ParseResult given, string path, Func<ParseResult, T> read)
    {
        var results = given.CommandResult.Children.OfType<OptionResult>().Where(r => !r.Implicit).ToArray();
        var tokens = new List<string>();
        foreach (var (name, value) in Options.Where(o => !results.Any(r => Replaces(r.Option.Name, o.Key))))
            tokens.AddRange(["--" + name, value]);
        foreach (var setting in Settings)
            tokens.AddRange([TrainOptions.SetName, Value(setting)]);
        // The recipe's settings come after the configuration's, so that they win.
        foreach (var result in results)
        {
            foreach (var value in result.Tokens.Select(t => t.Value).DefaultIfEmpty("true"))
                tokens.AddRange([result.Option.Name, value]);
        }

        try
        {
            var merged = command.Parse(tokens);
            return CommandLineProblems.Of(merged) is [var problem, ..] ? throw new GanException(problem) : read(merged);
        }
        catch (GanException e) when (LineOf(e.Message, results) is { } line)
        {
            throw new GanException($"The configuration '{path}' cannot be used: line {line}: {e.Message}", e);
        }
    }

    /// <summary>Writes a file.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, ToString());

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var root = Mapping(Options);
        if (Settings.Count > 0)
            root.Add(SetKey, Mapping(Settings));
        return "# What this run was asked to do, defaults included. gan train --config takes it too.\n"
            + new SerializerBuilder().WithNewLine("\n").Build().Serialize(root);

        static YamlMappingNode Mapping(IEnumerable<KeyValuePair<string, string>> values) =>
            new(values.Select(v => KeyValuePair.Create<YamlNode, YamlNode>(v.Key, v.Value)));
    }

    /// <summary>Whether an option on the command line stands for one of a configuration: steps and minutes are two words for how
    /// long.</summary>
    private static bool Replaces(string option, string key) =>
        option == "--" + key || (option, key) is ("--" + StepsKey, MinutesKey) or ("--" + MinutesKey, StepsKey);

    /// <summary>The line of what a message begins with; null where that stands on the command line.</summary>
    private long? LineOf(string message, OptionResult[] given)
    {
        foreach (var (start, line) in _lines)
        {
            if (
                message.StartsWith(start + " ", StringComparison.Ordinal)
                || message.StartsWith(start + ":", StringComparison.Ordinal)
            )
                return given.Any(r => r.Option.Name == start) ? null : line;
        }

        return null;
    }

    private static string Token(KeyValuePair<string, string> setting) => $"{TrainOptions.SetName} {Value(setting)}";

    private static string Value(KeyValuePair<string, string> setting) => $"{setting.Key}={setting.Value}";

    private static YamlMappingNode Root(string path)
    {
        if (!File.Exists(path))
            throw new GanException(
                Directory.Exists(path)
                    ? $"The configuration '{path}' is a folder. Give the file in it."
                    : $"The configuration '{path}' does not exist. Check the path."
            );
        SpecialFile.RefuseToRead("The configuration", path);
        if (new FileInfo(path).Length > MaximumBytes)
            throw new GanException($"The configuration '{path}' is longer than {MaximumBytes} bytes; it is no configuration.");
        try
        {
            RefuseNesting(path);
            var yaml = new YamlStream();
            using var reader = new StreamReader(path);
            yaml.Load(reader);
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }])
                return root;
        }
        catch (YamlException e)
        {
            throw new GanException(
                $"The configuration '{path}' cannot be read: line {e.Start.Line}, column {e.Start.Column}: {e.Message}",
                e
            );
        }
        // What else the reader throws at a text that is no YAML depends on the text.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NullReferenceException)
        {
            throw new GanException($"The configuration '{path}' cannot be read: it is no YAML.", e);
        }

        throw new GanException(
            $"The configuration '{path}' must hold options by name, such as 'recipe: r3gan', one a line, or the same as JSON."
        );
    }

    /// <summary>The reader takes nested values by recursion: a few thousand of them would end the process.</summary>
    private static void RefuseNesting(string path)
    {
        using var reader = new StreamReader(path);
        var parser = new Parser(reader);
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaximumDepth)
                throw new GanException(
                    $"The configuration '{path}' has values within values within values in line {parser.Current.Start.Line}; it "
                        + "holds options and, under 'set', settings."
                );
        }
    }

    private static string Scalar(string path, string what, YamlNode node) =>
        node is YamlScalarNode { Value: { } value }
            ? value
            : throw new GanException(
                $"The configuration '{path}' has {(what == "a key" ? what : $"'{what}'")} in line {node.Start.Line} that is "
                    + $"no single value."
            );
}
