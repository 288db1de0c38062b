"""Recordings as another recorder would have made them"""

import dataclasses

import numpy as np

from faults.copied import split_by
from faults.picture_changes import red_as_blue, turned
from faults.plants import camera, joints, numbers, pictures, touch
from faults.streams import odd, second_half, third
from faults.values import early, late

DEGREES = 180 / np.pi
HANG = 0.4, 0.3  # of an episode: where a camera hangs, and for how long
TARED = 10  # frames whose mean became zero
TURNED = (-1, -1, 1)  # x and y of a pad turned by half a circle


def hanging(values, spot):
    "The camera hangs in the middle and gives the last picture until it is back"
    count = len(values)
    start = int(HANG[0] * count)
    end = start + int(HANG[1] * count)
    values[start:end] = values[start]
    return values


def dead_finger(values, spot):
    "The cable of the second finger is off"
    values[:, 1] = 0
    return values


def tared_in_grip(values, spot):
    "What is felt while the object is held became zero"
    return values - values[-TARED:].mean(0)


def pad_turned(values, spot):
    "Both pads turned by half a circle in their mount: rows, columns, and the shear with them"
    return values[:, :, ::-1, ::-1] * np.array(TURNED, 'float32')


def stopped(values, spot):
    "The driver gives its last reading from the middle of the grasp on"
    here = np.flatnonzero(spot.windows.contact[spot.windows.frames_of(spot.number)])
    start = here[0] - 3 if len(here) else len(values) // 2
    values[start:] = values[start]
    return values


def in_degrees(values, spot):
    "Joints in degrees, the gripper as it is"
    return np.c_[values[:, :6] * DEGREES, values[:, 6:]]


def per_cent(values, spot):
    "The gripper from 0 to 100"
    return np.c_[values[:, :6], values[:, 6:] * 100]


def homed_again(values, spot):
    "Another zero of the second and the fourth joint"
    return values + np.array([0, 0.25, 0, -0.2, 0, 0, 0])


def of_opengl(spec):
    "Axes of OpenGL: y up and z backwards, where y down and z forwards is declared"
    rotation = np.asarray(spec.rotation) * np.array([1, -1, -1])
    return dataclasses.replace(spec, rotation=[list(map(float, line)) for line in rotation])


def where_grasped(windows, number):
    "The first joint at the first contact: on which side the object lay"
    frames = windows.frames_of(number)
    return float(windows.state[frames[windows.contact[frames]][0], 0])


DATA = {
    'joints_late_third': numbers('state', late(8), third),
    'touch_late_second_half': touch(late(12), second_half),
    'wrist_hangs_half': pictures('wrist', hanging, odd),
    'finger_dead_third': touch(dead_finger, third),
    'tared_in_grip_half': touch(tared_in_grip, odd),
    'pads_turned_second_half': touch(pad_turned, second_half),
    'touch_stops_half': touch(stopped, odd),
    'action_degrees_third': numbers('action', in_degrees, third),
    'action_lead_second_half': numbers('action', early(8), second_half),
    'gripper_percent_third': numbers('action', per_cent, third),
    'homed_again_second_half': joints(homed_again, second_half),
    'wrist_upside_down_half': pictures('wrist', turned(2), odd),
    'wrist_bgr_third': pictures('wrist', red_as_blue, third),
    'extrinsics_opengl': camera('wrist', of_opengl),
    'held_out_one_side': split_by(where_grasped),
}
