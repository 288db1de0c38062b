"""Trajectories of a JSON, pictures and a series in which one or two things are odd, from a seed."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

FPS, RATE = 5, 50  # of the pictures and of the series, Hz
STEPS, SIDE = 6, 8
POSE, ACTION, CHANNELS = 6, 7, 3
LOST = object()  # an entry that is taken out
VALUES = (1, True, False, None, '0.5', 'nan', [0.5], np.nan, np.inf, 1e39, 2**60, -0.0, 0.1)
VIEWS = ('wrist.left', 'a b', 'Überblick', '0', '', 'top/left', '../top', 'depth')
MODES = ('L', 'RGBA', 'P', '1', 'I;16', 'F', 'CMYK')
FLAGS = (True, False, None, 1, 0, 'yes', 'False', 'maybe', 0.5, [0, 1], [[0]], {}, [])
NAMES = ('success', 'is_success', 'isSuccess', 'succeeded', 'task_success', 'success_rate')
RATES = (None, 5.0, '5', 0, -5, 4, 'fast', np.nan, True, [5], 10)


@dataclass
class Trajectory:
    "What is about to be written"

    folder: Path
    document: dict
    pictures: dict  # file -> (H, W, 3) or a PIL image
    series: dict  # arrays of sensor_data.npz
    words: list = field(default_factory=list)  # what is odd


def plain(folder: Path, rng) -> Trajectory:
    "A trajectory in which nothing is odd"
    pictures = {
        f'top_{i}.png': rng.integers(0, 256, (SIDE, SIDE + 2, 3), dtype=np.uint8)
        for i in range(STEPS)
    }
    steps = [
        dict(
            images=dict(top=name),
            pose=rng.uniform(-3, 3, POSE).tolist(),
            action=rng.uniform(-3, 3, ACTION).tolist(),
        )
        for name in pictures
    ]
    samples = STEPS * RATE // FPS
    times = np.arange(samples) / RATE
    series = dict(timestamps=times, data=rng.uniform(-3, 3, (samples, CHANNELS)))
    document = dict(instruction='peg', fps=FPS, steps=steps)
    return Trajectory(folder, document, pictures, series)


def pick(rng, choices):
    "One of several things of any type"
    choices = list(choices)
    return choices[rng.integers(len(choices))]


def _put(holder: dict, name: str, value) -> None:
    "Set an entry, or take it out"
    holder.pop(name, None)
    if value is not LOST:
        holder[name] = value


def odd_number(made: Trajectory, rng) -> str:
    "One number that is none, or of another type"
    name, value = pick(rng, ('pose', 'action')), pick(rng, VALUES)
    made.document['steps'][pick(rng, (0, 3))][name][2] = value
    return f'{name} holds {value!r}'


def odd_vector(made: Trajectory, rng) -> str:
    "A vector of another length or form, in one step or in all"
    name, form = pick(rng, ('pose', 'action')), pick(rng, range(8))
    steps = made.document['steps']
    for step in pick(rng, (steps, steps[3:4], steps[:1])):
        old = step[name]
        forms = ([], old[:-1], [*old, 0.5], [old], old[0], dict(enumerate(old)), LOST, 'abcdefg')
        _put(step, name, forms[form])
    return f'{name}: form {form}'


def odd_steps(made: Trajectory, rng) -> str:
    "No steps, one step, steps that are none, more entries"
    steps = made.document['steps']
    ways = dict(
        none=[],
        lost=LOST,
        one=steps[:1],
        text='steps',
        number=5,
        table=dict(enumerate(steps)),
        null=[*steps[:2], None, *steps[2:]],
        lists=[[o] for o in steps],
        gripper=[dict(o, gripper=[0.1]) for o in steps],
        beside=[dict(o, observation=dict(force=[1, 2])) for o in steps],
    )
    way = pick(rng, ways)
    _put(made.document, 'steps', ways[way])
    return f'steps: {way}'


def odd_view(made: Trajectory, rng) -> str:
    "A camera of another name, in all steps or in one"
    view = pick(rng, VIEWS)
    steps = made.document['steps']
    for step in pick(rng, (steps, steps, steps[3:4])):
        step['images'] = {view: step['images']['top']}
    return f'the camera is {view!r}'


def odd_pictures(made: Trajectory, rng) -> str:
    "Pictures of another mode, size, place, or none"
    name, mode = 'top_2.png', pick(rng, MODES)
    steps = made.document['steps']
    shown = Image.fromarray(made.pictures[name])
    twice = np.repeat(made.pictures[name], 2, 0)
    ways = ('mode', 'modes', 'size', 'lost', 'text', 'place', 'name', 'no images', 'second')
    way = pick(rng, ways)
    if way == 'mode':
        made.pictures[name] = _as_mode(shown, mode)
    if way == 'modes':
        made.pictures = {o: _as_mode(Image.fromarray(p), mode) for o, p in made.pictures.items()}
    if way in ('size', 'lost', 'text'):
        made.pictures[name] = dict(size=twice, lost=None, text=b'no picture')[way]
    if way in ('place', 'name'):
        steps[2]['images']['top'] = pick(
            rng, ('../x.png', '/etc/hostname', '.', '', 5, None, ['a'])
        )
    if way == 'no images':
        for step in steps:
            step['images'] = pick(rng, ({}, None, [], 'top'))
    if way == 'second':
        steps[1]['images']['side'] = name
    return f'pictures: {way}, {mode}'


def _as_mode(picture: Image.Image, mode: str) -> Image.Image:
    "A picture as another program keeps it"
    if mode == 'I;16':
        return Image.fromarray(np.asarray(picture.convert('L')).astype('uint16') * 200)
    return picture.convert('L').convert('F') if mode == 'F' else picture.convert(mode)


def odd_stamps(made: Trajectory, rng) -> str:
    "Time stamps of the steps"
    stamps = np.arange(STEPS) / FPS
    hole = stamps + (np.arange(STEPS) > 2) * 3.0
    gap = np.where(np.arange(STEPS) == 2, np.nan, stamps)
    ways = dict(
        even=stamps,
        hole=hole,
        gap=gap,
        back=stamps[::-1],
        calendar=stamps + 1.7e9,
        slow=stamps * 2,
        still=stamps * 0,
    )
    way, name = pick(rng, ways), pick(rng, ('timestamp', 'time', 'stamp'))
    kind = pick(rng, ('all', 'all', 'text', 'one', 'list'))
    for number, (step, stamp) in enumerate(zip(made.document['steps'], ways[way], strict=True)):
        values = dict(all=float(stamp), text=str(stamp), one=float(stamp), list=[float(stamp)])
        if kind != 'one' or number != 2:
            step[name] = values[kind]
    return f'{name}: {way}, {kind}'


def odd_series(made: Trajectory, rng) -> str:
    "A series of another type, shape or rate, with holes, under other names"
    times, data = made.series['timestamps'], made.series['data']
    hurt = np.where(np.arange(len(times)) == 7, np.nan, times)
    ways = dict(
        half=dict(data=data.astype('f2')),
        whole=dict(data=data.astype('i2')),
        flag=dict(data=data > 0),
        text=dict(data=data.astype('U8')),
        complex=dict(data=data.astype('c8')),
        flat=dict(data=data[:, 0]),
        deep=dict(data=data[..., None]),
        chunks=dict(data=data.reshape(STEPS, -1, CHANNELS), timestamps=np.arange(STEPS) / FPS),
        wide=dict(data=np.c_[data, data]),
    )
    ways |= dict(
        short=dict(data=data[:-3]),
        empty=dict(data=data[:0], timestamps=times[:0]),
        nan=dict(data=np.where(np.arange(len(data))[:, None] == 4, np.nan, data)),
        hole=dict(timestamps=times + (np.arange(len(times)) > 9) * 0.5),
        hurt=dict(timestamps=hurt),
    )
    ways |= dict(
        slow=dict(timestamps=times * 2),
        back=dict(timestamps=times[::-1]),
        texts=dict(timestamps=times.astype('U8')),
        calendar=dict(timestamps=times + 1.7e9),
        column=dict(timestamps=times[:, None]),
    )
    ways |= dict(
        objects=dict(data=np.array([None] * len(times), object)),
        lost=dict(data=LOST),
        unstamped=dict(timestamps=LOST),
        beside=dict(force=data),
        single=dict(timestamps=times[:1], data=data[:1]),
    )
    way = pick(rng, ways)
    for name, value in ways[way].items():
        _put(made.series, name, value)
    return f'series: {way}'


def odd_document(made: Trajectory, rng) -> str:
    "Rate, instruction and others of another type"
    name, value = pick(
        rng,
        (
            *(('fps', o) for o in RATES),
            *(('control_freq', o) for o in (5, 20, 'x')),
            *(('instruction', o) for o in (None, 5, ['peg'], ['a', 'b'], '', {'en': 'peg'})),
            *(('files', o) for o in (None, [], 'x', {'top_0.png': 5}, {'top_0.png': 'abc'})),
            *(('camera', o) for o in ('top', 5)),
        ),
    )
    made.document[name] = value
    return f'{name} is {value!r}'


def odd_success(made: Trajectory, rng) -> str:
    "Whether it succeeded, in some words"
    name, value = pick(rng, NAMES), pick(rng, FLAGS)
    if rng.random() < 0.6:
        made.document[name] = value
        return f'{name} is {value!r} in the document'
    for step in made.document['steps']:
        step[name] = value
    return f'{name} is {value!r} in the steps'


ODD = (odd_number, odd_vector, odd_steps, odd_view, odd_pictures, odd_stamps, odd_series)
ODD += (odd_document, odd_success)


def _save(picture, file: Path) -> None:
    "One picture of any kind"
    if picture is None:
        return
    if isinstance(picture, bytes):
        file.write_bytes(picture)
        return
    shown = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    form = 'JPEG' if shown.mode == 'CMYK' else 'TIFF' if shown.mode == 'F' else 'PNG'
    shown.save(file, form)


def odd_trajectory(folder: Path, seed: int) -> Trajectory:
    "A trajectory in which one or two things are odd"
    rng = np.random.default_rng(seed)
    made = plain(folder, rng)
    for number in rng.choice(len(ODD), rng.integers(1, 3), replace=False):
        try:
            made.words.append(ODD[number](made, rng))
        except (KeyError, TypeError, AttributeError, IndexError, ValueError):
            made.words.append(f'{ODD[number].__name__} has nothing left to change')
    folder.mkdir(parents=True)
    (folder / 'trajectory.json').write_text(json.dumps(made.document))
    for name, picture in made.pictures.items():
        _save(picture, folder / name)
    if made.series:
        np.savez(folder / 'sensor_data.npz', **made.series)
    return made
