"""What is wrong in a training script, from the statistics to the schedule"""

import torch

from faults.learning import forget
from faults.stats import scaled, set_stats

# of the arm that a checkpoint was trained on: rad, and the gripper
OTHER_MEAN = (0.05, -0.96, 1.16, 0.0, -0.3, 0.0, 0.4)
OTHER_SCALE = (0.35, 0.55, 0.5, 0.4, 0.45, 0.6, 0.32)
PERCENT = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0)  # a gripper from 0 to 100
TENTH_EVERY = 40  # steps that were meant as epochs
TRAINED = 4  # actions of a chunk that the mask of the loss leaves


def constant(numbers):
    "The same statistics, whatever the data"
    return lambda old: torch.tensor(numbers)


def other_arm():
    "Statistics that came with a pretrained checkpoint"
    mean, scale = constant(OTHER_MEAN), constant(OTHER_SCALE)
    return set_stats(state_mean=mean, state_scale=scale, action_mean=mean, action_scale=scale)


def percent_gripper():
    "Statistics of recordings whose gripper counts to 100"
    by = scaled(PERCENT)
    return set_stats(state_mean=by, state_scale=by, action_mean=by, action_scale=by)


def keep_gradients(trainer):
    "Nobody sets the gradients to zero"

    def zero_grad(set_to_none=True):  # noqa: FBT002  the signature of torch
        return None

    trainer.optimizer.zero_grad = zero_grad


def tenth(step):
    "A tenth of the rate every so many batches, no warm-up"
    return 0.1 ** (step // TENTH_EVERY)


def touch_not_listed(trainer):
    "Parameters of the touch encoder that nobody gave to the optimiser"
    forget(trainer, trainer.policy.touches.parameters())


def decoder(policy):
    "The part that turns queries into actions"
    return policy.decoder


def first_actions(old, batch):
    "A loss in which the later actions of a chunk count as padding"
    padding = batch['action_is_pad'].clone()
    padding[:, TRAINED:] = True
    return old(dict(batch, action_is_pad=padding))


def touch_of_another(trainer, batch):
    "Touch from a loader with a shuffle of its own"
    touch = [key for key in batch if key.startswith('observation.tactile.')]
    return batch | {key: batch[key].roll(1, 0) for key in touch}
