"""Normaliser, optimiser, model, alignment and deployment"""

from unittest.mock import patch

import torch
from torch.nn import functional as F

from faults.learning import rates
from faults.modules import live_state, losses, reads, wrist_view
from faults.stats import converts, scaled, set_stats
from tactile_nb.models import act
from tactile_nb.models.policy import masked_l1

GRIPPER = 6  # entry of state and action
SMALLEST = 1e-6  # of a reading that is divided by
HIDDEN = 0.95  # of the training samples get no touch
SHOULDER = 1  # entry of the state
HOMING = 0.3  # rad
CROP = 0.6  # of the height and width of a live picture
LEVELS = 127  # on each side of zero, of eight bits
RATE_STEPS = ((0.6, 1.0), (0.85, 0.3), (1.0, 0.1))  # up to a share of the run: times the rate
WARM_UP = 20  # steps
LENGTH = 300  # steps
WIDER = 1.25


def exchange_mean_and_scale(trainer):
    "What is subtracted and what is divided by, the other way round"
    normalizer = trainer.policy.normalizer
    for key in ('state', 'action'):
        mean = getattr(normalizer, f'{key}_mean')
        scale = getattr(normalizer, f'{key}_scale')
        kept = mean.clone()
        mean.copy_(scale)
        scale.copy_(kept)


def one_number_for_all(trainer):
    "One mean and one standard deviation over all entries together"
    windows = trainer.data.windows
    frames = [o for number in trainer.data.train for o in windows.frames_of(number)]
    for key in ('state', 'action'):
        values = torch.from_numpy(getattr(windows, key)[frames])
        getattr(trainer.policy.normalizer, f'{key}_mean').fill_(values.mean())
        getattr(trainer.policy.normalizer, f'{key}_scale').fill_(values.std())


def by_own_maximum(old, values):
    "Each sample divided by its own largest reading"
    largest = values.abs().flatten(1).amax(1).clamp(min=SMALLEST)
    return values / largest.view(-1, *[1] * (values.ndim - 1))


def plain_descent(trainer):
    "Stochastic gradient descent with the rates of Adam"
    groups = [
        {key: o for key, o in group.items() if key in ('params', 'name', 'base_lr', 'weight_decay')}
        for group in trainer.optimizer.param_groups
    ]
    trainer.optimizer = torch.optim.SGD(groups, lr=trainer.config.lr)


def joints_alone(pred, target, is_pad):
    "The error of the joints, without the gripper"
    return masked_l1(pred[..., :GRIPPER], target[..., :GRIPPER], is_pad)


def without_gripper(old, batch):
    "Losses that do not see the gripper"
    with patch.object(act, 'masked_l1', joints_alone):
        return old(batch)


def force_sensor(policy):
    "The encoder of the force grid"
    return policy.touches['force']


def often_hidden(values, trainer):
    "No touch in most of the samples that are trained on"
    if not trainer.policy.training:
        return values
    seen = (torch.rand(len(values)) >= HIDDEN).to(values)
    return values * seen.view(-1, *[1] * (values.ndim - 1))


def invert_mask(trainer):
    "True means left out, not told apart"

    def hook(module, given, named):
        return given, dict(named, negative_mask=~named['negative_mask'])

    trainer.policy.hsa['wrist'].register_forward_pre_hook(hook, with_kwargs=True)


def homed_anew(raw):
    "The shoulder reads another angle than it did while training"
    raw = raw.clone()
    raw[:, SHOULDER] += HOMING
    return raw


def cropped(values, trainer):
    "The middle of a live picture, in the size that the policy reads"
    height, width = values.shape[2:]
    top, left = int(height * (1 - CROP) / 2), int(width * (1 - CROP) / 2)
    middle = values[:, :, top : height - top, left : width - left]
    return F.interpolate(middle, (height, width), mode='bilinear')


def stepwise(step):
    "A rate that falls twice"
    factor = next(o for share, o in RATE_STEPS if step <= share * LENGTH)
    return min(1.0, (step + 1) / WARM_UP) * factor


def eight_bits(trainer):
    "Matrices in eight bits, with a scale for each row"
    for parameter in trainer.policy.parameters():
        if parameter.ndim > 1:
            rows = parameter.data.flatten(1)
            step = (rows.abs().amax(1, keepdim=True) / LEVELS).clamp(min=1e-12)
            parameter.data = (torch.round(rows / step) * step).view_as(parameter)


MODEL = {
    'mean_and_scale_exchanged': exchange_mean_and_scale,
    'one_number_for_all': one_number_for_all,
    'touch_by_own_maximum': converts('normalize', 'touch.force', by_own_maximum),
    'sgd_with_adam_rate': plain_descent,
    'gripper_left_out_of_loss': losses(without_gripper),
    'touch_dropped_in_training': reads(force_sensor, often_hidden),
    'negative_mask_inverted': invert_mask,
    'wider_scales': set_stats(state_scale=scaled(WIDER), action_scale=scaled(WIDER)),
    'stepwise_rate': rates(stepwise),
}


AFTER = {
    'deployed_after_homing': live_state(homed_anew),
    'deployed_cropped': reads(wrist_view, cropped),
    'eight_bits': eight_bits,
}
