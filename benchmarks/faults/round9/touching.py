"""Touch as a driver, a cable or an amplifier spoils it, and as other sensors have it"""

import numpy as np

# mistakes
IN_THE_GRIP = 20  # last frames, in which the object is held
PAD = 1  # the one with the loose cable
FIRST_HANG, LAST_HANG = 0.3, 0.5  # share of the episode before the link hangs
FULL_SCALE = 0.06  # N, of an amplifier with too much gain
# other sensors
DEAD = ((0, 2, 7), (0, 9, 11), (1, 5, 0))  # pad, row and column of broken taxels
BETWEEN = 0.014  # N, noise of a reading between two frames
STEP = 0.005  # N, of the converter


def tared_in_the_grip(values, spot):
    "Zeroed while the fingers held the object"
    return values - values[-IN_THE_GRIP:].mean(0)


def pad_hangs(values, spot):
    "A pad whose driver repeats the last packet, from a moment before the grasp to the end"
    share = spot.random.uniform(FIRST_HANG, LAST_HANG)
    start = int(share * len(values))
    out = np.array(values)
    out[start:, PAD] = out[start, PAD]
    return out


def clipped(values, spot):
    "Nothing beyond the range of the converter"
    return np.clip(values, -FULL_SCALE, FULL_SCALE)


def by_columns(values, spot):
    "Sent column by column and unpacked row by row"
    return np.swapaxes(values, 2, 3).reshape(values.shape)


def dead_taxels(values, spot):
    "Some taxels that are always zero"
    out = np.array(values)
    for pad, row, column in DEAD:
        out[:, pad, row, column] = 0
    return out


def twice_as_often(values, random):
    "A reading more between two frames"
    following = np.append(values[1:], values[-1:], 0)
    middle = (values + following) / 2 + random.normal(0, BETWEEN, values.shape)
    middle = np.round(middle / STEP) * STEP
    return np.stack([values, middle], 1).reshape(-1, *values.shape[1:]).astype('float32')


def newest_of_two(frames):
    "The reading at each frame, of two a frame"
    return 2 * frames
