namespace Gan.Cli.Quickstart;

/// <summary>What the quickstart was asked to do.</summary>
internal sealed record QuickstartSettings(string Folder, int Steps, int LeftOut, int Seed, string Device);
