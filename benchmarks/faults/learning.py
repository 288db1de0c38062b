"""Optimisers and weights with something wrong in them: plant(trainer)"""

import torch


def then(*plants):
    "One after the other"

    def plant(trainer):
        for each in plants:
            each(trainer)

    return plant


def each_step(before):
    "before(trainer, batch) -> the batch that is trained on"

    def plant(trainer):
        old = trainer.train_step

        def step(batch):
            return old(before(trainer, batch))

        trainer.train_step = step

    return plant


def each_update(after):
    "after(trainer) follows every step, before the step is counted"

    def plant(trainer):
        old = trainer.train_step

        def step(batch):
            out = old(batch)
            after(trainer)
            return out

        trainer.train_step = step

    return plant


def averaged(decay):
    "An average of the weights over 1 / (1 - decay) updates, in trainer.shadow"

    def plant(trainer):
        state = trainer.policy.state_dict()
        trainer.shadow = {name: values.detach().clone() for name, values in state.items()}

        def after(trainer):
            with torch.no_grad():
                for name, values in trainer.policy.state_dict().items():
                    if values.is_floating_point():
                        trainer.shadow[name].lerp_(values, 1 - decay)

        each_update(after)(trainer)

    return plant


def rates(factor):
    "factor(step) of the base rate, in the place of the schedule"

    def plant(trainer):
        old = trainer.optimizer.step

        def step(*given, **named):
            for group in trainer.optimizer.param_groups:
                group['lr'] = group['base_lr'] * factor(trainer.step)
            return old(*given, **named)

        trainer.optimizer.step = step

    return plant


def groups(**values):
    "Other values in all groups of the optimiser"

    def plant(trainer):
        for group in trainer.optimizer.param_groups:
            group.update(values)

    return plant


def forget(trainer, parameters):
    "Take parameters out of the optimiser"
    gone = {id(parameter) for parameter in parameters}
    for group in trainer.optimizer.param_groups:
        group['params'][:] = [o for o in group['params'] if id(o) not in gone]


def add_group(trainer, parameters, name, **values):
    "A group like the first one, for parameters that came later"
    like = dict(trainer.optimizer.param_groups[0])
    like.update(values, params=list(parameters), name=name)
    trainer.optimizer.add_param_group(like)


def freeze(*names):
    "Parameters whose names begin so stay as they are"

    def plant(trainer):
        for name, parameter in trainer.policy.named_parameters():
            if name.startswith(names):
                parameter.requires_grad_(requires_grad=False)

    return plant


def anew(*names):
    "Weights that were not loaded"

    def plant(trainer):
        torch.manual_seed(77)
        for name, parameter in trainer.policy.named_parameters():
            if name.startswith(names):
                spread = parameter.std() if parameter.numel() > 1 else 1.0
                parameter.data = torch.randn_like(parameter) * spread

    return plant


def keep_at(count):
    "A copy of the weights after so many steps, in trainer.kept"

    def keep(trainer):
        if trainer.step + 1 == min(count, trainer.config.num_steps):
            state = trainer.policy.state_dict()
            trainer.kept = {name: values.detach().clone() for name, values in state.items()}

    return each_update(keep)


def load_kept(trainer):
    "The weights that `keep_at` kept"
    trainer.policy.load_state_dict(trainer.kept)
