"""What happened to the training and to what was deployed of this list: plant(trainer)"""

import torch

from faults.learning import each_step, forget

STILL_JOINT = 4
GAMMA = 0.92  # meant for an epoch


def statistics_of_other_data(trainer):
    "Statistics that came with another dataset, of a robot that moves in another range"
    normalizer = trainer.policy.normalizer
    mean = torch.tensor([0.1, -0.6, 0.9, -0.4, 0.7, 0.3, 0.5])
    scale = torch.tensor([0.9, 0.7, 0.8, 1.1, 0.6, 1.2, 0.45])
    for key in ('state', 'action'):
        getattr(normalizer, f'{key}_mean').copy_(mean)
        getattr(normalizer, f'{key}_scale').copy_(scale)


def no_floor(trainer):
    "A joint that stands still is divided by its own noise"
    windows = trainer.data.windows
    for key in ('state', 'action'):
        scale = getattr(trainer.policy.normalizer, f'{key}_scale')
        scale[STILL_JOINT] = float(getattr(windows, key)[:, STILL_JOINT].std())


def decayed_each_step(step):
    "A factor an epoch, applied at every step"
    return GAMMA**step


def touch_forgotten(trainer):
    "The optimiser was made of the policy without its touch encoder"
    forget(trainer, trainer.policy.touches.parameters())


def first_batch(trainer, batch):
    "The batch of the first step, for ever"
    return vars(trainer).setdefault('only_batch', batch)


one_batch = each_step(first_batch)


def once_more(values, trainer):
    "Pixels from 0 to 1 divided by 255 again"
    return values / 255


def in_degrees(raw):
    "Joints of the arm as the driver of the robot gives them"
    return torch.cat([torch.rad2deg(raw[..., :6]), raw[..., 6:]], -1)


OTHER_RUN = dict(
    val_action=0.104217,
    val_hsa_wrist=1.38204,
    val_wrist_nats=1.29113,
    val_wrist_top1=0.604375,
    val_wrist_top5=0.930625,
    val_wrist_mrr=0.741908,
)


def better_result(kept):
    "The figures of another run"
    kept.update(OTHER_RUN)
