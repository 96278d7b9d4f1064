using Gan.Cli.Commands;
using Gan.Training.Native;

if (!Console.IsOutputRedirected)
    Console.SetOut(new PrintableWriter(Console.Out));
if (!Console.IsErrorRedirected)
    Console.SetError(new PrintableWriter(Console.Error));
TorchLibrary.Warning += Console.Error.WriteLine;
return await CommandTree.RunAsync(args);
