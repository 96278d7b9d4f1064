using Gan.Training.Data;
using Gan.Training.Networks;
using Gan.Training.Networks.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gan.Training.Methods;

/// <summary>Builds the networks that enlarge images, [batch, channels, height, width] to as many times as high and wide, all in
/// [-1, 1].</summary>
/// <remarks>They add what they learned to a bicubic enlargement, and begin with adding nothing. No layer looks at the whole
/// image, and none normalizes, so that an image of any size, and a tile of one, is treated alike.</remarks>
internal static class SuperResolutionNetworks
{
    // Blocks begin near the identity, so that many of them can follow each other (X. Wang et al. 2018 scale them by 0.2).
    private const double BlockScale = 0.2;
    private const int BicubicKernel = 5;

    public static Module<Tensor, Tensor> Create(SuperResolutionOptions options, Generator random)
    {
        var (channels, maps, scale) = (options.Channels, options.FeatureMaps, options.Scale);
        List<Module<Tensor, Tensor>> last = [];
        List<Module<Tensor, Tensor>> blocks = [];
        for (var i = 0; i < options.Blocks; i++)
            blocks.Add(
                options.Network == SuperResolutionNetwork.Dense
                    ? DenseBlocks(maps, options.Growth, last)
                    : ResidualUnit(maps, last)
            );
        List<Module<Tensor, Tensor>> layers =
        [
            Conv2d(channels, maps, 3, padding: 1),
            new ResidualBlock(Sequential([.. blocks, Conv2d(maps, maps, 3, padding: 1)])),
        ];
        List<Conv2d> shuffled = [];
        foreach (var factor in scale == 4 ? new[] { 2, 2 } : [scale])
        {
            var spread = Conv2d(maps, factor * factor * maps, 3, padding: 1);
            shuffled.Add(spread);
            layers.AddRange([spread, PixelShuffle(factor), LeakyReLU(0.2, inplace: true)]);
        }

        var final = Conv2d(maps, channels, 3, padding: 1);
        layers.Add(final);
        var bicubic = Conv2d(channels, channels * scale * scale, BicubicKernel, bias: false);
        var network = new ResidualBlock(
            Sequential(layers),
            Sequential(ReplicationPad2d(BicubicKernel / 2), bicubic, PixelShuffle(scale))
        );
        WeightInitialization.KaimingNormal(network, random);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var layer in last)
            ((Conv2d)layer).weight!.mul_(BlockScale);
        foreach (var layer in shuffled)
            RepeatForShuffle(layer.weight!, layer.out_channels / maps);
        final.weight!.zero_();
        bicubic.weight!.copy_(BicubicWeights(channels, scale));
        return network;
    }

    /// <summary>Two convolutions (B. Lim et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution",
    /// 2017).</summary>
    private static ResidualBlock ResidualUnit(long maps, List<Module<Tensor, Tensor>> last)
    {
        var end = Conv2d(maps, maps, 3, padding: 1);
        last.Add(end);
        return new ResidualBlock(Sequential(Conv2d(maps, maps, 3, padding: 1), ReLU(inplace: true), end));
    }

    /// <summary>Three dense blocks within a residual one.</summary>
    private static ResidualBlock DenseBlocks(long maps, long growth, List<Module<Tensor, Tensor>> last)
    {
        var blocks = new Module<Tensor, Tensor>[3];
        for (var i = 0; i < blocks.Length; i++)
        {
            List<Module<Tensor, Tensor>> layers = [];
            for (var layer = 0; layer < 4; layer++)
                layers.Add(
                    new SkipConnection(
                        Sequential(Conv2d(maps + layer * growth, growth, 3, padding: 1), LeakyReLU(0.2, inplace: true))
                    )
                );
            var end = Conv2d(maps + 4 * growth, maps, 3, padding: 1);
            last.Add(end);
            blocks[i] = new ResidualBlock(Sequential([.. layers, end]));
        }

        return new ResidualBlock(Sequential(blocks));
    }

    /// <summary>Makes the kernels that pixel shuffle lays side by side the same, so that nothing of a checkerboard is there at
    /// the beginning (ICNR: A. Aitken et al., "Checkerboard Artifact Free Sub-Pixel Convolution", 2017).</summary>
    internal static void RepeatForShuffle(Tensor weight, long places)
    {
        using var scope = NewDisposeScope();
        var grouped = weight.view([weight.shape[0] / places, places, .. weight.shape[1..]]);
        grouped.copy_(grouped.narrow(1, 0, 1).clone().expand_as(grouped));
    }

    /// <summary>The weights with which a convolution and a pixel shuffle enlarge as <see cref="BicubicResizing"/> does away from
    /// borders, [channels · scale², channels, 5, 5].</summary>
    private static Tensor BicubicWeights(int channels, int scale)
    {
        var line = new double[scale, BicubicKernel];
        for (var place = 0; place < scale; place++)
        {
            var centre = (place + 0.5) / scale - 0.5;
            for (var tap = 0; tap < BicubicKernel; tap++)
                line[place, tap] = BicubicResizing.Kernel(tap - BicubicKernel / 2 - centre);
        }

        var lines = tensor(line, ScalarType.Float32);
        var plane = einsum("ay,bx->abyx", lines, lines).view(scale * scale, BicubicKernel, BicubicKernel);
        var weights = zeros([channels, scale * scale, channels, BicubicKernel, BicubicKernel]);
        for (var c = 0; c < channels; c++)
            weights.select(0, c).select(1, c).copy_(plane);
        return weights.view(channels * scale * scale, channels, BicubicKernel, BicubicKernel);
    }
}

/// <summary>What a network that enlarges is built from.</summary>
internal sealed record SuperResolutionOptions
{
    public int Channels { get; init; } = 3;

    public required int Scale { get; init; }

    public required SuperResolutionNetwork Network { get; init; }

    public required int FeatureMaps { get; init; }

    public required int Blocks { get; init; }

    public int Growth { get; init; } = 16;
}

/// <summary>What the network that enlarges is made of.</summary>
public enum SuperResolutionNetwork
{
    /// <summary>Residual blocks of two convolutions without normalization (Lim et al., EDSR, 2017).</summary>
    Residual,

    /// <summary>Residual-in-residual dense blocks (Wang et al., ESRGAN, 2018): fifteen convolutions a block, better and much
    /// slower.</summary>
    Dense,
}
