using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Gan.Cli.Watching;
using Gan.Tests.Training;

namespace Gan.Tests.Cli.Watching;

/// <summary>What the server of a run's page makes of what is drawn there.</summary>
[TestClass]
public sealed class EaselTests
{
    private static TestFolder? s_folder;

    [ClassInitialize]
    public static void Train(TestContext context)
    {
        s_folder = new TestFolder();
        TrainRun(s_folder["run"]);
    }

    [ClassCleanup]
    public static void Release() => s_folder?.Dispose();

    /// <summary>A short run on the digits.</summary>
    public static void TrainRun(string folder)
    {
        var (code, _, errors) = GanInProcess.Run(
            "train",
            "--recipe",
            "dcgan",
            "--set",
            "latent-size=16",
            "--set",
            "feature-maps=16",
            "--steps",
            "300",
            "--device",
            "cpu",
            "--out",
            folder
        );
        Assert.AreEqual(0, code, errors);
    }

    [TestMethod]
    public async Task Strokes_are_followed_round_by_round_and_directions_move()
    {
        await using var server = await WatchServer.StartAsync(s_folder!["run"], 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        var begun = await Ask(client, "begin", new JsonObject { ["seed"] = 5 });
        Assert.AreEqual((8, 8, 300), ((int)begun["height"]!, (int)begun["width"]!, (int)begun["step"]!));
        Assert.HasCount(16, begun["latent"]!.AsArray());
        Assert.AreEqual(
            begun["pixels"]!.ToString(),
            (await Ask(client, "begin", new JsonObject { ["seed"] = 5 }))["pixels"]!.ToString()
        );

        var strokes = new byte[4 * 64];
        for (var row = 1; row < 7; row++)
            strokes.AsSpan(4 * (8 * row + 3), 4).Fill(255);
        var latent = begun["latent"]!;
        List<double> errors = [];
        for (var round = 0; round < 6; round++)
        {
            var found = await Ask(
                client,
                "apply",
                new JsonObject
                {
                    ["latent"] = latent.DeepClone(),
                    ["before"] = begun["latent"]!.DeepClone(),
                    ["strokes"] = Convert.ToBase64String(strokes),
                    ["steps"] = 8,
                }
            );
            latent = found["latent"]!;
            errors.Add((double)found["colourError"]!);
        }

        Console.WriteLine(string.Join(", ", errors));
        Assert.IsLessThan(errors[0], errors[^1]);

        JsonArray Amounts(float first) =>
            [.. Enumerable.Range(0, (int)begun["directions"]!).Select(i => (JsonNode)(i == 0 ? first : 0f))];
        async Task<string> Moved(float first) =>
            (
                await Ask(
                    client,
                    "apply",
                    new JsonObject { ["latent"] = begun["latent"]!.DeepClone(), ["amounts"] = Amounts(first) }
                )
            )["pixels"]!.ToString();
        Assert.AreEqual(begun["pixels"]!.ToString(), await Moved(0));
        Assert.AreNotEqual(begun["pixels"]!.ToString(), await Moved(3));
    }

    /// <summary>Two pages of one run: what the second begins with does not change whose sample the first one draws on.</summary>
    [TestMethod]
    public async Task Each_page_edits_in_the_class_that_it_began_with()
    {
        using var folder = new TestFolder();
        var (code, _, errors) = GanInProcess.Run(
            "train",
            "--recipe",
            "cgan",
            "--steps",
            "50",
            "--device",
            "cpu",
            "--out",
            folder["run"]
        );
        Assert.AreEqual(0, code, errors);
        await using var server = await WatchServer.StartAsync(folder["run"], 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        var first = await Ask(client, "begin", new JsonObject { ["seed"] = 1, ["class"] = "3" });
        var second = await Ask(client, "begin", new JsonObject { ["seed"] = 1, ["class"] = "8" });
        Assert.AreNotEqual(first["pixels"]!.ToString(), second["pixels"]!.ToString());
        foreach (var (begun, name) in new[] { (first, "3"), (second, "8"), (first, "3") })
        {
            var still = new JsonObject
            {
                ["class"] = name,
                ["latent"] = begun["latent"]!.DeepClone(),
                ["amounts"] = new JsonArray([.. Enumerable.Range(0, (int)begun["directions"]!).Select(_ => (JsonNode)0f)]),
            };
            Assert.AreEqual(begun["pixels"]!.ToString(), (await Ask(client, "apply", still))["pixels"]!.ToString());
        }
    }

    [TestMethod]
    public async Task What_is_no_edit_is_refused_with_a_sentence()
    {
        await using var server = await WatchServer.StartAsync(s_folder!["run"], 0);
        using var client = new HttpClient { BaseAddress = server.Address };
        await Refused("apply", "{}", "Nothing to draw on was begun");
        var begun = await Ask(client, "begin", new JsonObject { ["seed"] = 1 });
        await Refused("apply", "{\"latent\":[1]}", "there must be 16 numbers");
        await Refused("apply", "nonsense", "What was sent is no edit");
        await Refused("begin", "{\"class\":\"seven\"}", "makes pictures without classes");
        var latent = begun["latent"]!.ToJsonString();
        await Refused("apply", $"{{\"latent\":{latent},\"before\":{latent},\"strokes\":\"AAAA\"}}", "another size");
        await Refused("apply", $"{{\"latent\":{latent},\"before\":{latent},\"strokes\":\"?\"}}", "What was sent is no edit");

        // A form of another page's can send text, and no JSON.
        using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
        Assert.AreEqual(HttpStatusCode.UnsupportedMediaType, (await client.PostAsync("api/easel/begin", text)).StatusCode);

        async Task Refused(string what, string body, string sentence)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await client.PostAsync($"api/easel/{what}", content);
            Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
            StringAssert.Contains(await response.Content.ReadAsStringAsync(), sentence);
        }
    }

    private static async Task<JsonNode> Ask(HttpClient client, string what, JsonObject request)
    {
        using var response = await client.PostAsJsonAsync($"api/easel/{what}", request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(HttpStatusCode.OK, response.StatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
