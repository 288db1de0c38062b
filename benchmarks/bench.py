"""How fast is the bench? Control steps a second on one core, against the bare mj_step loop of the same scene in the same run.

    python benchmarks/bench.py [task, task, ...]

One control step is all its substeps, inverse kinematics where the task has it, and the 10 × 12 grids; with two views of
128² pixels on top. Medians of five stretches of 60 steps, alternating. Writes benchmarks/results/bench.md.
"""

import os
import sys
import time

import numpy as np


def rate(f, n=60):
    t = time.perf_counter()
    for _ in range(n):
        f()
    return n / (time.perf_counter() - t)


def measure(name):
    from tactile_nb.evidence.task import bench_task

    t = bench_task(name)()
    t.reset(1)
    still = t.expert() * 0 if name != 'lift' else t.expert()
    views = [c for c in ('wrist', 'third_person') if c in t.cameras]
    s = t.scene
    n = getattr(t, 'substeps', 10)
    t.over = lambda: False
    t.horizon = 10**9

    def bare():
        [s.mj.mj_step(s.m, s.d) for _ in range(n)]

    def touch():
        t.step(still)
        t.observe()

    def look():
        t.step(still)
        t.observe(views, 128)

    look()
    rows = [(rate(bare), rate(touch), rate(look, 20)) for _ in range(5)]
    b, g, v = np.median(rows, 0)
    return dict(task=name, substeps=n, bare=b, touch=g, share=g / b, views=v)


if __name__ == '__main__':
    from tactile_nb.data.tasks import project_root

    rows = [measure(n) for n in (sys.argv[1:] or ['lift', 'insert', 'grip'])]
    text = f'# Speed of the bench\n\n{time.strftime("%Y-%m-%d")}, {os.cpu_count()} cores, one process. Control steps a second.\n\n| task | substeps of 2 ms | bare mj_step loop | with grids, observation and control | share of bare | with two 128² views, too |\n|---|---|---|---|---|---|\n'
    text += (
        '\n'.join(
            f'| {r["task"]} | {r["substeps"]} | {r["bare"]:.0f} | {r["touch"]:.0f} | {r["share"]:.2f} | {r["views"]:.0f} |'
            for r in rows
        )
        + '\n'
    )
    (project_root() / 'benchmarks/results/bench.md').write_text(text)
    print(text)
