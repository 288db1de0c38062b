"""A small arm over a sink: three cameras, pose and changes of pose, five frames a second"""

from functools import partial

import numpy as np

from faults.plants import numbers, pictures
from faults.streams import third
from faults.values import column

REBOOT = 9  # first episode after it
FACING = 10  # first episode of the operator who stood elsewhere
STALLED = (2, 6, 11, 13)
STALL = 4  # the last frame that came
QUEUE = 2  # pictures
SPEED = 2.0  # of the stick, before the slider
GRIPPER = 6


def after_reboot(number, count):
    "The episodes since the computer started again"
    return number >= REBOOT


def facing(number, count):
    "The episodes of the operator at the side of the table"
    return number >= FACING


def stalled(number, count):
    "The episodes in which the camera lost its bus"
    return number in STALLED


def cameras_swapped(run_data, random):
    "The two cameras in each other's place"
    images = run_data.windows.images
    left, right = (np.asarray(images[name]) for name in ('left_wrist', 'right_wrist'))

    def of(other, values, spot):
        return other[spot.windows.frames_of(spot.number)].copy()

    pictures('left_wrist', partial(of, right), after_reboot)(run_data, random)
    pictures('right_wrist', partial(of, left), after_reboot)(run_data, random)


def stalls(values, spot):
    "The last picture that came, to the end"
    return values[np.minimum(np.arange(len(values)), STALL)]


def turned_frame(values, spot):
    "Motion and rotation as the operator saw them, a quarter turn about the vertical"
    out = values.copy()
    for x, y in ((0, 1), (3, 4)):
        out[:, x], out[:, y] = values[:, y], -values[:, x]
    return out


def before_slider(values, spot):
    "What the stick said, before the speed was halved"
    out = values.copy()
    out[:, :GRIPPER] *= SPEED
    return out


def gripper_echo(run_data, random):
    "The driver reports the command of the gripper as its opening"
    told = run_data.windows.action[:, GRIPPER].copy()

    def echo(values, spot):
        return column(values, GRIPPER, told[spot.windows.frames_of(spot.number)])

    numbers('state', echo)(run_data, random)


def old_pictures(run_data, random):
    "The queue of each camera still holds the end of the episode before"
    windows = run_data.windows
    for name in list(windows.images):
        before = np.asarray(windows.images[name])

        def queued(values, spot, before=before):
            if spot.number:
                frames = windows.frames_of(spot.number - 1)
                values[:QUEUE] = before[frames[-QUEUE:]]
            return values

        pictures(name, queued)(run_data, random)


DATA = {
    'video_order_after_reboot': cameras_swapped,
    'top_camera_stalls': pictures('top', stalls, stalled),
    'operator_frame_turned': numbers('action', turned_frame, facing),
    'action_before_slider': numbers('action', before_slider, third),
    'gripper_echo': gripper_echo,
    'camera_queue_not_flushed': old_pictures,
}
