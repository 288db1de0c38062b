"""Numbers that a policy made by hand takes from touch"""

import numpy as np
import torch

ACTIONS = 7
NORMAL = 2  # place of the normal force among the axes
GRIPPER_FORCE = 0.02  # N on each taxel for a gripper that is closed


def in_actions(value, count, first=0):
    "(B,) in `count` of the actions"
    out = torch.zeros(len(value), ACTIONS)
    out[:, first : first + count] = value[:, None]
    return out


def normal(touch, finger):
    "(B, rows, columns): normal force, N"
    return touch[:, finger, :, :, NORMAL].abs()


def place(touch, finger=0):
    "(B,) -1 to 1: where along the columns a finger is pressed"
    force = normal(touch, finger)
    columns = torch.linspace(-1, 1, force.shape[-1])
    return (force * columns).sum((1, 2)) / force.sum((1, 2)).clamp(min=0.05)


def total(touch):
    "(B,) all normal force, as a number that grows slowly"
    return torch.asinh(touch[..., NORMAL].sum((1, 2, 3)))


def hardest(touch):
    "(B,) N: the taxel that is pressed most"
    return touch[..., NORMAL].abs().amax((1, 2, 3))


def of_gripper(state):
    "Touch that is a function of the gripper"
    force = np.clip(state[:, ACTIONS - 1 :], 0, 1)[:, :, None, None, None]
    return (force * np.full((1, 2, 10, 12, 3), GRIPPER_FORCE)).astype('float32')
