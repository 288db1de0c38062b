"""What happened to the recordings of this list: new(values, spot) -> values"""

import numpy as np

ARM = slice(0, 6)  # joints of the arm in state and action
GRIPPER = 6
HELD_FRAMES = 5  # of a topic at 10 Hz among frames at 50 Hz
SLOW_CLOCK = 0.86  # readings a frame
GRAM_FORCE = 101.97  # a newton
FULL_SCALE = 0.06  # N a cell


def fourth(number, count):
    "Every fourth episode"
    return number % 4 == 3


def other_fourth(number, count):
    "Every fourth episode, not the same ones"
    return number % 4 == 2


def first_half(number, count):
    "The earlier half of the episodes"
    return number < count // 2


def own_state(spot):
    "The state of the episode that is changed"
    return spot.windows.state[spot.windows.frames_of(spot.number)]


def held(values, spot):
    "A slow topic: each value until the next message"
    return values[np.arange(len(values)) // HELD_FRAMES * HELD_FRAMES]


def slow_clock(values, spot):
    "Readings at a lower rate than was thought, written one a frame"
    places = np.round(np.arange(len(values)) * SLOW_CLOCK).astype(int)
    return values[places]


def dead_columns(values, spot):
    "A cable came off: four columns of the first finger read nothing"
    values[:, 0, :, 4:8] = 0
    return values


def tared_in_grip(values, spot):
    "The zero was taken while the object was held"
    return values - np.median(values[-15:], 0)


def stops_at(share):
    "From a share of the episode on nothing new arrives"

    def new(values, spot):
        place = int(share * len(values))
        values[place:] = values[place]
        return values

    return new


def clipped(values, spot):
    "An amplifier with too small a range"
    return np.clip(values, -FULL_SCALE, FULL_SCALE)


def as_deltas(values, spot):
    "Steps from where the arm is, in the place of where it shall be"
    values[:, ARM] -= own_state(spot)[:, ARM]
    return values


def as_degrees(values, spot):
    "Joints of the arm in degrees"
    values[:, ARM] = np.degrees(values[:, ARM])
    return values


def as_measured(values, spot):
    "What was measured in the place of what was commanded"
    return own_state(spot).copy()


def gripper_inverted(values, spot):
    "Zero is open"
    values[:, GRIPPER] = 1 - values[:, GRIPPER]
    return values
