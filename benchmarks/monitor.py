"""Does watching slow the training? One run, watched and not watched in turn; the share of a core that the monitor takes.

python benchmarks/monitor.py [--windows 12] [--seconds 10] [--threads 0]
A kernel of its own attaches a monitor to a run and lets go of it, again and again; steps a second are compared in pairs of windows.
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


def say(kernel, code):
    out = []
    kernel.execute_interactive(
        code,
        output_hook=lambda m: out.append(
            m['content'].get('text', '') or str(m['content'].get('evalue', ''))
        ),
        timeout=120,
    )
    return ''.join(out).strip()


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--windows', type=int, default=12)
    a.add_argument('--seconds', type=float, default=10.0)
    a.add_argument('--threads', type=int, default=0)
    a = a.parse_args()
    with tempfile.TemporaryDirectory() as d:
        run = launch(
            TrainConfig.make(
                task_name='lift',
                tactile_names='force',
                ckpt_dir=f'{d}/run',
                enable_hsa=True,
                num_steps=10**6,
                warmup_steps=10,
                val_every=10**6,
                checkpoint_every=10**6,
                log_every=1,
                threads=a.threads,
            )
        )
        manager, kernel = start_new_kernel()
        say(kernel, 'from tactile_nb.explore.monitor import training_monitor; import time')
        while Run(run.path).status['step'] < 1 and len(Run(run.path).metrics()) < 20:
            time.sleep(0.2)
        rows, shares = dict(watched=[], alone=[]), []
        for k in range(2 * a.windows):
            # ABBA: a machine that grows slower must not look like an effect
            watched = (k % 2 == 0) ^ (k // 2 % 2 == 1)
            if watched:
                say(
                    kernel,
                    f'm = training_monitor({str(run.path)!r}); c0, t0 = time.process_time(), time.time()',
                )
            n, t = len(Run(run.path).metrics()), time.time()
            time.sleep(a.seconds)
            rows['watched' if watched else 'alone'].append(
                (len(Run(run.path).metrics()) - n) / (time.time() - t)
            )
            if watched:
                shares.append(
                    float(
                        say(kernel, 'print((time.process_time()-c0)/(time.time()-t0)); m.close()')
                    )
                )
        (run.path / STOP).touch()
        kernel.stop_channels()
        manager.shutdown_kernel(now=True)
        while Run(run.path).status['state'] == 'running':
            time.sleep(0.2)
    ratio = [w / o for w, o in zip(rows['watched'], rows['alone'])]
    spread = statistics.stdev(ratio) / len(ratio) ** 0.5
    print(
        f'{os.cpu_count()} cores, threads {a.threads or "as they are"}, a logged line every step, a look every second, {a.windows} pairs of {a.seconds:.0f} s'
    )
    print(
        f'steps a second: alone {statistics.median(rows["alone"]):.2f}, watched {statistics.median(rows["watched"]):.2f}; ratio of pairs: median {statistics.median(ratio):.4f}, standard error {spread:.4f}'
    )
    print(f'the monitor takes {100 * statistics.median(shares):.2f} % of one core')


if __name__ == '__main__':
    main()
