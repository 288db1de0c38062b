"""The arm with three fixed cameras"""

import io

import numpy as np
from PIL import Image

from faults.picture_changes import gains
from faults.plants import all_pictures, numbers, pictures
from faults.streams import fifth, odd, second_half, third

QUALITY = 90  # of JPEG
STOPS = 2  # frame after which a camera stops
LIGHT = 1.08


def views_exchanged(run_data, random):
    "The top and the right camera under the name of the other"
    images = run_data.windows.images
    both = {name: np.asarray(images[name]) for name in ('top', 'right_wrist')}
    pictures('top', taken_from(both['right_wrist']), odd)(run_data, random)
    pictures('right_wrist', taken_from(both['top']), odd)(run_data, random)


def taken_from(other):
    "The pictures of another camera, of the same frames"

    def new(values, spot):
        return other[spot.windows.frames_of(spot.number)]

    return new


def stopped(values, spot):
    "The same picture from some frame on"
    return values[np.minimum(np.arange(len(values)), STOPS)]


def other_gripper(values, spot):
    "One closes the gripper"
    values[:, 6] = 1 - values[:, 6]
    return values


def as_jpeg(values, spot):
    "Pictures that were compressed a little"
    return np.stack([compressed(one) for one in values])


def compressed(picture):
    "One picture, there and back"
    file = io.BytesIO()
    Image.fromarray(picture).save(file, 'jpeg', quality=QUALITY, subsampling=0)
    return np.asarray(Image.open(file))


DATA = {
    'bridge_views_exchanged': views_exchanged,
    'bridge_camera_stopped': pictures('left_wrist', stopped, third),
    'bridge_gripper': numbers('action', other_gripper, odd),
    'bridge_light': all_pictures(gains(LIGHT, LIGHT, LIGHT), second_half),
    'bridge_jpeg': all_pictures(as_jpeg, fifth),
}
