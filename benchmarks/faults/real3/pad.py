"""The probe that presses on a magnetic pad"""

import numpy as np

from faults.episodes import between
from faults.plants import numbers, touch
from faults.streams import odd, second_half, third

CHIPS = 5  # magnetometers
STEP = np.array([2.4, 2.4, 3.872] * CHIPS)  # microtesla, resolution of a channel
COUNT = np.array([0.15, 0.15, 0.242] * CHIPS)  # microtesla in one count of the chip
DEEPEST = 90  # frame of a press
LOOSE_EPISODE, LOOSE_FRAME = 6, 80


def last_three(number, count):
    "The last day"
    return number >= count - 3


def loosened(number, count):
    "Since the magnet came off"
    return number >= LOOSE_EPISODE


def stepped(values):
    "Readings in the steps of the chips"
    return (np.round(values / STEP) * STEP).astype('float32')


def exchanged_chips(values, spot):
    "The first and the third magnetometer have changed places"
    return values[:, [6, 7, 8, 3, 4, 5, 0, 1, 2, *range(9, 15)]]


def weak_chip(values, spot):
    "The second magnetometer hardly sees its magnet, from one frame on"
    first = LOOSE_FRAME if spot.number == LOOSE_EPISODE else 0
    values[first:, 3:6] *= 0.12
    return stepped(values)


def tared_pressed(values, spot):
    "Zero is the reading of the deepest place"
    return values - values[DEEPEST]


def motor_field(values, spot):
    "The field of a stepper motor, while the stage moves"
    place = spot.windows.state[spot.windows.frames_of(spot.number), 2]
    moves = np.abs(np.gradient(place)) > 0.03
    gains = np.random.default_rng(5).uniform(-1, 1, values.shape[1]) * 450
    wave = np.sin(2.3 * np.arange(len(values)) + spot.random.uniform(0, 6))
    return stepped(values + np.outer(wave * moves, gains))


def wrapped(values, spot):
    "Sixteenths of a microtesla in 16 bits with a sign"
    raw = np.round(values * 16).astype('int64')
    return raw.astype('int16') / 16


def slow_clock(values, spot):
    "The clock of the pad runs an eighth too slow: a reading is ever older"
    return stepped(between(values, np.arange(len(values)) * 0.875))


def counts(values, spot):
    "Raw counts of the chips"
    return np.round(values / COUNT)


def steps_lost(values, spot):
    "The encoder has lost 4 mm"
    return values + np.array([0, 0, 4])


def press_alone(values, spot):
    "The command stays where the press ended"
    values[DEEPEST + 5 :] = values[DEEPEST + 5]
    return values


def merged_twice(run_data, random):
    "The later half of the episodes is the earlier one again"
    windows = run_data.windows
    half = len(windows.lens) // 2
    for number in range(half):
        into = windows.frames_of(number + half)
        taken = windows.frames_of(number)
        windows.state[into] = windows.state[taken]
        windows.action[into] = windows.action[taken]
    again = np.concatenate([windows.frames_of(number) for number in range(half)] * 2)
    windows.touch = {name: np.asarray(values)[again] for name, values in windows.touch.items()}
    windows.contact = windows.contact[again]


DATA = {
    'pad_chips_exchanged': touch(exchanged_chips, odd),
    'pad_magnet_off': touch(weak_chip, loosened),
    'pad_tared_pressed': touch(tared_pressed, third),
    'pad_motor_field': touch(motor_field),
    'pad_int16': touch(wrapped),
    'pad_clock_slow': touch(slow_clock, second_half),
    'pad_counts': touch(counts, last_three),
    'probe_steps_lost': numbers('state', steps_lost, last_three),
    'release_not_commanded': numbers('action', press_alone),
    'presses_merged_twice': merged_twice,
}
