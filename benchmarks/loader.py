"""Loading: samples a second against a bare memory-map gather, and against decoding every frame of
the chunk.

    python benchmarks/loader.py

Records 24 clips with three 64 px views (the shipped demonstrations), a chunk of 45 actions, batches
of 16, one process. `decode chunk` reads and decodes all frames of the chunk from the HDF5 files, as
loaders do that fetch whole windows.
"""

import statistics
import tempfile
import time

import numpy as np
import torch

from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.sampling import BatchOrder
from tactile_nb.data.tasks import get_task
from tactile_nb.data.windows import Windows

CHUNK = 45  # actions
BATCH = 16
BATCHES = 200


def rate(work, count, rounds=5):
    "Samples a second, median of rounds"
    work()
    speeds = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        speeds.append(count / (time.perf_counter() - started))
    return statistics.median(speeds)


def batch_rate(windows, batches):
    "Ours"

    def work():
        return [windows.batch(ids) for ids in batches]

    return rate(work, BATCH * len(batches))


def picture_rate(windows, batches):
    "The pictures alone, gathered from the memory map"
    images = list(windows.images.values())

    def work():
        return [[pictures[ids] for pictures in images] for ids in batches]

    return rate(work, BATCH * len(batches))


def gather_rate(windows, batches):
    "Everything that a batch holds, gathered from the memory map"
    streams = [*windows.images.values(), windows.touch['force'], windows.state]
    ahead = np.arange(CHUNK)
    chunks = [np.minimum(ids[:, None] + ahead, len(windows) - 1) for ids in batches]

    def gather(ids, chunk):
        return [stream[ids] for stream in streams], windows.action[chunk]

    def work():
        return [gather(ids, chunk) for ids, chunk in zip(batches, chunks)]

    return rate(work, BATCH * len(batches))


def decode_rate(episodes, windows, ids):
    "Whole windows, read and decoded from the files"

    def decode(i):
        episode, start = episodes[int(windows.episode_index[i])], int(windows.frame_index[i])
        stop = min(len(episode), start + CHUNK)
        for camera in windows.camera_names:
            episode.read(f'observation.images.{camera}', start, stop)
        episode.read('observation.tactile.force', start, start + 1)
        episode.read('action', start, stop)

    def work():
        for i in ids:
            decode(i)

    return rate(work, len(ids), rounds=3)


def main():
    "Measure and print"
    torch.set_num_threads(1)
    task = get_task('lift')
    with tempfile.TemporaryDirectory() as folder:
        episodes = open_episodes(task.path, task)
        windows = Windows(episodes, task, CHUNK, tactile_names=('force',), cache_dir=folder)
        order = BatchOrder(windows, BATCH, 0, distinct_episodes=True)
        batches = [order(step) for step in range(BATCHES)]
        ours = batch_rate(windows, batches)
        bare = picture_rate(windows, batches)
        fair = gather_rate(windows, batches)
        slow = decode_rate(episodes, windows, batches[0][:8])
    print(f'ours                          {ours:10.0f} samples/s')
    print(f'bare gather, pictures alone   {bare:10.0f} samples/s   ours / bare = {ours / bare:.2f}')
    print(
        f'bare gather, same content     {fair:10.0f} samples/s   ours / bare = {ours / fair:.2f}'
        '   (aim >= 0.5)'
    )
    print(
        f'decode every frame of a chunk {slow:10.1f} samples/s   ours / decode = '
        f'{ours / slow:.0f}   (aim >= 80)'
    )


if __name__ == '__main__':
    main()
