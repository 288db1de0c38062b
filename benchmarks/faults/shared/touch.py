"""Clocks and touch"""

import numpy as np
import torch

from faults.modules import wrap
from faults.plants import pictures, touch_stream
from faults.streams import odd
from faults.values import late, times


def every_second_twice(values, spot):
    "Half the rate, each reading held"
    return values[np.arange(len(values)) // 2 * 2]


def half_speed(values, spot):
    "Half the rate, read frame by frame"
    return values[np.arange(len(values)) // 2]


def negative(values, spot):
    "The other sign"
    return -values


def drifting(values, spot):
    "The normal force of every taxel grows by 3 N, shared by 120 taxels"
    along = np.linspace(0, 3 / 120, len(values))[:, None, None, None, None]
    return values + along * np.array([0, 0, 1], 'float32')


def saturated(values, spot):
    "Readings end at 30 % of the largest one of the recording"
    limit = 0.3 * np.abs(np.asarray(spot.windows.touch['force'])).max()
    return np.clip(values, -limit, limit)


def exchanged_fingers(values, spot):
    "Left is right"
    return values[:, ::-1]


def one_finger(values, spot):
    "The first finger twice"
    return np.repeat(values[:, :1], 2, 1)


def normal_first(values, spot):
    "The axes of the force in another order"
    return values[..., [2, 0, 1]]


def nothing_felt(values, spot):
    "Noise far below the threshold of contact"
    return spot.random.normal(0, 1e-4, values.shape).astype('float32')


def lost_packet(run_data, random):
    "Eight frames in contact of the first training episode hold no number"
    windows = run_data.windows
    frames = windows.frames_of(run_data.train[0])
    windows.touch['force'][frames[windows.contact[frames]][:8]] = np.nan


def jittered(values):
    "Other gains and offsets of the colours for each picture"
    gain = 0.2 + 1.6 * torch.rand(len(values), 1, 1, 3)
    offset = 120 * (torch.rand(len(values), 1, 1, 3) - 0.5)
    return (values.float() * gain + offset).clamp(0, 255).to(torch.uint8)


def jitter_touch(trainer):
    "Touch pictures are jittered while training"
    policy = trainer.policy

    def changed(key, values):
        picture = key.startswith('observation.tactile') and values.dtype == torch.uint8
        return jittered(values) if policy.training and picture else values

    def make(old):
        def touch_tokens(batch):
            return old({key: changed(key, values) for key, values in batch.items()})

        return touch_tokens

    wrap(policy, 'touch_tokens', make)


def milliseconds(trainer):
    "Batches with time stamps a thousand times as large"

    def make(old):
        def batch(ids):
            out = old(ids)
            out['timestamp'] = out['timestamp'] * 1000
            return out

        return batch

    wrap(trainer.data.windows, 'batch', make)


DATA = {
    'wrist_camera_late': pictures('wrist', late(10)),
    'touch_half_rate': touch_stream(every_second_twice),
    'touch_rate_wrong': touch_stream(half_speed),
    'touch_unit_half': touch_stream(times(1000), odd),
    'touch_sign_half': touch_stream(negative, odd),
    'touch_drift': touch_stream(drifting),
    'touch_saturated': touch_stream(saturated),
    'touch_fingers_half': touch_stream(exchanged_fingers, odd),
    'touch_copied': touch_stream(one_finger),
    'touch_axes': touch_stream(normal_first),
    'touch_nan': lost_packet,
    'no_contact_task': touch_stream(nothing_felt),
}


MODEL = {
    'timestamps_ms': milliseconds,
    'touch_picture_jitter': jitter_touch,
}
