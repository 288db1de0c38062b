"""Actions, cameras and the split"""

import dataclasses

import numpy as np

from faults.picture_changes import gains, pixels, red_as_blue, zoomed
from faults.plants import both, camera, joints, numbers, pictures, touch
from faults.streams import odd, second_half, third
from faults.values import column, late

HELD = 8  # frames that a command is repeated
REHOMED = 0.2  # rad
BUMP = (5, 8)  # pixels down and to the right, of 32
STALL = (0.5, 0.85)  # of the episode
OTHER_PAD = 0.3  # gain of another pad
OTHER_LIGHT = 0.45
TICK = 2 * np.pi / 4096  # rad, of an encoder of twelve bits
LONGER = 16 / 15  # of the focal length


def wrapped_wrist(values, spot):
    "The last joint between -pi and pi"
    return column(values, 5, (values[:, 5] + np.pi) % (2 * np.pi) - np.pi)


def degrees(values, spot):
    "The joints in degrees, the gripper as it was"
    return np.c_[np.rad2deg(values[:, :6]), values[:, 6:]]


def rehomed(values, spot):
    "The second joint has another zero"
    return column(values, 1, values[:, 1] + REHOMED)


def held(values, spot):
    "Commands that come seldom, each repeated until the next one"
    return values[np.arange(len(values)) // HELD * HELD]


def gripper_late(values, spot):
    "The last column alone comes later"
    return column(values, 6, late(12)(values, spot)[:, 6])


def bumped(values, spot):
    "The picture has moved; its border is repeated"
    down, right = BUMP
    height, width = values.shape[1:3]
    rows = np.maximum(np.arange(height) - down, 0)
    columns = np.maximum(np.arange(width) - right, 0)
    return values[:, rows][:, :, columns]


def stalled(values, spot):
    "One picture stays for a good part of the episode"
    begin, end = (int(share * len(values)) for share in STALL)
    values[begin:end] = values[begin]
    return values


def in_millimetres(spec):
    "The place of the camera in another unit"
    return dataclasses.replace(spec, position=tuple(1000 * place for place in spec.position))


def longer_lens(spec):
    "Intrinsics of a lens that is a little longer"
    return dataclasses.replace(spec, fx=LONGER * spec.fx, fy=LONGER * spec.fy)


def darker(values, spot):
    "Another stop of light, with the noise of the camera"
    return pixels(values * 0.75 + spot.random.normal(0, 1.5, values.shape))


def weaker(values, spot):
    "Another pad"
    return values * np.float32(OTHER_PAD)


def other_day(run_data, random):
    "What is held out was recorded with another pad and in another light"

    def kept_apart(number, count):
        return number in run_data.held_out

    touch(weaker, kept_apart)(run_data, random)
    night = gains(OTHER_LIGHT, OTHER_LIGHT, OTHER_LIGHT)
    pictures('wrist', night, kept_apart)(run_data, random)


def trained_on_all(run_data, random):
    "What is held out is trained on, too"
    run_data.train = sorted({*run_data.train, *run_data.held_out})


def wide_object(values, spot):
    "The gripper does not close as far"
    return column(values, 6, 1 - 0.75 * (1 - values[:, 6]))


def in_ticks(values, spot):
    "Joints as an encoder of twelve bits reads them"
    return np.c_[np.round(values[:, :6] / TICK) * TICK, values[:, 6:]]


DATA = {
    'wrist_joint_wraps': joints(wrapped_wrist),
    'joints_degrees_third': joints(degrees, third),
    'joint_rehomed': numbers('state', rehomed, second_half),
    'action_staircase': numbers('action', held),
    'gripper_command_late': numbers('action', gripper_late),
    'camera_bumped': pictures('wrist', bumped, second_half),
    'camera_bgr_half': pictures('wrist', red_as_blue, odd),
    'camera_stalls': pictures('wrist', stalled, odd),
    'camera_place_in_mm': camera('wrist', in_millimetres),
    'held_out_other_day': other_day,
    'held_out_trained': trained_on_all,
    'room_light_warm': pictures('wrist', gains(1.12, 1.0, 0.85), third),
    'camera_darker': pictures('wrist', darker),
    'lens_longer': both(pictures('wrist', zoomed(1.06)), camera('wrist', longer_lens)),
    'gripper_wide_object': joints(wide_object),
    'encoder_twelve_bits': numbers('state', in_ticks),
}
