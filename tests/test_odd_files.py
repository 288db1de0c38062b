"""Whatever a file holds: it is refused with its name and a key, or read as plain h5py reads it."""

import warnings

import numpy as np
import pytest
from odd_files import FPS, FRAMES, PAD, odd_file

from tactile_nb.core.errors import ConfigError, SchemaError
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.tasks import TaskConfig

EACH = 200  # files of a layout
FALSE = (False, 0, 'False', b'False')


def task_of(made, layout):
    "An entry that says what the file does not"
    camera = made.words['camera']
    keys = dict(state_keys=('joint_pos',)) if layout == 'demos' else {}
    keys |= dict(tactile=dict(force=TouchSpec('grid', PAD, FPS, 'N')))
    return TaskConfig('odd', str(made.file.parent), (camera,), fps=FPS, color_order='rgb', **keys)


def check_numbers(episode, key, plain):
    "Equal to plain reading, the entries of a frame in the order of the file"
    found = episode.read(key)
    assert len(found) == len(plain)
    rows = plain.astype('float32').reshape(len(plain), -1)
    np.testing.assert_array_equal(found.reshape(len(found), -1), rows)
    assert np.isfinite(found).all()


def check_pictures(episode, key, shown):
    "Eight bits, three colours, and what was stored"
    if key not in episode.features:
        camera = key.removeprefix('observation.images.')
        assert any(camera in note for note in episode.notes), f'{key} is left out without a word'
        return
    found = episode.read(key)
    assert found.dtype == np.uint8
    assert shown is not None, 'nobody can say what this shows'
    np.testing.assert_array_equal(found, shown)


def check(made, layout):
    "Open, and compare everything"
    episodes = open_episodes(made.file.parent, task_of(made, layout))
    assert made.attributes.get('success') not in FALSE or not len(episodes)
    (episode,) = list(episodes)
    assert len(episode) == FRAMES
    assert abs(episode.fps - FPS) < 0.1
    for key, plain in made.numbers.items():
        check_numbers(episode, key, plain)
    for key, shown in made.pictures.items():
        check_pictures(episode, key, shown)


@pytest.mark.parametrize('layout', ['xtrainer', 'demos'])
def test_a_file_is_refused_with_name_and_key_or_read_as_it_is(layout, tmp_path):
    read, refused, faults = 0, 0, []
    for seed in range(EACH):
        folder = tmp_path / str(seed)
        folder.mkdir()
        made = odd_file(folder, seed, layout)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('ignore')
                check(made, layout)
            read += 1
        except (SchemaError, ConfigError) as error:
            refused += 1
            if made.file.name not in str(error) and str(folder) not in str(error):
                faults.append((seed, made.words, made.attributes, f'no file: {error}'))
        except Exception as error:  # noqa: BLE001  any other end is a fault of ours
            words = f'{type(error).__name__}: {error}'[:300]
            faults.append((seed, made.words, made.attributes, words))
    assert not faults, '\n'.join(map(str, faults[:12])) + f'\n{len(faults)} of {EACH}'
    assert min(read, refused) > EACH // 8  # both happen, or nothing was tried
