"""The trace of the root of two covariances as FID's scripts compute it: python3 evaluation_peer.py FILE SIZE.

FILE holds both matrices as doubles, one after the other. Prints a line for each way there is: name, seconds, trace.
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit("numpy is not installed")

size = int(sys.argv[2])
first, second = np.fromfile(sys.argv[1]).reshape(2, size, size)


def measure(name, root):
    start = time.perf_counter()
    trace = root()
    print("%s\t%.6f\t%.15g" % (name, time.perf_counter() - start, trace), flush=True)


# A first call starts BLAS's threads.
np.linalg.eigvalsh(first[:64, :64])
measure("numpy, eigenvalues of the product", lambda: np.sqrt(np.maximum(np.linalg.eigvals(first @ second).real, 0)).sum())
try:
    from scipy import linalg
    measure("scipy, sqrtm of the product", lambda: np.trace(linalg.sqrtm(first @ second).real))
except ImportError:
    pass
