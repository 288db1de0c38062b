"""Actions, cameras, episodes and the split"""

import dataclasses

import numpy as np

from faults.episodes import remade, settle, slower, streams_at, stretched
from faults.picture_changes import pixels, zoomed
from faults.plants import all_pictures, camera, joints, numbers, pictures, task_field
from faults.round3.touch import on_held_out
from faults.streams import fifth, odd, third
from faults.values import column, frozen, plus

RATE = 50  # frames a second of the demonstrations
ELSEWHERE = (0, 0.5, -0.5, 0, 0, 0, 0)  # how the other robot was homed, rad


def velocities(values, spot):
    "Joint speeds in the place of angles"
    return np.c_[np.gradient(values[:, :6], axis=0) * RATE, values[:, 6:]]


def stuck_encoder(values, spot):
    "Joint 3 stands still after a quarter of the episode"
    start = len(values) // 4
    rest = np.full(len(values) - start, values[start, 2])
    return column(values, 2, np.r_[values[:start, 2], rest])


def other_sign(values, spot):
    "Joint 4 turns the other way"
    return column(values, 3, -values[:, 3])


def six_joints(run_data, random):
    "An arm without a gripper"
    windows = run_data.windows
    windows.state = windows.state[:, :6].copy()
    windows.action = windows.action[:, :6].copy()
    task_field(state_units=run_data.task.state_units[:6])(run_data, random)


def transposed(spec):
    "The rotation the other way round"
    rotation = [list(map(float, line)) for line in np.asarray(spec.rotation).T]
    return dataclasses.replace(spec, rotation=rotation)


def tilted_light(values, spot):
    "Sun from another side in each episode"
    up, across = np.random.default_rng([spot.number, 9]).uniform(-0.25, 0.25, 2)
    height, width = values.shape[1:3]
    shade = 1 + up * np.linspace(-1, 1, height)[:, None] + across * np.linspace(-1, 1, width)
    return pixels(values * shade[None, ..., None])


def economical(values, spot):
    "A JPEG with colours at an eighth of the resolution"
    mean = values.mean(-1, keepdims=True)
    colours = (values - mean).reshape((len(values), 8, 4, 8, 4, 3)).mean((2, 4))
    return pixels(mean + colours.repeat(4, 1).repeat(4, 2))


def grainy(values, spot):
    "A camera in the dark"
    return pixels(values + spot.random.normal(0, 10, values.shape))


def pairs_of_demos(run_data, random):
    "Two demonstrations in each file, without a mark between them"
    windows = run_data.windows
    parts = []
    for number in range(0, len(windows.lens), 2):
        frames = np.r_[windows.frames_of(number), windows.frames_of(number + 1)]
        parts.append(streams_at(windows, frames))
    told = windows.told[windows.ends - 1][::2]
    for key in ('success', 'weight', 'confidence', 'family', 'names'):
        setattr(windows, key, getattr(windows, key)[::2])
    run_data.contents = run_data.contents[::2]
    settle(run_data, parts, told)
    run_data.train = [0, 1, 2, 4, 5, 7]
    run_data.held_out = [3, 6]


def varied(streams, number, random):
    "Another speed in each episode"
    factor = float(np.random.default_rng([number, 4]).uniform(0.8, 1.6))
    return stretched(streams, factor, random)


DATA = {
    'velocities_third': numbers('action', velocities, third),
    'encoder_stuck_half': numbers('state', stuck_encoder, odd),
    'joint_sign_half': joints(other_sign, odd),
    'third_frozen_half': pictures('third_person', frozen, odd),
    'other_zoom_third': pictures('wrist', zoomed(1.8), third),
    'rotation_transposed': camera('wrist', transposed),
    'two_demos_a_file': pairs_of_demos,
    'held_out_other_homing': on_held_out(lambda when: joints(plus(*ELSEWHERE), when)),
    'sun_from_the_side': all_pictures(tilted_light),
    'economical_jpeg': all_pictures(economical),
    'grainy_camera': all_pictures(grainy),
    'fast_demonstrator': slower(0.68, fifth),
    'all_lengths': remade(varied),
    'gripperless_arm': six_joints,
}
