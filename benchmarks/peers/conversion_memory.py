"""Peak memory of a conversion of n episodes whose frames exist only while they are read.

    python benchmarks/peers/conversion_memory.py N FOLDER

Prints megabytes. A process of its own, so that the peak is that of the conversion.
"""

import sys
from pathlib import Path

import numpy as np

from tactile_nb.data.episodes import Episode, Episodes
from tactile_nb.data.lerobot_write import write_lerobot
from tactile_nb.data.schema import Feature

FRAMES = 60


class Drawn(Episode):
    "An episode of noise, drawn when it is read"

    def __init__(self, number):
        self.file = f'e{number}'
        self.fps = 30.0
        self.instruction = 'x'
        self.number = number
        self.features = {
            'observation.images.a': Feature((224, 224, 3), 'uint8'),
            'action': Feature((7,), 'float32'),
        }

    def __len__(self):
        return FRAMES

    def _read(self, key, start, stop):
        random = np.random.default_rng(self.number)
        count = stop - start
        if 'images' in key:
            return random.integers(0, 255, (count, 224, 224, 3)).astype('uint8')
        return random.normal(size=(count, 7)).astype('float32')


def peak_mb():
    "Most memory that this process ever had"
    status = Path('/proc/self/status').read_text()
    return int(status.split('VmHWM:')[1].split()[0]) / 1024


def main():
    "Convert and print the peak"
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    episodes = Episodes([Drawn(i) for i in range(count)], 'x', 'x')
    write_lerobot(episodes, folder / f'mem{count}', workers=1, progress='none')
    print(peak_mb())


if __name__ == '__main__':
    main()
