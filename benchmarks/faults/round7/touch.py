"""Clocks and touch"""

import numpy as np

from faults.episodes import remade, standing
from faults.plants import all_times, pictures, touch
from faults.streams import always, odd
from faults.values import smoothed

FULL_BUFFER = 16  # frames that wait in the buffer at the end of an episode
GAP_AT = 0.35  # of an episode, before the first contact
GAP = 14  # pictures that were lost
EARLY = (25, 50)  # frames for which the touch recorder ran before the robot's
FILTER = 20  # frames, the time constant of a low-pass filter
LEFT_OVER = 25  # readings of the episode before
PULL = 0.08  # N in each cell and rad of joint 6
LAST_JOINT = 5  # entry of the state
NORMAL = 2  # axis of the force
CRYSTAL = 1.001  # of the time, by a clock that is not adjusted
GAINS = 0.12  # spread of the gains of cells
GATE = 0.012  # N, below which the firmware reports zero
HESITATIONS = (0.2, 0.45, 0.85)  # of an episode
HESITATION = 6  # frames


def buffer_fills(values, spot):
    "Pictures wait longer and longer before they are read"
    count = len(values)
    behind = np.round(np.linspace(0, FULL_BUFFER, count)).astype(int)
    return values[np.maximum(np.arange(count) - behind, 0)]


def gap_closed_up(values, spot):
    "Pictures are missing at one place, those that follow were moved up"
    count = len(values)
    frames = np.arange(count)
    frames[int(GAP_AT * count) :] += GAP
    return values[np.minimum(frames, count - 1)]


def to_same_length(values, spot):
    "A stream that began earlier, squeezed into as many frames as the others have"
    count = len(values)
    early = spot.random.integers(*EARLY)
    places = np.linspace(-early, count - 1, count)
    return values[np.abs(np.round(places).astype(int))]


def not_flushed(values, spot):
    "The first readings are the last ones of the episode before"
    if spot.number:
        before = spot.windows.frames_of(spot.number - 1)[-LEFT_OVER:]
        values[:LEFT_OVER] = np.asarray(spot.windows.touch['force'])[before]
    return values


def pulled(values, spot):
    "The cable of the left finger pulls at the sensor where the wrist turns"
    angle = spot.windows.state[spot.windows.frames_of(spot.number), LAST_JOINT]
    values[:, 0, ..., NORMAL] += PULL * np.abs(angle - angle[0])[:, None, None]
    return values


def unequal_cells(values, spot):
    "Cells that were never calibrated one by one"
    gains = np.random.default_rng(5).normal(1, GAINS, values.shape[1:4])
    return values * gains[..., None]


def gated(values, spot):
    "Nothing is reported below a small force"
    return np.where(np.abs(values) < GATE, 0, values)


def hesitant(streams, number, random):
    "The arm stands for a moment, three times"
    for share in reversed(HESITATIONS):
        place = int(share * (len(streams['state']) - 1))
        streams = standing(streams, place, HESITATION, random)
    return streams


DATA = {
    'camera_buffer_fills': pictures('wrist', buffer_fills),
    'video_gap_half': pictures('wrist', gap_closed_up, odd),
    'streams_to_same_length': touch(to_same_length),
    'touch_low_pass': touch(smoothed(FILTER)),
    'touch_buffer_not_flushed': touch(not_flushed),
    'cable_pulls_at_sensor': touch(pulled),
    'crystal_slightly_off': all_times(CRYSTAL),
    'cells_unequal_gain': touch(unequal_cells),
    'noise_gate': touch(gated),
    'hesitant_demonstrator': remade(hesitant, always),
}
