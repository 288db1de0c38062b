"""How fast is the bench? Control steps a second on one core, against the bare mj_step loop of the
same scene in the same run.

    python benchmarks/bench.py [task, task, ...]

One control step is all its substeps, inverse kinematics where the task has it, and the 10 × 12
grids; with two views of 128² pixels on top. Medians of five stretches of 60 steps, alternating.
Writes benchmarks/results/bench.md.
"""

import sys
import time

import numpy as np
from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.sim.hand import HandTask
from tactile_nb.sim.task import bench_task

LIFT_SUBSTEPS = 10
ROUNDS = 5
STEPS, STEPS_WITH_VIEWS = 60, 20  # of one stretch
PIXELS = 128
COLUMNS = (
    'task',
    'substeps of 2 ms',
    'bare mj_step loop',
    'with grids, observation and control',
    'share of bare',
    'with two 128² views, too',
)


def never():
    "An episode that does not end"
    return False


def make_task(name):
    "A task that goes on for as long as it is measured"
    task = bench_task(name)()
    task.reset(1)
    still = task.expert() if name == 'lift' else task.expert() * 0
    task.over = never
    task.horizon = 10**9
    return task, still


def rate(step, count):
    "Steps a second"
    started = time.perf_counter()
    for _ in range(count):
        step()
    return count / (time.perf_counter() - started)


def steps_of(task, still, substeps):
    "The three things that are measured: bare physics, with touch, with touch and views"
    scene = task.scene
    views = [camera for camera in ('wrist', 'third_person') if camera in task.cameras]

    def bare():
        for _ in range(substeps):
            scene.mj.mj_step(scene.m, scene.d)

    def touch():
        task.step(still)
        task.observe()

    def look():
        task.step(still)
        task.observe(views, PIXELS)

    return bare, touch, look


def measure(name):
    "A row of the table"
    task, still = make_task(name)
    substeps = task.substeps if isinstance(task, HandTask) else LIFT_SUBSTEPS
    bare, touch, look = steps_of(task, still, substeps)
    look()
    stretches = []
    for _ in range(ROUNDS):
        slow = rate(bare, STEPS), rate(touch, STEPS)
        stretches.append([*slow, rate(look, STEPS_WITH_VIEWS)])
    alone, felt, seen = np.median(stretches, 0)
    speeds = [f'{alone:.0f}', f'{felt:.0f}', f'{felt / alone:.2f}', f'{seen:.0f}']
    return row([name, substeps, *speeds])


def main():
    "Measure and write what came out"
    rows = [measure(name) for name in sys.argv[1:] or ['lift', 'insert', 'grip']]
    lines = [
        f'# Speed of the bench\n\n{stamp()}, one process. Control steps a second.\n',
        head(COLUMNS),
        *rows,
    ]
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/bench.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
