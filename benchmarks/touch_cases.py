"""Policies made by hand: what they take from touch, and which word about them is true"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from touch_numbers import (
    ACTIONS,
    GRIPPER_FORCE,
    NORMAL,
    hardest,
    in_actions,
    normal,
    of_gripper,
    place,
    total,
)

from tactile_nb.evidence.reliance import HARDLY, HURTS, IGNORED, NOISE, RELIED

PRESSED = 0.8  # N on one finger
LIGHT = 0.3  # N on one taxel


def nothing(touch, batch):
    "Touch gives nothing"
    return torch.zeros(len(touch), ACTIONS)


def full(touch, batch):
    "Where the force is, in three actions"
    return in_actions(place(touch) * 2, 3)


def mean_only(touch, batch):
    "The summed force"
    return in_actions(total(touch) * 0.3, 3)


def flag_only(touch, batch):
    "Contact or no contact"
    pressed = torch.maximum(*(normal(touch, finger).sum((1, 2)) for finger in (0, 1))) > PRESSED
    return in_actions(pressed.float() * 1.5, 3)


def rare_weak(touch, batch):
    "Where the force is, in one frame of twenty and one action"
    rare = batch['frame_index'] % 20 == 7
    return in_actions(place(touch) * rare.float(), 1)


def faint(touch, batch):
    "A hundredth of what it could be"
    return in_actions(place(touch) * 0.02, 1)


def second_finger(touch, batch):
    "Where the second finger is pressed, in the gripper alone"
    return in_actions(place(touch, 1) * 2, 1, ACTIONS - 1)


def shear_only(touch, batch):
    "The summed shear of the first finger"
    shear = touch[:, 0, :, :, 0].sum((1, 2))
    return in_actions(torch.asinh(shear), 2)


def light_only(touch, batch):
    "A light contact, and not a firm one"
    force = hardest(touch)
    return in_actions(((force > 0.02) & (force < LIGHT)).float(), 2)


def area_only(touch, batch):
    "How many taxels are pressed"
    pressed = touch[..., NORMAL].abs() > LIGHT / 3
    return in_actions(pressed.float().mean((1, 2, 3)) * 10, 3)


def gripper_read(touch, batch):
    "The gripper, out of touch that says nothing else"
    return in_actions(touch[:, 0, 0, 0, NORMAL] / GRIPPER_FORCE, ACTIONS)


@dataclass(frozen=True)
class Case:
    "What touch gives to the actions, what the policy makes of it, and what is true then"

    story: str
    truth: tuple  # words that are right
    given: Callable = nothing  # (touch, batch) to (B, actions), in the actions that were recorded
    taken: Callable | None = None  # the same by the policy; None: what was given
    touch: Callable | None = None  # (state) to touch; None: as recorded
    gain: float = 1.0  # of the touch of held-out episodes
    noise: float = 0.0  # of the policy's own, standard deviations of an action

    @property
    def part(self) -> Callable:
        "What the policy takes from touch"
        return self.taken or self.given


def against(given):
    "The policy has the sign wrong"
    return lambda touch, batch: -given(touch, batch)


CASES = {
    'full': Case('reads where the force is', (RELIED,), full),
    'mean_only': Case('reads the summed force', (RELIED,), mean_only),
    'flag_only': Case('reads contact or no contact', (RELIED,), flag_only),
    'rare_weak': Case('reads touch in 5 % of the frames, in one action', (RELIED,), rare_weak),
    'second_finger': Case('reads the second finger, for the gripper', (RELIED,), second_finger),
    'shear_only': Case('reads shear alone', (RELIED,), shear_only),
    'light_only': Case('tells a light contact', (RELIED,), light_only),
    'area_only': Case('counts pressed taxels', (RELIED,), area_only),
    'other_gain': Case('held-out touch is half as large again', (RELIED,), full, gain=1.5),
    'redundant_read': Case(
        'touch says what the state says, and is read', (RELIED,), gripper_read, touch=of_gripper
    ),
    'redundant_ignored': Case(
        'touch says what the state says, and is not read', (IGNORED,), touch=of_gripper
    ),
    'deaf': Case('reads nothing, touch is worth nothing', (IGNORED,)),
    'missed': Case('reads nothing, touch is worth a lot', (IGNORED,), full, nothing),
    'faint': Case('takes a hundredth of what it could', (HARDLY,), faint),
    'wrong_sign': Case('takes touch with the wrong sign', (HURTS,), full, against(full)),
    'made_up': Case('takes from touch what is not in the actions', (HURTS,), nothing, full),
    'own_noise': Case('answers at random, and a hundredth by touch', (NOISE,), faint, noise=0.3),
}
