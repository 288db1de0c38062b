"""Loading: samples a second against a bare memory-map gather, and against decoding every frame of the chunk.

    python benchmarks/loader.py

Records 24 clips with three 64 px views (the shipped demonstrations), a chunk of 45 actions, batches of 16, one process.
`decode chunk` reads and decodes all frames of the chunk from the HDF5 files, as loaders do that fetch whole windows.
"""

import statistics
import tempfile
import time

import numpy as np
import torch

from tactile_nb.data.episodes import open_episodes
from tactile_nb.data.tasks import get_task
from tactile_nb.data.sampling import BatchOrder
from tactile_nb.data.windows import Windows


def rate(f, n, rounds=5):  # samples a second, median of rounds
    f()
    out = []
    for _ in range(rounds):
        t = time.perf_counter()
        f()
        out.append(n / (time.perf_counter() - t))
    return statistics.median(out)


if __name__ == '__main__':
    torch.set_num_threads(1)
    task = get_task('lift')
    chunk = 45
    with tempfile.TemporaryDirectory() as d:
        es = open_episodes(task.path, task)
        w = Windows(es, task, chunk, tactile_names=('force',), cache_dir=d)
        order = BatchOrder(w, 16, 0, distinct_episodes=True)
        ids = [order(k) for k in range(200)]
        n = 16 * len(ids)
        ours = rate(lambda: [w.batch(i) for i in ids], n)
        bare = rate(lambda: [[x[i] for x in w.images.values()] for i in ids], n)
        everything = [*w.images.values(), w.touch['force'], w.state]
        rows = [np.minimum(i[:, None] + np.arange(chunk), len(w) - 1) for i in ids]
        fair = rate(
            lambda: [([x[i] for x in everything], w.action[r]) for i, r in zip(ids, rows)], n
        )

        def decode(i):
            e, t = es[int(w.episode_index[i])], int(w.frame_index[i])
            stop = min(len(e), t + chunk)
            for c in w.camera_names:
                e.read(f'observation.images.{c}', t, stop)
            e.read('observation.tactile.force', t, t + 1), e.read('action', t, stop)

        few = ids[0][:8]
        slow = rate(lambda: [decode(i) for i in few], len(few), 3)
        print(f'ours                          {ours:10.0f} samples/s')
        print(
            f'bare gather, pictures alone   {bare:10.0f} samples/s   ours / bare = {ours / bare:.2f}'
        )
        print(
            f'bare gather, same content     {fair:10.0f} samples/s   ours / bare = {ours / fair:.2f}   (aim >= 0.5)'
        )
        print(
            f'decode every frame of a chunk {slow:10.1f} samples/s   ours / decode = {ours / slow:.0f}   (aim >= 80)'
        )
