"""The real-size flow policy (SmolVLM2-500M shapes, 512 px, random weights): parameters, memory, one
training step, one answer.

    python benchmarks/flow_size.py [cameras]

On a GPU also milliseconds a step and an answer in bfloat16. Writes
benchmarks/results/flow_size.md.
"""

import resource
import sys
import time

import torch
from cache import identity_normalizer
from tables import head, row, today

from tactile_nb.data.sensors import TouchSpec
from tactile_nb.data.tasks import project_root
from tactile_nb.models.flow import Flow, FlowConfig

GPU = torch.cuda.is_available()
DEVICE = 'cuda' if GPU else 'cpu'
BATCH = 4 if GPU else 1
ROUNDS = 10 if GPU else 2
PIXELS = 512
CHUNK, DIM = 50, 32  # actions, entries of state and action
GRIDS = (2, 10, 12, 3)
TOUCH_PARTS = ('touches', 'kind', 'place')  # how names of touch parameters begin
ALL_PARAMETERS = "parameters, all (the language model's output layer of 47 M is not built)"


def make_policy(cameras):
    "SmolVLM2-500M shapes with two force grids"
    config = FlowConfig(
        state_dim=DIM,
        action_dim=DIM,
        chunk_size=CHUNK,
        img_size=PIXELS,
        cameras={f'v{i}': None for i in range(cameras)},
        tactile=dict(pads=TouchSpec('grid', GRIDS, 30.0, 'N')),
        vlm='smolvlm2_500m',
        enc_layers=16,
        allow_random_backbone=True,
        instructions=('put the peg into the hole',),
    )
    shapes = {'state': (DIM,), 'action': (DIM,), 'touch.pads': (3,)}
    return Flow(config, identity_normalizer(shapes)).to(DEVICE)


def make_batch(cameras):
    "Noise in the shapes of a batch"
    batch = {}
    for i in range(cameras):
        shape = (BATCH, PIXELS, PIXELS, 3)
        batch[f'observation.images.v{i}'] = torch.randint(0, 255, shape, dtype=torch.uint8)
    batch['observation.state'] = torch.randn(BATCH, DIM)
    batch['observation.tactile.pads'] = torch.rand(BATCH, *GRIDS)
    batch['action'] = torch.randn(BATCH, CHUNK, DIM)
    batch['action_is_pad'] = torch.zeros(BATCH, CHUNK, dtype=torch.bool)
    return {key: value.to(DEVICE) for key, value in batch.items()}


def count(weights):
    "Numbers in some parameters, with thousands"
    return f'{sum(weight.numel() for weight in weights):,}'


def parameter_rows(model):
    "Parameters of the policy"
    named = list(model.named_parameters())
    touch = [weight for name, weight in named if name.startswith(TOUCH_PARTS)]
    return [
        row([ALL_PARAMETERS, count(weight for _, weight in named)]),
        row(['trained', count(weight for _, weight in named if weight.requires_grad)]),
        row(['of them touch', count(touch)]),
    ]


def now():
    "The time when all that was asked for is done"
    if GPU:
        torch.cuda.synchronize()
    return time.perf_counter()


def train_step(model, batch, optimizer):
    "One step; gives its loss"
    with torch.autocast(DEVICE, torch.bfloat16, enabled=GPU):
        loss = model.losses(batch)['action']
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def time_training(model, batch):
    "Seconds of every step, and the loss of the last"
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, 1e-4)
    seconds = []
    for _ in range(ROUNDS):
        started = now()
        loss = train_step(model, batch, optimizer)
        seconds.append(now() - started)
    return seconds, float(loss.detach())


def time_answers(model, batch):
    "Seconds of every answer to one sample"
    model.eval()
    seconds = []
    for _ in range(ROUNDS):
        started = now()
        with torch.no_grad(), torch.autocast(DEVICE, torch.bfloat16, enabled=GPU):
            model.answer({key: value[:1] for key, value in batch.items()})
        seconds.append(now() - started)
    return seconds


def peak_gb():
    "Most memory that was in use"
    if GPU:
        return torch.cuda.max_memory_allocated() / 2**30
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def middle_ms(seconds):
    "The middle one, the later of two, in milliseconds"
    return f'{sorted(seconds)[len(seconds) // 2] * 1e3:,.0f}'


def machine():
    "Where it ran, in words"
    if GPU:
        return f'{torch.cuda.get_device_name(0)}, bfloat16'
    return f'CPU, {torch.get_num_threads()} threads, float32'


def main():
    "Measure and write what came out"
    cameras = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    torch.manual_seed(0)
    model = make_policy(cameras)
    batch = make_batch(cameras)
    parameters = parameter_rows(model)
    steps, loss = time_training(model, batch)
    answers = time_answers(model, batch)
    lines = [
        f'# The flow policy at real size\n\n{today()}, {machine()}; {cameras} cameras of '
        f'{PIXELS} px, batch {BATCH}, chunk {CHUNK}, frozen random backbone.\n',
        head(['', '']),
        *parameters,
        row(['loss of the first step', f'{loss:.3f}']),
        row(['ms a training step', middle_ms(steps)]),
        row(['ms an answer, 10 Euler steps, batch 1', middle_ms(answers)]),
        row(['peak memory, GB', f'{peak_gb():.1f}']),
    ]
    if not GPU:
        lines.append(row(['on a GPU in bfloat16', '*not measured*']))
    text = '\n'.join(lines) + '\n'
    (project_root() / 'benchmarks/results/flow_size.md').write_text(text)
    print(text)


if __name__ == '__main__':
    main()
