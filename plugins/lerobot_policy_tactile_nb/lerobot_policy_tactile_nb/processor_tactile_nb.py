"""Pre- and post-processing: devices only, because the policies normalise by themselves"""

from lerobot.processor import (
    AddBatchDimensionProcessorStep,
    DeviceProcessorStep,
    PolicyProcessorPipeline,
    RenameObservationsProcessorStep,
)
from lerobot.processor.converters import policy_action_to_transition, transition_to_policy_action
from lerobot.utils.constants import (
    POLICY_POSTPROCESSOR_DEFAULT_NAME,
    POLICY_PREPROCESSOR_DEFAULT_NAME,
)


def _make(config, dataset_stats=None) -> tuple[PolicyProcessorPipeline, PolicyProcessorPipeline]:
    "What happens ahead of the policy and behind it"
    before = [
        RenameObservationsProcessorStep(rename_map={}),
        AddBatchDimensionProcessorStep(),
        DeviceProcessorStep(device=config.device),
    ]
    after = [DeviceProcessorStep(device='cpu')]
    preprocess = PolicyProcessorPipeline(steps=before, name=POLICY_PREPROCESSOR_DEFAULT_NAME)
    postprocess = PolicyProcessorPipeline(
        steps=after,
        name=POLICY_POSTPROCESSOR_DEFAULT_NAME,
        to_transition=policy_action_to_transition,
        to_output=transition_to_policy_action,
    )
    return preprocess, postprocess


# the names by which LeRobot looks for them
make_tactile_act_pre_post_processors = _make
make_tactile_flow_pre_post_processors = _make
make_tactile_vla_pre_post_processors = _make
