"""What is done to the streams of an episode, each as a checker of datasets might have to find it"""

import numpy as np

WRIST = 'observation.images.wrist'
STATE = 'observation.state'
VELOCITY = 'observation.velocity'
FORCE = 'observation.tactile.force'
LEFT = 'observation.tactile.left'
RIGHT = 'observation.tactile.right'
GRIPPER = 6  # entry of state and action
CAMERA_LATE = 10  # frames of 20 ms: what a buffer of a USB camera loses on a bad day
ACTION_LATE = 3  # frames
SLOWNESS = 1.8  # times as long
ROOM = (0.45, 0.62, 0.7)  # gains of red, green, blue: dim and bluish


def in_half(change):
    "The change in every second episode"

    def new(streams, number):
        return change(streams, number) if number % 2 else streams

    return new


def late(values, frames):
    "Each value stands so many frames after its time; the first one is repeated"
    return values[np.maximum(np.arange(len(values)) - frames, 0)]


def camera_late(streams, number):
    "The wrist camera alone is behind"
    return {**streams, WRIST: late(streams[WRIST], CAMERA_LATE)}


def gripper_inverted(streams, number):
    "One means closed, no longer open: in state, speed and command"
    turned = {key: values.copy() for key, values in streams.items()}
    for key in (STATE, 'action'):
        turned[key][:, GRIPPER] = 1 - turned[key][:, GRIPPER]
    turned[VELOCITY][:, GRIPPER] *= -1
    return turned


def in_millinewton(streams, number):
    "The force grid a thousand times as large"
    return {**streams, FORCE: streams[FORCE] * np.float32(1000)}


def action_late(streams, number):
    "Commands are recorded after they were given"
    return {**streams, 'action': late(streams['action'], ACTION_LATE)}


def lens_cap(streams, number):
    "The wrist camera sees nothing"
    return {**streams, WRIST: np.zeros_like(streams[WRIST])}


def delta_actions(streams, number):
    "Commands relative to the present state"
    return {**streams, 'action': streams['action'] - streams[STATE]}


def shuffled_actions(streams, number):
    "Commands of a fifth of the episodes in random order"
    if number % 5 != 1:
        return streams
    order = np.random.default_rng(number).permutation(len(streams['action']))
    return {**streams, 'action': streams['action'][order]}


def finger_copied(streams, number):
    "One driver was read twice: grid and pad picture of the left finger stand for both"
    force = np.repeat(streams[FORCE][:, :1], 2, axis=1)
    return {**streams, FORCE: force, RIGHT: streams[LEFT].copy()}


def odd_room(streams, number):
    "Dim, bluish pictures from all cameras"
    dimmed = {}
    for key, values in streams.items():
        if '.images.' in key:
            values = (values * np.array(ROOM)).round().astype('uint8')
        dimmed[key] = values
    return dimmed


def between(values, places):
    "Values at places between frames: numbers are interpolated, pictures are taken from the nearest"
    if values.dtype == np.uint8:
        return values[np.round(places).astype(int)]
    before = np.floor(places).astype(int)
    after = np.minimum(before + 1, len(values) - 1)
    share = (places - before).reshape(-1, *[1] * (values.ndim - 1))
    return (values[before] * (1 - share) + values[after] * share).astype(values.dtype)


def slow(streams, number):
    "The same movements at a little more than half the speed"
    frames = len(streams['action'])
    places = np.linspace(0, frames - 1, round(frames * SLOWNESS))
    slowed = {key: between(values, places) for key, values in streams.items()}
    slowed[VELOCITY] /= np.float32(SLOWNESS)
    return slowed
