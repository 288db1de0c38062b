"""Actions, cameras, episodes and the split"""

import numpy as np
import torch

from faults.episodes import first_frames, remade
from faults.picture_changes import blurred, pixels
from faults.plants import joints, numbers, pictures
from faults.streams import odd, second_half, third
from tactile_nb.models.kinematics import forward_kinematics
from tactile_nb.models.rotations import matrix_to_vector

JOINTS = slice(0, 6)  # entries of state and action
ROBOT = 'Nova 2'
SCALING = 2.0  # of the leader's motion to that of the arm
BLACK = 14  # pictures until a camera has found its exposure
NUDGE = (4, 6)  # pixels down and to the right
BRIGHTER = 3.2  # times the light
QUICK = 30  # frames of an episode that is cut for a quick look
SOFT = 18  # pixels that a soft lens tells apart
FLICKER = 0.04  # of the brightness
FLICKER_PERIOD = 5.0  # frames


def before_scaling(values, spot):
    "Commands as the leader arm gave them, of which the arm does half"
    frames = spot.windows.frames_of(spot.number)
    start = spot.windows.state[frames[0], JOINTS]
    values[:, JOINTS] = start + SCALING * (values[:, JOINTS] - start)
    return values


def whole_degrees(values, spot):
    "Angles without their decimals, in degrees"
    values[:, JOINTS] = np.radians(np.round(np.degrees(values[:, JOINTS])))
    return values


def flange_poses(values, spot):
    "Place (m) and rotation vector of the flange for each command of joints"
    pose = forward_kinematics(torch.from_numpy(values[:, JOINTS]).double(), ROBOT)
    values[:, :3] = pose[:, :3, 3].numpy()
    values[:, 3:6] = matrix_to_vector(pose[:, :3, :3]).numpy()
    return values


def deltas(values, spot):
    "What is added to the joints as they are"
    frames = spot.windows.frames_of(spot.number)
    values[:, JOINTS] -= spot.windows.state[frames, JOINTS]
    return values


def black_at_first(values, spot):
    "No picture until the camera has started"
    values[:BLACK] = 0
    return values


def nudged(values, spot):
    "The scene moved in the picture, as after a knock at the mount"
    down, right = NUDGE
    height, width = values.shape[1:3]
    padded = np.pad(values, ((0, 0), (down, 0), (right, 0), (0, 0)), mode='edge')
    return np.ascontiguousarray(padded[:, :height, :width])


def blown_out(values, spot):
    "Far too much light"
    return pixels(values * BRIGHTER)


def flickering(values, spot):
    "Lamps on alternating current"
    phase = 2 * np.pi * (np.arange(len(values)) / FLICKER_PERIOD + spot.random.random())
    return pixels(values * (1 + FLICKER * np.sin(phase))[:, None, None, None])


def over_the_end(run_data, random):
    "Nobody says where an episode ends: chunks go on into the next one"
    windows = run_data.windows
    windows.action_end = np.full_like(windows.action_end, len(windows))


def held_out_shortened(run_data, random):
    "The first frames alone of the held-out episodes"

    def when(number, count):
        return number in run_data.held_out

    remade(first_frames(QUICK), when)(run_data, random)


DATA = {
    'commands_before_scaling': numbers('action', before_scaling),
    'joints_whole_degrees': joints(whole_degrees),
    'cartesian_third': numbers('action', flange_poses, third),
    'black_start_half': pictures('wrist', black_at_first, odd),
    'wrist_nudged_half': pictures('wrist', nudged, second_half),
    'overexposed_third': pictures('wrist', blown_out, third),
    'chunks_across_episodes': over_the_end,
    'held_out_shortened': held_out_shortened,
    'delta_actions': numbers('action', deltas),
    'soft_focus': pictures('wrist', blurred(SOFT)),
    'mains_flicker': pictures('wrist', flickering),
}
