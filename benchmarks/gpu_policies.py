"""Steps of the real policies, as gpu.py measures them"""

import gc
import statistics
import time
from dataclasses import dataclass, replace
from functools import partial

import torch
from act_step import matrix_rate
from cache import qwen_config as small_qwen
from torch.utils.flop_counter import FlopCounterMode

from tactile_nb.evidence.published import act_real, qwen_vla, smolvlm_flow
from tactile_nb.evidence.sizes import SIZES, Step, peak_gb, synchronise

WARM, ROUNDS = 3, 10  # steps that are run, and of them that count
HEAD_LAYERS = 4  # of the action head over Qwen, as in vla_size.py


@dataclass(frozen=True)
class Setup:
    "Where it runs and how large"

    device: str
    small: bool

    @property
    def rounds(self):
        "Warm steps and counted steps"
        return (1, 2) if self.small else (WARM, ROUNDS)


def act_size(setup):
    "ACT with the preset real, a batch of 16 at once"
    if not setup.small:
        return replace(SIZES['act_real'], at_once=16)
    changed = dict(view_encoder='small', hidden_dim=32, feedforward_dim=48, heads=4, dec_layers=1)
    return replace(SIZES['act_real'], make=partial(act_real, 64, **changed), samples=4)


def flow_size(setup):
    "Flow over SmolVLM2-500M, a batch of 8 at once"
    size = replace(SIZES['smolvlm2_500m'], at_once=8, autocast=True)
    if not setup.small:
        return size
    return replace(size, make=partial(smolvlm_flow, 64, vlm='small', enc_layers=2))


def vla_size(setup):
    "LoRA on Qwen2.5-VL-3B with the published sensor tower, a batch of 8 at once"
    changed = dict(dec_layers=HEAD_LAYERS)
    if setup.small:
        tiny = dict(backbone=small_qwen(32, 2, 2), series_dim=64, feedforward_dim=64, heads=4)
        changed = tiny | dict(dec_layers=1)
    make = partial(qwen_vla, 'qwen2_5_vl_3b', 'lora', 56 if setup.small else 224, **changed)
    samples = 2 if setup.small else 8
    size = SIZES['qwen2_5_vl_3b_lora']
    return replace(size, make=make, samples=samples, at_once=samples, autocast=True)


def reset_peak(device):
    "Count memory from here"
    gc.collect()
    if device == 'cuda':
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def built(size, setup):
    "A step of this size on the device"
    reset_peak(setup.device)
    torch.manual_seed(0)
    with torch.device(setup.device):
        model = size.make()
    return Step(model, size, setup.device)


def counted_seconds(work, setup):
    "Median seconds of some work, after warm rounds"
    warm, counted = setup.rounds
    seconds = []
    for _ in range(warm + counted):
        synchronise(setup.device)
        started = time.perf_counter()
        work()
        synchronise(setup.device)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[warm:])


def step_numbers(step, size, setup):
    "Milliseconds, share of the matrix rate, memory of a training step"
    seconds = counted_seconds(step.run, setup)
    with FlopCounterMode(display=False) as counter:
        step.run()
    rate = matrix_rate(torch.device(setup.device), torch.bfloat16)
    flop = counter.get_total_flops()
    weights = list(step.model.parameters())
    return dict(
        parameters=sum(weight.numel() for weight in weights),
        trained=sum(weight.numel() for weight in weights if weight.requires_grad),
        samples=size.samples,
        step_ms=1e3 * seconds,
        step_tflop=flop / 1e12,
        matrix_tflops=rate / 1e12,
        share_of_matrix_rate=flop / seconds / rate,
        peak_gb=peak_gb(setup.device),
    )


def act_part(setup):
    "A step of ACT, preset real"
    size = act_size(setup)
    return step_numbers(built(size, setup), size, setup)


def flow_part(setup):
    "A step of the flow policy, and an answer to one sample"
    size = flow_size(setup)
    step = built(size, setup)
    numbers = step_numbers(step, size, setup)
    one = {key: value[:1] for key, value in step.batches[0].items()}
    step.model.eval()

    def answer():
        with torch.no_grad(), torch.autocast(setup.device, torch.bfloat16):
            step.model.answer(one)

    return numbers | dict(answer_ms=1e3 * counted_seconds(answer, setup))


def vla_part(setup):
    "A LoRA step of the VLA"
    size = vla_size(setup)
    return step_numbers(built(size, setup), size, setup)
