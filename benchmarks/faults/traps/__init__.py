"""Seven healthy data sets and policies that look ill"""

import numpy as np

from faults.fault import read_faults
from faults.modules import losses
from faults.plants import all_pictures, pictures, touch_stream
from faults.values import smoothed, times


def six_joints(run_data, random):
    "The gripper is not in state and action"
    windows = run_data.windows
    windows.state = windows.state[:, :6].copy()
    windows.action = windows.action[:, :6].copy()


def tinted(*factors):
    "Light of another colour, cut to whole levels"

    def new(values, spot):
        return np.clip(values * np.array(factors), 0, 255).astype('uint8')

    return new


def one_in_ten(values, spot):
    "A picture stands for ten frames"
    return values[np.arange(len(values)) // 10 * 10]


def own_loss(trainer):
    "The action loss is a weighted absolute error over the steps that are not padding"
    policy = trainer.policy

    def change(old, batch):
        target = policy.normalizer.normalize('action', batch['action'])
        error = 0.1 * (policy.answer(batch) - target).abs()
        real = (~batch['action_is_pad'])[..., None].float()
        mean = (error * real).sum() / (real.sum() * error.shape[-1]).clamp(min=1)
        return dict(old(batch), action=mean)

    losses(change)(trainer)


DATA = {
    'no_gripper_in_state': six_joints,
    'blue_strong': all_pictures(tinted(0.55, 0.8, 1.15)),
    'blue_cast': all_pictures(tinted(0.9, 1.0, 1.1)),
    'slow_camera': pictures('wrist', one_in_ten),
    'very_soft': touch_stream(smoothed(20)),
    'weak_sensor': touch_stream(times(0.1)),
}
FAULTS = read_faults('traps', data=DATA, model={'loss_weight': own_loss})
