"""What looks odd and harms nothing"""

import numpy as np

from faults.episodes import between, remade
from faults.picture_changes import gains, turned
from faults.plants import all_pictures, both, joints, numbers, pictures, sensor, touch
from faults.real5.pad import STEPS
from faults.streams import third
from faults.values import column

MILLI = 1e-3
THRESHOLD = 0.12  # mT
DWELL = 25  # frames
TAIL = 40  # frames
DECAY = 15  # frames
WAIT = 60  # frames, 4 s
EARLY = 40  # frames in which the arm is still at home
TICK = 360 / 4095  # degrees of the leader
HALVES = np.array([TICK / 2] * 5 + [100 / 1216])  # what the leader can say
COARSE = 4  # ticks
SLOW = 1.4
DELAYS = (3, 5, 4, 0, 3, 7, 2)  # frames from command to motion, of each joint of the state
EVENING = (0.84, 0.78, 0.7)


def first_half(number, count):
    "The earlier half of the episodes"
    return number < count // 2


def since_ten(number, count):
    "The episodes of the evening"
    return number >= 10


def counts_noise(values, random):
    "Readings with the noise of a count, in counts"
    noise = random.normal(0, 1.2, values.shape)
    return (np.round(values / STEPS + noise) * STEPS).astype('float32')


def held(values, place, count):
    "One value so many times more"
    return np.insert(values, [place + 1] * count, values[place], axis=0)


def next_place(state):
    "The command of the press: the place a frame later"
    return np.concatenate([state[1:], state[-1:]])


def dwell(streams, number, random):
    "The probe stays at its lowest place"
    key = ('touch', 'pad')
    out = dict(streams)
    out['state'] = held(streams['state'], int(streams['state'][:, 2].argmin()), DWELL)
    out['action'] = next_place(out['state'])
    top = int(np.abs(streams[key]).sum(1).argmax())
    out[key] = held(streams[key], top, DWELL)
    rest = slice(top + 1, top + 1 + DWELL)
    out[key][rest] = counts_noise(out[key][rest], random)
    return out


def runs_on(streams, number, random):
    "Nobody stops the recorder: the probe is up, the pad comes to rest"
    key = ('touch', 'pad')
    out = {name: held(values, len(values) - 1, TAIL) for name, values in streams.items()}
    fall = np.exp(-np.arange(1, TAIL + 1) / DECAY)[:, None]
    out[key][-TAIL:] = counts_noise(streams[key][-4:].mean(0) * fall, random)
    return out


def face_down(values, spot):
    "The fifth chip is soldered to the other side of the board"
    out = values.copy()
    out[:, [12, 14]] *= -1
    return out


def slow_teacher(streams, number, random):
    "The leader moves more slowly; the follower is as far behind as ever"
    count = len(streams['state'])
    length = int(count * SLOW)
    frames = np.arange(length)
    told = between(streams['action'], np.minimum(frames / SLOW, count - 1))
    action = (np.round(told / HALVES) * HALVES).astype('float32')
    columns = []
    for joint, delay in enumerate(DELAYS):
        places = np.where(frames < delay, frames, delay + (frames - delay) / SLOW)
        columns.append(between(streams['state'][:, joint], np.clip(places, 0, count - 1)))
    state = np.round(np.stack(columns, 1), 3)
    return dict(streams, state=state.astype('float32'), action=action)


def calm_place(streams):
    "The frame near the beginning around which arm and leader move least"
    both_still = [
        np.abs(np.diff(streams[key][:EARLY], axis=0)).sum(1) for key in ('state', 'action')
    ]
    return int(np.convolve(sum(both_still), np.ones(9), mode='valid').argmin()) + 4


def waits(streams, number, random):
    "Arm and leader stand for some seconds before the work begins"
    place = calm_place(streams)
    return {key: held(values, place, WAIT) for key, values in streams.items()}


def coarse(values, spot):
    "An older encoder in the five joints of the leader"
    step = COARSE * TICK
    return column(values, slice(0, 5), np.round(values[:, :5] / step) * step)


def closed_is_one(values, spot):
    "The gripper counted the other way"
    return column(values, 6, 1 - values[:, 6])


DATA = {
    'pad_in_millitesla': both(
        touch(lambda values, spot: values * MILLI),
        sensor('pad', contact_threshold=THRESHOLD),
    ),
    'probe_dwells': remade(dwell, third),
    'chip_face_down': touch(face_down),
    'recorder_runs_on': remade(runs_on, first_half),
    'slow_teacher': remade(slow_teacher, third),
    'waits_at_home': remade(waits, third),
    'coarse_leader': numbers('action', coarse),
    'evening_light': all_pictures(gains(*EVENING), since_ten),
    'gripper_closed_is_one': joints(closed_is_one),
    'top_upside_down': pictures('top', turned(2)),
}
