"""A tabletop arm with three cameras

State: x, y, z, roll, pitch, yaw, gripper; action: changes of the first six, and the gripper.
"""

import numpy as np

from faults.picture_changes import pixels, red_as_blue
from faults.plants import all_pictures, numbers, pictures
from faults.real4.which import only, session, since
from faults.values import column, frozen

NUDGE = 1  # pixel


def sides_exchanged(run_data, random):
    "The two side cameras came up in the other order in the last session"
    images = run_data.windows.images
    left, right = (np.asarray(images[name]).copy() for name in ('left_wrist', 'right_wrist'))
    for number in range(10, 16):
        frames = run_data.windows.frames_of(number)
        left[frames], right[frames] = right[frames], left[frames]
    images['left_wrist'], images['right_wrist'] = left, right


def in_degrees(values, spot):
    "Rotations in degrees, places still in metres"
    out = values.copy()
    out[:, 3:6] = np.rad2deg(out[:, 3:6])
    return out


def one_is_closed(values, spot):
    "The other convention of the gripper's command"
    return column(values, 6, 1 - values[:, 6])


def lamp(values, spot):
    "A warm lamp more"
    return pixels(values * np.array([1.2, 1.15, 1.05]) + 6)


def farther(values, spot):
    "Tray and cameras, on one cart, stand three centimetres farther away"
    return column(values, 0, values[:, 0] + 0.03)


def nudged(values, spot):
    "A camera that looks a little to the side"
    columns = np.maximum(np.arange(values.shape[2]) - NUDGE, 0)
    return np.ascontiguousarray(values[:, :, columns])


DATA = {
    'side_cameras_exchanged': sides_exchanged,
    'top_camera_bgr': pictures('top', red_as_blue, session(3, 7)),
    'right_camera_frozen': pictures('right_wrist', frozen, only(0, 4, 8, 12)),
    'rotation_in_degrees': numbers('action', in_degrees),
    'gripper_opposite': numbers('action', one_is_closed),
    'warm_lamp': all_pictures(lamp, since(8)),
    'cart_moved': numbers('state', farther, since(8)),
    'tripod_nudged': pictures('top', nudged, since(10)),
}
