using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Gan.Training.Reporting.TensorBoard;

namespace Gan.Tests.Training.TensorBoard;

[TestClass]
public sealed class EventFileTests
{
    [TestMethod]
    public void The_checksum_is_castagnolis()
    {
        Assert.AreEqual(0xE3069283u, RecordWriter.Checksum("123456789"u8));
        Assert.AreEqual(0u, RecordWriter.Checksum([]));
        Assert.AreEqual(0x8A9136AAu, RecordWriter.Checksum(new byte[32]));
    }

    [TestMethod]
    public void A_reader_that_is_not_ours_finds_what_was_written()
    {
        using var folder = new TestFolder();
        string path;
        using (var writer = new EventFileWriter(folder["tensorboard"]))
        {
            path = writer.FilePath;
            writer.WriteScalars(100, [new("loss/discriminator", 1.25), new("loss/generator", -0.5)]);
            writer.WriteImage(200, "samples", new byte[] { 1, 2, 3, 4, 5 }, 12, 34, 3);
            writer.WriteScalars(5_000_000_000, [new("score/real", 1e-3)]);
        }

        var events = Read(path);
        Assert.AreEqual(4, events.Length);
        Assert.AreEqual("brain.Event:2", (string)events[0]["version"]!);
        Assert.IsTrue(Math.Abs((double)events[0]["time"]! - DateTimeOffset.UtcNow.ToUnixTimeSeconds()) < 60);
        Assert.AreEqual("""{"loss/discriminator":1.25,"loss/generator":-0.5}""", events[1]["scalars"]!.ToJsonString());
        Assert.AreEqual(
            (100, 200, 5_000_000_000),
            ((long)events[1]["step"]!, (long)events[2]["step"]!, (long)events[3]["step"]!)
        );
        Assert.AreEqual("""{"samples":[12,34,3,5]}""", events[2]["images"]!.ToJsonString());
        Assert.AreEqual(1e-3, (double)events[3]["scalars"]!["score/real"]!, 1e-9);
    }

    /// <summary>TensorBoard purges at an event whose session log has the status START, 1, from the event's step on.</summary>
    [TestMethod]
    public void A_restart_is_a_session_that_starts_at_its_step()
    {
        using var folder = new TestFolder();
        string path;
        using (var writer = new EventFileWriter(folder["tensorboard"]))
        {
            path = writer.FilePath;
            writer.WriteScalars(300, [new("loss/generator", 1)]);
            writer.WriteRestart(200);
            writer.WriteScalars(200, [new("loss/generator", 0)]);
        }

        var events = Read(path);
        Assert.AreEqual(4, events.Length);
        Assert.AreEqual((200, 1), ((long)events[2]["step"]!, (int)events[2]["session"]!));
        Assert.AreEqual("""{}""", events[2]["scalars"]!.ToJsonString());
        Assert.IsTrue(events.Where(e => e != events[2]).All(e => e["session"] is null));
        Assert.AreEqual(
            """{"loss/generator":0}""",
            events[3]["scalars"]!.ToJsonString().Replace(".0", "", StringComparison.Ordinal)
        );
    }

    [TestMethod]
    public void Two_writers_in_one_folder_write_two_files()
    {
        using var folder = new TestFolder();
        using var first = new EventFileWriter(folder["tensorboard"]);
        using var second = new EventFileWriter(folder["tensorboard"]);
        Assert.AreNotEqual(first.FilePath, second.FilePath);
        StringAssert.StartsWith(Path.GetFileName(first.FilePath), "events.out.tfevents.");
    }

    /// <summary>With Debian's python3 and python3-protobuf, where they are installed.</summary>
    private static JsonNode[] Read(string path)
    {
        const string python = "/usr/bin/python3";
        if (!File.Exists(python))
            Assert.Inconclusive("There is no /usr/bin/python3 to read the file with.");
        var script = Path.Combine(AppContext.BaseDirectory, "Training", "TensorBoard", "read_events.py");
        using var process = Process.Start(
            new ProcessStartInfo(python, [script, path])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (error.Result.Contains("No module named 'google", StringComparison.Ordinal))
            Assert.Inconclusive("Python has no protobuf to read the file with; Debian's python3-protobuf has it.");
        Assert.AreEqual(0, process.ExitCode, error.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }
}
