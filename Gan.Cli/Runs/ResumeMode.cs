namespace Gan.Cli.Runs;

/// <summary>What a run may find in its folder.</summary>
internal enum ResumeMode
{
    /// <summary>No run.</summary>
    MustBeNew,

    /// <summary>A run with a checkpoint to go on from.</summary>
    MustHaveCheckpoint,

    /// <summary>A run, which may have been killed before its first checkpoint and then begins again.</summary>
    MayHaveCheckpoint,
}
