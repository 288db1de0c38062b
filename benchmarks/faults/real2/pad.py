"""The magnetic pad: five magnetometers of three axes, in microtesla"""

import numpy as np

from faults.plants import touch
from faults.streams import odd, second_half, third
from faults.values import late

SECOND = slice(3, 6)  # channels of the second magnetometer
THIRD = slice(6, 9)
FIFTH = slice(12, 15)
UPRIGHT = slice(2, None, 3)  # the z axis of every magnetometer
LIMIT = 1000  # microtesla, end of the range of the sensors
LOADED = 60  # frame of a press at which the probe is well in the pad
GAUSS = 0.01  # of a microtesla
OLD = 0.3  # of the sensitivity is left in the last press
WARM = 700  # microtesla, when the pad is as warm as it gets
WARMING = 600  # frames
HUM = 180  # microtesla
HUM_FREQUENCY = 50 % 6.8  # Hz: what is left of the mains at 6.8 frames a second
HELD = 10  # frames
SPREAD = 5  # microtesla
BURSTS = 10  # in a press


def ports_exchanged(values, spot):
    "The second and the fifth magnetometer, each at the port of the other"
    out = values.copy()
    out[:, SECOND] = values[:, FIFTH]
    out[:, FIFTH] = values[:, SECOND]
    return out


def quarter_turn(values, spot):
    "The third magnetometer is soldered on again, turned by 90 degrees about its normal"
    out = values.copy()
    out[:, 6] = -values[:, 7]
    out[:, 7] = values[:, 6]
    return out


def gauss(values, spot):
    "Another unit"
    return values * GAUSS


def aged(values, spot):
    "The magnets fade from press to press"
    share = spot.number / (len(spot.windows.lens) - 1)
    return values * OLD**share


def tared_under_load(values, spot):
    "Zero is the reading of a pad that is pressed"
    return values - values[LOADED]


def saturated(values, spot):
    "Readings end at the limit"
    return np.clip(values, -LIMIT, LIMIT)


def lost_packets(values, spot):
    "Bursts of readings that did not arrive are written as zeros"
    for start in spot.random.integers(0, len(values) - 6, BURSTS):
        values[start : start + spot.random.integers(2, 7)] = 0
    return values


def humming(values, spot):
    "The mains couple into every wire, each with a phase of its own"
    time = np.arange(len(values))[:, None] / spot.windows.task.fps
    phase = 2 * np.pi * np.random.default_rng(3).random(values.shape[1])
    return values + HUM * np.sin(2 * np.pi * HUM_FREQUENCY * time + phase)


def from_fifth(number, count):
    "From the fifth episode on"
    return number >= 4


def without_second(values, spot):
    "The cable of the second magnetometer is broken"
    values[:, SECOND] = 0
    return values


def warming(values, spot):
    "The pad warms up through the session: the normal axes drift, each as much as the others"
    frames = spot.windows.frames_of(spot.number)
    values[:, UPRIGHT] += WARM * (1 - np.exp(-frames / WARMING))[:, None]
    return values


def held_readings(values, spot):
    "The driver has a new reading every tenth frame"
    return values[np.arange(len(values)) // HELD * HELD]


def offset(values, spot):
    "An offset that is below the noise of a channel"
    return values + np.random.default_rng(5).uniform(-SPREAD, SPREAD, values.shape[1])


def noisy(values, spot):
    "Noise of another supply"
    return values + spot.random.normal(0, SPREAD, values.shape)


DATA = {
    'pad_ports_exchanged': touch(ports_exchanged, odd),
    'pad_magnetometer_turned': touch(quarter_turn, second_half),
    'pad_gauss': touch(gauss, third),
    'pad_aged': touch(aged),
    'pad_tared_loaded': touch(tared_under_load, third),
    'pad_saturated': touch(saturated),
    'pad_lost_packets': touch(lost_packets, odd),
    'pad_hum': touch(humming, second_half),
    'pad_cable_broken': touch(without_second, from_fifth),
    'pad_warming': touch(warming),
    'pad_late': touch(late(14), odd),
    'pad_readings_held': touch(held_readings, third),
    'pad_small_offset': touch(offset),
    'pad_more_noise': touch(noisy, odd),
}
