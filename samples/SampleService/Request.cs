namespace SampleService;

/// <summary>What the service is asked for.</summary>
internal sealed class Request
{
    public ulong Seed { get; set; }
}
