"""PPO with touch on grip, from scratch: three seeds.

    python benchmarks/rl.py [steps]

Finished seeds are kept. Writes benchmarks/results/rl.md.
"""

import json
import os
import sys
import time

if __name__ == '__main__':
    from tactile_nb.data.tasks import project_root
    from tactile_nb.evidence.rl import learn

    steps = int(sys.argv[1]) if len(sys.argv) > 1 else 163_840
    curves = {}
    for s in range(3):
        out = project_root() / f'runs/rl/ppo-{steps}-{s}'
        if (
            not (out / 'status.json').exists()
            or json.loads((out / 'status.json').read_text())['state'] != 'done'
        ):
            learn('grip', 'ppo', steps, obs_steps=2, look=16_384, episodes=30, seed=s, out=out)
        curves[s] = json.loads((out / 'curve.json').read_text())
    rows = [
        f'| {c[0]["step"]:,} | '
        + ' | '.join(f'{p["mean_return"]:.2f}, {100 * p["success"][0]:.0f} %' for p in c)
        + ' |'
        for c in zip(*curves.values())
    ]
    text = (
        f'# PPO with touch on grip\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores. From scratch, three seeds; mean return and strict success of the policy without exploration, on the same 30 episodes at every point.\n\n| step | '
        + ' | '.join(f'seed {s}' for s in curves)
        + ' |\n|---|'
        + '---|' * len(curves)
        + '\n'
        + '\n'.join(rows)
        + '\n'
    )
    (project_root() / 'benchmarks/results/rl.md').write_text(text)
    print(text)
