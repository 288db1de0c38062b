"""Normaliser, optimiser and model"""

import numpy as np
import torch
from torch import nn

from faults.learning import add_group, averaged, forget
from faults.modules import action_loss_times
from faults.stats import scale_touch
from tactile_nb.training.optim import make_optimizer


def other_robot(trainer):
    "Statistics of another robot"
    dice = np.random.default_rng(1)
    normalizer = trainer.policy.normalizer
    normalizer.state_mean += torch.from_numpy(dice.normal(0, 1.5, 7)).float()
    normalizer.state_scale *= 8
    normalizer.action_mean += torch.from_numpy(dice.normal(0, 1.5, 7)).float()
    normalizer.action_scale *= 8


def fitted_on_all(trainer):
    "Statistics of all episodes, held-out ones included"
    normalizer = trainer.policy.normalizer
    windows = trainer.data.windows
    fitted = type(normalizer).fit(windows, range(len(windows.lens)))
    normalizer.load_state_dict(fitted.state_dict())


def lose_moments(every):
    "The optimiser begins anew every so many steps"

    def plant(trainer):
        old = trainer.train_step

        def step(batch):
            if trainer.step and trainer.step % every == 0:
                trainer.optimizer = make_optimizer(trainer.policy, trainer.config)
            return old(batch)

        trainer.train_step = step

    return plant


def no_zero_grad(trainer):
    "Gradients add up"

    def zero_grad(*given, **named):
        return None

    trainer.optimizer.zero_grad = zero_grad


def hot_temperature(trainer):
    "The learned temperature has a group of its own, at 300 times the rate"
    for name, parameter in list(trainer.policy.named_parameters()):
        if 'log_inv' in name:
            forget(trainer, [parameter])
            add_group(trainer, [parameter], 'temperature', base_lr=0.3, weight_decay=0.0)


class TrainedNorm(nn.Module):
    "Batch norm over channels that is always in training mode"

    def __init__(self, width):
        super().__init__()
        self.norm = nn.BatchNorm1d(width, momentum=0.1)

    def train(self, mode=True):  # noqa: FBT002  the signature of torch
        "Whatever it is asked for, it trains"
        return super().train()

    def forward(self, values):
        "(B, N, D) -> the same"
        return self.norm(values.mT).mT


def add_trained_norm(trainer):
    "Views end in a batch norm that stays in training mode"
    for encoder in trainer.policy.views.values():
        encoder.norm = TrainedNorm(trainer.config.hidden_dim)
        plain = encoder.forward

        def forward(values, plain=plain, encoder=encoder):
            return encoder.norm(plain(values) * 3 + 1)

        encoder.forward = forward
        add_group(trainer, encoder.norm.parameters(), 'norm')


def load_average(trainer):
    "What is evaluated is the average"
    trainer.policy.load_state_dict(trainer.shadow)


MODEL = {
    'norm_other_data': other_robot,
    'norm_touch_tiny': scale_touch(1000),
    'norm_with_held_out': fitted_on_all,
    'moments_lost': lose_moments(30),
    'no_zero_grad': no_zero_grad,
    'ema_evaluated': averaged(0.9999),  # far slower than the run is long
    'bn_train_mode': add_trained_norm,
    'temperature_runs': hot_temperature,
    'action_loss_tiny': action_loss_times(0.002),
}


AFTER = {
    'ema_evaluated': load_average,
}
