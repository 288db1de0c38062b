"""What a GPU reaches at real size, in at most eight minutes: one table, beside what the same run
measures as its limit.

    python benchmarks/gpu.py [--out benchmarks/results] [--minutes 8] [--small]

Needs torch, transformers, peft, h5py, pyarrow and matplotlib, and the pure wheels tomlkit and
fastcore (below 2); tried with Python 3.12, torch 2.11 and transformers 5.17. Each part is guarded:
one that fails, or for which no time is left, is named with the reason, and what is done is written
after every part. Writes gpu.json and gpu.md; without a GPU every row says *not measured*. `--small`
runs the same code at small sizes on a CPU and writes only where `--out` says so.
"""

import argparse
import os
import platform
import signal
import tempfile
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from gpu_page import write
from gpu_policies import Setup, act_part, counted_seconds, flow_part, reset_peak, vla_part
from hsa import DIM, TEMPERATURE
from tables import today

from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.sampling import BatchOrder
from tactile_nb.data.tasks import get_task, project_root
from tactile_nb.data.windows import Windows
from tactile_nb.evidence.sizes import GB, peak_gb
from tactile_nb.models.hsa import HSALoss

BATCHES = 30  # from the loader


def open_clip(touch, view):
    "The loss of open_clip: both directions of cross-entropy on the whole matrix"
    touch, view = F.normalize(touch, dim=1), F.normalize(view, dim=1)
    logits = touch @ view.T / TEMPERATURE
    own = torch.arange(len(touch), device=touch.device)
    return (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2


def loss_numbers(loss, B, setup):
    "Milliseconds and memory of forward and backward, and the value; or that memory ran out"
    torch.manual_seed(0)
    touch, view = (torch.randn(B, DIM, device=setup.device, requires_grad=True) for _ in range(2))
    reset_peak(setup.device)
    before = peak_gb(setup.device)

    def work():
        touch.grad = view.grad = None
        loss(touch, view).backward()

    try:
        seconds = counted_seconds(work, setup)
    except torch.OutOfMemoryError:
        return dict(skipped='out of memory')
    more = (peak_gb(setup.device) - before) * GB / 2**20
    return dict(ms=1e3 * seconds, more_mb=more, value=float(loss(touch, view).detach()))


def alignment_part(setup):
    "The alignment loss beside open_clip's formula"
    sizes = (64, 128) if setup.small else (4096, 8192, 16384, 32768, 65536)
    tiled_from = 128 if setup.small else 4097
    losses = {'ours': HSALoss(symmetric=True, tile_from=tiled_from), 'open_clip': open_clip}
    return {
        f'{B}': {name: loss_numbers(loss, B, setup) for name, loss in losses.items()} for B in sizes
    }


def loader_part(setup):
    "Samples a second from the memory map to the device, three views and a chunk of 45"
    task = get_task('lift')
    pixels, batch_size = (64, 4) if setup.small else (224, 16)
    with tempfile.TemporaryDirectory() as folder:
        episodes = open_episodes(task.path, task)
        how = dict(tactile_names=('force',), img_size=pixels, cache_dir=Path(folder))
        windows = Windows(episodes, task, 45, **how)
        order = BatchOrder(windows, batch_size, 0, distinct_episodes=True)

        def work():
            for step in range(BATCHES):
                for value in windows.batch(order(step)).values():
                    there = value.pin_memory() if setup.device == 'cuda' else value
                    there.to(setup.device, non_blocking=True)

        seconds = counted_seconds(work, setup)
        one = windows.batch(order(0))
    megabytes = sum(value.numel() * value.element_size() for value in one.values()) / 2**20
    rate = BATCHES / seconds
    return dict(samples_s=rate * batch_size, mb_s=rate * megabytes, batch_mb=megabytes)


PARTS = dict(
    act=act_part, alignment=alignment_part, flow=flow_part, vla=vla_part, loader=loader_part
)


class OutOfTime(Exception):
    "A part took what was left"


def stop_part(number, frame):
    "What the alarm does"
    raise OutOfTime('no time left')


def guarded(part, setup, seconds_left):
    "What a part found, or why there is nothing; and how long it took"
    started = time.perf_counter()
    if seconds_left <= 1:
        return dict(skipped='no time left', seconds=0.0)
    signal.signal(signal.SIGALRM, stop_part)
    signal.setitimer(signal.ITIMER_REAL, seconds_left)
    try:
        found = part(setup)
    except Exception as error:  # noqa: BLE001  the other parts still run
        found = dict(skipped=f'{type(error).__name__}: {error}'.split('\n')[0][:200])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return found | dict(seconds=time.perf_counter() - started)


def machine(setup):
    "Where it ran"
    import transformers

    name = torch.cuda.get_device_name(0) if setup.device == 'cuda' else 'CPU'
    return dict(
        date=today(),
        device=name,
        cores=os.cpu_count(),
        python=platform.python_version(),
        torch=torch.__version__,
        transformers=transformers.__version__,
        small=setup.small,
    )


def run_parts(setup, minutes, out):
    "All parts within the time; the table"
    where = machine(setup)
    end = time.perf_counter() + 60 * minutes
    found = {name: dict(skipped='not reached') for name in PARTS}
    for name, part in PARTS.items():
        found[name] = guarded(part, setup, end - time.perf_counter())
        write(where, found, out)
        print(name, found[name], flush=True)
    return write(where, found, out)


def main():
    "Measure and write what came out"
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', type=Path)
    parser.add_argument('--minutes', type=float, default=8.0)
    parser.add_argument('--small', action='store_true')
    asked = parser.parse_args()
    has_gpu = torch.cuda.is_available()
    setup = Setup('cuda' if has_gpu else 'cpu', asked.small)
    out = asked.out or (None if asked.small else project_root() / 'benchmarks/results')
    torch.set_float32_matmul_precision('high')
    if has_gpu or asked.small:
        print(run_parts(setup, asked.minutes, out))
        return
    nothing = {name: dict(skipped='no GPU at hand') for name in PARTS}
    print(write(machine(setup), nothing, out))


if __name__ == '__main__':
    main()
