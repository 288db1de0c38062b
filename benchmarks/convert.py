"""Writing and reading LeRobot v3.0 datasets: ours beside LeRobot 0.4.4's own, on the same episodes,
in one run.

    make interop && python benchmarks/convert.py [.venv-interop/bin/python]

Pictures 2 × 224², 50-action chunks. Medians of three rounds that take turns. Writes
benchmarks/results/convert.md.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
from tables import head, row, stamp

from tactile_nb.data.episodes import Episode, Episodes
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.lerobot_write import write_lerobot
from tactile_nb.data.schema import Feature
from tactile_nb.data.tasks import TaskConfig, project_root
from tactile_nb.data.windows import Windows

PEERS = Path(__file__).parent / 'peers'
COUNT, FRAMES = 6, 100  # episodes, frames of each
CHUNK = 50  # actions
ROUNDS = 3
CAMERAS = ('a', 'b')
VECTORS = ('observation.state', 'action')
PEER_OF = {
    'LeRobot write': 'LeRobot write',
    'write png': 'LeRobot write',
    'write jpeg': 'LeRobot write',
    'LeRobot read': 'LeRobot read',
    'read png': 'LeRobot read',
    'read cache': 'LeRobot read',
    'read cache, batches of 32': 'LeRobot read',
}


class Made(Episode):
    "An episode held in memory"

    def __init__(self, number, data):
        self.file = f'made_{number}'
        self.data = data
        self.fps = 30.0
        self.instruction = 'x'
        self.features = {k: Feature(v.shape[1:], str(v.dtype)) for k, v in data.items()}

    def __len__(self):
        return len(self.data['action'])

    def _read(self, key, start, stop):
        return self.data[key][start:stop]


def picture(number, time_step, random):
    "Waves that move, with some noise: (224, 224, 3)"
    y, x = np.mgrid[:224, :224]
    along = 128 + 90 * np.sin((x + 3 * time_step + 20 * number) / 17) + random.normal(0, 3, x.shape)
    across = 128 + 90 * np.cos((y + 2 * time_step) / 23) + random.normal(0, 3, x.shape)
    ramp = (x + y + time_step) % 255 + 0.0 * x
    return np.stack([along, across, ramp], -1).clip(0, 255)


def make_episodes(folder, count, frames):
    "Streams of all episodes, one dictionary each; episodes.npz holds the same for the peer"
    random = np.random.default_rng(0)
    made = []
    for number in range(count):
        streams = {}
        for camera in CAMERAS:
            pictures = [picture(number, step, random) for step in range(frames)]
            streams[f'observation.images.{camera}'] = np.stack(pictures).astype('uint8')
        for key in VECTORS:
            streams[key] = random.normal(size=(frames, 7)).astype('float32')
        made.append(streams)
    packed = {f'{i}/{key}': v for i, streams in enumerate(made) for key, v in streams.items()}
    np.savez(folder / 'episodes.npz', **packed)
    return made


def rate(work, count):
    "How many a second"
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def write_rates(episodes, folder):
    "Frames written a second, losslessly and not"
    rates = {}
    for kind in ('png', 'jpeg'):

        def write(kind=kind):
            options = dict(workers=1, progress='none', pictures=kind)
            write_lerobot(episodes, folder / kind, overwrite=True, **options)

        rates[f'write {kind}'] = rate(write, COUNT * FRAMES)
    return rates


def item_reader(episodes):
    "A function that reads one item from the files: both pictures, the state, a chunk of actions"
    state = np.concatenate([episode.read('observation.state') for episode in episodes])
    action = np.concatenate([episode.read('action') for episode in episodes])

    def read(i):
        number, frame = divmod(int(i), FRAMES)
        keys = [f'observation.images.{camera}' for camera in CAMERAS]
        pictures = [episodes[number].read(key, frame, frame + 1)[0] for key in keys]
        return pictures, state[i], action[i : min(i + CHUNK, (number + 1) * FRAMES)]

    return read


def file_rate(episodes):
    "Items read a second from the files"
    read = item_reader(episodes)
    ids = np.random.default_rng(0).integers(0, COUNT * FRAMES, 200)

    def read_all():
        for i in ids:
            read(i)

    return rate(read_all, len(ids))


def cache_rates(episodes, task, folder):
    "Items read a second from the memory map, one by one and in batches"
    windows = Windows(episodes, task, chunk_size=CHUNK, cache_dir=folder / 'cache')
    ids = np.random.default_rng(0).integers(0, COUNT * FRAMES, 3000)
    whole = len(ids) // 32 * 32

    def one_by_one():
        for i in ids:
            windows.batch([i])

    def in_batches():
        for start in range(0, whole, 32):
            windows.batch(ids[start : start + 32])

    return {
        'read cache': rate(one_by_one, len(ids)),
        'read cache, batches of 32': rate(in_batches, whole),
    }


def peer_rates(python, folder):
    "What LeRobot does a second, in its own environment"
    run = subprocess.run(
        [python, str(PEERS / 'lerobot_rates.py'), str(folder)],
        capture_output=True,
        text=True,
        env={**os.environ, 'HF_HUB_OFFLINE': '1'},
    )
    if run.returncode:
        sys.exit(run.stderr[-1500:])
    found = json.loads(run.stdout.strip().splitlines()[-1])
    return {'LeRobot write': found['write'], 'LeRobot read': found['read']}


def one_round(episodes, task, folder, peer):
    "Everything that is measured, once"
    rates = write_rates(episodes, folder)
    written = open_episodes(folder / 'png')
    rates['read png'] = file_rate(written)
    rates |= cache_rates(written, task, folder)
    if Path(peer).exists():
        rates |= peer_rates(peer, folder)
    return rates


def conversion_memory(count, folder):
    "Peak memory of a conversion in a process of its own, MB"
    command = [sys.executable, str(PEERS / 'conversion_memory.py'), str(count), str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(run.stdout.split()[-1])


def report(rates, memory):
    "What convert.md says"
    lines = [
        '# Writing and reading LeRobot v3.0\n',
        f'{stamp()}, one process each, {COUNT} episodes of {FRAMES} frames, 2 × 224² pictures, '
        'median of 3 rounds.\n',
        head(['', 'frames or items a second', 'beside LeRobot 0.4.4 in the same run']),
    ]
    for name, peer in PEER_OF.items():
        if name in rates:
            beside = f'{rates[name] / rates[peer]:.0f} ×' if peer in rates else 'not measured'
            lines.append(row([name, f'{rates[name]:,.1f}', beside]))
    peaks = ', '.join(f'{peak:.0f} MB with {count} episodes' for count, peak in memory.items())
    lines.append(
        '\nWriting includes exact statistics, reading everything back and renaming. '
        f'Peak memory of a conversion: {peaks}.'
    )
    return '\n'.join(lines)


def main():
    "Measure and write what came out"
    peer = sys.argv[1] if len(sys.argv) > 1 else '.venv-interop/bin/python'
    rates = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make_episodes(folder, COUNT, FRAMES)
        episodes = Episodes([Made(i, streams) for i, streams in enumerate(made)], 'made', 'made')
        task = TaskConfig('made', str(folder), CAMERAS, fps=30.0)
        for _ in range(ROUNDS):
            for what, measured in one_round(episodes, task, folder, peer).items():
                rates[what].append(measured)
        memory = {count: conversion_memory(count, folder) for count in (5, 40)}
    medians = {what: float(np.median(measured)) for what, measured in rates.items()}
    text = report(medians, memory)
    (project_root() / 'benchmarks/results/convert.md').write_text(text + '\n')
    print(text)


if __name__ == '__main__':
    main()
