"""How long does a diagnosis take, and how much memory, with more episodes?

    python benchmarks/diagnosis.py [--episodes 16,50,200]

Demonstrations of lift are recorded with the wrist camera at 64 px and touch. On each number of them
the settings are diagnosed before the first step, then a policy is trained for a few steps and its
run is diagnosed: medians of three, in a process of its own, with the largest memory of that
process. Limits on two cores: 60 s before training, 120 s for a finished run. Appends to
benchmarks/results/diagnosis.md.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import h5py
from tables import head, row, stamp

from tactile_nb.evidence.diagnosis import diagnose
from tactile_nb.sim.bench import record
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.runs import Run
from tactile_nb.training.trainer import train

SEED = 4300  # of the recording
STEPS = 20
REPEATS = 3
LIMITS = dict(before=60, finished=120)  # s
COLUMNS = (
    'episodes',
    'frames',
    'before training s',
    'limit',
    'finished run s',
    'limit',
    'largest memory MiB',
)


def folder_of(demos: Path, episodes: int, place: Path) -> Path:
    "The first so many demonstrations, in a folder of their own"
    folder = place / f'{episodes}_episodes'
    folder.mkdir()
    for number in range(episodes):
        name = f'episode_{number}.hdf5'
        if (demos / name).exists():
            shutil.copy(demos / name, folder / name)
    return folder


def make_run(data: Path, place: Path) -> Path:
    "A run on these demonstrations"
    run = place / f'run_{data.name}'
    settings = dict(
        task_name='lift',
        dataset_dir=str(data),
        camera_names='wrist',
        tactile_names='force',
        hsa_img_size=32,
        ckpt_dir=str(run),
        num_steps=STEPS,
        warmup_steps=10,
        val_every=STEPS,
        checkpoint_every=STEPS,
        threads=2,
        device='cpu',
    )
    train(TrainConfig.make(**settings))
    return run


def median_seconds(what) -> float:
    "Of three diagnoses"
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        diagnose(what)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def timed(run: str) -> dict:
    "Seconds before training and after it, MiB of memory of this process"
    settings = Run(run).settings() | {'ckpt_dir': f'{run}_before'}
    before = median_seconds(TrainConfig.recorded(**settings))
    finished = median_seconds(run)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MiB on Linux
    return dict(before=before, finished=finished, memory=memory)


def measured(run: Path) -> dict:
    "The same in a process of its own"
    command = [sys.executable, __file__, '--timed', str(run)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(told.strip().splitlines()[-1])


def frames_in(data: Path) -> int:
    "Frames of all demonstrations of a folder"
    count = 0
    for file in sorted(data.glob('*.hdf5')):
        with h5py.File(file) as f:
            count += len(f['action'])
    return count


def measure(episodes: list[int]) -> list[str]:
    "A row for each number of episodes"
    rows = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        demos = place / 'demos'
        record(demos, max(episodes), SEED, cameras=('wrist',), progress='none')
        for count in episodes:
            data = folder_of(demos, count, place)
            found = measured(make_run(data, place))
            cells = [len(list(data.glob('*.hdf5'))), frames_in(data)]
            for when, limit in LIMITS.items():
                cells += [f'{found[when]:.1f}', limit]
            rows.append(row([*cells, f'{found["memory"]:.0f}']))
            print(rows[-1], file=sys.stderr)
    return rows


def main():
    "Measure and write what came out"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--episodes', default='16,50,200')
    parser.add_argument('--timed', help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.timed:
        print(json.dumps(timed(asked.timed)))
        return
    rows = measure([int(count) for count in asked.episodes.split(',')])
    page = Path(__file__).parent / 'results' / 'diagnosis.md'
    title = '' if page.exists() else '# Time and memory of a diagnosis\n'
    with page.open('a') as file:
        file.write('\n'.join([f'{title}\n{stamp()}, {STEPS} steps\n', head(COLUMNS), *rows]) + '\n')


if __name__ == '__main__':
    main()
