"""Optimisers"""

import math

import torch

from faults.learning import each_update, rates

BOUND = 0.05  # of a weight
PRIVACY = 0.02  # spread of the noise in each entry of a gradient
OLD_STEPS = 200_000  # of another run
OLD_SQUARE = 1.0  # second moment of another run
CYCLE = 100  # steps
WARM = 30  # steps


@torch.no_grad()
def clamped(trainer):
    "No weight is further from zero than a bound"
    for one in trainer.policy.parameters():
        one.clamp_(-BOUND, BOUND)


def private_gradients(trainer):
    "Noise on all gradients before each step"
    old = trainer.optimizer.step

    def step(*given, **named):
        for group in trainer.optimizer.param_groups:
            for one in group['params']:
                if one.grad is not None:
                    one.grad.add_(PRIVACY * torch.randn_like(one.grad))
        return old(*given, **named)

    trainer.optimizer.step = step


def moments_of_other_run(trainer):
    "The optimiser remembers the end of another run"
    for group in trainer.optimizer.param_groups:
        for one in group['params']:
            trainer.optimizer.state[one] = dict(
                step=torch.tensor(float(OLD_STEPS)),
                exp_avg=torch.zeros_like(one),
                exp_avg_sq=torch.full_like(one, OLD_SQUARE),
            )


def cycles(step):
    "A warm-up, then cosines to zero, one after another"
    warm = min(1.0, (step + 1) / WARM)
    return warm * (1 + math.cos(math.pi * (step % CYCLE) / CYCLE)) / 2


def with_nadam(trainer):
    "Nesterov's momentum, with the same groups"
    kept = ('name', 'params', 'base_lr', 'weight_decay')
    groups = [{key: group[key] for key in kept} for group in trainer.optimizer.param_groups]
    rate = trainer.config.lr
    trainer.optimizer = torch.optim.NAdam(groups, lr=rate, decoupled_weight_decay=True)


MODEL = {
    'weights_clamped': each_update(clamped),
    'privacy_noise': private_gradients,
    'moments_of_other_run': moments_of_other_run,
    'warm_restarts': rates(cycles),
    'nadam': with_nadam,
}
