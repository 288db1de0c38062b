"""Normaliser, optimiser, model, deployment and records"""

import torch

from faults.learning import each_step, freeze
from faults.modules import action_loss_times, dropped, gives, live_state, wrap
from faults.record_edits import metrics, setting
from tactile_nb.training.prepare import untrained_policy

DEGREES = 57.29578  # in a radian


def tiny_touch_scale(trainer):
    "The scale of the force grid of another sensor"
    trainer.policy.normalizer.touch_force_scale.div_(300)


def stats_of_start(trainer):
    "Action statistics of five frames"
    windows = trainer.data.windows
    frames = windows.frames_of(trainer.data.train[0])[:5]
    few = torch.from_numpy(windows.action[frames])
    trainer.policy.normalizer.action_mean.copy_(few.mean(0))
    trainer.policy.normalizer.action_scale.copy_(few.std(0).clamp(min=0.01))


def first_batch(trainer):
    "The first batch for ever"
    kept = []

    def before(trainer, batch):
        if not kept:
            kept.append(batch)
        return kept[0]

    each_step(before)(trainer)


def without_touch(tokens):
    "Tokens of touch are zero"
    out = dict(tokens)
    for key, value in tokens.items():
        if key.startswith('observation.tactile.'):
            out[key] = type(value)(value.values * 0, value.grid, value.valid)
    return out


def deaf_body(trainer):
    "The mask of the transformer hides touch; the alignment sees it"

    def make(old):
        def predict(tokens, state, latent):
            return old(without_touch(tokens), state, latent)

        return predict

    wrap(trainer.policy, '_predict', make)


def dead_projection(trainer):
    "The projection of the views is zero and stays so"
    for parameter in trainer.policy.align_view.parameters():
        parameter.data.zero_().requires_grad_(requires_grad=False)


def soup(trainer):
    "The mean of the weights and of untrained ones"
    torch.manual_seed(99)
    other = dict(untrained_policy(trainer.data, trainer.config).named_parameters())
    for name, parameter in trainer.policy.named_parameters():
        parameter.data.lerp_(other[name].data.to(parameter), 0.5)


def in_degrees(values):
    "Joint angles in degrees; the gripper stays as it is"
    return values * torch.tensor([DEGREES] * 6 + [1.0])


def validated_on_training(rows):
    "Held-out figures are those of training"
    for one in rows:
        held_out = [key for key in one if key.startswith('val_') and key[4:] in one]
        one.update({key: one[key[4:]] for key in held_out})
    return rows


MODEL = {
    'touch_scale_small': tiny_touch_scale,
    'stats_of_first_frames': stats_of_start,
    'body_frozen': freeze('body', 'decoder'),
    'one_batch_forever': first_batch,
    'dropout_in_eval': gives(lambda policy: policy.body, dropped(0.6)),
    'touch_hidden_from_body': deaf_body,
    'action_loss_summed': action_loss_times(112),
    'view_projection_dead': dead_projection,
}


AFTER = {
    'deployed_soup': soup,
    'deployed_degrees': live_state(in_degrees),
    'config_rate_edited': setting(lr=1e-5),
    'val_is_train': metrics(validated_on_training),
}
