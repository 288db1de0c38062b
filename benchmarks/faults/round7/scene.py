"""Actions, cameras, episodes and the split"""

import dataclasses

import numpy as np
from torch.nn import functional as F

from faults.episodes import PIXEL, STILL_READING, remade
from faults.picture_changes import from_planes, gains, pixels, planes
from faults.plants import camera, numbers, pictures
from faults.streams import always, odd, third
from faults.values import smoothed

JOINTS = slice(0, 6)  # entries of state and action
GRIPPER = 6  # entry of state and action
BOUNCES = 7  # an episode
BOUNCE = 3  # frames
SUM = 1.18  # of the gripper's commands to open and to close
STOPS_AT = 0.45  # of an episode, before the first contact
LETTERBOX = 0.56  # of the height, as 16 to 9
GHOSTS = 7  # pictures that a noise filter averages
STANDS = 0.008  # rad a frame: less is called no motion
PADDED = 140  # frames of each episode after padding
TREMOR = 0.004  # rad
TREMOR_PERIOD = 6.3  # frames
LOCKED = 4  # entry of the joint that never moves
SHARPER = 1.2  # times the difference to a blurred picture


def bounces(values, spot):
    "A worn trigger: for some frames the command is the other one"
    for place in spot.random.integers(0, len(values) - BOUNCE, BOUNCES):
        there = slice(place, place + BOUNCE)
        values[there, GRIPPER] = SUM - values[there, GRIPPER]
    return values


def column_twice(values, spot):
    "The fourth entry is the third one"
    values[:, 3] = values[:, 2]
    return values


def stopped(streams, number, random):
    "The arm stops for good, commands go on"
    count = len(streams['state'])
    stop = int(STOPS_AT * count)
    out = dict(streams)
    for key, values in streams.items():
        if key == 'action':
            continue
        held = values[np.minimum(np.arange(count), stop)].copy()
        shape = held[stop:].shape
        if held.dtype == np.uint8:
            held[stop:] = pixels(held[stop:] + random.integers(-PIXEL, PIXEL + 1, shape))
        elif key[0] == 'touch':
            held[stop:] += random.normal(0, STILL_READING, shape).astype(held.dtype)
        out[key] = held
    return out


def letterboxed(values, spot):
    "The whole picture lower than it was, black above and below"
    height, width = values.shape[1:3]
    inner = round(LETTERBOX * height)
    out = np.zeros_like(values)
    top = (height - inner) // 2
    out[:, top : top + inner] = from_planes(F.interpolate(planes(values), (inner, width)))
    return out


def ghosts(values, spot):
    "Each picture mostly that of before"
    return pixels(smoothed(GHOSTS)(values.astype('float32'), spot))


def on_the_wall(spec):
    "The same numbers, said to be given in the world"
    return dataclasses.replace(spec, parent='world')


def without_standing(streams, number, random):
    "Frames in which the joints do not move are left out, whatever the gripper does"
    joints = streams['state'][:, JOINTS]
    speed = np.abs(np.diff(joints, axis=0, prepend=joints[:1])).max(1)
    return {key: values[speed >= STANDS] for key, values in streams.items()}


def zero_padded(streams, number, random):
    "Zeros until all episodes are as long"
    more = max(0, PADDED - len(streams['state']))
    return {
        key: np.concatenate([values, np.zeros((more, *values.shape[1:]), values.dtype)])
        for key, values in streams.items()
    }


def trembling(values, spot):
    "A hand that is not quite calm"
    count = len(values)
    phases = spot.random.uniform(0, 2 * np.pi, 6)
    swing = np.sin(2 * np.pi * np.arange(count)[:, None] / TREMOR_PERIOD + phases)
    swing[:, LOCKED] = 0
    values[:, JOINTS] += TREMOR * swing
    return values


def sharpened(values, spot):
    "Edges made stronger by the camera"
    whole = planes(values)
    blurred = F.avg_pool2d(whole, 3, 1, 1, count_include_pad=False)
    return from_planes(whole + SHARPER * (whole - blurred))


def last_held_out(run_data, random):
    "The episodes recorded last are held out"
    count = len(run_data.windows.lens)
    held = len(run_data.held_out)
    run_data.held_out = list(range(count - held, count))
    run_data.train = list(range(count - held))


DATA = {
    'trigger_bounces_half': numbers('action', bounces, odd),
    'one_column_twice': numbers('action', column_twice),
    'protective_stop_third': remade(stopped, third),
    'letterbox_third': pictures('wrist', letterboxed, third),
    'noise_filter_ghosts': pictures('wrist', ghosts),
    'wrist_parent_world': camera('wrist', on_the_wall),
    'no_ops_removed': remade(without_standing, always),
    'padded_with_zeros': remade(zero_padded, always),
    'trembling_hand': numbers('action', trembling),
    'sharpened': pictures('wrist', sharpened),
    'bluish_lamp': pictures('wrist', gains(0.82, 0.97, 1.2)),
    'last_ones_held_out': last_held_out,
}
