using System.Collections;
using System.Reflection;
using Gan.Training;
using Gan.Training.Games;
using Gan.Training.Methods;
using TorchSharp;
using static TorchSharp.torch;

namespace Gan.Tests.Training.Recipes;

/// <summary>Whether everything that a game computes with follows it to its device, shown on the one that every machine has beside
/// the processor: meta, whose tensors have no values.</summary>
[TestClass]
public sealed class GameDeviceTests
{
    private static IEnumerable<object[]> Names => RecipeCatalog.All.Select(r => new object[] { r.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Every_tensor_of_a_game_is_on_its_device(string name)
    {
        var recipe = RecipeData.Small(name);
        using var setup = new GameSetup(RecipeData.For(recipe), new TrainingSettings(), new Device(DeviceType.META));
        using var game = recipe.CreateGame(setup);
        using (NewDisposeScope())
        {
            foreach (var part in game.Parts)
                part.Prepare(game);
        }

        var tensors = new TensorsWithin(game).Found;
        Assert.IsGreaterThan(20, tensors.Count);
        // Numbers, such as how many images a pool holds, may stay where they are read.
        var left = tensors.Where(t => t.Value.device.type != DeviceType.META && t.Value.numel() > 1).Select(t => t.Path);
        Assert.AreEqual("", string.Join('\n', left));
    }

    [TestMethod]
    public void Random_numbers_are_the_same_whatever_device_they_go_to()
    {
        var meta = new Device(DeviceType.META);
        using var scope = NewDisposeScope();
        var (here, there) = (new Generator(7, CPU), new Generator(7, CPU));
        Assert.AreEqual(DeviceType.META, there.Normal([3, 2], meta).device.type);
        Assert.AreEqual(DeviceType.META, there.Uniform([3, 2], meta).device.type);
        Assert.AreEqual(DeviceType.META, there.Integers(0, 9, 3, meta).device.type);
        Assert.AreEqual(DeviceType.META, there.Permutation(5, meta).device.type);
        _ = (here.Normal([3, 2], CPU), here.Uniform([3, 2], CPU), here.Integers(0, 9, 3, CPU), here.Permutation(5, CPU));
        // What went elsewhere took as many from the stream.
        CollectionAssert.AreEqual(
            here.Uniform([4], CPU).data<float>().ToArray(),
            there.Uniform([4], CPU).data<float>().ToArray()
        );
    }

    /// <summary>The tensors that an object holds, itself or by what it holds, with the fields that lead there.</summary>
    private sealed class TensorsWithin
    {
        private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

        public TensorsWithin(object root) => Walk(root, root.GetType().Name);

        public List<(string Path, Tensor Value)> Found { get; } = [];

        private void Walk(object? value, string path)
        {
            if (value is null or string or Type or MemberInfo or Generator or Device || !Interesting(value.GetType()))
                return;
            if (!value.GetType().IsValueType && !_seen.Add(value))
                return;
            switch (value)
            {
                case Tensor tensor:
                    Found.Add((path, tensor));
                    return;
                case Delegate action:
                    Walk(action.Target, path + "()");
                    return;
                case nn.Module module:
                    Found.AddRange(module.named_parameters().Select(p => ($"{path}/{p.name}", (Tensor)p.parameter)));
                    Found.AddRange(module.named_buffers().Select(b => ($"{path}/{b.name}", b.buffer)));
                    break;
                case IEnumerable many when !IsOurs(value.GetType()):
                    foreach (var one in many)
                        Walk(one, path + "[]");
                    return;
            }

            for (var type = value.GetType(); type is not null && IsOurs(type); type = type.BaseType)
            {
                const BindingFlags Own =
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
                foreach (var field in type.GetFields(Own).Where(f => Interesting(f.FieldType)))
                    Walk(field.GetValue(value), $"{path}.{field.Name}");
            }
        }

        /// <summary>Whether its fields, and not what it enumerates, are what it holds.</summary>
        private static bool IsOurs(Type type) =>
            type.Namespace?.Split('.')[0] is nameof(Gan) or nameof(TorchSharp)
            || type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal)
            || type.Name.StartsWith("ValueTuple", StringComparison.Ordinal);

        private static bool Interesting(Type type) =>
            !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !(type.IsArray && type.GetElementType()!.IsPrimitive);
    }
}
