"""Short episodes of a WidowX with three cameras; actions are changes of the pose"""

import io

import numpy as np
from PIL import Image

from faults.picture_changes import gains, pixels, red_as_blue, turned
from faults.plants import all_pictures, numbers, pictures
from faults.streams import changed, odd, second_half, third
from faults.values import frozen

POSE = slice(0, 6)  # position and angles, of state or action
LEVELS = 2  # of noise
QUALITY = 92  # of JPEG


def absolute(values, spot):
    "Where the hand shall be, in place of how far it shall move"
    state = spot.windows.state[spot.windows.frames_of(spot.number)]
    out = values.copy()
    out[:, POSE] += state[:, POSE]
    return out


def cameras_exchanged(run_data, random):
    "Two cameras have each other's name in a third of the episodes"
    images = run_data.windows.images
    one, other = 'top', 'right_wrist'

    def taken(camera):
        def new(values, spot):
            return np.asarray(camera)[spot.windows.frames_of(spot.number)]

        return new

    about = dict(windows=run_data.windows, random=random)
    images[one], images[other] = (
        changed(images[one], taken(images[other]), third, **about),
        changed(images[other], taken(images[one]), third, **about),
    )


def camera_copied(run_data, random):
    "One camera is there under two names"
    images = run_data.windows.images
    images['right_wrist'] = np.asarray(images['left_wrist']).copy()


def noisy(values, spot):
    "A little noise of the camera"
    return pixels(values + spot.random.normal(0, LEVELS, values.shape))


def through_jpeg(picture):
    "One picture saved and read again"
    file = io.BytesIO()
    Image.fromarray(picture).save(file, 'JPEG', quality=QUALITY, subsampling=0)
    return np.asarray(Image.open(file))


def compressed(values, spot):
    "Pictures that were saved as good JPEG files"
    return np.stack([through_jpeg(picture) for picture in values])


DATA = {
    'absolute_third': numbers('action', absolute, third),
    'top_red_blue_half': pictures('top', red_as_blue, odd),
    'top_upside_down_half': pictures('top', turned(2), second_half),
    'cameras_exchanged': cameras_exchanged,
    'camera_copied': camera_copied,
    'camera_frozen': pictures('left_wrist', frozen, third),
    'warmer_light': all_pictures(gains(1.05, 1.0, 0.96), odd),
    'camera_noise': all_pictures(noisy),
    'jpeg_pictures': all_pictures(compressed),
}
