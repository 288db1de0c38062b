"""Actions, cameras and the split"""

import dataclasses

import numpy as np

from faults.copied import copies, split_by
from faults.episodes import slower
from faults.picture_changes import dark, gains, grey, red_as_blue, turned, upside_down
from faults.plants import both, camera, joints, numbers, pictures
from faults.streams import fifth, second_half, third
from faults.values import column, late

DEGREES = 57.29578  # in a radian
GRIPPER = 6  # entry of state and action


def joints_in_degrees(values, spot):
    "The gripper stays as it is"
    return np.c_[values[:, :6] * DEGREES, values[:, 6:]]


def wrapped_joint(values, spot):
    "Joint 6 between minus pi and pi"
    return column(values, 5, (values[:, 5] + np.pi) % (2 * np.pi) - np.pi)


def late_gripper(values, spot):
    "The gripper alone comes twelve frames late"
    return column(values, GRIPPER, late(12)(values, spot)[:, GRIPPER])


def open_or_closed(values, spot):
    "Nothing between"
    return column(values, GRIPPER, np.where(values[:, GRIPPER] > 0.6, 0.95, 0.2))


def moved_camera(spec):
    "Where the camera was before somebody moved it"
    x, y, z = spec.position
    return dataclasses.replace(spec, position=(x + 0.1, y - 0.05, z + 0.33))


def letterboxed(values, spot):
    "Black bars above and below"
    values[:, :4] = 0
    values[:, 28:32] = 0
    return values


def place_of_object(windows, number):
    "Where the arm turns to in the middle of an episode"
    return windows.state[windows.frames_of(number)[55], 0]


def four_different(run_data):
    "All training episodes but four are copies of these"
    return [(o, run_data.train[place % 4]) for place, o in enumerate(run_data.train) if place >= 4]


def trained_on_held_out(run_data, random):
    "Two held-out episodes are in the training list as well"
    run_data.train = sorted([*run_data.train, *run_data.held_out[1:]])


DATA = {
    'action_degrees_third': numbers('action', joints_in_degrees, third),
    'joint_wraps': joints(wrapped_joint),
    'gripper_command_late': numbers('action', late_gripper),
    'bgr_third': pictures('wrist', red_as_blue, third),
    'wrist_slipped_fifth': pictures('wrist', turned(1), fifth),
    'third_calibration_old': camera('third_person', moved_camera),
    'split_by_place': split_by(place_of_object),
    'four_demos_copied': copies(four_different),
    'two_in_both': trained_on_held_out,
    'two_days_light': pictures('wrist', gains(0.85, 0.78, 0.68), second_half),
    'slow_demonstrator': slower(1.9, fifth),
    'dark_room': pictures('wrist', dark),
    'black_borders': pictures('wrist', letterboxed),
    'upside_down_mount': both(pictures('wrist', turned(2)), camera('wrist', upside_down)),
    'binary_gripper': numbers('action', open_or_closed),
    'grey_camera': pictures('wrist', grey),
}
