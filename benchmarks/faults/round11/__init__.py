"""The eleventh list: thirty faults and fifteen healthy runs, by somebody who knew no rule"""

from faults.episodes import pause, slower
from faults.fault import read_faults
from faults.learning import keep_at, load_kept
from faults.modules import live_state, reads, wrist_view
from faults.picture_changes import grey, red_as_blue, turned
from faults.plants import camera, joints, numbers, pictures, touch, touch_rate
from faults.record_edits import metrics
from faults.round11 import recordings, runs, touching
from faults.streams import fifth, odd, second_half, third
from faults.values import late, rounded

CLOCKS = {
    'wrist_buffer': pictures('wrist', late(6)),
    'serial_buffer': touch(late(10), second_half),
    'shared_usb_hub': pictures('wrist', recordings.repeated(10), odd),
    'clock_drift': touch(recordings.drifting),
    'camera_25_hz': pictures('wrist', recordings.repeated(2)),
    'touch_100_hz': touch_rate(100.0, touching.twice_as_often, touching.every_second),
}
TOUCH = {
    'not_tared': touch(touching.preloaded, second_half),
    'broken_ribbon': touch(touching.without_rows, recordings.since(6)),
    'low_range': touch(touching.clipped(0.05)),
    'driver_axes': touch(touching.normal_first, second_half),
    'gram_force': touch(touching.in_grams, fifth),
    'driver_hung': touch(touching.stuck, third),
    'loose_contact': touch(touching.row_glitches, odd),
    'coarse_sensor': touch(rounded(0.02)),
    'softer_pads': touch(touching.softer, second_half),
}
ACTIONS = {
    'measured_as_action': numbers('action', recordings.measured),
    'gripper_convention': numbers('action', recordings.gripper_reversed, third),
    'relative_actions': numbers('action', recordings.relative, recordings.between(5, 9)),
    'wrapped_wrist': joints(recordings.wrapped_wrist),
    'slow_operator': slower(1.4, odd),
    'hesitation': pause(0.5, 20, third),
}
CAMERAS = {
    'other_colour_order': pictures('wrist', red_as_blue, second_half),
    'remounted_camera': pictures('wrist', turned(2), third),
    'slipped_mount': pictures('wrist', recordings.slipped, recordings.since(9)),
    'swapped_cameras': recordings.swapped_cameras(fifth),
    'daylight': pictures('wrist', recordings.daylight),
    'monochrome_camera': pictures('wrist', grey),
}
OTHERS = {
    'exported_twice': runs.exported_twice,
    'two_split_seeds': runs.trained_on_all,
    'glitch_in_scale': touching.one_glitch,
    'camera_in_mm': camera('wrist', runs.in_millimetres),
}

FAULTS = read_faults(
    'round11',
    data={**CLOCKS, **TOUCH, **ACTIONS, **CAMERAS, **OTHERS},
    model={
        'degree_statistics': runs.degree_statistics,
        'schedule_in_epochs': runs.schedule_in_epochs,
        'encoder_after_optimiser': runs.encoder_after_optimiser,
        'scaled_twice': reads(wrist_view, runs.scaled_again),
        'early_checkpoint': keep_at(20),
    },
    after={
        'early_checkpoint': load_kept,
        'degrees_at_deployment': live_state(runs.joints_in_degrees),
        'served_in_bf16': runs.in_bf16,
        'two_writers': metrics(runs.with_other_writer),
        'night_break': metrics(runs.night_break),
    },
)
