"""One ACT step split into data, forward, backward, optimiser, on real demonstrations.

    python benchmarks/act_step.py [preset]     preset: small (default) or real

On a GPU the times are synchronised and the peak memory and the share of the measured matrix rate are printed.
"""

import statistics
import sys
import tempfile
import time

import torch

from tactile_nb.data.sampling import BatchOrder
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.optim import set_lr
from tactile_nb.training.trainer import Trainer
from tactile_nb.training.steps import total_loss


def matrix_rate(device, dtype):  # FLOP/s of a large product
    n = 8192 if device.type == 'cuda' else 2048
    a = torch.randn(n, n, device=device, dtype=dtype)
    sync = torch.cuda.synchronize if device.type == 'cuda' else (lambda: None)
    a @ a
    sync()
    t = time.perf_counter()
    for _ in range(5):
        a @ a
    sync()
    return 5 * 2 * n**3 / (time.perf_counter() - t)


if __name__ == '__main__':
    preset = sys.argv[1] if len(sys.argv) > 1 else 'small'
    gpu = torch.cuda.is_available()
    small = preset == 'small'
    with tempfile.TemporaryDirectory() as d:
        c = TrainConfig.make(
            task_name='lift',
            tactile_names='force',
            enable_hsa=True,
            preset=preset,
            ckpt_dir=d,
            threads=0 if gpu else 1,
            num_workers=0,
            mixed_precision='no' if small and not gpu else 'bf16' if gpu else 'no',
        )
        t = Trainer(c)
        t.setup()
        t.model = t.policy
        w = t.data.windows
        order = BatchOrder(w, **t.order, episodes=t.data.train)
        sync = torch.cuda.synchronize if gpu else (lambda: None)
        parts = dict(data=[], forward=[], backward=[], optimiser=[])
        steps = 30 if small or gpu else 3
        for k in range(steps + 2):
            m = [time.perf_counter()]
            b = {q: v.to(t.acc.device) for q, v in w.batch(order(k)).items()}
            sync()
            m.append(time.perf_counter())
            t.model.train()
            set_lr(t.optimizer, k, c)
            with t.acc.autocast():
                loss = total_loss(t.model(b), c)
            sync()
            m.append(time.perf_counter())
            t.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(t.policy.parameters(), c.clip_norm)
            sync()
            m.append(time.perf_counter())
            t.optimizer.step()
            sync()
            m.append(time.perf_counter())
            if k >= 2:
                [parts[n].append(y - x) for n, x, y in zip(parts, m, m[1:])]
        ms = {n: 1e3 * statistics.median(v) for n, v in parts.items()}
        total = sum(ms.values())
        print(
            f'{preset}: {sum(p.numel() for p in t.policy.parameters()):,} parameters, batch {c.batch_size}, {c.hsa_img_size} px, {t.acc.device}'
        )
        for n, v in ms.items():
            print(
                f'  {n:10} {v:8.1f} ms  {100 * v / total:5.1f} %'
                + ('   (aim <= 5 %)' if n == 'data' else '')
            )
        from torch.utils.flop_counter import FlopCounterMode

        with FlopCounterMode(display=False) as f:
            total_loss(t.model(b), c).backward()
        rate = matrix_rate(t.acc.device, torch.bfloat16 if gpu else torch.float32)
        print(
            f'  total      {total:8.1f} ms; {f.get_total_flops() / 1e9:.1f} GFLOP, {100 * f.get_total_flops() / (total / 1e3) / rate:.0f} % of the matrix rate measured now ({rate / 1e12:.2f} TFLOP/s)'
        )
        if gpu:
            print(
                f'  peak memory {torch.cuda.max_memory_allocated() / 2**30:.2f} GiB on {torch.cuda.get_device_name()}'
            )
