"""What looks odd and does no harm"""

import numpy as np

from faults.episodes import remade, slower, standing, without_first
from faults.learning import averaged
from faults.picture_changes import gains, grey, pixels
from faults.plants import joints, pictures, touch
from faults.record_edits import lines
from faults.streams import always, fifth, odd, second_half, third
from faults.values import rounded

WAIT = 10  # frames
GRAIN = 3  # grey levels
WIDTH = 85  # mm of an open gripper
DECAY = 0.9  # of the average: ten steps long
HOUR = 3600  # s


def hesitating(streams, number, random):
    "A fifth of a second more where the arm is nearest to its command before the grasp"
    count = len(streams['state'])
    first, last = int(0.25 * count), int(0.5 * count)
    way = np.abs(streams['action'] - streams['state'])[first:last].max(1)
    return standing(streams, first + int(way.argmin()), WAIT, random)


def grainy(values, spot):
    "A little more noise of the camera"
    return pixels(values + spot.random.normal(0, GRAIN, values.shape))


def warm_pad(values, spot):
    "A gain that differs by two per cent from day to day"
    return values * (1 + 0.02 * np.sin(spot.number))


def millimetres(values, spot):
    "The gripper as its width"
    return np.c_[values[:, :6], values[:, 6:] * WIDTH]


def fitted_on_some(trainer):
    "Statistics of all training episodes but the last two, which were recorded later"
    normalizer = trainer.policy.normalizer
    fitted = type(normalizer).fit(trainer.data.windows, trainer.data.train[:-2])
    normalizer.load_state_dict(fitted.state_dict())


def load_average(trainer):
    "What is served is the average"
    trainer.policy.load_state_dict(trainer.shadow)


def winter_time(rows):
    "The clock of the machine went an hour back half way"
    for row in rows[len(rows) // 2 :]:
        if 'time' in row:
            row['time'] -= HOUR
    return rows


DATA = {
    'hesitates_half': remade(hesitating, odd),
    'slow_hand_third': slower(1.3, third),
    'grain_fifth': pictures('wrist', grainy, fifth),
    'evening_light': pictures('wrist', gains(1.05, 1.0, 0.95), second_half),
    'pad_temperature': touch(warm_pad, always),
    'gripper_in_mm': joints(millimetres),
    'monochrome_camera': pictures('wrist', grey),
    'encoder_steps': joints(rounded(0.0005)),
    'late_button_half': remade(without_first(6), odd),
}


MODEL = {
    'norm_without_last_two': fitted_on_some,
    'average_short': averaged(DECAY),
}


AFTER = {
    'average_short': load_average,
    'winter_time': lines('metrics.jsonl', winter_time),
}
