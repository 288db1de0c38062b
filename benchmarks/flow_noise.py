"""From which noise should a flow policy answer? The same policy from zero, from fresh draws, and
from one draw made once.

    python benchmarks/flow_noise.py [run folder]

Success on 60 episodes of insert that neither training nor the tables use. Writes
benchmarks/results/flow_noise.md.
"""

import functools
import sys

import torch
from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.outcomes import wilson
from tactile_nb.evidence.rollout import play
from tactile_nb.sim.task import bench_task
from tactile_nb.training.runs import Run

EPISODES = 60
FIRST_SEED = 800_000_000  # of episodes that nothing else uses
EVERY = 2  # steps between two looks
DRAWS = 3  # policies with one draw for all answers


def zero(shape):
    "The mean of the noise"
    return torch.zeros(shape)


def fresh(shape):
    "Another draw for every answer"
    return torch.randn(shape)


def fixed(shape, *, seed):
    "The same draw for every answer"
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def noises():
    "Name and maker of every noise"
    kinds = {'zero': zero, 'fresh draws': fresh}
    for seed in range(DRAWS):
        kinds[f'one draw for all answers, {seed}'] = functools.partial(fixed, seed=seed)
    return kinds


def successes(policy, answer, noise):
    "Episodes of insert that end well"
    shape = 1, policy.config.chunk_size, policy.config.action_dim
    torch.manual_seed(0)

    def answer_from(batch):
        return answer(batch, noise(shape))

    policy.answer = answer_from
    task = bench_task('insert')()
    seeds = range(FIRST_SEED, FIRST_SEED + EPISODES)
    return sum(play(task, policy, seed, EVERY)['success'] for seed in seeds)


def result_row(name, count):
    "A rate with its interval"
    rate, low, high = (100 * value for value in wilson(count, EPISODES))
    return row([name, f'{rate:.0f} [{low:.0f}, {high:.0f}]'])


def main():
    "Play, and write what came out"
    torch.set_num_threads(1)
    default = 'runs/study/insert-flow-resultant-spatial-0'
    run = project_root() / (sys.argv[1] if len(sys.argv) > 1 else default)
    policy = Run(run).policy()
    answer = policy.answer
    lines = [
        '# The noise that a flow policy answers from\n\n'
        f'{stamp()}; {run.name}, {EPISODES} episodes of insert.\n',
        head(['noise', 'success, % [95 %]']),
    ]
    for name, noise in noises().items():
        lines.append(result_row(name, successes(policy, answer, noise)))
        print(lines[-1], flush=True)
    page = project_root() / 'benchmarks/results/flow_noise.md'
    page.write_text('\n'.join(lines) + '\n')


if __name__ == '__main__':
    main()
