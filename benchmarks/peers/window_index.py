"""An index of many windows: seconds, memory, and what is drawn from it.

    python benchmarks/peers/window_index.py FOLDER WINDOWS [first]

FOLDER holds s0.npy to s7.npy, streams of the sensor. With `first`, the streams are summarised once
and nothing is measured. Otherwise prints windows, s to open, ms a batch, MB before, opened and
after 20 batches, the shares drawn of four families, and the share with the sensor.
"""

import sys
import time
from pathlib import Path

import numpy as np

from tactile_nb.data.episodes import Episode, Episodes
from tactile_nb.data.sampling import BatchOrder
from tactile_nb.data.schema import Feature
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.tasks import TaskConfig
from tactile_nb.data.windows import Windows

STEPS = 30  # of a trajectory, at 5 Hz
RATE_HZ = 650
STREAMS = 8
SENSOR_EVERY = 18  # one trajectory in eighteen has six seconds of sensor
WEIGHTS = (1.0, 2.0, 0.5, 4.0)  # of four families of trajectories
BATCH_STEPS, DRAWN_STEPS = 20, 400


class Trajectory(Episode):
    "A trajectory without pictures whose sensor is mapped from disk"

    def __init__(self, number, steps, folder):
        self.number, self.steps = number, steps
        self.folder = folder
        self.weight = WEIGHTS[number % len(WEIGHTS)]
        self.file, self.fps = f'e{number}', 5.0
        self.features = {
            'observation.state': Feature((7,), 'float32'),
            'action': Feature((7,), 'float32'),
        }
        if number % SENSOR_EVERY == 0:
            self.features['observation.tactile.oct'] = Feature((1026,), 'float32', 'series')

    def __len__(self):
        return self.steps

    def close(self):
        "Nothing is open"

    def _read(self, key, start, stop):
        return np.full((stop - start, 7), self.number, 'float32')

    def read_samples(self, key):
        "The whole stream, at its own rate"
        if 'tactile' not in key:
            return self.read(key)
        return np.load(self.folder / f's{self.number % STREAMS}.npy', mmap_mode='r')

    def samples(self, key):
        "Length of a stream at its own rate"
        return 6 * RATE_HZ


def make_task(folder):
    "A task with one optional series sensor and no camera"
    sensor = TouchSpec(
        'series',
        (1026,),
        float(RATE_HZ),
        '',
        window=RATE_HZ,
        optional=True,
        groups=(1, 1025),
        contact_threshold=0.1,
    )
    return TaskConfig('t', str(folder), (), fps=5.0, tactile=dict(oct=sensor))


def make_episodes(folder, windows):
    "Trajectories with so many steps in all"
    full, rest = divmod(windows, STEPS)
    lengths = [STEPS] * full + ([rest] if rest else [])
    items = [Trajectory(number, steps, folder) for number, steps in enumerate(lengths)]
    return Episodes(items, 'made', 'made')


def resident_mb():
    "Memory that this process has now"
    status = Path('/proc/self/status').read_text()
    return int(status.split('VmRSS:')[1].split()[0]) / 1024


def summarise(episodes, task):
    "Open as many trajectories as there are streams: what is said of a stream is kept on disk"
    first = episodes.items[: SENSOR_EVERY * STREAMS + 1]
    Windows(Episodes(first, 'made', 'made'), task, chunk_size=8)


def batch_seconds(windows, order):
    "Mean time of a batch"
    started = time.perf_counter()
    for step in range(BATCH_STEPS):
        windows.batch(order(step))
    return (time.perf_counter() - started) / BATCH_STEPS


def shares(windows, order):
    "Shares of the families among what is drawn, and of samples with the sensor"
    drawn = [windows.episode_index[order(step)] for step in range(DRAWN_STEPS)]
    family = np.concatenate(drawn) % len(WEIGHTS)
    with_sensor = np.mean([windows.has['oct'][episodes].mean() for episodes in drawn])
    return [float((family == k).mean()) for k in range(len(WEIGHTS))], float(with_sensor)


def measure(episodes, task):
    "Open, read batches, draw; print"
    before = resident_mb()
    started = time.perf_counter()
    windows = Windows(episodes, task, chunk_size=8)
    order = BatchOrder(windows, 32, 0)
    opened_mb = resident_mb()
    opened_s = time.perf_counter() - started
    batch_ms = 1e3 * batch_seconds(windows, order)
    families, with_sensor = shares(windows, order)
    seconds = [len(windows), opened_s, batch_ms]
    memory = [before, opened_mb, resident_mb()]
    print(*seconds, *memory, *families, with_sensor)


def main():
    "Summarise the streams, or measure"
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    task, episodes = make_task(folder), make_episodes(folder, count)
    if len(sys.argv) > 3:
        summarise(episodes, task)
    else:
        measure(episodes, task)


if __name__ == '__main__':
    main()
