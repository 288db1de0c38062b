"""Files of a layout with odd types, shapes, holes, names and attributes, made from a seed."""

from dataclasses import dataclass, field
from pathlib import Path

import h5py
import numpy as np

FRAMES = 6
SIDE = 8
NUMBERS = ('f4', 'f8', 'f2', '>f4', '>f8', 'i1', 'i2', 'i4', 'u1', 'u2', '?', 'c8', 'S3')
SHAPES = ('whole', 'whole', 'whole', 'flat', 'deep', 'short', 'long', 'empty')
HOLES = ('none', 'none', 'none', 'nan', 'inf', 'huge')
PICTURES = ('u1', 'u1', 'first', 'unit', 'byte', 'grey', 'four', 'u2', 'i4', 'short')
NAMES = ('top', 'wrist.left', 'a b', 'Überblick', '0', 'top_depthless')
RATES = (None, 50, 50.0, '50', b'50', 0, -50, 'fast', float('nan'), 25)
SUCCESS = (None, True, False, 1, 0, 'True', 'False', b'False', 'maybe')
FPS = 50.0  # that the task says


@dataclass
class Odd:
    "What was written, read plainly"

    file: Path
    numbers: dict = field(default_factory=dict)  # sample key -> array as h5py gives it
    pictures: dict = field(default_factory=dict)  # sample key -> what it is, array
    attributes: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)  # what was chosen, for the message


PAD = (2, 3, 4, 3)  # fingers, rows, columns, axes


def numbers(rng, width: tuple, choices: dict, name: str) -> np.ndarray:
    "An array of a stream of numbers"
    kind, shape, hole = (str(rng.choice(o)) for o in (NUMBERS, SHAPES, HOLES))
    odd = name in choices['odd']
    kind, shape, hole = (kind, shape, hole) if odd else ('f4', 'whole', 'none')
    choices[name] = (kind, shape, hole)
    values = rng.uniform(-3, 3, (FRAMES, *width))
    if hole != 'none' and kind in ('f4', 'f8', 'f2', '>f4', '>f8'):
        top = {'nan': np.nan, 'inf': np.inf, 'huge': 6e4}[hole]
        values.reshape(FRAMES, -1)[rng.integers(FRAMES), 0] = top
    values = np.full(values.shape, b'abc') if kind == 'S3' else values
    values = values.astype(kind)
    ways = {
        'flat': lambda: values[:, 0],
        'deep': lambda: values[..., None],
        'short': lambda: values[:-1],
        'long': lambda: np.concatenate([values, values[:1]]),
        'empty': lambda: values[:0],
    }
    return ways.get(shape, lambda: values)()


def picture(rng, kind: str) -> tuple[np.ndarray, np.ndarray | None]:  # stored; what it shows
    "Pictures as they are stored, and as (T, H, W, 3) uint8; None: nobody can say"
    seen = rng.integers(0, 256, (FRAMES, SIDE, SIDE + 2, 3), dtype=np.uint8)
    seen[0, 0, 0] = 255
    grey = seen[..., :1]
    ways = {
        'u1': (seen, seen),
        'first': (seen.transpose(0, 3, 1, 2), seen),
        'unit': ((seen / 255).astype('f4'), seen),
        'byte': (seen.astype('f4'), seen),
        'grey': (grey[..., 0], np.repeat(grey, 3, -1)),
        'four': (np.concatenate([seen, np.full_like(grey, 255)], -1), seen),
        'u2': (seen.astype('u2') * 200, None),
        'i4': (seen.astype('i4'), seen),
        'short': (seen[:-1], None),
    }
    return ways[kind]


def attributes(rng) -> dict:
    "What a file may say of itself"
    rate, success = RATES[rng.integers(len(RATES))], SUCCESS[rng.integers(len(SUCCESS))]
    return {k: v for k, v in (('fps', rate), ('success', success)) if v is not None}


INSIDE = dict(xtrainer='observations', demos='data/demo_0/obs')
PLACES = dict(
    xtrainer=dict(state='observations/qpos', action='action'),
    demos=dict(state='data/demo_0/obs/joint_pos', action='data/demo_0/actions'),
)


def write(made: Odd, layout: str, arrays: dict, picture: tuple, *, packed: bool) -> None:
    "The file itself; picture: the camera and what is stored of it"
    camera, stored = picture
    inner = INSIDE[layout]
    cameras = f'{inner}/images' if layout == 'xtrainer' else inner
    with h5py.File(made.file, 'w') as out:
        group = out if layout == 'xtrainer' else out.create_group('data/demo_0')
        group.attrs.update(made.attributes)
        for name, place in (PLACES[layout] | dict(touch=f'{inner}/tactile_force')).items():
            chunks = dict(compression='gzip', chunks=True) if packed and arrays[name].size else {}
            out.create_dataset(place, data=arrays[name], **chunks)
        out[f'{cameras}/{camera}'] = stored
        if layout == 'xtrainer':
            out[f'{inner}/qvel'] = np.zeros((FRAMES, 7), 'f4')


def odd_file(folder: Path, seed: int, layout: str) -> Odd:
    "One file of a layout, `xtrainer` or `demos`, in which one or two things are odd"
    rng = np.random.default_rng(seed)
    made = Odd(folder / ('episode_0.hdf5' if layout == 'xtrainer' else 'demos.hdf5'))
    chosen = made.words
    places = ['state', 'action', 'touch', 'picture', 'attributes']
    chosen['odd'] = [str(o) for o in rng.choice(places, rng.integers(1, 3), replace=False)]
    wide = dict(state=(7,), action=(7,), touch=PAD)
    arrays = {name: numbers(rng, shape, chosen, name) for name, shape in wide.items()}
    kind, camera = str(rng.choice(PICTURES)), str(rng.choice(NAMES))
    kind, camera = (kind, camera) if 'picture' in chosen['odd'] else ('u1', 'top')
    chosen |= dict(picture=kind, camera=camera)
    made.attributes = attributes(rng) if 'attributes' in chosen['odd'] else {}
    stored, shown = picture(rng, kind)
    write(made, layout, arrays, (camera, stored), packed=rng.random() < 0.3)
    keys = dict(state='observation.state', action='action', touch='observation.tactile.force')
    made.numbers = {key: arrays[name] for name, key in keys.items()}
    made.pictures = {f'observation.images.{camera}': shown}
    return made
