"""Whatever a LeRobot data set or a trajectory holds: refused by name, or what is stored."""

import warnings

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from odd_lerobot import TOUCH
from odd_lerobot_ways import odd_dataset
from odd_trajectory import CHANNELS, RATE, odd_trajectory
from PIL import Image

from tactile_nb.core.errors import ConfigError, SchemaError
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.lerobot_meta import DEFAULTS
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.success import means_success
from tactile_nb.data.tasks import TaskConfig

LEAST = 1 / 8  # of the seeds: fewer read, or fewer refused, and nothing was tried
NO = (False, 0, 'False', [[0]])


def checked(root, task) -> list:
    "The episodes, with everything of them read once"
    episodes = list(open_episodes(root, task))
    for episode in episodes:
        assert isinstance(episode.success, bool)
        assert len(episode.told()) == len(episode.times()) == len(episode)
        for key, feature in episode.features.items():
            values = episode.read(key)
            assert values.shape == (len(episode), *feature.shape)
            assert np.isfinite(values).all()
            assert len(feature.names) in (0, np.prod(feature.shape))
    return episodes


def said_anywhere(episodes) -> str:
    "The notes of all episodes"
    return ' | '.join(dict.fromkeys(note for episode in episodes for note in episode.notes))


def plain_table(root) -> pa.Table:
    "The rows of the data, with the number of each"
    table = pq.read_table(root / 'data/chunk-000/file-000.parquet')
    numbers = pa.array(np.arange(len(table)))
    return table if 'index' in table.column_names else table.append_column('index', numbers)


def check_stream(made, episode, key, rows) -> None:  # rows: of the table, of this episode
    "Equal to what pyarrow reads"
    column = episode.columns[key]
    values = episode.read(key)
    if column == made.camera and values.dtype == np.uint8:
        assert made.picture is not None, 'nobody can say what this shows'
        np.testing.assert_array_equal(values, made.picture[rows['index'].to_numpy()])
        return
    plain = np.array(rows[column].to_pylist())
    assert plain.dtype.kind in 'fiub', f'{plain.dtype} is no number'
    flat = plain.astype('float32').reshape(len(plain), -1)
    np.testing.assert_array_equal(values.reshape(len(values), -1), flat)


def check_all_said(table, episodes) -> None:
    "A column is read, or a note says that it is not"
    notes = said_anywhere(episodes)
    read = {column for episode in episodes for column in episode.columns.values()}
    for name in {*table.column_names} - read - {*DEFAULTS}:
        assert means_success(name) or name in notes, f'{name!r} is left out without a word'


def check_dataset(root, seed, words) -> None:
    "A LeRobot data set"
    made = odd_dataset(root, seed)
    words += made.words
    spec = TouchSpec('grid', TOUCH, 50.0, 'N')
    episodes = checked(root, TaskConfig('odd', str(root), (), fps=50.0, tactile=dict(force=spec)))
    said = [value for row in made.rows for name, value in row.items() if means_success(name)]
    assert not (episodes and any(value in NO for value in said)), 'failures are read'
    table = plain_table(root)
    check_all_said(table, episodes)
    owners = table['episode_index']
    numbers = [episode.row['episode_index'] for episode in episodes]
    assert numbers == pc.unique(owners).to_pylist()
    for number, episode in zip(numbers, episodes, strict=True):
        rows = table.filter(pc.equal(owners, number))
        for key in episode.features:
            check_stream(made, episode, key, rows)


def check_views(made, episode, steps, notes) -> None:
    "Every picture is the one that Pillow reads"
    for view in {name for step in steps for name in step['images'] or ()}:
        key = f'observation.images.{view}'
        if key not in episode.features:
            assert view in notes, f'view {view!r} is left out without a word'
            continue
        for step, picture in zip(steps, episode.read(key), strict=True):
            plain = Image.open(made.folder / step['images'][view]).convert('RGB')
            np.testing.assert_array_equal(picture, np.asarray(plain))


def check_series(made, episode) -> None:
    "Every sample is the one of the file"
    stored = made.series['data']
    even = stored.ndim == 2 and len(stored) == len(made.series['timestamps'])
    key = 'observation.tactile.force'
    if even and key in episode.features and episode.clock(key).lost == 0:
        found = np.asarray(episode.read_samples(key))
        np.testing.assert_array_equal(found, stored.astype('float32')[: len(found)])


def check_trajectory(root, seed, words) -> None:
    "A folder of one trajectory"
    made = odd_trajectory(root / 'set/a', seed)
    words += made.words
    spec = TouchSpec('series', (CHANNELS,), float(RATE), window=10)
    task = TaskConfig('odd', str(root), (), fps=5.0, tactile=dict(force=spec))
    episodes = checked(root / 'set', task)
    failed = any(means_success(k) and v in NO for k, v in made.document.items())
    assert not (failed and episodes), 'failures are read'
    for episode in episodes:
        steps, notes = made.document['steps'], said_anywhere(episodes)
        for key, name in (('observation.state', 'pose'), ('action', 'action')):
            plain = np.array([step[name] for step in steps], 'float64').astype('float32')
            np.testing.assert_array_equal(episode.read(key), plain)
        read = {'images', 'pose', 'action', 'timestamp', 'time'}
        for name in {name for step in steps for name in step} - read:
            assert means_success(name) or name in notes, f'{name} is left out without a word'
        check_views(made, episode, steps, notes)
        check_series(made, episode)


KINDS = dict(lerobot=(check_dataset, 120), trajectory=(check_trajectory, 300))


@pytest.mark.parametrize('kind', KINDS)
def test_a_folder_is_refused_with_name_and_key_or_read_as_it_is(kind, tmp_path, monkeypatch):
    monkeypatch.setenv('TACTILE_NB_CACHE', str(tmp_path / 'cache'))
    check, count = KINDS[kind]
    read, refused, faults = 0, 0, []
    for seed in range(count):
        root, words = tmp_path / str(seed), []
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                check(root, seed, words)
            read += 1
        except (SchemaError, ConfigError) as error:
            refused += 1
            if str(root) not in str(error):
                faults.append((seed, words, f'no file: {error}'))
        except Exception as error:  # noqa: BLE001  any other end is a fault of ours
            faults.append((seed, words, f'{type(error).__name__}: {error}'[:300]))
    assert not faults, '\n'.join(map(str, faults[:12])) + f'\n{len(faults)} of {count}'
    assert min(read, refused) > LEAST * count
