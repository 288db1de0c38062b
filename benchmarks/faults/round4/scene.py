"""Actions, cameras, episodes and the split"""

import dataclasses

import numpy as np

from faults.episodes import (
    ANGLE,
    between,
    remade,
    settle,
    slow_places,
    streams_at,
    without_first,
)
from faults.picture_changes import mirrored, pixels
from faults.plants import camera, joints, numbers, pictures
from faults.streams import odd, third
from faults.values import early, plus

BY_ALPHABET = [2, 1, 0, 3, 4, 5, 6]  # entries of the state, the elbow first
UNFILLED = 12  # rows at the end of a buffer
LEADER_OFFSET = (0, 0, 0, 0.25, 0, 0, 0)  # rad
SAG = (0, -0.015, 0.015, 0, 0, 0, 0)  # rad, the command above where a soft arm hangs
HALF_TURN = 2048  # steps of a servo
CABLE = (28, 27, 31)  # its colour
CABLE_RADIUS = 3.2  # pixels
MOUNT = 44  # grey level
MOUNT_HEIGHT = 7  # pixels
PIECES = 4  # of one demonstration
TRAINED_PIECES = 52  # of all
AHEAD = 2  # frames that a command is before the state
COMMAND_NOISE = 3e-4  # rad
CHOSEN = 4  # the one episode that is another
# noise of a recording that goes on while nothing moves
BETWEEN_LEVELS = 0.7  # grey levels
BETWEEN_READING = 0.012  # N


def sorted_joints(values, spot=None):
    "Joints by the alphabet, recorded or live"
    return values[:, BY_ALPHABET]


def zero_end(values, spot):
    "The buffer was longer than the recording"
    values[-UNFILLED:] = 0
    return values


def servo_steps(values, spot):
    "Joints in whole steps of a servo"
    steps = np.round(values[:, :6] * HALF_TURN / np.pi)
    return np.c_[steps / HALF_TURN * np.pi, values[:, 6:]]


def behind_cable(values, spot):
    "A dark cable sways before the lens"
    rows, columns = np.mgrid[: values.shape[1], : values.shape[2]]
    sway = 2 * np.sin(np.arange(len(values)) / 9 + spot.number)
    middle = 9 + 0.45 * rows
    values[np.abs(columns - middle - sway[:, None, None]) < CABLE_RADIUS] = CABLE
    return values


def in_millimetres(spec):
    "Where the camera is, in mm"
    return dataclasses.replace(spec, position=tuple(1000 * one for one in spec.position))


def somebody_passes(values, spot):
    "People walk behind the robot, in another colour in each episode"
    dice = np.random.default_rng([spot.number, 8])
    colour = dice.integers(30, 220, 3)
    start, speed = dice.uniform(0, 8), dice.uniform(-0.08, 0.08)
    places = (start + np.arange(len(values)) * speed) % 9
    for frame, left in enumerate(places.astype(int)):
        values[frame, :8, left : left + 4] = colour
    return values


def mount_in_corner(values, spot):
    "The mount of the camera is seen below on the left"
    height, width = values.shape[1:3]
    shape = (len(values), MOUNT_HEIGHT, width // 4, 1)
    seen = MOUNT + spot.random.normal(0, 2, shape) * np.ones(3)
    values[:, height - MOUNT_HEIGHT :, : width // 4] = pixels(seen)
    return values


def as_fragments(run_data, random):
    "Pieces of each demonstration are drawn as if they were episodes"
    windows = run_data.windows
    numbers_of_episodes = range(len(windows.lens))
    pieces = [
        piece
        for number in numbers_of_episodes
        for piece in np.array_split(windows.frames_of(number), PIECES)
    ]
    parts = [streams_at(windows, frames) for frames in pieces]
    told = np.array([windows.told[frames[0]] for frames in pieces])
    for key in ('success', 'weight', 'confidence'):
        setattr(windows, key, np.repeat(getattr(windows, key), PIECES))
    for key in ('family', 'names'):
        setattr(windows, key, [one for one in getattr(windows, key) for _ in range(PIECES)])
    run_data.contents = [f'{one}{i}' for one in run_data.contents for i in range(PIECES)]
    settle(run_data, parts, told)
    order = np.random.default_rng(7).permutation(len(parts)).tolist()
    run_data.train = sorted(order[:TRAINED_PIECES])
    run_data.held_out = sorted(order[TRAINED_PIECES:])


def way_back(streams, number, random):
    "The object is put down and let go: the recording backwards, with commands of its own"
    out = {key: values[::-1].copy() for key, values in streams.items()}
    target = early(AHEAD)(out['state'], None)[:, :6]
    noise = random.normal(0, COMMAND_NOISE, target.shape)
    out['action'] = np.c_[target + noise, out['action'][:, 6:]]
    return out


def draw_one(run_data, random):
    "The sampler draws one episode two hundred times as often"
    run_data.windows.weight[CHOSEN] = 200.0


def chosen(number, count):
    "One episode alone"
    return number == CHOSEN


def interrupted(streams, number, random):
    "Two and a half times as slowly; pictures and touch between the frames, too"
    places = slow_places(len(streams['state']), 2.5)
    out = {}
    for key, values in streams.items():
        moving = between(values, places)
        if values.dtype == np.uint8:
            out[key] = pixels(moving + random.normal(0, BETWEEN_LEVELS, moving.shape))
        else:
            spread = BETWEEN_READING if key[0] == 'touch' else ANGLE
            noisy = moving + random.normal(0, spread, moving.shape)
            out[key] = noisy.astype('float32')
    return out


DATA = {
    'joints_sorted_half': numbers('state', sorted_joints, odd),
    'zeros_at_the_end_half': numbers('action', zero_end, odd),
    'leader_offset_third': numbers('action', plus(*LEADER_OFFSET), third),
    'cable_before_lens_third': pictures('wrist', behind_cable, third),
    'extrinsics_in_mm': camera('wrist', in_millimetres),
    'third_mirrored_half': pictures('third_person', mirrored, odd),
    'split_over_fragments': as_fragments,
    'other_task_third': remade(way_back, third),
    'one_episode_drawn': draw_one,
    'somebody_passes': pictures('third_person', somebody_passes),
    'mount_in_corner': pictures('wrist', mount_in_corner),
    'hobby_servos': joints(servo_steps),
    'arm_sags': numbers('action', plus(*SAG)),
    'one_long_episode': remade(interrupted, chosen),
    'starts_close': remade(without_first(30)),
}
