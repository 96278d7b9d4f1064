namespace Gan.Training;

/// <summary>The two players of the game.</summary>
public enum PlayerRole
{
    /// <summary>Tells real samples from generated ones.</summary>
    Discriminator,

    /// <summary>Makes samples.</summary>
    Generator,
}
