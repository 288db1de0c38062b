"""One ACT step split into data, forward, backward, optimiser, on real demonstrations.

    python benchmarks/act_step.py [preset]     preset: small (default) or real

On a GPU the times are synchronised and the peak memory and the share of the measured matrix rate
are printed.
"""

import statistics
import sys
import tempfile
import time

import torch
from torch.utils.flop_counter import FlopCounterMode

from tactile_nb.data.sampling import BatchOrder
from tactile_nb.training.config import TrainConfig
from tactile_nb.training.optim import set_lr
from tactile_nb.training.steps import total_loss
from tactile_nb.training.trainer import Trainer

GPU = torch.cuda.is_available()
PARTS = ('data', 'forward', 'backward', 'optimiser')
WARM_STEPS = 2  # run, but not counted


def synchronise():
    "Wait for the GPU, where there is one"
    if GPU:
        torch.cuda.synchronize()


def matrix_rate(device, dtype):
    "FLOP/s of a large product"
    n = 8192 if device.type == 'cuda' else 2048
    matrix = torch.randn(n, n, device=device, dtype=dtype)
    torch.matmul(matrix, matrix)
    synchronise()
    started = time.perf_counter()
    for _ in range(5):
        torch.matmul(matrix, matrix)
    synchronise()
    return 5 * 2 * n**3 / (time.perf_counter() - started)


def make_config(preset, folder):
    "Whole lift demonstrations with a force grid"
    return TrainConfig.make(
        task_name='lift',
        tactile_names='force',
        enable_hsa=True,
        preset=preset,
        ckpt_dir=folder,
        threads=0 if GPU else 1,
        num_workers=0,
        mixed_precision='bf16' if GPU else 'no',
    )


def make_trainer(config):
    "A trainer that is ready for its first step"
    trainer = Trainer(config)
    trainer.setup()
    trainer.model = trainer.policy
    return trainer


def load(trainer, indices):
    "A batch on the device"
    batch = trainer.data.windows.batch(indices)
    return {key: value.to(trainer.acc.device) for key, value in batch.items()}


def forward(trainer, batch, step):
    "The loss of a batch"
    trainer.model.train()
    set_lr(trainer.optimizer, step, trainer.config)
    with trainer.acc.autocast():
        return total_loss(trainer.model(batch), trainer.config)


def backward(trainer, loss):
    "Gradients, clipped"
    trainer.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trainer.policy.parameters(), trainer.config.clip_norm)


def mark():
    "The time when all that was asked for is done"
    synchronise()
    return time.perf_counter()


def timed_step(trainer, indices, step):
    "Seconds of every part of one step, and the batch"
    marks = [time.perf_counter()]
    batch = load(trainer, indices)
    marks.append(mark())
    loss = forward(trainer, batch, step)
    marks.append(mark())
    backward(trainer, loss)
    marks.append(mark())
    trainer.optimizer.step()
    marks.append(mark())
    return [end - start for start, end in zip(marks, marks[1:])], batch


def time_steps(trainer, count):
    "Median milliseconds of every part, and the last batch"
    order = BatchOrder(trainer.data.windows, **trainer.order, episodes=trainer.data.train)
    seconds = []
    for step in range(WARM_STEPS + count):
        parts, batch = timed_step(trainer, order(step), step)
        seconds.append(parts)
    counted = zip(*seconds[WARM_STEPS:])
    return {name: 1e3 * statistics.median(values) for name, values in zip(PARTS, counted)}, batch


def count_flop(trainer, batch):
    "Floating point operations of forward and backward"
    with FlopCounterMode(display=False) as counter:
        total_loss(trainer.model(batch), trainer.config).backward()
    return counter.get_total_flops()


def print_parts(parts):
    "A line a part"
    total = sum(parts.values())
    for name, ms in parts.items():
        aim = '   (aim <= 5 %)' if name == 'data' else ''
        print(f'  {name:10} {ms:8.1f} ms  {100 * ms / total:5.1f} %{aim}')


def print_share(trainer, batch, total):
    "What the step reaches of what the machine does now"
    flop = count_flop(trainer, batch)
    rate = matrix_rate(trainer.acc.device, torch.bfloat16 if GPU else torch.float32)
    share = 100 * flop / (total / 1e3) / rate
    print(
        f'  total      {total:8.1f} ms; {flop / 1e9:.1f} GFLOP, {share:.0f} % of the matrix rate '
        f'measured now ({rate / 1e12:.2f} TFLOP/s)'
    )


def main():
    "Measure and print"
    preset = sys.argv[1] if len(sys.argv) > 1 else 'small'
    with tempfile.TemporaryDirectory() as folder:
        config = make_config(preset, folder)
        trainer = make_trainer(config)
        parts, batch = time_steps(trainer, 30 if preset == 'small' or GPU else 3)
        parameters = sum(weight.numel() for weight in trainer.policy.parameters())
        print(
            f'{preset}: {parameters:,} parameters, batch {config.batch_size}, '
            f'{config.hsa_img_size} px, {trainer.acc.device}'
        )
        print_parts(parts)
        print_share(trainer, batch, sum(parts.values()))
        if GPU:
            peak = torch.cuda.max_memory_allocated() / 2**30
            print(f'  peak memory {peak:.2f} GiB on {torch.cuda.get_device_name()}')


if __name__ == '__main__':
    main()
