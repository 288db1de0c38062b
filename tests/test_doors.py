"""The doors for a policy, an encoder, a layout, a rule and a loop of a researcher, from outside"""

import json
import sys
from pathlib import Path

import pytest

from doors import (  # noqa: F401  installed and place are fixtures
    BY_WHEEL,
    CLONE,
    JOB,
    OPEN,
    SMALL,
    Place,
    cells,
    installed,
    lift,
    place,
)

LOADED = """
import sys
import tactile_nb.training.jobs, tactile_nb.evidence.diagnosis, tactile_nb.data.layouts
import tactile_nb.models.policies as policies
print(policies.__file__)
files = [getattr(o, '__file__', None) or '' for o in list(sys.modules.values())]
inside = sys.prefix + '/'  # an environment may lie in the checkout
print(sum(o.startswith(sys.argv[1]) and not o.startswith(inside) for o in files))
"""


def test_importing_gives_the_package_and_not_the_folder_of_a_clone(place):
    file, from_the_checkout = place.python(LOADED, f'{CLONE}/').split()
    assert file.endswith('tactile_nb/models/policies.py')
    assert Path(file).resolve().is_relative_to(place.package.resolve()) or (
        Path(file).resolve().is_relative_to(CLONE)
    )
    if place.package != place.folder:
        assert Path(file).is_relative_to(place.package)
        assert from_the_checkout == '0'
    helped = place.python(JOB, 'train', '--help-parameters')
    assert 'hsa_temperature' in helped


@BY_WHEEL
def test_a_layout_of_ones_own_is_described_checked_trained_and_converted_from_outside(place):
    made, reader, described, checked, _ = cells('13_your_own_layout')
    there = made.replace('tempfile.mkdtemp()', repr(str(place.folder)))
    told = place.python('\n'.join([there, reader, described, checked]))
    assert 'a file cut in half raises SchemaError' in told
    named = dict(task_name='mine', plugins='takes.py', ckpt_dir='run')
    place.job('train', **SMALL, **named)
    assert 'mine' in place.python(OPEN.format(sensor='pad'))
    convert = dict(input='recordings', output_dir='v3', task_name='mine', plugins='takes.py')
    convert |= dict(workers='2')
    place.job('convert', **convert)
    look = 'from tactile_nb.data.guess import inspect_folder\nprint(inspect_folder("v3").facts)'
    assert "('touch pad', 'grid (1, 4, 4, 3)" in place.python(look)


def test_a_touch_encoder_of_ones_own_is_trained_and_opened_in_another_process(place):
    file = place.folder / 'my_encoder.py'
    written, *_ = cells('14_your_own_touch_encoder')
    place.python(written.replace("folder / 'my_encoder.py'", f'Path({str(file)!r})'))
    lift(place.folder)
    named = dict(task_name='lift', plugins=file, touch_encoder='mine', ckpt_dir='run')
    sensors = dict(camera_names='wrist', tactile_names='force')
    place.job('train', **SMALL, **named, **sensors)
    assert place.python(OPEN.format(sensor='force')).split()[0] == 'Mine'


RULE = """
from tactile_nb.evidence.diagnosis import Hit, register_rule, rule

@register_rule
@rule('short', threshold='below 30', source='our arm', cause='{n} is short', fix='more')
def short(numbers, subject):
    "A chunk that our arm cannot follow"
    return Hit('our arm', words={'n': subject.config.chunk_size})

@register_rule
@rule('worn', asks='joints', threshold='', source='', cause='', fix='')
def worn(joints, subject):
    "A number that no measure gives"
    return Hit('worn') if joints['wear'] else None
"""


@BY_WHEEL
def test_a_rule_of_ones_own_is_asked_and_one_that_breaks_leaves_its_report_and_fails(place):
    lift(place.folder)
    (place.folder / 'rules.py').write_text(RULE)
    (place.folder / 'mine.json').write_text(json.dumps(dict(task_name='lift', chunk_size=8)))
    given = dict(settings='mine.json', run_dir='seen', plugins='rules.py', plots='False')
    told = place.job('diagnose', **given, fails=True)
    assert 'BrokenChecks' in told
    report = json.loads((place.folder / 'seen' / 'diagnosis' / 'diagnosis.json').read_text())
    assert 'short' in [o['code'] for o in report['findings']]
    (hole,) = report['broken']
    assert (hole['check'], hole['error']) == ('rule worn', "KeyError: 'wear'")
    assert hole['place'] == f'{place.folder}/rules.py:14'
    (place.folder / 'rules.py').write_text(RULE.replace("['wear']", ".get('wear')"))
    assert '8 is short' in place.job('diagnose', **given)


INTERRUPTED = """
from pathlib import Path

whole = Mine.losses

def losses(self, batch):
    "As before, until somebody presses Ctrl-C after the first checkpoint"
    if Path('ctrl-c').exists() and any(Path('run').glob('checkpoints/*')):
        raise KeyboardInterrupt
    return whole(self, batch)

Mine.losses = losses
"""
PLUGIN = CLONE / 'plugins' / 'lerobot_policy_tactile_nb' / 'lerobot_policy_tactile_nb'
EXPORT = """
import sys
sys.path.insert(0, {folder!r})  # its package imports LeRobot, which has an environment of its own
from exportable import check_exportable
from tactile_nb.training.runs import Run
check_exportable('run', Run('run').policy().config)
"""
OF_BUILT_IN = ('hidden_dim', 'feedforward_dim', 'heads', 'enc_layers')
USE = """
from tactile_nb.evidence.touch_use import touch_use
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.prepare import prepare_data
from tactile_nb.training.runs import Run

run = Run('run')
data = prepare_data(TrainConfig.make(**run.settings()), 'none')
policy = run.policy()
print(type(policy).__name__, policy.sensors, touch_use(policy, data, 16).verdict)
"""


def own_policy(place) -> dict:  # the parameters that train it
    "The policy of the guide in a file of somebody's project, which Ctrl-C may interrupt"
    lift(place.folder)
    file = place.folder / 'my_policy.py'
    written, *_ = cells('11_your_own_policy')
    place.python(written.replace("folder / 'my_policy.py'", f'Path({str(file)!r})'))
    assert len(file.read_text().split('@register_policy')[1].strip().splitlines()) <= 25
    file.write_text(file.read_text() + INTERRUPTED)
    few = {name: o for name, o in SMALL.items() if name not in OF_BUILT_IN} | dict(num_steps=4)
    named = dict(task_name='lift', plugins=str(file), policy='mine', policy_settings='width = 8')
    return few | named | dict(camera_names='wrist', tactile_names='force', ckpt_dir='run')


@BY_WHEEL
def test_a_policy_of_ones_own_is_trained_resumed_diagnosed_and_asked_and_its_export_refused(place):
    settings = own_policy(place)
    (place.folder / 'ctrl-c').touch()
    place.job('train', **settings)
    (place.folder / 'ctrl-c').unlink()
    status = place.folder / 'run' / 'status.json'
    assert json.loads(status.read_text())['step'] == 2
    place.job('train', **settings)
    assert json.loads(status.read_text())['step'] == 4
    place.job('diagnose', run_dir='run', plots=False)
    report = json.loads((place.folder / 'run' / 'diagnosis' / 'diagnosis.json').read_text())
    assert not report['broken']
    assert 'touches.skin' in report['probes']['census']['modules']
    assert place.python(USE).startswith("Mine ('force',)")
    refused = place.python(EXPORT.format(folder=str(PLUGIN)), fails=True).splitlines()[-1]
    assert 'run cannot be exported: mine is a policy of your own' in refused


@pytest.mark.slow
def test_a_policy_of_ones_own_is_rolled_out_and_compared(tmp_path, installed):
    place = Place(tmp_path, installed)
    place.job('train', **own_policy(place))
    one = dict(episodes=1, videos=0, workers=1, every=8)
    place.job('evaluate', run_dir='run', **one)
    found = json.loads((place.folder / 'run' / 'evaluation/lift/result.json').read_text())
    assert found['episodes'] == 1
    place.job('compare', runs='mine=run,twice=run', run_dir='compared', **one)
    assert '| twice |' in (place.folder / 'compared' / 'comparison.md').read_text()


ZEROED = """
import sys
from types import SimpleNamespace
sys.path.insert(0, {folder!r})
from zero import check_trainable, zero_words
from tactile_nb.data.sensors import TouchSpec

def read(baseline):
    spec = TouchSpec('grid', (2, 4, 4, 3), 1.0, 'N', baseline=baseline)
    return SimpleNamespace(tactile=dict(pad=spec))

print(zero_words(read(0)))
check_trainable(read(0))
check_trainable(read(5))
"""


def test_lerobot_does_not_train_on_forces_from_another_zero_than_a_policy_acts_on(place):
    refused = place.python(ZEROED.format(folder=str(PLUGIN)), fails=True)
    assert 'first 5 frames of an episode' in refused.splitlines()[-1]
    plain = ZEROED.replace('check_trainable(read(5))', '').format(folder=str(PLUGIN))
    assert 'pad: forces are read as they were recorded' in place.python(plain)


def test_a_model_and_a_loop_of_ones_own_are_answered(place):
    lift(place.folder)
    code = [o for o in cells('15_your_own_model_and_loop') if '.figure()' not in o]
    said = place.python('\n'.join(code))
    assert 'stands at chance' in said
    assert 'touch is not in the optimiser' in said
    assert 'startled:' in said
