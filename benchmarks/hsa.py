"""HSA forward + backward against plain cross-entropy on the full matrix and against pytorch-metric-learning.

    python benchmarks/hsa.py [--rounds 5]

Each size runs in a process of its own, one thread; times are medians of rounds in which the contestants take turns,
memory is the growth of the process's peak over the inputs. pytorch-metric-learning is measured where it is installed.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time

import torch
import torch.nn.functional as F


def plain(a, b):
    return F.cross_entropy(
        F.normalize(a, dim=1) @ F.normalize(b, dim=1).T / 0.07, torch.arange(len(a))
    )


def contestants():
    from tactile_nb.models.hsa import HSALoss

    out = dict(ours=HSALoss(), tiled=HSALoss(tile_from=2), plain=plain)
    try:
        from pytorch_metric_learning.losses import NTXentLoss

        loss = NTXentLoss(0.07)
        out['metric_learning'] = lambda a, b: loss(
            a, torch.arange(len(a)), ref_emb=b, ref_labels=torch.arange(len(b))
        )
    except ImportError:
        pass
    return out


def once(f, a, b):
    a.grad = b.grad = None
    t = time.perf_counter()
    f(a, b).backward()
    return time.perf_counter() - t


def one(who, B, rounds, precision):
    from tactile_nb.models.hsa import HSALoss

    torch.set_num_threads(1)
    torch.set_float32_matmul_precision(precision)
    torch.manual_seed(0)
    a, b = torch.randn(B, 768, requires_grad=True), torch.randn(B, 768, requires_grad=True)
    fs = contestants()
    if who != 'time':  # peak memory of one contestant
        once(fs[who], a[:64].detach().requires_grad_(), b[:64].detach().requires_grad_())
        base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        once(fs[who], a, b)
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) / 1024
    if B > 1024:
        fs.pop('metric_learning', None)  # out of memory soon after
    fs.pop('tiled')
    if B == 4096:
        assert abs(float(HSALoss(tile_from=2)(a, b).detach()) - float(plain(a, b).detach())) < 1e-6
    for f in fs.values():
        once(f, a, b)
    times = {k: [] for k in fs}
    for _ in range(rounds):
        for k, f in fs.items():
            times[k].append(once(f, a, b))
    return {k: statistics.median(v) for k, v in times.items()}


def child(*args):
    return json.loads(
        subprocess.run(
            [sys.executable, __file__, '--one', *map(str, args)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()[-1]
    )


if __name__ == '__main__':
    p = argparse.ArgumentParser()
    p.add_argument('--rounds', type=int, default=5)
    p.add_argument('--one', nargs=4)
    a = p.parse_args()
    if a.one:
        who, B, rounds, precision = a.one
        print(json.dumps(one(who, int(B), int(rounds), precision)))
        sys.exit()
    print(
        f'{"B":>6} {"matmul":>8} {"ours s":>8} {"plain s":>8} {"ratio":>6} {"metric-l. s":>11} {"ours MB":>8} {"tiled MB":>8} {"plain MB":>9} {"limit MB":>9}'
    )
    for precision in ('highest', 'medium'):
        for B in (256, 2048, 4096, 8192):
            n = max(3, a.rounds if B > 1024 else 20 * a.rounds)
            t = child('time', B, n, precision)
            mb = (
                [child(w, B, 1, precision) for w in ('ours', 'tiled', 'plain')]
                if precision == 'highest'
                else ['', '', '']
            )
            limit = 2 * B * 768 * 4 / 2**20 + 64 if B >= 8192 and precision == 'highest' else ''
            f = lambda x: f'{x:.0f}' if x != '' else ''
            ml = f'{t["metric_learning"]:.3f}' if 'metric_learning' in t else '-'
            print(
                f'{B:6} {precision:>8} {t["ours"]:8.4f} {t["plain"]:8.4f} {t["ours"] / t["plain"]:6.2f} {ml:>11} {f(mb[0]):>8} {f(mb[1]):>8} {f(mb[2]):>9} {f(limit):>9}',
                flush=True,
            )
    x, y = torch.randn(512, 768), torch.randn(512, 768)
    exact = x.double() @ y.double().T
    for precision in ('highest', 'medium'):
        torch.set_float32_matmul_precision(precision)
        print(
            f'matmul {precision}: largest error against float64 {float((x @ y.T - exact).abs().max()):.1e}'
        )
