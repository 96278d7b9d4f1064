"""Trains pix2pix with Python's torch on pairs of images and translates others.

pix2pix_peer.py FOLDER SIDE STEPS BATCH MAPS RATE SEED

FOLDER holds sources.f32 and targets.f32 (float32 [count, 3, SIDE, SIDE] in [-1, 1]) and test.f32; translated.f32 is written there. The network is
the published one (U-Net of strided and transposed 4x4 convolutions, discriminator of 70x70 patches at 64 feature maps) with MAPS feature
maps, and with instance norm, so that it does the same when it is tested.
"""
import pathlib
import sys

import numpy
import torch
from torch import nn
from torch.nn import functional as F

folder = pathlib.Path(sys.argv[1])
side, steps, batch, maps = map(int, sys.argv[2:6])
rate, seed = float(sys.argv[6]), int(sys.argv[7])
torch.manual_seed(seed)


def read(name):
    return torch.from_numpy(numpy.fromfile(folder / name, numpy.float32).reshape(-1, 3, side, side))


class Skip(nn.Module):
    def __init__(self, *layers):
        super().__init__()
        self.inner = nn.Sequential(*layers)

    def forward(self, x):
        return torch.cat([x, self.inner(x)], 1)


def unet(depth):
    def width(level):
        return maps * min(1 << level, 8)

    below = None
    for level in range(depth - 1, 0, -1):
        lowest = below is None
        norm = [] if lowest else [nn.InstanceNorm2d(width(level))]
        below = Skip(
            nn.LeakyReLU(0.2), nn.Conv2d(width(level - 1), width(level), 4, 2, 1, bias=lowest), *norm, *([] if lowest else [below]), nn.ReLU(),
            nn.ConvTranspose2d(width(level) * (1 if lowest else 2), width(level - 1), 4, 2, 1, bias=False), nn.InstanceNorm2d(width(level - 1)))
    return nn.Sequential(nn.Conv2d(3, maps, 4, 2, 1), below, nn.ReLU(), nn.ConvTranspose2d(2 * maps, 3, 4, 2, 1), nn.Tanh())


def patches():
    layers = [nn.Conv2d(6, maps, 4, 2, 1), nn.LeakyReLU(0.2)]
    for level in range(1, 4):
        layers += [
            nn.Conv2d(maps << (level - 1), maps << level, 4, 2 if level < 3 else 1, 1, bias=False), nn.InstanceNorm2d(maps << level),
            nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, nn.Conv2d(maps << 3, 1, 4, 1, 1))


def start(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
        nn.init.normal_(module.weight, 0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


sources, targets = read("sources.f32"), read("targets.f32")
# As deep as there are two pixels left to normalize.
generator, discriminator = unet(side.bit_length() - 2).apply(start), patches().apply(start)
optimizers = [torch.optim.Adam(n.parameters(), rate, (0.5, 0.999)) for n in (generator, discriminator)]
real, fake = (lambda said: F.binary_cross_entropy_with_logits(said, torch.ones_like(said)),
              lambda said: F.binary_cross_entropy_with_logits(said, torch.zeros_like(said)))
for step in range(steps):
    rows = torch.randint(len(sources), (batch,))
    flipped = (torch.rand(batch) < 0.5)[:, None, None, None]
    source, target = (torch.where(flipped, images[rows].flip(3), images[rows]) for images in (sources, targets))
    made = generator(source)
    optimizers[1].zero_grad(set_to_none=True)
    (0.5 * (real(discriminator(torch.cat([source, target], 1))) + fake(discriminator(torch.cat([source, made.detach()], 1))))).backward()
    optimizers[1].step()
    optimizers[0].zero_grad(set_to_none=True)
    (real(discriminator(torch.cat([source, made], 1))) + 100 * F.l1_loss(made, target)).backward()
    optimizers[0].step()

with torch.no_grad():
    translated = torch.cat([generator(part) for part in read("test.f32").split(64)])
translated.numpy().astype(numpy.float32).tofile(folder / "translated.f32")
print(torch.__version__)
