using Gan.Onnx;
using Gan.Onnx.Bundles;
using Gan.Tests.Cli;
using Gan.Training;
using Gan.Training.Data;
using Gan.Training.Methods;
using Microsoft.ML;

namespace Gan.Tests.Training.Data;

/// <summary>Classes that a bundle has no room for are refused before the first step, in the words of where they come
/// from.</summary>
[TestClass]
public sealed class ClassCheckTests
{
    [TestMethod]
    [DataRow("--dry-run")]
    [DataRow("--json")]
    public void A_label_column_of_numbers_is_refused_on_the_command_line(string mode)
    {
        using var folder = new TestFolder();
        File.WriteAllLines(folder["a.csv"], Enumerable.Range(0, 4097).Select(i => $"0.5,1,{i}").Prepend("a,b,id"));
        GanInProcess.Refuses(
            ["train", "--recipe", "gan", "--data", folder["a.csv"], "--labels", "--out", folder["x"], mode],
            "has 4097 classes, the values in column 'id', and a bundle has room for 4096: put several into one"
        );
        Assert.IsFalse(Path.Exists(folder["x"]));
        File.WriteAllLines(folder["a.csv"], ["a,kind", "1,\"x\ty\"", "2,z"]);
        GanInProcess.Refuses(
            ["train", "--recipe", "gan", "--data", folder["a.csv"], "--labels", "--out", folder["x"], mode],
            "one of the values in column 'kind', and a bundle names classes with 1 to 4096 characters"
        );
    }

    [TestMethod]
    public void A_folders_name_with_a_control_character_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("No folder can have such a name here.");
        using var folder = new TestFolder();
        foreach (var name in new[] { "cats", "do\tgs" })
        {
            Directory.CreateDirectory(folder[name]);
            File.WriteAllBytes(Path.Combine(folder[name], "a.png"), PictureFile.Flat(4, 4, 1, 2, 3));
        }

        var data = ImageFolder.Read(folder.Path, new ImageFolderOptions { Height = 4, Width = 4 }).Data;
        Refuses(data, "one of the folders of pictures, and a bundle names classes");
    }

    [TestMethod]
    public void Names_from_code_and_from_a_view_are_held_to_the_same()
    {
        Refuses(Named("a", "b", "a"), "has 2 classes of the name 'a' (the labels); give each a name of its own.");
        Refuses(Named("a", " "), "has the class ' ', one of the labels");
        Refuses(Named("a", new string('b', 4097)), "1 to 4096 characters");
        Refuses(
            Named([.. Enumerable.Range(0, 300).Select(i => $"{i} {new string('é', 4000)}")]),
            "KiB in a bundle, which has room for 960: shorten them."
        );
        var ml = new MLContext(seed: 1);
        var view = ml.Data.LoadFromEnumerable([new { Features = 1f, Kind = "a\u0001" }, new { Features = 2f, Kind = "b" }]);
        Refuses(Dataset.FromDataView(view, "Features", "Kind"), "one of the values in column 'Kind'");
        using var trainer = new GanTrainer(Recipe, Named("a", "b"), new TrainingSettings { Device = TestDevice.Name });
        Assert.AreEqual(0, trainer.Step);
    }

    private static Recipe Recipe => new MlpGanRecipe { BatchSize = 2 };

    private static Dataset Named(params string[] names) =>
        new(
            "rows",
            [1],
            [.. names.Select((_, i) => (float)i)],
            [.. Enumerable.Range(0, names.Length)],
            new ValueRange { Minimum = 0, Maximum = names.Length },
            labelNames: names
        );

    private static void Refuses(Dataset data, string words) =>
        StringAssert.Contains(
            Assert
                .ThrowsExactly<GanException>(() =>
                    new GanTrainer(Recipe, data, new TrainingSettings { Device = TestDevice.Name }).Dispose()
                )
                .Message,
            words
        );
}
