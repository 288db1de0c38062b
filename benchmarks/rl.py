"""PPO with touch on grip, from scratch: three seeds.

    python benchmarks/rl.py [steps]

Finished seeds are kept. Writes benchmarks/results/rl.md.
"""

import json
import sys

from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.rl import learn

SEEDS = range(3)
STEPS = 163_840


def is_done(out):
    "Whether a run has finished"
    status = out / 'status.json'
    return status.exists() and json.loads(status.read_text())['state'] == 'done'


def curve_of(steps, seed):
    "What a seed reached at every look; trained where it is missing"
    out = project_root() / f'runs/rl/ppo-{steps}-{seed}'
    if not is_done(out):
        looks = dict(look=16_384, episodes=30)
        learn('grip', 'ppo', steps, obs_steps=2, seed=seed, out=out, **looks)
    return json.loads((out / 'curve.json').read_text())


def look_row(looks):
    "A row: the same step of every seed"
    cells = [f'{o["mean_return"]:.2f}, {100 * o["success"][0]:.0f} %' for o in looks]
    return row([f'{looks[0]["step"]:,}', *cells])


def main():
    "Learn, and write what came out"
    steps = int(sys.argv[1]) if len(sys.argv) > 1 else STEPS
    curves = [curve_of(steps, seed) for seed in SEEDS]
    lines = [
        f'# PPO with touch on grip\n\n{stamp()}. From scratch, three seeds; mean return and strict '
        'success of the policy without exploration, on the same 30 episodes at every point.\n',
        head(['step', *[f'seed {seed}' for seed in SEEDS]]),
        *[look_row(looks) for looks in zip(*curves)],
    ]
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/rl.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
