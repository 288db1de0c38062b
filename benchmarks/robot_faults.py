"""What can go wrong on a robot, planted in the bench's driver, and how long a stop takes then.

Used by robot_loop.py.
"""

import hashlib
import os
import signal
import threading
import time
from functools import partial

import numpy as np

from tactile_nb.evidence.bench_driver import BenchDriver
from tactile_nb.evidence.rollout import EVALUATION_SEEDS
from tactile_nb.models.robot import PATIENCE, run_robot

TASK = 'grip'
EVERY = 2  # control steps between predictions, as `evaluate` has it
HANG = 1.0  # s
BEFORE = 0.1  # s that a computation is at work when Ctrl-C comes
ROUNDS = 3_000_000  # of a hash: about a second without a line of Python
FAR = 50.0  # an action that no limits allow


class Noted(BenchDriver):
    "A driver that knows when something went wrong, and when it was told to stop"

    wrong_at = stopped_at = None  # s
    looked_before = 0.0  # s, the last look that was answered
    planned = ('', None, 0.0)  # where, what, when in s

    def apply(self, action):
        "As the bench, until something is wrong"
        self.do_wrong('apply')
        super().apply(action)

    def observe(self):
        "As the bench, until something is wrong"
        now = time.monotonic()
        self.do_wrong('observe')
        self.looked_before = now
        return super().observe()

    def plan(self, where, wrong, after):
        "From so many seconds on, do this there"
        self.planned = where, wrong, time.monotonic() + after

    def do_wrong(self, where):
        "What was planned, if it is time"
        place, wrong, due = self.planned
        if place == where and time.monotonic() > due:
            self.note()
            wrong()

    def note(self):
        "Now it is wrong"
        self.wrong_at = self.wrong_at or time.monotonic()

    def stop(self):
        "Keep the moment"
        self.stopped_at = self.stopped_at or time.monotonic()


class Wrong:
    "A policy that says something else when it is time"

    def __init__(self, policy, driver, value):
        self.policy = policy
        self.config = policy.config
        self.driver = driver
        self.value = value

    def act(self, observation):
        "The policy's chunk, or the value"
        chunk = self.policy.act(observation)
        self.driver.do_wrong('policy')
        return np.full_like(chunk, self.value) if self.driver.wrong_at else chunk


def broken():
    "What a loose cable does"
    raise OSError('cable')


def hang(driver):
    "A camera that does not answer: a reason to stop when the last observation is too old"
    driver.wrong_at = driver.looked_before + PATIENCE / driver.task.hz
    time.sleep(HANG)


def nothing():
    "What goes wrong is what the policy says"


def press_later(driver, press, after):
    "Somebody presses a button in so many seconds"

    def now():
        driver.wrong_at = time.monotonic()
        press()

    threading.Timer(after, now).start()


def never():
    "An episode that does not end"
    return False


def endless(config):
    "The bench for as long as it is needed"
    driver = Noted(TASK, config, EVALUATION_SEEDS)
    driver.task.over = never
    driver.task.horizon = 10**9
    return driver


def by_button(handed_over):
    "Somebody sets an Event, which is handed over as it is or as a function"

    def set_up(driver, policy, after):
        button = threading.Event()
        press_later(driver, button.set, after)
        return policy, dict(stop=button if handed_over == 'event' else button.is_set)

    return set_up


def by_interrupt(driver, policy, after):
    "Ctrl-C between two lines of Python"
    press_later(driver, partial(os.kill, os.getpid(), signal.SIGINT), after)
    return policy, {}


def by_deaf_interrupt(driver, policy, after):
    "Ctrl-C in the middle of a computation"
    no_python = partial(hashlib.pbkdf2_hmac, 'sha256', b'x', b'y', iterations=ROUNDS)
    driver.plan('observe', no_python, after - BEFORE)
    press_later(driver, partial(os.kill, os.getpid(), signal.SIGINT), after)
    return policy, dict(max_age=10 * HANG)


def by_driver(where, wrong):
    "Something that the driver does"

    def set_up(driver, policy, after):
        driver.plan(where, wrong, after)
        return policy, {}

    return set_up


def by_silence(driver, policy, after):
    "A camera that hangs"
    driver.plan('observe', partial(hang, driver), after)
    return policy, {}


def by_action(value):
    "Something that the policy says"

    def set_up(driver, policy, after):
        driver.plan('policy', nothing, after)
        return Wrong(policy, driver, value), {}

    return set_up


KINDS = {
    'an Event': by_button('event'),
    'a function': by_button('function'),
    'Ctrl-C': by_interrupt,
    'Ctrl-C during a second without Python': by_deaf_interrupt,
    'an exception in observe': by_driver('observe', broken),
    'an exception in apply': by_driver('apply', broken),
    'an action that is not finite': by_action(np.nan),
    'an action beyond the limits': by_action(FAR),
    'an observation that is too old': by_silence,
}


def stop_delay(policy, kind, after):
    "Seconds from what went wrong to the driver's stop; the reason that was told"
    driver = endless(policy.config)
    acts, settings = KINDS[kind](driver, policy, after)
    session = run_robot(driver, acts, driver.task.hz, every=EVERY, seconds=10, **settings)
    return driver.stopped_at - driver.wrong_at, session.why
