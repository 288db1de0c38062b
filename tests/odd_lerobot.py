"""A LeRobot data set in which nothing is odd, to be changed and written."""

import io
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

FPS = 50
LENGTHS = (6, 5, 4)  # frames of the episodes
SIDE = 8
WIDTH = 7  # numbers of state and action
TOUCH = (2, 3, 4, 3)  # fingers, rows, columns, axes
STATE, ACTION, FORCE = 'observation.state', 'action', 'observation.tactile.force'
STREAMS = (STATE, ACTION, FORCE)


@dataclass
class Dataset:
    "What is about to be written"

    root: Path
    columns: dict  # name -> Arrow array
    info: dict
    rows: list  # of the table of episodes
    tasks: dict  # columns of meta/tasks.parquet
    picture: np.ndarray  # what the camera shows, (T, H, W, 3)
    camera: str = 'observation.images.top'
    words: list = field(default_factory=list)  # what is odd, for the message


def nested(values: np.ndarray, kind: pa.DataType) -> pa.Array:  # (T, ...)
    "A column of lists in lists"
    for _ in values.shape[1:]:
        kind = pa.list_(kind)
    return pa.array(values.tolist(), kind)


def cells(pictures: list, form: str = 'PNG') -> pa.Array:  # PIL images
    "A column of encoded pictures, as LeRobot writes them"
    out = []
    for picture in pictures:
        box = io.BytesIO()
        picture.save(box, form)
        out.append(dict(bytes=box.getvalue(), path=None))
    return pa.array(out, pa.struct([('bytes', pa.binary()), ('path', pa.string())]))


def numbers(rng, shape: tuple) -> np.ndarray:
    "A stream as it is recorded"
    return rng.uniform(-3, 3, (sum(LENGTHS), *shape)).astype('float32')


def plain(root: Path, rng) -> Dataset:
    "A data set in which nothing is odd"
    owner = np.repeat(np.arange(len(LENGTHS)), LENGTHS)
    inside = np.concatenate([np.arange(n) for n in LENGTHS])
    shown = rng.integers(0, 256, (len(owner), SIDE, SIDE + 2, 3), dtype=np.uint8)
    columns = {
        STATE: nested(numbers(rng, (WIDTH,)), pa.float32()),
        ACTION: nested(numbers(rng, (WIDTH,)), pa.float32()),
        FORCE: nested(numbers(rng, TOUCH), pa.float32()),
        'observation.images.top': cells([Image.fromarray(o) for o in shown]),
        'timestamp': pa.array((inside / FPS).astype('float32')),
        'frame_index': pa.array(inside),
        'episode_index': pa.array(owner),
        'index': pa.array(np.arange(len(owner))),
        'task_index': pa.array(np.zeros(len(owner), int)),
    }
    kinds = dict(timestamp='float32') | {STATE: 'float32', ACTION: 'float32', FORCE: 'float32'}
    shapes = {STATE: [WIDTH], ACTION: [WIDTH], FORCE: list(TOUCH)}
    features = {
        name: dict(dtype=kinds.get(name, 'int64'), shape=shapes.get(name, [1]), names=None)
        for name in columns
    }
    features['observation.images.top'] |= dict(dtype='image', shape=[SIDE, SIDE + 2, 3])
    features['observation.images.top'] |= dict(names=['height', 'width', 'channels'])
    info = dict(codebase_version='v3.0', fps=FPS, features=features, splits=dict(train='0:3'))
    info |= dict(total_episodes=len(LENGTHS), total_frames=len(owner), total_tasks=1)
    ends = np.cumsum(LENGTHS)
    rows = [
        {
            **dict(episode_index=i, length=n, tasks=['peg'], dataset_from_index=int(end - n)),
            **{'dataset_to_index': int(end), 'data/chunk_index': 0, 'data/file_index': 0},
        }
        for i, (n, end) in enumerate(zip(LENGTHS, ends, strict=True))
    ]
    tasks = dict(task=['peg'], task_index=[0])
    more = dict(tasks=tasks, picture=shown)
    return Dataset(root, columns, info=info, rows=rows, **more)


def pick(rng, choices):
    "One of several things of any type"
    choices = list(choices)
    return choices[rng.integers(len(choices))]


def write(made: Dataset, *, groups: int) -> None:
    "The files"
    meta = made.root / 'meta'
    (meta / 'episodes/chunk-000').mkdir(parents=True)
    (made.root / 'data/chunk-000').mkdir(parents=True)
    (meta / 'info.json').write_text(json.dumps(made.info))
    if made.tasks:
        pq.write_table(pa.table(made.tasks), meta / 'tasks.parquet')
    pq.write_table(pa.Table.from_pylist(made.rows), meta / 'episodes/chunk-000/file-000.parquet')
    file = made.root / 'data/chunk-000/file-000.parquet'
    pq.write_table(pa.table(made.columns), file, row_group_size=groups)
