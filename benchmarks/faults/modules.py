"""Policies and losses with something wrong in them: plant(trainer)"""

from torch.nn import functional as F


def wrap(owner, name, make):
    "A method in the place of another: make(old) -> new; modules take it, too"
    object.__setattr__(owner, name, make(getattr(owner, name)))


def reads(part, change):
    "What a part of the policy reads: part(policy) -> module, change(values, trainer) -> values"

    def plant(trainer):
        def hook(module, given):
            return (change(given[0], trainer), *given[1:])

        part(trainer.policy).register_forward_pre_hook(hook)

    return plant


def gives(part, change):
    "What a part of the policy gives: change(values) -> values"

    def plant(trainer):
        def hook(module, given, out):
            return change(out)

        part(trainer.policy).register_forward_hook(hook)

    return plant


def state_in(policy):
    "The part that reads the state"
    return policy.state_in


def wrist_view(policy):
    "The encoder of the wrist view"
    return policy.views['wrist']


def nothing(values, trainer):
    "Zeros"
    return values * 0


def live_state(change):
    "What the policy reads where a driver gives the state in another way: change(raw (B, A)) -> raw"

    def renormalised(values, trainer):
        mean = trainer.policy.normalizer.state_mean
        scale = trainer.policy.normalizer.state_scale
        return (change(values * scale + mean) - mean) / scale

    return reads(state_in, renormalised)


def losses(change):
    "Other losses: change(old, batch) -> parts"

    def plant(trainer):
        policy = trainer.policy
        wrap(policy, 'losses', lambda old: lambda batch: change(old, batch))
        object.__setattr__(policy, 'forward', policy.losses)

    return plant


def action_loss(change):
    "Another action loss beside the same other parts: change(loss) -> loss"

    def changed(old, batch):
        parts = old(batch)
        return dict(parts, action=change(parts['action']))

    return losses(changed)


def action_loss_times(factor):
    "The action loss alone on another scale"
    return action_loss(lambda loss: loss * factor)


def dropped(share):
    "Dropout that no mode switches off"
    return lambda values: F.dropout(values, share, training=True)
