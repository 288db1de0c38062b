"""Actions, cameras and the split"""

import numpy as np

from faults.copied import copy_numbers, copy_pictures, source_frames, writable_pictures
from faults.modules import wrap
from faults.picture_changes import blurred, mirrored
from faults.plants import both, numbers, pictures, task_field
from faults.streams import fifth, odd, recontact
from faults.values import late, times


def pictures_of_others(run_data, random):
    "The pictures of each episode are those of the fifth one after it"
    windows = run_data.windows
    count = len(windows.lens)
    for camera, values in list(windows.images.items()):
        parts = []
        for number in range(count):
            other = (number + 5) % count
            places = np.minimum(np.arange(windows.lens[number]), windows.lens[other] - 1)
            parts.append(np.asarray(values)[windows.frames_of(other)][places])
        windows.images[camera] = np.concatenate(parts)


def constant_gripper(values, spot):
    "The gripper was not recorded"
    return np.c_[values[:, :6], np.full(len(values), 0.5)]


def inverted_gripper(values, spot):
    "One is closed"
    return np.c_[values[:, :6], 1 - values[:, 6:]]


def deltas(values, spot):
    "Relative to the present state"
    return values - spot.windows.state[spot.windows.frames_of(spot.number)]


def state_as_action(run_data, random):
    "The wrong column was saved"
    run_data.windows.action = run_data.windows.state.copy()


def next_state_as_action(run_data, random):
    "No command was recorded: the state of the next frame stands for it"
    windows = run_data.windows
    parts = []
    for number in range(len(windows.lens)):
        frames = windows.frames_of(number)
        parts.append(windows.state[np.minimum(frames + 1, frames[-1])])
    windows.action = np.concatenate(parts)


def in_any_order(values, spot):
    "Shuffled in time"
    return values[spot.random.permutation(len(values))]


def permuted_joints(run_data, random):
    "Neighbouring joints have changed places"
    for key in ('state', 'action'):
        values = getattr(run_data.windows, key)
        setattr(run_data.windows, key, values[:, [1, 0, 3, 2, 5, 4, 6]].copy())


def exchanged_extrinsics(run_data, random):
    "The wrist camera has the calibration of the fixed one, and the other way round"
    cameras = run_data.task.cameras
    other = dict(wrist='third_person', third_person='wrist')
    swapped = {name: cameras[other.get(name, name)] for name in cameras}
    task_field(cameras=swapped)(run_data, random)


def box_beside(trainer):
    "Tokens are pooled half a picture away from the sensor"
    size = trainer.policy.config.img_size

    def make(old):
        def sensor_view(name, state, shift=(0, 0)):
            return old(name, state, (shift[0] + size / 2, shift[1] - size / 3))

        return sensor_view

    wrap(trainer.policy, 'sensor_view', make)


def held_out_copied(run_data, random):
    "Held-out episodes are training episodes with a little noise"
    windows = run_data.windows
    writable = writable_pictures(windows)
    for place, target in enumerate(run_data.held_out):
        source = run_data.train[place % len(run_data.train)]
        if target == source:
            continue
        into, taken = source_frames(windows, target, source)
        copy_numbers(windows, into, taken, spread=2e-3, random=random)
        for values in windows.touch.values():
            values[into] = values[taken] * (1 + random.normal(0, 0.02, values[into].shape))
        copy_pictures(writable, into, taken, levels=3, random=random)
    windows.images = writable
    recontact(run_data)


DATA = {
    'pictures_other_episode': pictures_of_others,
    'gripper_constant': both(
        numbers('state', constant_gripper), numbers('action', constant_gripper)
    ),
    'gripper_inverted_half': both(
        numbers('state', inverted_gripper, odd), numbers('action', inverted_gripper, odd)
    ),
    'delta_mixed': numbers('action', deltas, odd),
    'action_late': numbers('action', late(3)),
    'action_is_state': state_as_action,
    'action_next_state': next_state_as_action,
    'label_noise': numbers('action', in_any_order, fifth),
    'joints_permuted': permuted_joints,
    'extrinsics_swapped': exchanged_extrinsics,
    'picture_flipped': pictures('wrist', mirrored),
    'picture_blurred': pictures('wrist', blurred(4)),
    'lens_cap': pictures('wrist', times(0), odd),
    'split_noisy_copies': held_out_copied,
}


MODEL = {
    'box_offset': box_beside,
}
