namespace Gan.Cli.Quickstart;

/// <summary>One figure of the quickstart, with how it came about.</summary>
internal sealed record Measurement(string Name, string Value, string Protocol);
