"""The real-size flow policy (SmolVLM2-500M shapes, 512 px, random weights): parameters, memory, one training step, one answer.

    python benchmarks/flow_size.py [cameras]

On a GPU also milliseconds a step and an answer in bfloat16. Writes benchmarks/results/flow_size.md.
"""

import resource
import sys
import time

import torch

if __name__ == '__main__':
    from tactile_nb.data.normalize import Normalizer
    from tactile_nb.data.sensors import TouchSpec
    from tactile_nb.data.tasks import project_root
    from tactile_nb.models.flow import Flow, FlowConfig

    cams = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    gpu = torch.cuda.is_available()
    dev = 'cuda' if gpu else 'cpu'
    B = 4 if gpu else 1
    torch.manual_seed(0)
    c = FlowConfig(
        state_dim=32,
        action_dim=32,
        chunk_size=50,
        img_size=512,
        cameras={f'v{i}': None for i in range(cams)},
        tactile=dict(pads=TouchSpec('grid', (2, 10, 12, 3), 30.0, 'N')),
        vlm='smolvlm2_500m',
        enc_layers=16,
        allow_random_backbone=True,
        instructions=('put the peg into the hole',),
    )
    n = Normalizer({'state': (32,), 'action': (32,), 'touch.pads': (3,)})
    [
        getattr(n, k).copy_(torch.ones(()) if 'scale' in k else torch.zeros(()))
        for k in n.state_dict()
    ]
    m = Flow(c, n).to(dev)
    count = lambda keep: sum(p.numel() for k, p in m.named_parameters() if keep(k, p))
    total, trained, touch = (
        count(lambda k, p: True),
        count(lambda k, p: p.requires_grad),
        count(lambda k, p: k.startswith(('touches', 'kind', 'place'))),
    )
    b = {
        **{
            f'observation.images.v{i}': torch.randint(0, 255, (B, 512, 512, 3), dtype=torch.uint8)
            for i in range(cams)
        },
        'observation.state': torch.randn(B, 32),
        'observation.tactile.pads': torch.rand(B, 2, 10, 12, 3),
        'action': torch.randn(B, 50, 32),
        'action_is_pad': torch.zeros(B, 50, dtype=torch.bool),
    }
    b = {k: v.to(dev) for k, v in b.items()}
    o = torch.optim.AdamW([p for p in m.parameters() if p.requires_grad], 1e-4)
    sync = torch.cuda.synchronize if gpu else lambda: None
    steps, answers = [], []
    for _ in range(10 if gpu else 2):
        sync()
        t = time.perf_counter()
        with torch.autocast(dev, torch.bfloat16, enabled=gpu):
            loss = m.losses(b)['action']
        o.zero_grad()
        loss.backward()
        o.step()
        sync()
        steps.append(time.perf_counter() - t)
    m.eval()
    for _ in range(10 if gpu else 2):
        sync()
        t = time.perf_counter()
        with torch.no_grad(), torch.autocast(dev, torch.bfloat16, enabled=gpu):
            m.answer({k: v[:1] for k, v in b.items()})
        sync()
        answers.append(time.perf_counter() - t)
    peak = (
        torch.cuda.max_memory_allocated() / 2**30
        if gpu
        else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    )
    med = lambda x: sorted(x)[len(x) // 2] * 1e3
    where = (
        f'{torch.cuda.get_device_name(0)}, bfloat16'
        if gpu
        else f'CPU, {torch.get_num_threads()} threads, float32'
    )
    text = (
        f"# The flow policy at real size\n\n{time.strftime('%Y-%m-%d')}, {where}; {cams} cameras of 512 px, batch {B}, chunk 50, frozen random backbone.\n\n| | |\n|---|---|\n| parameters, all (the language model's output layer of 47 M is not built) | {total:,} |\n| trained | {trained:,} |\n| of them touch | {touch:,} |\n| loss of the first step | {float(loss.detach()):.3f} |\n| ms a training step | {med(steps):,.0f} |\n| ms an answer, 10 Euler steps, batch 1 | {med(answers):,.0f} |\n| peak memory, GB | {peak:.1f} |\n"
        + ('' if gpu else '| on a GPU in bfloat16 | *not measured* |\n')
    )
    (project_root() / 'benchmarks/results/flow_size.md').write_text(text)
    print(text)
