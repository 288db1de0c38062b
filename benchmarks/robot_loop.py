"""Does the loop for robots change what a policy does, does it keep its rate, and how soon does it
stop?

    python benchmarks/robot_loop.py [run folder]

The bench as a driver: fifty evaluation seeds of grip at the task's own rate, each beside a rollout
of the same seed; then twenty stops for each reason. Without a run folder a perceptron is trained
on 120 demonstrations (runs/robot). Writes benchmarks/results/robot_loop.md.
"""

import os
import sys
from pathlib import Path

import numpy as np
import torch
from robot_faults import EVERY, KINDS, TASK, stop_delay
from tables import head, row, stamp

from tactile_nb.data.tasks import project_root
from tactile_nb.evidence.bench_driver import BenchDriver
from tactile_nb.evidence.compare import study
from tactile_nb.evidence.outcomes import wilson
from tactile_nb.evidence.rollout import EVALUATION_SEEDS, play
from tactile_nb.models.pace import PARTS, Timing
from tactile_nb.models.robot import run_robot
from tactile_nb.sim.task import bench_task
from tactile_nb.training.runs import Run

EPISODES = 50
STOPS = 20  # of each kind
UNDISTURBED = (0.3, 0.7)  # s after which something goes wrong
TIMED = ('period_off', 'behind', *PARTS)


def stop_rows(policy):
    "A row for each reason to stop"
    random = np.random.default_rng(0)
    period = 1e3 / bench_task(TASK).hz
    for kind in KINDS:
        delays = [stop_delay(policy, kind, random.uniform(*UNDISTURBED)) for _ in range(STOPS)]
        ms = 1e3 * np.array([delay for delay, _ in delays])
        why = delays[-1][1]
        within = int((ms < period).sum())
        yield row([kind, f'{np.median(ms):.2f}', f'{ms.max():.2f}', f'{within} of {STOPS}', why])


def rolled_out(policy, seed):
    "Actions and result of a rollout"
    task = bench_task(TASK)()
    taken, step = [], task.step

    def noted(action):
        taken.append(np.array(action))
        return step(action)

    task.step = noted
    result = play(task, policy, seed, EVERY)
    return np.array(taken, 'float32'), result


def one_seed(policy, seed):
    "Whether the actions are the same, both successes, the timing, why it was broken off"
    driver = BenchDriver(TASK, policy.config, seed)
    session = run_robot(driver, policy, driver.task.hz, every=EVERY)
    actions, result = rolled_out(policy, seed)
    same = np.array_equal(session.actions(), actions)
    broken_off = session.why if session.broken_off else ''
    return same, driver.result()['success'], result['success'], session.timing, broken_off


def together(timings):
    "One table of all sessions: periods within a session only"
    whole = Timing(timings[0].period)
    offs = np.concatenate([np.abs(timing.periods() - timing.period) for timing in timings])
    for timing in timings:
        whole.due += timing.due
        whole.marks += timing.marks
        whole.skipped += timing.skipped
    numbers = whole.numbers()
    median, p99 = np.quantile(1e3 * offs, (0.5, 0.99))
    numbers['period_off'] = dict(median=median, p99=p99, max=1e3 * offs.max())
    return numbers


def timing_rows(numbers):
    "A row for each thing that was timed"
    names = dict(period_off='off the period', behind='begun behind the deadline')
    for key in TIMED:
        cells = [f'{value:.3f}' for value in numbers[key].values()]
        yield row([names.get(key, key), *cells])


def same_lines(policy):
    "Fifty seeds through the loop and as rollouts"
    found = [one_seed(policy, EVALUATION_SEEDS + number) for number in range(EPISODES)]
    same, loop, rollout, timings, reasons = zip(*found)
    broken_off = [reason for reason in reasons if reason]
    numbers = together(timings)

    def success(outcomes):
        rate, low, high = (100 * value for value in wilson(sum(outcomes), EPISODES))
        return f'{rate:.0f} % [{low:.0f}, {high:.0f}]'

    yield f'## The same episodes\n\n{sum(same)} of {EPISODES} seeds with the same actions to the '
    yield f'last bit; success through the loop {success(loop)}, as rollouts {success(rollout)}. '
    yield f'Sessions that the guard broke off: {len(broken_off)}'
    yield (f' ({"; ".join(broken_off)}).' if broken_off else '.') + '\n'
    yield f'\n## The rate\n\n{numbers["steps"]} steps at {numbers["asked_ms"]:g} ms; '
    yield f'{numbers["late"]} late, {numbers["skipped"]} deadlines skipped.\n\n'
    yield head(('ms', 'median', '99 %', 'largest')) + '\n'
    yield '\n'.join(timing_rows(numbers)) + '\n'


def trained(where):
    "The run that is tried"
    if where:
        return Path(where)
    made = study(TASK, arms=('touch',), demos=120, num_steps=2000, folder='runs/robot')
    return made['touch'][0]


def main():
    "Run and write what came out"
    torch.set_num_threads(1)
    policy = Run(trained(sys.argv[1] if len(sys.argv) > 1 else '')).policy()
    period = f'{1e3 / bench_task(TASK).hz:g}'
    load = os.getloadavg()[0]
    text = (
        f'# The loop for robots\n\n{stamp()}, load {load:.1f} at the start. The bench as a driver: '
        f'{TASK}, a perceptron that predicts every {EVERY} steps. Written by '
        '`benchmarks/robot_loop.py`.\n\n'
    )
    text += ''.join(same_lines(policy))
    columns = ('reason', 'ms to stop, median', 'largest', f'within {period} ms', 'what was told')
    text += f"\n## The stop\n\nFrom what went wrong to the driver's `stop`; the period is {period} "
    text += f'ms, {STOPS} stops a reason. An observation is too old after five periods; that is '
    text += 'when something is wrong.\n\n'
    text += '\n'.join([head(columns), *stop_rows(policy)]) + '\n'
    (project_root() / 'benchmarks/results/robot_loop.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
