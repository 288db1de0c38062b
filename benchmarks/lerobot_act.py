"""LeRobot's own ACT on our bench, beside ours: the same demonstrations, episodes and replanning.

    python benchmarks/lerobot_act.py [arm, arm, ...]

Needs the environment of `make interop`. Our arm is that of the study `lift_act` that sees pictures
and no touch; LeRobot's sees the same streams of the same training episodes, is trained by
`lerobot-train` in its own environment, and is asked through a pipe. What is finished is kept, so
the same command goes on after an interruption. Writes benchmarks/results/lerobot_act.md.
"""

import argparse
import json
import os
import subprocess
from dataclasses import dataclass
from multiprocessing import Pipe
from types import SimpleNamespace

import numpy as np
from study import EPISODES, STUDIES
from tables import head, row, stamp

from tactile_nb.core.files import sealed, write_sealed
from tactile_nb.data.episodes import Episodes
from tactile_nb.data.layouts import open_episodes
from tactile_nb.data.lerobot_write import is_dataset, write_lerobot
from tactile_nb.data.rearrange import Rearranged
from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.compare import compare, study
from tactile_nb.evidence.outcomes import Evaluation, read_episodes
from tactile_nb.evidence.rollout import EVALUATION_SEEDS, play
from tactile_nb.sim.task import bench_task
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.prepare import prepare_data
from tactile_nb.training.runs import Run

OURS = 'ACT, pictures'
TASK = STUDIES['lift_act']['task']
CAMERAS = ('wrist', 'third_person')
PIXELS = 64  # as ours
SEEN = (*(f'observation.images.{name}' for name in CAMERAS), 'observation.state')
HOW = dict(
    every=STUDIES['lift_act']['every'], size=PIXELS, ensemble=STUDIES['lift_act']['ensemble']
)
HELD_OUT = 300  # samples of episodes that nobody trained on
CHUNK = 16  # steps, as ours
FED = (
    '--seed=0',
    '--batch_size=32',
    '--num_workers=1',
    '--policy.pretrained_backbone_weights=null',  # ours begins at random weights, too
    f'--policy.chunk_size={CHUNK}',
    f'--policy.n_action_steps={CHUNK}',
)
OUR_SIZE = (
    '--policy.dim_model=64',
    '--policy.n_heads=4',
    '--policy.dim_feedforward=128',
    '--policy.n_encoder_layers=2',
    '--policy.n_vae_encoder_layers=2',
    '--policy.latent_dim=4',
    '--policy.dropout=0',
)
OUR_OPTIMISER = (
    '--use_policy_training_preset=false',
    '--optimizer.type=adamw',
    '--optimizer.lr=1e-3',
    '--optimizer.weight_decay=0.01',
    '--optimizer.grad_clip_norm=10',
    '--scheduler.type=cosine_decay_with_warmup',
    '--scheduler.peak_lr=1e-3',
    '--scheduler.decay_lr=0',
    '--scheduler.num_warmup_steps=200',
    '--scheduler.num_decay_steps=4000',  # LeRobot scales both to the steps that are taken
)


@dataclass(frozen=True)
class Arm:
    "One way to train LeRobot's ACT"

    folder: str
    steps: int
    words: str  # what differs from its defaults, beside what is fed in
    options: tuple = ()


ARMS = {
    "LeRobot's ACT": Arm('stock', 270, 'size and optimiser are its defaults'),
    "LeRobot's ACT, our size and optimiser": Arm(
        'our_size',
        800,
        'width, heads, layers, latent, dropout and optimiser are ours',
        (*OUR_SIZE, *OUR_OPTIMISER),
    ),
}
NOTES = f"""\
- Fed to all: the wrist and third-person pictures at {PIXELS} px and the state, no touch, of the \
same 240 training episodes (300 demonstrations less 60 held out); batches of 32, chunks of \
{CHUNK} steps. One training seed each.
- Seconds: our arm took 4,000 steps in the seconds of its row. LeRobot's got the steps that one \
core takes in 600 s when nothing else runs. The machine was shared, so the clock says more; the \
seconds of cores include the loader's, a process of its own.
- LeRobot's ACT has 52 M parameters, ours 0.3 M; its learning rate is 1e-5, and its own number of \
steps 100,000. After 270 the loss was still falling (5.2 at step 50, 2.5 at the end). The row says \
what about 600 s of a core come to, and nothing of what LeRobot's ACT reaches on a GPU.
- Unlike its defaults: batches of 32 instead of 8 and chunks of {CHUNK} instead of 100, as ours \
(with 100 a step takes 8 s), and ResNet-18 begins at random weights, as our encoders do. \
ImageNet's, its default, were not to be had offline, and its batch norms are frozen.
- Unlike ours: no shift of the pictures in training (ours moves them by up to 2 px).
- Held-out error: over {HELD_OUT} samples, of our arm over 2,000. Milliseconds include the pipe to \
LeRobot's process.
"""


class Fed(Rearranged):
    "An episode with the streams alone that LeRobot's policy is fed with"

    @property
    def features(self):
        "Sample key -> Feature"
        return {key: o for key, o in super().features.items() if key in (*SEEN, 'action')}


class Asked:
    "A policy in LeRobot's environment, as a rollout wants it"

    def __init__(self, run):
        self.config = SimpleNamespace(cameras=CAMERAS, tactile={}, touch='none', img_size=PIXELS)
        self.pipe, theirs = Pipe()
        with theirs:
            handle = theirs.fileno()
            self.process = subprocess.Popen(there('serve', run, handle), pass_fds=[handle])
        self.pipe.recv()  # it is ready: no step of an episode waits for its imports

    def act(self, observation):  # (chunk, A) raw units
        "The next chunk of actions"
        self.pipe.send({key: observation[key] for key in SEEN})
        return self.pipe.recv()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.pipe.close()
        self.process.wait()


def there(what, *arguments):
    "A command of LeRobot's environment"
    root = project_root()
    script = root / 'tools/interop/lerobot_act.py'
    return [str(o) for o in (root / '.venv-interop/bin/python', script, what, *arguments)]


def our_run():
    "The folder of our arm's first training seed; trained where it is missing"
    settings = {o: value for o, value in STUDIES['lift_act'].items() if o not in HOW}
    return study(**{**settings, 'arms': (OURS,), 'seeds': 1}, workers=1)[OURS][0]


def write_demonstrations(data, target):
    "The training episodes of a run as a LeRobot dataset of what LeRobot's policy sees"
    if is_dataset(target):
        return
    recorded = open_episodes(data.task.path, data.task)
    kept = [Fed(recorded[number], {}, {}) for number in data.train]
    episodes = Episodes(kept, recorded.path, recorded.layout)
    write_lerobot(episodes, target, workers=1, instruction=f'{TASK} the object')


def train(dataset, run, arm):
    "LeRobot's training, unless the same was done before; what it says of itself"
    note = run / 'trained.json'
    options = [*FED, *arm.options]
    known = json.loads(note.read_text()) if note.exists() else {}
    if (known.get('steps'), known.get('options')) != (arm.steps, options):
        command = there('train', dataset, run, arm.steps, *options)
        subprocess.run(command, check=True, env={**os.environ, 'HF_HUB_OFFLINE': '1'})
    return json.loads(note.read_text())


def evaluate_asked(run, episodes):
    "The episodes of a run of LeRobot's; those that are kept are not played again"
    out = run / 'evaluation'
    out.mkdir(exist_ok=True)
    write_sealed(out / 'evaluation.json', HOW)
    file = out / 'episodes.jsonl'
    known = {o['seed'] for o in read_episodes(file)}
    task = bench_task(TASK)()
    seeds = range(EVALUATION_SEEDS, EVALUATION_SEEDS + episodes)
    with Asked(run) as policy, open(file, 'a') as lines:
        for seed in (o for o in seeds if o not in known):
            lines.write(json.dumps(sealed(play(task, policy, seed, **HOW))) + '\n')
            lines.flush()
    return Evaluation(out, TASK, read_episodes(file))


def held_out_error(run, data):
    "Mean squared error of a run of LeRobot's over the steps of held-out chunks, in raw units"
    every = np.concatenate([data.windows.frames_of(o) for o in data.held_out])
    chosen = np.sort(np.random.default_rng(0).choice(every, HELD_OUT, replace=False))
    errors = []
    with Asked(run) as policy:
        for number in chosen:
            sample = data.windows[int(number)]
            answer = policy.act({key: sample[key].numpy() for key in SEEN})
            exists = ~sample['action_is_pad'].numpy()
            errors.append(np.square(answer - sample['action'].numpy())[exists])
    return float(np.concatenate(errors).mean())


def fed_table(told):
    "What each of LeRobot's arms was trained with"
    names = ('arm', 'steps', 'seconds', 'seconds of a core', 'settings')
    facts = ('steps', 'seconds', 'core_seconds')
    lines = [row([name, *(o[k] for k in facts), ARMS[name].words]) for name, o in told.items()]
    return '\n'.join([head(names), *lines])


def page(comparison, told):
    "The text of lerobot_act.md"
    return (
        "# LeRobot's ACT beside ours\n\n"
        f'{stamp()}. LeRobot 0.4.4, its own ACT class and its own `lerobot-train`; '
        f'`python benchmarks/lerobot_act.py`.\n\n'
        f'{comparison.to_markdown()}\n\n## What was fed in\n\n{fed_table(told)}\n\n{NOTES}'
    )


def our_comparison(run):
    "The expert and our arm on the study's episodes"
    pace = dict(every=HOW['every'], ensemble=HOW['ensemble'], workers=1)
    return compare({'expert': ['expert'], OURS: [run]}, TASK, EPISODES, **pace)


def main():
    "Train and play the arms that were asked for, or all; the page has these"
    parser = argparse.ArgumentParser()
    parser.add_argument('arms', nargs='*', default=[])
    folders = parser.parse_args().arms or [o.folder for o in ARMS.values()]
    place = project_root() / 'runs/lerobot_act'
    ours = our_run()
    data = prepare_data(TrainConfig.make(**Run(ours).settings()))
    comparison = our_comparison(ours)
    write_demonstrations(data, place / 'data')
    told = {}
    for name, arm in ARMS.items():
        if arm.folder not in folders:
            continue
        run = place / arm.folder
        told[name] = train(place / 'data', run, arm)
        comparison.arms[name] = [evaluate_asked(run, EPISODES)]
        comparison.held_out[name] = {
            **comparison.held_out[OURS],  # the same is seen
            'action_mse': held_out_error(run, data),
            'train_s': told[name]['seconds'],
        }
    text = page(comparison, told)
    (project_root() / 'benchmarks/results/lerobot_act.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
