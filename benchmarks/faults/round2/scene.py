"""Actions, cameras, episodes and the split"""

import numpy as np

from faults.copied import copies
from faults.episodes import first_frames, rebuild, remade, slower
from faults.picture_changes import on_its_side, pixels, turned
from faults.plants import all_pictures, both, camera, joints, numbers, pictures
from faults.streams import felt, odd, third
from faults.values import column, smoothed

GRIPPER = 6  # entry of state and action


def soft_limits(values, spot):
    "Two joints are not commanded beyond a limit"
    first = column(values, 1, np.maximum(values[:, 1], -1.95))
    return column(first, 5, np.maximum(values[:, 5], -2.7))


def homed_elsewhere(values, spot):
    "Joint 2 with an offset"
    return column(values, 1, values[:, 1] + 0.35)


def shaky(values, spot):
    "Noise on the joints"
    noise = spot.random.normal(0, 0.06, (len(values), 6))
    return np.c_[values[:, :6] + noise, values[:, 6:]]


def exchange_views(run_data, random):
    "Wrist and fixed camera have changed places in every third episode"
    windows = run_data.windows
    wrist = np.asarray(windows.images['wrist']).copy()
    fixed = np.asarray(windows.images['third_person']).copy()
    count = len(windows.lens)
    for number in range(count):
        if third(number, count):
            frames = windows.frames_of(number)
            wrist[frames], fixed[frames] = fixed[frames], wrist[frames].copy()
    windows.images = dict(wrist=wrist, third_person=fixed)


def pumping_exposure(values, spot):
    "Another brightness in each frame"
    return pixels(values * spot.random.uniform(0.35, 1.6, (len(values), 1, 1, 1)))


def half_grey(values, spot):
    "The lower half of a third of the pictures was lost"
    bad = np.flatnonzero(spot.random.random(len(values)) < 0.35)
    values[bad, 16:32] = 128
    return values


def other_table(values, spot):
    "Another colour of the table every three episodes"
    dice = np.random.default_rng([spot.number // 3, 1])
    return pixels(values * dice.uniform(0.75, 1.1, 3))


def vignette(values, spot):
    "Darker corners"
    height, width = values.shape[1:3]
    up = np.linspace(-1, 1, height) ** 2
    across = np.linspace(-1, 1, width) ** 2
    shade = 1 - 0.65 * (np.add.outer(up, across) / 2)
    return pixels(values * shade[None, ..., None])


def gripped_nothing(state, command, first):
    "A gripper (T,) that goes on closing from the first frame of contact, as it is told"
    places = np.arange(len(state))
    closing = np.maximum(command, state[first] - 0.04 * (places - first)).clip(0.0)
    return np.where(places < first, state, closing)


def failed_grasps(run_data, random):
    "Every third time the gripper closes on nothing"
    windows = run_data.windows
    count = len(windows.lens)
    force = np.asarray(windows.touch['force']).copy()
    state = windows.state.copy()
    for number in range(count):
        if not third(number, count):
            continue
        frames = windows.frames_of(number)
        contact = windows.contact[frames]
        touched = frames[contact]
        force[touched] = random.normal(0, 0.02, force[touched].shape)
        first = int(np.flatnonzero(contact)[0])
        command = windows.action[frames, GRIPPER]
        state[frames, GRIPPER] = gripped_nothing(state[frames, GRIPPER], command, first)
    windows.touch['force'] = force
    windows.state = state
    felt(run_data)


def brief_touch(run_data, random):
    "Each episode ends ten frames after the first touch"
    windows = run_data.windows
    numbers_of_episodes = range(len(windows.lens))
    frames = [windows.frames_of(number) for number in numbers_of_episodes]
    ends = [int(np.flatnonzero(windows.contact[o])[0]) + 10 for o in frames]

    def cut(streams, number):
        return {key: values[: ends[number]] for key, values in streams.items()}

    rebuild(run_data, cut)


def held_out_from_training(run_data):
    "Held-out episodes are trimmed training episodes"
    return [(o, run_data.train[2 + 3 * place]) for place, o in enumerate(run_data.held_out)]


DATA = {
    'soft_limits': numbers('action', soft_limits),
    'homing_third': joints(homed_elsewhere, third),
    'shaky_commands': numbers('action', shaky),
    'views_exchanged_third': exchange_views,
    'exposure_pumps_half': pictures('wrist', pumping_exposure, odd),
    'half_pictures': pictures('wrist', half_grey, odd),
    'failed_grasps_third': failed_grasps,
    'cut_before_contact': remade(first_frames(50), odd),
    'held_out_trimmed': copies(held_out_from_training, 3),
    'other_table_each_day': all_pictures(other_table),
    'slow_and_long': slower(1.8),
    'brief_touch': brief_touch,
    'camera_on_its_side': both(pictures('wrist', turned(1)), camera('wrist', on_its_side)),
    'vignette': all_pictures(vignette),
    'filtered_commands': numbers('action', smoothed(2)),
}
