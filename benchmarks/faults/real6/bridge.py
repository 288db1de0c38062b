"""Short episodes with three cameras; the action is a small motion and the gripper"""

import numpy as np

from faults.episodes import remade
from faults.picture_changes import pixels, red_as_blue
from faults.plants import all_pictures, numbers, pictures
from faults.real6.common import since, these
from faults.streams import always
from faults.values import late


def exchanged_wrists(run_data, random):
    "The two wrist cameras came up in the other order"
    windows = run_data.windows
    left, right = (np.array(windows.images[f'{side}_wrist']) for side in ('left', 'right'))
    for number in (3, 6, 7, 11, 14):
        frames = windows.frames_of(number)
        left[frames], right[frames] = right[frames].copy(), left[frames].copy()
    windows.images['left_wrist'], windows.images['right_wrist'] = left, right


def inverted_gripper(values, spot):
    "One is closed"
    values[:, 6] = 1 - values[:, 6]
    return values


def hung(values, spot):
    "The driver hangs after the second picture"
    values[2:] = values[1]
    return values


def millimetres(values, spot):
    "Translation in mm"
    values[:, :3] *= 1000
    return values


def lighter(values, spot):
    "The curtains are open: everything is a tenth lighter"
    return pixels(values * 1.1 + 2)


def drifting(values, spot):
    "The gain of the camera creeps up, six per cent over the session"
    share = spot.number / (len(spot.windows.lens) - 1)
    return pixels(values * (0.97 + 0.06 * share))


def waiting(streams, number, random):
    "Four frames before the operator moves"
    count = 4
    out = {}
    for key, values in streams.items():
        first = np.repeat(values[:1], count, 0)
        if key[0] == 'picture':
            first = pixels(first + random.normal(size=first.shape))
        elif key == 'action':
            first[:, :6] = random.normal(scale=2e-4, size=(count, 6))
        else:
            first = first + random.normal(scale=2e-4, size=first.shape)
        out[key] = np.concatenate([first, values]).astype(values.dtype)
    return out


DATA = {
    'wrist_cameras_exchanged': exchanged_wrists,
    'colours_bgr_later': all_pictures(red_as_blue, since(10)),
    'gripper_command_inverted': numbers('action', inverted_gripper, these((1, 4, 5, 9, 12, 15))),
    'top_camera_hung': pictures('top', hung, these((2, 5, 9, 13))),
    'top_camera_late': pictures('top', late(3), always),
    'action_in_millimetres': numbers('action', millimetres, since(11)),
    'lighter_room': all_pictures(lighter, since(8)),
    'camera_gain_drifts': pictures('top', drifting),
    'operator_waits': remade(waiting, these((0, 4, 7, 10, 13))),
}
