"""From which noise should a flow policy answer? The same policy from zero, from fresh draws, and from one draw made once.

    python benchmarks/flow_noise.py [run folder]

Success on 60 episodes of insert that neither training nor the tables use. Writes benchmarks/results/flow_noise.md.
"""

import functools
import os
import sys
import time

if __name__ == '__main__':
    import torch

    from tactile_nb.data.tasks import project_root
    from tactile_nb.evidence.task import bench_task
    from tactile_nb.evidence.rollout import play, wilson
    from tactile_nb.training.runs import Run

    torch.set_num_threads(1)
    run = project_root() / (
        sys.argv[1] if len(sys.argv) > 1 else 'runs/study/insert-flow-resultant-spatial-0'
    )
    p = Run(run).policy()
    plain = p.answer
    c = p.config
    rows = []

    def once(seed):
        return torch.randn(
            1, c.chunk_size, c.action_dim, generator=torch.Generator().manual_seed(seed)
        )

    kinds = {
        'zero': lambda b: torch.zeros(1, c.chunk_size, c.action_dim),
        'fresh draws': lambda b: torch.randn(1, c.chunk_size, c.action_dim),
        **{
            f'one draw for all answers, {s}': functools.partial(lambda s, b: once(s), s)
            for s in range(3)
        },
    }
    for name, noise in kinds.items():
        torch.manual_seed(0)
        p.answer = lambda b: plain(b, noise(b))
        t = bench_task('insert')()
        k = sum(play(t, p, 800_000_000 + s, 2)['success'] for s in range(60))
        r, lo, hi = wilson(k, 60)
        rows.append(f'| {name} | {100 * r:.0f} [{100 * lo:.0f}, {100 * hi:.0f}] |')
        print(rows[-1], flush=True)
    (project_root() / 'benchmarks/results/flow_noise.md').write_text(
        f'# The noise that a flow policy answers from\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores; {run.name}, 60 episodes of insert.\n\n| noise | success, % [95 %] |\n|---|---|\n'
        + '\n'.join(rows)
        + '\n'
    )
