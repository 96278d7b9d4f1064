namespace Gan.Cli.Commands;

/// <summary>Ctrl-C, where more can be said of what is left than the command's name tells.</summary>
/// <param name="whatIsLeft">What was made so far, and how to go on.</param>
internal sealed class StoppedException(string whatIsLeft) : OperationCanceledException(whatIsLeft);
