"""HSA forward + backward against plain cross-entropy on the full matrix and against
pytorch-metric-learning.

    python benchmarks/hsa.py [--rounds 5]

Each size runs in a process of its own, one thread; times are medians of rounds in which the
contestants take turns, memory is the growth of the process's peak over the inputs.
pytorch-metric-learning is measured where it is installed.
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

DIM = 768
TEMPERATURE = 0.07
PRECISIONS = ('highest', 'medium')
SIZES = (256, 2048, 4096, 8192)
COLUMNS = {
    'B': 6,
    'matmul': 8,
    'ours s': 8,
    'plain s': 8,
    'ratio': 6,
    'metric-l. s': 11,
    'ours MB': 8,
    'tiled MB': 8,
    'plain MB': 9,
    'limit MB': 9,
}


def plain(touch, view):
    "Cross-entropy on the full matrix"
    logits = F.normalize(touch, dim=1) @ F.normalize(view, dim=1).T / TEMPERATURE
    return F.cross_entropy(logits, torch.arange(len(touch)))


def metric_learning():
    "The loss of pytorch-metric-learning, or nothing where it is not installed"
    try:
        from pytorch_metric_learning.losses import NTXentLoss
    except ImportError:
        return None
    loss = NTXentLoss(TEMPERATURE)

    def between(touch, view):
        labels, other = torch.arange(len(touch)), torch.arange(len(view))
        return loss(touch, labels, ref_emb=view, ref_labels=other)

    return between


def contestants():
    "Name and loss of everything that is compared"
    from tactile_nb.models.hsa import HSALoss

    losses = dict(ours=HSALoss(), tiled=HSALoss(tile_from=2), plain=plain)
    other = metric_learning()
    if other:
        losses['metric_learning'] = other
    return losses


def once(loss, touch, view):
    "Seconds of forward and backward"
    touch.grad = view.grad = None
    started = time.perf_counter()
    loss(touch, view).backward()
    return time.perf_counter() - started


def peak_kb():
    "Most memory that this process ever had"
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def memory_of(loss, touch, view):
    "Megabytes by which the peak of the process grows over the inputs"
    small = [x[:64].detach().requires_grad_() for x in (touch, view)]
    once(loss, *small)
    before = peak_kb()
    once(loss, touch, view)
    return (peak_kb() - before) / 1024


def check_tiled(tiled, touch, view):
    "The tiled loss is the plain one"
    difference = float(tiled(touch, view).detach()) - float(plain(touch, view).detach())
    assert abs(difference) < 1e-6


def times_of(losses, touch, view, rounds):
    "Median seconds of every contestant; they take turns"
    for loss in losses.values():
        once(loss, touch, view)
    times = {name: [] for name in losses}
    for _ in range(rounds):
        for name, loss in losses.items():
            times[name].append(once(loss, touch, view))
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def measure(what, B, rounds, precision):
    "Times of all contestants (`time`), or the memory of the one that is named"
    torch.set_num_threads(1)
    torch.set_float32_matmul_precision(precision)
    torch.manual_seed(0)
    touch = torch.randn(B, DIM, requires_grad=True)
    view = torch.randn(B, DIM, requires_grad=True)
    losses = contestants()
    if what != 'time':
        return memory_of(losses[what], touch, view)
    if B > 1024:
        losses.pop('metric_learning', None)  # out of memory soon after
    tiled = losses.pop('tiled')
    if B == 4096:
        check_tiled(tiled, touch, view)
    return times_of(losses, touch, view, rounds)


def in_process(what, B, rounds, precision):
    "`measure` in a process of its own"
    arguments = [str(o) for o in (what, B, rounds, precision)]
    command = [sys.executable, __file__, '--one', *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def memory_cells(B, precision):
    "Megabytes of three contestants and the limit, as text; measured at the highest precision"
    if precision != 'highest':
        return [''] * 4
    peaks = [in_process(name, B, 1, precision) for name in ('ours', 'tiled', 'plain')]
    limit = [2 * B * DIM * 4 / 2**20 + 64] if B >= 8192 else []
    cells = [f'{megabytes:.0f}' for megabytes in peaks + limit]
    return cells if limit else [*cells, '']


def print_row(cells):
    "A line of the table"
    widths = COLUMNS.values()
    print(' '.join(f'{cell:>{width}}' for cell, width in zip(cells, widths)), flush=True)


def print_size(B, precision, rounds):
    "Measure one size"
    times = in_process('time', B, max(3, rounds if B > 1024 else 20 * rounds), precision)
    ours, usual = times['ours'], times['plain']
    other = f'{times["metric_learning"]:.3f}' if 'metric_learning' in times else '-'
    seconds = [f'{ours:.4f}', f'{usual:.4f}', f'{ours / usual:.2f}', other]
    print_row([B, precision, *seconds, *memory_cells(B, precision)])


def print_precisions():
    "What a matrix product loses"
    touch, view = torch.randn(512, DIM), torch.randn(512, DIM)
    exact = touch.double() @ view.double().T
    for precision in PRECISIONS:
        torch.set_float32_matmul_precision(precision)
        error = float((touch @ view.T - exact).abs().max())
        print(f'matmul {precision}: largest error against float64 {error:.1e}')


def main():
    "The table, or one measurement for it"
    parser = argparse.ArgumentParser()
    parser.add_argument('--rounds', type=int, default=5)
    parser.add_argument('--one', nargs=4)
    asked = parser.parse_args()
    if asked.one:
        what, size, rounds, precision = asked.one
        print(json.dumps(measure(what, int(size), int(rounds), precision)))
        return
    print_row(COLUMNS)
    for precision in PRECISIONS:
        for B in SIZES:
            print_size(B, precision, asked.rounds)
    print_precisions()


if __name__ == '__main__':
    main()
