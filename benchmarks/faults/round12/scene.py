"""Actions, cameras and the split"""

import dataclasses

import numpy as np

from faults.picture_changes import dark, gains, pixels, red_as_blue, turned
from faults.plants import camera, joints, numbers, pictures
from faults.streams import odd, third
from faults.values import column, rounded

GRIPPER = 6
TURN = 5  # the last joint of the arm
LIFT = 1  # the second joint


def percent(values, spot):
    "The gripper from 0 to 100"
    return column(values, GRIPPER, values[:, GRIPPER] * 100)


def degrees(values, spot):
    "The joints of the arm in degrees"
    return np.c_[np.degrees(values[:, :GRIPPER]), values[:, GRIPPER:]]


def stopped_by_limit(values, spot):
    "Commands of the second joint end at -2 rad, as another robot would allow"
    return column(values, LIFT, np.maximum(values[:, LIFT], -2.0))


def other_turn(values, spot):
    "The last joint with the other sign"
    return column(values, TURN, -values[:, TURN])


def wrapped(values, spot):
    "The last joint between -pi and pi: it jumps by a whole turn on its way"
    angle = values[:, TURN]
    return column(values, TURN, (angle + np.pi) % (2 * np.pi) - np.pi)


def closed_is_one(values, spot):
    "The other convention of the gripper"
    return column(values, GRIPPER, 1 - values[:, GRIPPER])


def grain(values, spot):
    "A little noise of the sensor"
    return pixels(values + spot.random.normal(0, 1.5, values.shape))


def in_millimetres(spec):
    "The place of a camera in mm where m are meant"
    return dataclasses.replace(spec, position=tuple(1000 * o for o in spec.position))


def one_camera_twice(run_data, random):
    "Both names open the device of the fixed camera"
    images = run_data.windows.images
    images['wrist'] = np.asarray(images['third_person']).copy()


def all_in_training(run_data, random):
    "The list of training episodes holds the held-out ones, too"
    run_data.train = sorted([*run_data.train, *run_data.held_out])


def other_evening(run_data, random):
    "The held-out episodes were recorded with the lamp off"
    held_out = set(run_data.held_out)

    def chosen(number, count):
        return number in held_out

    pictures('wrist', dark, chosen)(run_data, random)


DATA = {
    'gripper_percent_third': joints(percent, third),
    'degrees_third': joints(degrees, third),
    'action_at_limit': numbers('action', stopped_by_limit),
    'joint_sign_half': numbers('action', other_turn, odd),
    'joint_wrapped': joints(wrapped),
    'wrist_turned_half': pictures('wrist', turned(1), odd),
    'colours_swapped_half': pictures('wrist', red_as_blue, odd),
    'extrinsics_mm': camera('wrist', in_millimetres),
    'camera_twice': one_camera_twice,
    'split_overlap': all_in_training,
    'held_out_dark': other_evening,
    'gripper_closed_is_one': joints(closed_is_one),
    'action_steps': numbers('action', rounded(0.001)),
    'room_dimmer': pictures('wrist', gains(0.7, 0.7, 0.7)),
    'warm_light_half': pictures('wrist', gains(1.06, 1.0, 0.93), odd),
    'camera_grain': pictures('wrist', grain),
}
