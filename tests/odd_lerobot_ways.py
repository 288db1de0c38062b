"""What may be odd about a LeRobot data set: one function a kind."""

from pathlib import Path

import numpy as np
import pyarrow as pa
from odd_lerobot import (
    ACTION,
    FORCE,
    FPS,
    LENGTHS,
    SIDE,
    STATE,
    STREAMS,
    WIDTH,
    Dataset,
    cells,
    nested,
    pick,
    plain,
    write,
)
from PIL import Image

TYPES = {
    **dict(half=pa.float16(), double=pa.float64(), short=pa.int16(), long=pa.int64()),
    **dict(byte=pa.uint8(), flag=pa.bool_(), text=pa.string(), time=pa.timestamp('us')),
    **dict(decimal=pa.decimal128(20, 6), bytes=pa.binary(), date=pa.date32()),
}
KEYS = ('observation.images.wrist.left', 'observation.images.', 'observation.images.a b')
KEYS += ('observation.images.Überblick', 'observation.image', 'cam', 'observation.images.0')
KEYS += ('observation.images.top/left', 'images.top', 'observation.images')


def _change_cell(column: pa.Array, place: int, value) -> pa.Array:
    "A column with another value in one frame"
    cells_ = column.to_pylist()
    cells_[place] = value
    return pa.array(cells_, column.type)


def _as_bytes(value) -> bytes:
    "The digits of a number"
    return str(value).encode()


def odd_type(made: Dataset, rng) -> str:
    "Numbers of another type than info.json says, or of one that it says as well"
    key, name = pick(rng, STREAMS), pick(rng, TYPES)
    values = np.asarray(made.columns[key].to_pylist()).round()
    if name in ('byte', 'flag', 'date'):
        values = np.abs(values)
    made_of = dict(text=str, bytes=_as_bytes, flag=bool)
    numbers_ = name in ('half', 'double')
    flat = [made_of.get(name, float if numbers_ else int)(o) for o in values.ravel()]
    kind = TYPES[name]
    column = pa.array(flat, kind) if name != 'half' else pa.array(values.ravel().astype('f2'))
    for size in reversed(values.shape[1:]):
        offsets = np.arange(0, len(column) + 1, size).astype('int32')
        column = pa.ListArray.from_arrays(pa.array(offsets), column)
    made.columns[key] = column
    said = pick(rng, ('float32', 'int64', 'bool', 'string', 'float64', 'float16'))
    made.info['features'][key]['dtype'] = said
    return f'{key} is {kind}, said to be {said}'


def odd_container(made: Dataset, rng) -> str:
    "Lists of another kind"
    key = pick(rng, (STATE, ACTION))
    rows = made.columns[key].to_pylist()
    ways = dict(
        large=pa.array(rows, pa.large_list(pa.float32())),
        fixed=pa.array(rows, pa.list_(pa.float32(), WIDTH)),
        deeper=pa.array([[row] for row in rows]),
        columns=pa.array([[[o] for o in row] for row in rows]),
        ragged=pa.array([rows[0][:-1], [*rows[1], 0.0], *rows[2:]]),
    )
    ways |= dict(
        dictionary=pa.array([row[0] for row in rows]).dictionary_encode(),
        struct=pa.array([dict(x=row[0], y=row[1]) for row in rows]),
        text=pa.array([str(row) for row in rows]),
        short=pa.array([row[:-1] for row in rows]),
        scalar=pa.array([row[0] for row in rows]),
        empty=pa.array([[] for _ in rows], pa.list_(pa.float32())),
        nothing=pa.nulls(len(rows)),
    )
    name = pick(rng, ways)
    made.columns[key] = ways[name]
    return f'{key}: {name}'


def odd_shape(made: Dataset, rng) -> str:
    "Another shape in info.json"
    key = pick(rng, STREAMS)
    shape = pick(rng, ([WIDTH, 1], [1, WIDTH], [], [1], WIDTH, None, [6], ['7'], [7.0], [72], [0]))
    made.info['features'][key]['shape'] = shape
    return f'shape of {key} is {shape}'


def odd_value(made: Dataset, rng) -> str:
    "One value that is none"
    key, value = pick(rng, (STATE, ACTION)), pick(rng, (np.nan, np.inf, None, 6e38, -0.0))
    row = made.columns[key].to_pylist()[3]
    row[2] = value
    whole = rng.random() < 0.3
    made.columns[key] = _change_cell(made.columns[key], 3, None if whole else row)
    return f'{key} holds {None if whole else value}'


def odd_names(made: Dataset, rng) -> str:
    "Names that are no names, too few, too many"
    key = pick(rng, (STATE, ACTION))
    some = [f'j{i}' for i in range(WIDTH)]
    names = pick(rng, (some[:-1], [*some, 'x'], {'motors': some}, {'a': some, 'b': some}, 'abc'))
    names = pick(rng, (names, [0] * WIDTH, [None] * WIDTH, [some], ['j'] * WIDTH, {}, 5))
    made.info['features'][key]['names'] = names
    return f'names of {key} are {names}'


def odd_key(made: Dataset, rng) -> str:
    "A camera of another name"
    key = pick(rng, KEYS)
    made.columns[key] = made.columns.pop(made.camera)
    made.info['features'][key] = made.info['features'].pop(made.camera)
    made.camera = key
    return f'the camera is {key!r}'


def odd_picture(made: Dataset, rng) -> str:
    "Grey, with opacity, of 16 bits, bytes in lists, floats, damaged"
    seen = made.picture
    grey = np.repeat(seen[..., :1], 3, -1)
    first = dict(names=['channels', 'height', 'width'], shape=[3, SIDE, SIDE + 2])
    four = np.concatenate([seen, np.full_like(seen[..., :1], 255)], -1)
    deep = [Image.fromarray(o[..., 0].astype('uint16') * 200) for o in seen]
    whole = [Image.fromarray(o) for o in seen]
    broken = cells(whole).to_pylist()
    broken[2] = dict(broken[2], bytes=broken[2]['bytes'][:40])
    lists = {'dtype': 'uint8'}
    ways = dict(
        grey=(cells([Image.fromarray(o[..., 0]) for o in seen]), grey, {}),
        four=(cells([Image.fromarray(o) for o in four]), seen, {}),
        deep=(cells(deep), None, {}),
        first=(cells(whole), seen, first),
        broken=(pa.array(broken), None, {}),
        size=(cells(whole), seen, dict(shape=[SIDE + 1, SIDE, 3])),
    )
    ways |= dict(
        bytes=(nested(seen, pa.uint8()), seen, lists),
        whole=(nested(seen, pa.int32()), seen, lists),
        unit=(nested(seen / 255, pa.float32()), seen, lists),
        floats=(nested(seen / 255, pa.float32()), seen, dict(dtype='float32')),
    )
    ways |= dict(
        turned=(nested(seen.transpose(0, 3, 1, 2), pa.uint8()), seen, lists | first),
        path=(pa.array(['a.png'] * len(seen)), None, {}),
        null=(_change_cell(cells(whole), 1, None), None, {}),
        lone=(pa.array([o['bytes'] for o in cells(whole).to_pylist()]), seen, {}),
        video=(cells(whole), None, dict(dtype='video')),
    )
    name = pick(rng, ways)
    made.columns[made.camera], made.picture, more = ways[name]
    made.info['features'][made.camera] |= more
    return f'pictures: {name}'


def odd_stamps(made: Dataset, rng) -> str:
    "Time stamps with holes, of another type or rate, or none"
    stamps = np.asarray(made.columns['timestamp'].to_pylist())
    hole = stamps + (np.arange(len(stamps)) == 3) * 0.5
    gap = np.where(np.arange(len(stamps)) == 2, np.nan, stamps)
    ways = dict(
        double=pa.array(stamps),
        hole=pa.array(hole),
        nan=pa.array(gap),
        null=_change_cell(made.columns['timestamp'], 2, None),
        text=pa.array([str(o) for o in stamps]),
        slow=pa.array(stamps * 2),
        back=pa.array(stamps[::-1]),
        still=pa.array(stamps * 0),
        calendar=pa.array(stamps + 1.7e9),
        whole=pa.array((stamps * 1000).astype(int)),
        listed=pa.array([[o] for o in stamps]),
        moment=pa.array((stamps * 1e6).astype(int), pa.timestamp('us')),
    )
    name = pick(rng, [*ways, 'missing'])
    if name == 'missing':
        del made.columns['timestamp']
    else:
        made.columns['timestamp'] = ways[name]
    return f'stamps: {name}'


def odd_info(made: Dataset, rng) -> str:
    "Rate, version and counts that are wrong"
    entry, value = pick(
        rng,
        (
            *(('fps', o) for o in (50.0, '50', 0, -50, None, 25, True, [50], float('nan'))),
            *(('codebase_version', o) for o in ('v2.1', 'v3', None, 3)),
            *(('total_episodes', o) for o in (2, 5, '3', None)),
            *(('total_frames', o) for o in (14, 99, None)),
            *(
                ('splits', o)
                for o in (None, dict(train='0:2'), 'all', dict(train='0:1', test='1:3'))
            ),
            *(('features', o) for o in ([], None, {STATE: 5}, {})),
            *(('data_path', o) for o in ('data/{episode_index}.parquet', 5, '../x.parquet', '{')),
        ),
    )
    made.info[entry] = value
    return f'{entry} is {value}'


def odd_column(made: Dataset, rng) -> str:
    "A column that one of info.json and data does not have"
    name = pick(rng, (STATE, ACTION, made.camera, 'episode_index', 'task_index', 'index', 'extra'))
    way = pick(rng, ('data', 'info', 'both'))
    spare = pa.array(np.arange(sum(LENGTHS), dtype='float32'))
    if name == 'extra':
        extra = pick(rng, ('effort', 'observation.effort', 'observation.state.raw', 'a/b', ''))
        if way != 'data':
            made.info['features'][extra] = dict(dtype='float32', shape=[1], names=None)
        if way != 'info':
            made.columns[extra] = spare
        return f'extra column {extra!r} in {way}'
    if way != 'info':
        made.columns.pop(name)
    if way != 'data':
        made.info['features'].pop(name)
    return f'{name} is missing in {way}'


def odd_rows(made: Dataset, rng) -> str:
    "Episodes of no length, of a wrong one, twice, not at all"
    row, way = made.rows[1], pick(rng, ('zero', 'long', 'short', 'shifted', 'twice', 'lost', 'gap'))
    way = pick(rng, (way, way, 'to', 'text', 'null', 'none', 'file', 'renumbered'))
    changes = dict(
        zero=dict(length=0, dataset_to_index=row['dataset_from_index']),
        long=dict(length=row['length'] + 1),
        short=dict(length=row['length'] - 1),
        shifted=dict(dataset_from_index=row['dataset_from_index'] - 1),
        to=dict(dataset_to_index=row['dataset_to_index'] + 1),
        null=dict(dataset_from_index=None),
        file={'data/file_index': 4},
        renumbered=dict(episode_index=7),
    )
    made.rows[1] = row | changes.get(way, {})
    if way == 'twice':
        made.rows.append(dict(row))
    if way == 'lost':
        del made.rows[1]
    if way == 'none':
        made.rows = []
    if way == 'text':
        made.rows = [dict(o, length=str(o['length'])) for o in made.rows]
    if way == 'gap':
        made.rows[2]['episode_index'] = 5
        owner = np.asarray(made.columns.get('episode_index', pa.array([])).to_pylist())
        made.columns['episode_index'] = pa.array(np.where(owner == 2, 5, owner))
    return f'episodes: {way}'


def odd_tasks(made: Dataset, rng) -> str:
    "Instructions that are missing, numbers without a text"
    way = pick(rng, ('gone', 'gap', 'null', 'numbers', 'index', 'silent', 'two', 'wide', 'no rows'))
    made.tasks = dict(
        gone={},
        gap=dict(task=['peg'], task_index=[3]),
        null=dict(task=[None], task_index=[0]),
        numbers=dict(task=[5], task_index=[0]),
        index=dict(__index_level_0__=['peg'], task_index=[0]),
        two=dict(task=['peg', 'hole'], task_index=[0, 1]),
        wide=dict(task=['peg'], other=['x'], task_index=[0]),
    ).get(way, made.tasks)
    if way == 'no rows':
        made.tasks = dict(task=pa.array([], pa.string()), task_index=pa.array([], pa.int64()))
    if way == 'silent':
        made.rows = [{name: o for name, o in row.items() if name != 'tasks'} for row in made.rows]
    if way == 'two':
        made.rows = [
            row | dict(tasks=pick(rng, (['peg', 'hole'], ['other'], []))) for row in made.rows
        ]
        made.columns['task_index'] = pa.array(np.arange(sum(LENGTHS)) % pick(rng, (2, 3)))
    return f'tasks: {way}'


def odd_success(made: Dataset, rng) -> str:
    "Whether episodes succeeded, in some words"
    value = pick(rng, (True, False, 1, 0, 'True', 'False', 'maybe', None, 2, 0.5))
    name = pick(rng, ('success', 'is_success', 'next.success', 'task_success', 'succeeded'))
    if rng.random() < 0.5:
        made.rows = [row | {name: value} for row in made.rows]
        return f'{name} is {value!r} in the table of episodes'
    dtype = dict(bool='bool', str='string', int='int64', float='float32').get(type(value).__name__)
    made.columns[name] = pa.array([value] * sum(LENGTHS))
    made.info['features'][name] = dict(dtype=dtype or 'bool', shape=[1], names=None)
    return f'{name} is {value!r} in the data'


ODD = (odd_type, odd_container, odd_shape, odd_value, odd_names, odd_key, odd_picture)
ODD += (odd_stamps, odd_info, odd_column, odd_rows, odd_tasks, odd_success)


def odd_dataset(root: Path, seed: int) -> Dataset:
    "A data set in which one or two things are odd"
    rng = np.random.default_rng(seed)
    made = plain(root, rng)
    for number in rng.choice(len(ODD), rng.integers(1, 3), replace=False):
        try:
            made.words.append(ODD[number](made, rng))
        except (KeyError, TypeError, AttributeError, IndexError):
            made.words.append(f'{ODD[number].__name__} has nothing left to change')
    write(made, groups=pick(rng, (4, 100)))
    return made
