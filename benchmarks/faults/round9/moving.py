"""State and action as a converter, a driver or an operator spoils them"""

from faults.values import column

GRIPPER = 6  # entry of state and action
HOMING = (0.0, 0.0, 0.15, 0.0, 0.0, 0.0, 0.0)  # rad, offset of each joint after it was homed anew
ENCODER_STEP = 0.0015  # rad, 4096 steps a turn


def state_of_the_frame(values, spot):
    "What the arm measured, in the place of what it was told"
    return spot.windows.state[spot.windows.frames_of(spot.number)]


def closed_is_one(values, spot):
    "A gripper command that counts the other way"
    return column(values, GRIPPER, 1 - values[:, GRIPPER])


def every_second(count, number):
    "The frames that a recorder at half the rate keeps"
    return slice(None, None, 2)
