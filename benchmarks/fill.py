"""A feature cache that is filled by one process, and by two.

    python benchmarks/fill.py

A mid-size random Qwen2.5-VL (the real class) on a CPU, one thread a process; seconds are those of
the filling alone, without the start. Medians of three. Writes benchmarks/results/fill.md.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.sim.needle import make_needle

PEERS = Path(__file__).parent / 'peers'
ROUNDS = 3


def fill_seconds(folder, name, processes):
    "Seconds of filling a new store, as the run says, and how many entries it has then"
    settings = dict(
        task_name='needle',
        policy='vla',
        touch_encoder='series',
        series_dim=32,
        chunk_size=4,
        batch_size=8,
        vlm='qwen2_5_vl_3b',
        allow_random_backbone=True,
        hsa_img_size=112,
        device='cpu',
        mode='cache',
        dataset_dir=str(folder / 'needle'),
        ckpt_dir=str(folder / name),
    )
    file = folder / f'{name}.json'
    file.write_text(json.dumps(settings))
    launcher = ['-m', 'torch.distributed.run', '--standalone', '--nproc_per_node', str(processes)]
    words = [*(launcher if processes > 1 else []), str(PEERS / 'fill_cache.py'), str(file)]
    place = dict(os.environ, TACTILE_NB_CACHE=str(folder / f'cache-{name}'), OMP_NUM_THREADS='1')
    subprocess.run([sys.executable, *words], check=True, env=place, stdout=subprocess.DEVNULL)
    found = json.loads((folder / name / 'result.json').read_text())
    return found['seconds'], found['entries']


def measure_filling():
    "The rows of the table"
    seconds, entries = {1: [], 2: []}, set()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = dict(steps=24, rate=130.0, pixels=128, progress='none')
        make_needle(folder / 'needle', 8, 24, **sizes)
        for attempt in range(ROUNDS):
            for processes, found in seconds.items():
                took, kept = fill_seconds(folder, f'{attempt}-{processes}', processes)
                found.append(took)
                entries.add(kept)
    one, two = median(seconds[1]), median(seconds[2])
    return [
        row(['frames kept, the same in every fill', ', '.join(map(str, sorted(entries)))]),
        row(['one process, one thread', f'{one:.1f} s']),
        row(['two processes, one thread each', f'{two:.1f} s, {two / one:.2f} of it']),
    ]


def main():
    "Measure and write what came out"
    lines = [
        f'# Filling a feature cache\n\n{stamp()}, medians of {ROUNDS}.\n',
        head(['filling a store', '']),
        *measure_filling(),
    ]
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/fill.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
