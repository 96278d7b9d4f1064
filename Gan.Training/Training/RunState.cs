namespace Gan.Training;

/// <summary>What a run is doing.</summary>
public enum RunState
{
    /// <summary>It trains.</summary>
    Running,

    /// <summary>It reached its number of steps.</summary>
    Finished,

    /// <summary>It was stopped between two steps and can go on.</summary>
    Stopped,

    /// <summary>It ended with an error; the message says which.</summary>
    Failed,
}
