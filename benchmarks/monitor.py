"""Does watching slow the training? One run, watched and not watched in turn; the share of a core
that the monitor takes.

    python benchmarks/monitor.py [--windows 12] [--seconds 10] [--threads 0]

A kernel of its own attaches a monitor to a run and lets go of it, again and again; steps a second
are compared in pairs of windows.
"""

import argparse
import os
import statistics
import tempfile
import time

from jupyter_client.manager import start_new_kernel

from tactile_nb.explore.launch import launch
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.runs import STOP, Run

ENDLESS = 10**6  # steps
IMPORTS = 'from tactile_nb.explore.monitor import training_monitor; import time'
SHARE = 'print((time.process_time()-c0)/(time.time()-t0)); m.close()'


def attach(path):
    "Code that opens a monitor and notes when"
    return f'm = training_monitor({str(path)!r}); c0, t0 = time.process_time(), time.time()'


def say(kernel, code):
    "What a kernel prints or raises"
    out = []

    def listen(message):
        content = message['content']
        out.append(content.get('text', '') or str(content.get('evalue', '')))

    kernel.execute_interactive(code, output_hook=listen, timeout=120)
    return ''.join(out).strip()


def start_run(folder, threads):
    "A training in a process of its own that logs every step"
    config = TrainConfig.make(
        task_name='lift',
        tactile_names='force',
        ckpt_dir=f'{folder}/run',
        enable_hsa=True,
        num_steps=ENDLESS,
        warmup_steps=10,
        val_every=ENDLESS,
        checkpoint_every=ENDLESS,
        log_every=1,
        threads=threads,
    )
    return launch(config)


def wait_until_warm(path):
    "Until the run takes steps"
    while Run(path).status['step'] < 1 and len(Run(path).metrics()) < 20:
        time.sleep(0.2)


def wait_until_over(path):
    "Until the run has stopped"
    while Run(path).status['state'] == 'running':
        time.sleep(0.2)


def speed(path, seconds):
    "Steps a second in a window"
    before, started = len(Run(path).metrics()), time.time()
    time.sleep(seconds)
    return (len(Run(path).metrics()) - before) / (time.time() - started)


def is_watched(window):
    "ABBA: a machine that grows slower must not look like an effect"
    return (window % 2 == 0) ^ (window // 2 % 2 == 1)


def watch(kernel, path, windows, seconds):
    "Speeds of all windows, watched and alone, and the monitor's shares of a core"
    speeds, shares = dict(watched=[], alone=[]), []
    for window in range(2 * windows):
        if is_watched(window):
            say(kernel, attach(path))
            speeds['watched'].append(speed(path, seconds))
            shares.append(float(say(kernel, SHARE)))
        else:
            speeds['alone'].append(speed(path, seconds))
    return speeds, shares


def measure(asked):
    "Train, watch in turn, stop"
    with tempfile.TemporaryDirectory() as folder:
        path = start_run(folder, asked.threads).path
        manager, kernel = start_new_kernel()
        say(kernel, IMPORTS)
        wait_until_warm(path)
        found = watch(kernel, path, asked.windows, asked.seconds)
        (path / STOP).touch()
        kernel.stop_channels()
        manager.shutdown_kernel(now=True)
        wait_until_over(path)
    return found


def print_result(asked, speeds, shares):
    "Medians and the spread of the pairs"
    ratio = [watched / alone for watched, alone in zip(speeds['watched'], speeds['alone'])]
    spread = statistics.stdev(ratio) / len(ratio) ** 0.5
    middle = {name: statistics.median(values) for name, values in speeds.items()}
    print(
        f'{os.cpu_count()} cores, threads {asked.threads or "as they are"}, a logged line every '
        f'step, a look every second, {asked.windows} pairs of {asked.seconds:.0f} s'
    )
    print(
        f'steps a second: alone {middle["alone"]:.2f}, watched {middle["watched"]:.2f}; ratio of '
        f'pairs: median {statistics.median(ratio):.4f}, standard error {spread:.4f}'
    )
    print(f'the monitor takes {100 * statistics.median(shares):.2f} % of one core')


def main():
    "Measure and print"
    parser = argparse.ArgumentParser()
    parser.add_argument('--windows', type=int, default=12)
    parser.add_argument('--seconds', type=float, default=10.0)
    parser.add_argument('--threads', type=int, default=0)
    asked = parser.parse_args()
    print_result(asked, *measure(asked))


if __name__ == '__main__':
    main()
