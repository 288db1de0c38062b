"""Is the word of touch_use true for policies whose use of touch is known by construction?

    python benchmarks/touch_truth.py [--episodes 300] [--seeds 0,1,2]

The actions of recorded lifts are replaced by what the state gives, plus what touch gives, plus
noise that nobody can predict. A policy answers one of these sums, so that what it takes from
touch, and what that is worth, are known. Nothing is trained. Writes
benchmarks/results/touch_truth.md.
"""

import argparse

import numpy as np
import torch
from faults.scores import share
from tables import head, row, stamp
from torch import nn
from touch_cases import CASES
from touch_numbers import ACTIONS

from tactile_nb.data.normalize import Normalizer
from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.reliance import HARDLY, HURTS
from tactile_nb.evidence.touch_use import touch_use
from tactile_nb.models.policies import make_policy
from tactile_nb.sim.bench import record
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.prepare import prepare_data

NOISE_OF_ACTIONS = 0.25  # standard deviations of an action
SAMPLES = 256  # that touch_use looks at
UNTRAINED = 'untrained'
UNTRAINED_TRUTH = (HARDLY, HURTS)


class Known(nn.Module):
    "Answers what the state gives and what a case takes from touch"

    def __init__(self, normalizer, base, case):
        super().__init__()
        self.normalizer = normalizer
        self.base = base
        self.case = case

    def predict(self, batch):
        "(B, 1, actions)"
        state = self.normalizer.normalize('state', batch['observation.state'])
        answer = self.base(state)
        answer = answer + self.case.part(batch['observation.tactile.force'].float(), batch)
        if self.case.noise:
            answer = answer + self.case.noise * torch.randn_like(answer)
        return answer[:, None]


def base_of(random):
    "What the state gives: a random matrix"
    weights = torch.from_numpy(random.normal(0, 0.3, (ACTIONS, ACTIONS))).float()
    return lambda state: state @ weights


def settings(folder, seed):
    "Settings of data and policy"
    return TrainConfig.make(
        task_name='lift_clips',
        dataset_dir=str(folder),
        camera_names='none',
        chunk_size=1,
        hsa_img_size=32,
        touch='tokens',
        seed=seed,
    )


def as_raw(normalizer):
    "Actions that are in standard deviations already"
    normalizer.action_mean.zero_()
    normalizer.action_scale.fill_(1.0)


def world(folder, seed, case):
    "Data whose actions are made by a case, and the policy that belongs to it"
    data = prepare_data(settings(folder, seed))
    windows = data.windows
    random = np.random.default_rng(seed)
    if case.touch:
        windows.touch['force'] = case.touch(windows.state)
    normalizer = Normalizer.fit(windows, data.train)
    base = base_of(random)
    touch = torch.from_numpy(np.asarray(windows.touch['force'], 'float32'))
    batch = {'frame_index': torch.from_numpy(windows.frame_index)}
    state = normalizer.normalize('state', torch.from_numpy(windows.state))
    noise = NOISE_OF_ACTIONS * random.normal(0, 1, windows.action.shape)
    windows.action = (base(state) + case.given(touch, batch)).numpy() + noise.astype('float32')
    as_raw(normalizer)
    other = np.array(windows.touch['force'], 'float32')
    for episode in data.held_out:
        other[windows.frames_of(episode)] *= case.gain
    windows.touch['force'] = other
    return data, Known(normalizer, base, case)


def untrained(folder, seed):
    "ACT with random weights, on actions that touch is needed for"
    data, known = world(folder, seed, CASES['full'])
    windows = data.windows
    sizes = (windows.state.shape[1], windows.action.shape[1])
    config = settings(folder, seed).policy_config(data.task, *sizes, windows.instructions)
    torch.manual_seed(seed)
    return data, make_policy(config, known.normalizer)


def word_about(data, policy, seed):
    "The word that touch_use says"
    torch.manual_seed(seed)
    return touch_use(policy, data, SAMPLES, seed).numbers['decided']['verdict']


def words_of(folder, seeds):
    "{case: (story, what is true, the word of each seed)}"
    found = {}
    for name, case in CASES.items():
        words = [word_about(*world(folder, seed, case), seed) for seed in seeds]
        found[name] = (case.story, case.truth, words)
        print(name, *words, sep='; ', flush=True)
    words = [word_about(*untrained(folder, seed), seed) for seed in seeds]
    found[UNTRAINED] = ('ACT with random weights', UNTRAINED_TRUTH, words)
    return found


def text_of(found, seeds, episodes):
    "The page"
    right = [word in truth for _, truth, words in found.values() for word in words]
    rows = [
        row([name, story, ' or '.join(truth), ', '.join(words)])
        for name, (story, truth, words) in found.items()
    ]
    lines = [
        '# Policies whose use of touch is known\n',
        f'{stamp()}, {episodes} episodes of `lift_clips`, seeds {seeds}, {SAMPLES} samples each. '
        'Actions are what the state gives, what touch gives and noise; the policies are made by '
        'hand in `benchmarks/touch_cases.py`, and the words they should get stood there before '
        'they were run (but for `flag_only`: its first flag was on in no held-out frame of two '
        'seeds, and it was made anew).\n',
        f'**{share(sum(right), len(right))} of the words are true.**\n',
        head(['policy', 'what it does', 'what is true', 'the word of each seed']),
        *rows,
    ]
    return '\n'.join(lines)


def options():
    "What is asked for"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--episodes', type=int, default=300)
    parser.add_argument('--seeds', default='0,1,2')
    return parser.parse_args()


def main():
    asked = options()
    torch.set_num_threads(1)
    folder = project_root() / f'runs/data/touch_truth-{asked.episodes}'
    record(folder, asked.episodes, 7, 'lift_clips', progress='none')
    seeds = [int(seed) for seed in asked.seeds.split(',')]
    text = text_of(words_of(folder, seeds), asked.seeds, asked.episodes)
    (project_root() / 'benchmarks/results/touch_truth.md').write_text(text + '\n')
    print(text)


if __name__ == '__main__':
    main()
