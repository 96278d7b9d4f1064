"""Runs the benchmarks' workloads with Python's torch, one command a line on standard input.

prepare WORKLOAD   builds it; answers with torch's version and the number of threads
run COUNT          runs it COUNT times; answers with the seconds that took

Each game comes twice: as a careful loop plays it (the discriminator frozen while the generator learns, gradients set to none, no loss
read), and as the well-known tutorials do (nothing frozen, gradients zeroed, both losses read at every step, and for WGAN-GP generated
samples that still hang on the generator while the critic learns).
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils import spectral_norm

THREADS, MAPS, BATCH = (int(a) for a in sys.argv[1:4])
DEVICE = torch.device(sys.argv[4])
LATENT, CHANNELS, SIDE, ROWS = 100, 3, 32, 1024


def mlp_networks():
    size = CHANNELS * SIDE * SIDE
    g = nn.Sequential(
        nn.Linear(LATENT, 128), nn.ReLU(True), nn.Linear(128, 256), nn.ReLU(True), nn.Linear(256, size), nn.Tanh(),
        nn.Unflatten(1, (CHANNELS, SIDE, SIDE)))
    d = nn.Sequential(
        nn.Flatten(), nn.Linear(size, 256), nn.LeakyReLU(0.2, True), nn.Linear(256, 128), nn.LeakyReLU(0.2, True), nn.Linear(128, 1))
    return g, d


def dcgan_networks(norm=nn.BatchNorm2d):
    g = nn.Sequential(
        nn.Linear(LATENT, MAPS * 4 * 16, bias=False), nn.Unflatten(1, (MAPS * 4, 4, 4)), nn.BatchNorm2d(MAPS * 4), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS * 4, MAPS * 2, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS * 2), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS * 2, MAPS, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS, CHANNELS, 4, 2, 1), nn.Tanh())
    d = nn.Sequential(
        nn.Conv2d(CHANNELS, MAPS, 4, 2, 1), nn.LeakyReLU(0.2, True),
        nn.Conv2d(MAPS, MAPS * 2, 4, 2, 1, bias=False), norm(MAPS * 2), nn.LeakyReLU(0.2, True),
        nn.Conv2d(MAPS * 2, MAPS * 4, 4, 2, 1, bias=False), norm(MAPS * 4), nn.LeakyReLU(0.2, True),
        nn.Flatten(), nn.Linear(MAPS * 4 * 16, 1))
    return g, d


class Residual(nn.Module):
    def __init__(self, main, shortcut):
        super().__init__()
        self.main, self.shortcut = main, shortcut

    def forward(self, x):
        return self.main(x) + self.shortcut(x)


class SumPool(nn.Module):
    def forward(self, x):
        return x.sum((2, 3))


def sn_resnet_networks(width=MAPS // 2):
    def conv(i, o, k, p=0):
        return spectral_norm(nn.Conv2d(i, o, k, padding=p))

    def up():
        return Residual(
            nn.Sequential(
                nn.BatchNorm2d(width), nn.ReLU(True), nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 3, padding=1),
                nn.BatchNorm2d(width), nn.ReLU(True), nn.Conv2d(width, width, 3, padding=1)),
            nn.Sequential(nn.Upsample(scale_factor=2), nn.Conv2d(width, width, 1)))

    def down(halves):
        main = [nn.ReLU(), conv(width, width, 3, 1), nn.ReLU(True), conv(width, width, 3, 1)] + [nn.AvgPool2d(2)] * halves
        return Residual(nn.Sequential(*main), nn.Sequential(conv(width, width, 1), nn.AvgPool2d(2)) if halves else nn.Identity())

    g = nn.Sequential(
        nn.Linear(128, width * 16), nn.Unflatten(1, (width, 4, 4)), up(), up(), up(),
        nn.BatchNorm2d(width), nn.ReLU(True), nn.Conv2d(width, CHANNELS, 3, padding=1), nn.Tanh())
    first = Residual(
        nn.Sequential(conv(CHANNELS, width, 3, 1), nn.ReLU(True), conv(width, width, 3, 1), nn.AvgPool2d(2)),
        nn.Sequential(nn.AvgPool2d(2), conv(CHANNELS, width, 1)))
    d = nn.Sequential(first, down(True), down(False), down(False), nn.ReLU(True), SumPool(), spectral_norm(nn.Linear(width, 1)))
    return g, d


def penalty(d, real, fake):
    """WGAN-GP's, one epsilon a sample."""
    epsilon = torch.rand(len(real), 1, 1, 1, device=DEVICE)
    x = (epsilon * real + (1 - epsilon) * fake).detach().requires_grad_(True)
    gradient, = torch.autograd.grad(d(x).sum(), x, create_graph=True)
    return 10 * ((gradient.flatten(1).norm(2, 1) - 1) ** 2).mean()


def non_saturating(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def wasserstein(real, fake):
    return fake.mean() - real.mean()


def hinge(real, fake):
    return F.relu(1 - real).mean() + F.relu(1 + fake).mean()


def game(networks, tutorial, d_loss, g_loss, latent=LATENT, k=1, regularizer=None, rate=2e-4, betas=(0.5, 0.999)):
    """A step: k updates of the discriminator, one of the generator."""
    g, d = (network.to(DEVICE) for network in networks())
    og = torch.optim.Adam(g.parameters(), rate, betas)
    od = torch.optim.Adam(d.parameters(), rate, betas)
    data = torch.rand(ROWS, CHANNELS, SIDE, SIDE, device=DEVICE) * 2 - 1

    def discriminator(fake, real):
        if not (tutorial and regularizer):
            fake = fake.detach()
        loss = d_loss(d(real), d(fake))
        if regularizer:
            loss = loss + regularizer(d, real, fake)
        od.zero_grad(set_to_none=not tutorial)
        loss.backward()
        od.step()
        return loss

    def step():
        for i in range(k):
            real = data.index_select(0, torch.randint(ROWS, (BATCH,), device=DEVICE))
            with torch.set_grad_enabled(tutorial or i == k - 1):
                fake = g(torch.randn(BATCH, latent, device=DEVICE))
            loss = discriminator(fake, real)
        if tutorial:
            loss.item()
            if regularizer:
                fake = g(torch.randn(BATCH, latent, device=DEVICE))
        else:
            d.requires_grad_(False)
        loss = g_loss(d(fake))
        og.zero_grad(set_to_none=not tutorial)
        loss.backward()
        og.step()
        if tutorial:
            loss.item()
        else:
            d.requires_grad_(True)

    return step


def mlp(tutorial):
    return game(mlp_networks, tutorial, non_saturating, lambda a: F.softplus(-a).mean())


def dcgan(tutorial):
    return game(dcgan_networks, tutorial, non_saturating, lambda a: F.softplus(-a).mean())


def wgan_gp(tutorial):
    networks = lambda: dcgan_networks(lambda c: nn.GroupNorm(1, c))
    return game(networks, tutorial, wasserstein, lambda a: -a.mean(), k=5, regularizer=penalty, rate=1e-4, betas=(0, 0.9))


def sn_resnet(tutorial):
    return game(sn_resnet_networks, tutorial, hinge, lambda a: -a.mean(), latent=128, betas=(0, 0.9))


def product():
    a, b = torch.randn(1024, 1024, device=DEVICE), torch.randn(1024, 1024, device=DEVICE)
    return lambda: torch.mm(a, b)


def convolution():
    layer = nn.Conv2d(MAPS, MAPS * 2, 4, 2, 1, bias=False).to(DEVICE)
    x = torch.randn(BATCH, MAPS, 16, 16, device=DEVICE, requires_grad=True)

    def step():
        layer.zero_grad(set_to_none=True)
        x.grad = None
        layer(x).sum().backward()

    return step


WORKLOADS = {"product": product, "convolution": convolution}
for name, make in {"mlp": mlp, "dcgan": dcgan, "wgan-gp": wgan_gp, "sn-resnet": sn_resnet}.items():
    WORKLOADS[name] = lambda make=make: make(tutorial=False)
    WORKLOADS[name + "-tutorial"] = lambda make=make: make(tutorial=True)


def main():
    torch.set_num_threads(THREADS)
    work = None
    for line in sys.stdin:
        verb, argument = line.split()
        if verb == "prepare":
            work = WORKLOADS[argument]()
            print(torch.__version__, torch.get_num_threads(), flush=True)
        elif verb == "run":
            start = time.perf_counter()
            for _ in range(int(argument)):
                work()
            if DEVICE.type == "cuda":
                torch.cuda.synchronize()
            print(time.perf_counter() - start, flush=True)


main()
