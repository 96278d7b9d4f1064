"""Runs the benchmarks' workloads with Python's torch, one command a line on standard input.

prepare WORKLOAD   builds it; answers with torch's version and the number of threads
run COUNT          runs it COUNT times; answers with the seconds that took
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, LATENT, MAPS, CHANNELS, ROWS = 64, 100, 32, 3, 1024


def dcgan_networks():
    g = nn.Sequential(
        nn.Linear(LATENT, MAPS * 4 * 16, bias=False), nn.Unflatten(1, (MAPS * 4, 4, 4)), nn.BatchNorm2d(MAPS * 4), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS * 4, MAPS * 2, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS * 2), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS * 2, MAPS, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS), nn.ReLU(True),
        nn.ConvTranspose2d(MAPS, CHANNELS, 4, 2, 1), nn.Tanh())
    d = nn.Sequential(
        nn.Conv2d(CHANNELS, MAPS, 4, 2, 1), nn.LeakyReLU(0.2, True),
        nn.Conv2d(MAPS, MAPS * 2, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS * 2), nn.LeakyReLU(0.2, True),
        nn.Conv2d(MAPS * 2, MAPS * 4, 4, 2, 1, bias=False), nn.BatchNorm2d(MAPS * 4), nn.LeakyReLU(0.2, True),
        nn.Flatten(), nn.Linear(MAPS * 4 * 16, 1))
    return g, d


def dcgan(freeze):
    """A step of the DCGAN; freeze: no weight gradients for D in G's step, as a careful loop does and tutorials do not."""
    g, d = dcgan_networks()
    og = torch.optim.Adam(g.parameters(), 2e-4, (0.5, 0.999))
    od = torch.optim.Adam(d.parameters(), 2e-4, (0.5, 0.999))
    data = torch.rand(ROWS, CHANNELS, 32, 32) * 2 - 1

    def step():
        real = data.index_select(0, torch.randint(ROWS, (BATCH,)))
        fake = g(torch.randn(BATCH, LATENT))
        loss = F.softplus(-d(real)).mean() + F.softplus(d(fake.detach())).mean()
        od.zero_grad(set_to_none=True)
        loss.backward()
        od.step()
        if freeze:
            d.requires_grad_(False)
        loss = F.softplus(-d(fake)).mean()
        og.zero_grad(set_to_none=True)
        loss.backward()
        og.step()
        if freeze:
            d.requires_grad_(True)

    return step


def product():
    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    return lambda: torch.mm(a, b)


def convolution():
    layer = nn.Conv2d(MAPS, MAPS * 2, 4, 2, 1, bias=False)
    x = torch.randn(BATCH, MAPS, 16, 16, requires_grad=True)

    def step():
        layer.zero_grad(set_to_none=True)
        x.grad = None
        layer(x).sum().backward()

    return step


WORKLOADS = {
    "dcgan": lambda: dcgan(freeze=True),
    "dcgan-tutorial": lambda: dcgan(freeze=False),
    "product": product,
    "convolution": convolution,
}


def main():
    torch.set_num_threads(int(sys.argv[1]))
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
            print(time.perf_counter() - start, flush=True)


main()
