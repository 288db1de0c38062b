"""The doors for a view encoder, a tracker, a widget and a format, from outside"""

import json

from doors import (  # noqa: F401  installed and place are fixtures
    CLONE,
    OPEN,
    SMALL,
    Place,
    cells,
    installed,
    lift,
    place,
)


def test_a_view_encoder_of_ones_own_begins_with_its_weights_and_is_opened_in_another_process(place):
    lift(place.folder)
    code = '\n'.join(cells('18_your_own_view_encoder'))
    there = code.replace('tempfile.mkdtemp()', repr(str(place.folder)))
    place.python(
        f'{there}\nassert torch.equal(policy.views["wrist"].cut.weight, saved["cut.weight"])'
    )
    opened = OPEN.replace('touches[{sensor!r}]', "views['wrist']")
    assert place.python(opened).split() == ['Patches', 'lift']


def test_a_tracker_a_widget_and_a_format_of_ones_own_are_found_by_their_names(tmp_path, installed):
    place = Place(tmp_path, installed)
    lift(place.folder)
    written, *_ = cells('19_your_own_tracker_and_widget')
    place.python(written.replace('tempfile.mkdtemp()', repr(str(place.folder))))
    named = dict(task_name='lift', plugins='our_lab.py', camera_names='wrist')
    place.job('train', **SMALL, **named, tracker='our_board', ckpt_dir='run')
    board = json.loads((place.folder / 'run' / 'our_board.json').read_text())
    assert (board['task'], board['step']) == ('lift', 2)
    place.job('train', **SMALL, **named, tracker='our_board')  # into a folder of its own
    assert (place.folder / 'runs' / 'latest' / 'our_board.json').exists()
    unknown = place.job('train', task_name='lift', tracker='our_bored', ckpt_dir='x', fails=True)
    assert "tracker 'our_bored': known: none, tensorboard, wandb" in unknown
    shown = 'from tactile_nb.explore import widgets\nprint(widgets.strongest_frame.__doc__)'
    loaded = (
        f'from tactile_nb.core.plugins import load_plugins\nload_plugins("our_lab.py")\n{shown}'
    )
    assert place.python(loaded).startswith('The frame in which')
    source = dict(input=CLONE / 'data' / 'lift', task_name='lift', plugins='our_lab.py')
    place.job('convert', **source, output_dir='lines', to='lines')
    assert len(list((place.folder / 'lines').glob('*.json'))) == 16
