namespace TorchSharp.Modules;

/// <summary>What is done with one field of an optimizer's options or state, given the same field of another.</summary>
internal delegate void FieldAction<T>(ref T own, T other);
