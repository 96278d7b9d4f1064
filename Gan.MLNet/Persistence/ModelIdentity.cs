namespace Gan.MLNet.Persistence;

/// <summary>What the header of a saved transformer says.</summary>
/// <param name="TransformerType">The class that loads it, by its static method <c>Create(IHostEnvironment, object)</c>.</param>
/// <param name="ModelSignature">The kind of content: eight ASCII characters.</param>
/// <param name="LoaderSignature">The name under which the class is registered; at most 24 characters.</param>
/// <param name="Version">The version of the content, 0xMMMMmmmm; raised when the content changes.</param>
internal sealed record ModelIdentity(Type TransformerType, string ModelSignature, string LoaderSignature, uint Version);
