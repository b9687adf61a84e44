"""Forward and backward of four nets in every spelling of the library, and in those of others.

    python benchmarks/library.py [--json] [--threads N]

`--json` prints one line last: for each net, the ratios of the rows' median times, by the wall and,
marked cpu, of the processor's.
"""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CHILD = "BENCHMARK_SETTINGS_ARE_MADE"


def settings(threads: int) -> dict[str, str]:
    """What must be in the environment before numpy and its peers start."""
    n = str(threads)
    flags = f"--xla_cpu_multi_thread_eigen={'true' if threads > 1 else 'false'}"
    keep = str(2**30)
    return {
        "OPENBLAS_NUM_THREADS": n,
        "OMP_NUM_THREADS": n,
        "MKL_NUM_THREADS": n,
        "XLA_FLAGS": flags,
        "JAX_PLATFORMS": "cpu",
        # Freed memory stays with the process, or a row is charged for the pages of another.
        "MALLOC_MMAP_THRESHOLD_": keep,
        "MALLOC_TRIM_THRESHOLD_": keep,
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        CHILD: n,
    }


def main() -> int:
    """Measure in a process of its own, whose threads and memory are set before anything loads."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the ratios as a last line")
    parser.add_argument("--threads", type=int, default=1, help="for every row (default: 1)")
    options = parser.parse_args()
    if CHILD not in os.environ:
        command = [sys.executable, "-m", "benchmarks.library", *sys.argv[1:]]
        return subprocess.run(command, env={**os.environ, **settings(options.threads)}).returncode
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[-options.threads :])
    measure(options.threads, options.json)
    return 0


def measure(threads: int, as_json: bool) -> None:
    """Build, compare, time and print every column."""
    from benchmarks.clock import peak_bytes, times
    from benchmarks.problems import problems

    print(f"{threads} thread{'s' if threads > 1 else ''}; {_versions()}")
    found = {}
    for problem in problems():
        rows = _rows(problem)
        _assert_equal_gradients(rows)
        time = times(rows)
        peaks = {name: peak_bytes(run) for name, run in rows.items() if name in TRACED}
        print(f"\n{problem.name}: {problem.title}")
        print(f"  parameters: {_size(problem.weight_bytes)}; the Jacobians of its layers by their")
        print(f"  weights, which no row forms: {_size(problem.jacobian_bytes)}")
        print(f"  {'':10}{'median':>10}{'min':>10}{'cpu':>10}{'/ flat':>8}{'peak':>10}")
        for name, each in time.items():
            shown = "".join(map(_us, (each.median, each.minimum, each.cpu)))
            ratio = each.median / time["flat"].median
            peak = _size(peaks[name]) if name in peaks else "-"
            print(f"  {name:10}{shown}{ratio:8.2f}{peak:>10}")
        busy = [name for name, each in time.items() if each.median > BUSY * each.cpu]
        if busy:
            print(f"  something else was running: rely on cpu alone for {', '.join(busy)}")
        found[problem.name] = (
            _ratios({name: each.median for name, each in time.items()})
            | _ratios({name: each.cpu for name, each in time.items()}, " cpu")
            | {
                f"{name} peak/weights": round(peak / problem.weight_bytes, 3)
                for name, peak in peaks.items()
            }
        )
    if as_json:
        print(json.dumps(found))


BUSY = 1.05  # the wall's time over the processor's, from which on the wall tells of other things
TRACED = ("flat", "units", "nodes", "graph", "tensor", "autograd", "gemm")


def _rows(problem: Any) -> dict[str, Callable[[], Any]]:
    from benchmarks import peers, spellings
    from benchmarks.problems import flat, products

    builders = {
        "gemm": products,
        "flat": flat,
        "units": spellings.with_units,
        "nodes": spellings.with_nodes,
        "graph": spellings.with_graph,
        "tensor": spellings.with_tensors,
        "autograd": peers.with_autograd,
        "torch": peers.with_torch,
        "jax": peers.with_jax,
    }
    rows = {}
    for name, build in builders.items():
        try:
            rows[name] = build(problem)
        except ImportError as error:
            print(f"{problem.name}: {name} is left out: {error}")
    return rows


def _assert_equal_gradients(rows: dict[str, Callable[[], Any]]) -> None:
    import numpy as np

    from benchmarks.peers import as_arrays

    expected = as_arrays(rows["flat"]())
    for name, run in rows.items():
        if name == "gemm":
            continue
        for i, (right, gradient) in enumerate(zip(expected, as_arrays(run()), strict=True)):
            scale = float(np.abs(right).max())
            np.testing.assert_allclose(
                gradient, right, rtol=1e-9, atol=1e-11 * scale, err_msg=f"{name}, gradient {i}"
            )


def _ratios(median: dict[str, float], suffix: str = "") -> dict[str, float]:
    """Each spelling of ours over flat, and over the peers; flat over its bare products."""
    ratios = {}
    for name in ("units", "nodes", "graph", "tensor", "autograd", "torch", "jax"):
        for other in ("flat", "autograd", "torch", "jax"):
            ours = name not in ("autograd", "torch", "jax") or other == "flat"
            if name != other and ours and name in median and other in median:
                ratios[f"{name}/{other}{suffix}"] = round(median[name] / median[other], 3)
    ratios[f"flat/gemm{suffix}"] = round(median["flat"] / median["gemm"], 3)
    ratios[f"nodes/gemm{suffix}"] = round(median["nodes"] / median["gemm"], 3)
    return ratios


def _versions() -> str:
    found = [f"python {sys.version.split()[0]}"]
    for name in ("numpy", "autograd", "torch", "jax"):
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:8.1f}us" if seconds < 0.01 else f"{seconds * 1e3:8.1f}ms"


def _size(n: float) -> str:
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if n < 1000:
            return f"{n:.3g} {unit}"
        n /= 1000
    return f"{n:.3g} PB"


if __name__ == "__main__":
    sys.exit(main())
