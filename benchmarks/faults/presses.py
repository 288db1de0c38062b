"""Real touch: a probe presses on a magnetic pad, ten times

The recording is in text files without a header: a clock and five magnetometers of three axes, a
clock, the place of the probe and its force. Here it becomes demonstrations: touch as a series, the
place as state, the place a frame later as command.
"""

from pathlib import Path

import numpy as np

from tactile_nb.data.demos import write_demos
from tactile_nb.data.task_entry import entry, save_task
from tactile_nb.data.tasks import TaskConfig, TouchSpec

EPISODE = 360  # frames of a press and its release
SKIP = 2  # a frame of the demonstrations is the second of the recording
FPS = 6.8
CHANNELS = 15
THRESHOLD = 120.0  # microtesla, as `tactile_nb.data.guess_streams` guesses


def read_presses(folder):
    "An episode a press: touch (180, 15) in microtesla, state and action (180, 3) in mm"
    touch = np.loadtxt(Path(folder) / 'sensor_post_baselines.csv', delimiter=',')[:, 1:]
    place = np.loadtxt(Path(folder) / 'states.csv', delimiter=',')[:, 1:4]
    episodes = []
    for start in range(0, len(place), EPISODE):
        part = slice(start, start + EPISODE, SKIP)
        state = place[part].astype('f4')
        action = np.concatenate([state[1:], state[-1:]])
        episodes.append(
            {
                'observation.state': state,
                'action': action,
                'observation.tactile.pad': touch[part].astype('f4'),
            }
        )
    return episodes


def press_task(folder):
    "The entry of the demonstrations that lie in a folder"
    pad = TouchSpec('series', (CHANNELS,), rate_hz=FPS, contact_threshold=THRESHOLD)
    return TaskConfig('presses', str(folder), (), fps=FPS, tactile={'pad': pad})


def write_presses(recording, folder):
    "A project with the demonstrations of a recording"
    demos = Path(folder).resolve() / 'data' / 'presses'
    write_demos(demos / 'presses.hdf5', read_presses(recording))
    save_task('presses', entry(press_task(demos)), Path(folder) / 'data' / 'tasks.toml')
