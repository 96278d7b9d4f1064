namespace Gan.Training.Schedules;

/// <summary>A factor that depends on the step alone, so that a resumed run needs no state to go on with it.</summary>
public abstract record Schedule
{
    /// <summary>The factor at a step.</summary>
    /// <param name="updates">Generator updates done before; at least 0.</param>
    public abstract double At(long updates);
}
