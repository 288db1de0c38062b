"""Round nine: mistakes of labs, drivers, converters, scripts and servers, and odd healthy runs"""

from faults.copied import copies
from faults.episodes import kept, remade, slower
from faults.fault import read_faults
from faults.learning import each_step, keep_at, load_kept, rates
from faults.modules import live_state, losses, nothing, reads
from faults.picture_changes import grey, red_as_blue, turned, upside_down
from faults.plants import both, camera, joints, numbers, pictures, touch, touch_rate
from faults.record_edits import metrics, setting
from faults.round9 import moving, seeing, serving, splitting, touching, training
from faults.streams import odd, second_half, third
from faults.values import late, plus, rounded

BUFFERED = 5  # frames that a camera is behind
SLOW_CLOCK = 12  # frames that the touch computer is behind
SLOWER = 1.5  # times as long
COARSE = 0.02  # N, a step of another converter
SENSOR_RATE = 100.0  # Hz

CLOCKS = {
    'wrist_buffer': pictures('wrist', late(BUFFERED)),
    'touch_clock': touch(late(SLOW_CLOCK), second_half),
    'half_rate': remade(kept(moving.every_second), third),
}
TOUCH = {
    'tared_in_grip': touch(touching.tared_in_the_grip, third),
    'pad_hangs': touch(touching.pad_hangs, odd),
    'clipped_range': touch(touching.clipped),
    'columns_first': touch(touching.by_columns, second_half),
}
ACTIONS = {
    'action_is_state': numbers('action', moving.state_of_the_frame),
    'gripper_flipped': numbers('action', moving.closed_is_one, odd),
    'homed_anew': joints(plus(*moving.HOMING), second_half),
}
CAMERAS = {
    'usb_swapped': seeing.exchanged('wrist', 'third_person', third),
    'bgr_days': pictures('wrist', red_as_blue, second_half),
    'bumped_mount': pictures('wrist', seeing.bumped, second_half),
}
SPLIT = {
    'merged_twice': copies(splitting.copied_pairs),
    'trained_on_all': splitting.train_on_all,
}
OTHER_DATA = {
    'preview_intrinsics': camera('wrist', seeing.half_size),
}
HEALTHY_DATA = {
    'slow_operator': slower(SLOWER, odd),
    'sensor_100_hz': touch_rate(SENSOR_RATE, touching.twice_as_often, touching.newest_of_two),
    'coarse_converter': touch(rounded(COARSE)),
    'dead_taxels': touch(touching.dead_taxels),
    'encoder_steps': joints(rounded(moving.ENCODER_STEP)),
    'hangs_upside_down': both(pictures('wrist', turned(2)), camera('wrist', upside_down)),
    'grey_camera': pictures('wrist', grey),
    'white_balance': pictures('wrist', seeing.white_balance),
}

FAULTS = read_faults(
    'round9',
    data=CLOCKS | TOUCH | ACTIONS | CAMERAS | SPLIT | OTHER_DATA | HEALTHY_DATA,
    model={
        'pretrained_stats': training.other_arm(),
        'gripper_percent': training.percent_gripper(),
        'no_zero_grad': training.keep_gradients,
        'decay_per_batch': rates(training.tenth),
        'touch_not_listed': training.touch_not_listed,
        'queries_not_passed': reads(training.decoder, nothing),
        'first_actions_only': losses(training.first_actions),
        'two_loaders': each_step(training.touch_of_another),
        'old_checkpoint': keep_at(serving.KEPT_STEP),
    },
    after={
        'old_checkpoint': load_kept,
        'elbow_first': live_state(serving.elbow_first),
        'other_stats_served': serving.other_table(),
        'override_not_saved': setting(lr=1e-4, lr_schedule='constant'),
        'crashed_run_in_log': metrics(serving.appended),
        'exported_bfloat16': serving.in_half_precision,
        'continued_next_day': serving.goes_on_next_day(),
    },
)
