"""LeRobot's own writing and reading of the episodes that benchmarks/convert.py made.

    .venv-interop/bin/python benchmarks/peers/lerobot_rates.py FOLDER

Prints frames written and items read a second, as JSON. Runs in an environment with LeRobot.
"""

import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
from lerobot.datasets.lerobot_dataset import LeRobotDataset

FPS = 30
CHUNK = 50  # actions
READS = 12
PICTURE = dict(dtype='image', shape=(224, 224, 3), names=['height', 'width', 'channels'])
VECTOR = dict(dtype='float32', shape=(7,), names=None)
FEATURES = {
    'observation.images.a': PICTURE,
    'observation.images.b': PICTURE,
    'observation.state': VECTOR,
    'action': VECTOR,
}


def load(path):
    "The episodes of an .npz file, a dictionary of streams each"
    packed = np.load(path)
    count = len({key.split('/')[0] for key in packed.files})
    return [{key: packed[f'{i}/{key}'] for key in FEATURES} for i in range(count)]


def write_rate(episodes, root):
    "Frames written a second"
    shutil.rmtree(root, ignore_errors=True)
    started = time.perf_counter()
    dataset = LeRobotDataset.create('a/b', fps=FPS, features=FEATURES, root=root, use_videos=False)
    for episode in episodes:
        for i in range(len(episode['action'])):
            frame = {key: stream[i] for key, stream in episode.items()}
            dataset.add_frame({**frame, 'task': 'x'})
        dataset.save_episode()
    dataset.finalize()
    frames = sum(len(episode['action']) for episode in episodes)
    return frames / (time.perf_counter() - started)


def read(dataset, ids):
    "Items of a dataset"
    return [dataset[int(i)] for i in ids]


def read_rate(root):
    "Items read a second, each with the actions of a chunk"
    ahead = {'action': [i / FPS for i in range(CHUNK)]}
    dataset = LeRobotDataset('a/b', root=root, delta_timestamps=ahead)
    ids = np.random.default_rng(0).integers(0, len(dataset), READS)
    read(dataset, [0])  # the first item opens the files
    started = time.perf_counter()
    read(dataset, ids)
    return READS / (time.perf_counter() - started)


def main():
    "Write, read, print"
    folder = Path(sys.argv[1])
    root = folder / 'peer'
    written = write_rate(load(folder / 'episodes.npz'), root)
    print(json.dumps(dict(write=written, read=read_rate(root))))


if __name__ == '__main__':
    main()
