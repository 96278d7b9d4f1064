namespace DigitsFromAnApp;

/// <summary>What the app asks for.</summary>
internal sealed class Request
{
    public ulong Seed { get; set; }
}
