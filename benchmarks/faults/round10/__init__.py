"""Thirty mistakes of people who record and train, and fifteen healthy runs that look odd"""

from faults.copied import copies
from faults.episodes import pause, remade, slower, without_first
from faults.fault import read_faults
from faults.learning import anew, rates
from faults.modules import live_state, reads, wrist_view
from faults.picture_changes import gains, grey, on_its_side, red_as_blue, turned
from faults.plants import both, camera, joints, numbers, other_grid, pictures, touch, touch_rate
from faults.record_edits import noted
from faults.round10 import odd as odd_ones
from faults.round10 import recordings as made
from faults.round10 import splitting as splits
from faults.round10 import training as learned
from faults.streams import fifth, odd, second_half, third
from faults.values import late, rounded, times

DATA = {
    # clocks
    'wrist_buffer': pictures('wrist', late(7), second_half),
    'state_topic_slow': numbers('state', made.held, odd),
    'commands_behind': numbers('action', late(8), third),
    'touch_rate_assumed': touch(made.slow_clock),
    # touch
    'cable_off': touch(made.dead_columns, second_half),
    'tared_in_grip': touch(made.tared_in_grip, fifth),
    'gram_force': touch(times(made.GRAM_FORCE), third),
    'touch_hangs': touch(made.stops_at(0.35), made.other_fourth),
    'amplifier_range': touch(made.clipped),
    # actions
    'some_deltas': numbers('action', made.as_deltas, third),
    'some_degrees': joints(made.as_degrees, made.fourth),
    'measured_as_command': numbers('action', made.as_measured, odd),
    'gripper_convention': numbers('action', made.gripper_inverted, second_half),
    # cameras
    'other_driver_colours': pictures('wrist', red_as_blue, second_half),
    'usb_order': splits.swapped_cameras(third),
    'wrist_hangs': pictures('wrist', made.stops_at(0.3), fifth),
    'mounted_upside_down': pictures('wrist', turned(2), made.first_half),
    # split
    'list_of_all': splits.trained_on_all,
    'uploaded_twice': copies(splits.uploaded_twice),
    # alignment
    'graphics_axes': camera('wrist', odd_ones.graphics_axes),
}
ODD = {
    # healthy
    'green_lamp': pictures('wrist', gains(0.86, 1.0, 0.84), third),
    'clouds': pictures('wrist', odd_ones.clouds),
    'calm_operator': slower(1.5, third),
    'thinks_twice': pause(0.35, 25, fifth),
    'coarse_touch': touch(rounded(0.02)),
    'other_pads': odd_ones.other_pads,
    'camera_on_its_side': both(pictures('wrist', turned(1)), camera('wrist', on_its_side)),
    'grey_camera': pictures('wrist', grey),
    'touch_at_half_rate': touch_rate(25.0, odd_ones.every_second, odd_ones.newest_of_half),
    'coarse_grid': other_grid((2, 5, 6, 3), odd_ones.coarser),
    'old_camera': pictures('wrist', odd_ones.old_camera),
    'cable_in_view': pictures('wrist', odd_ones.cable_in_view, second_half),
    'late_start': remade(without_first(12), odd),
}
MODEL = {
    # normaliser
    'statistics_of_other_data': learned.statistics_of_other_data,
    'no_floor': learned.no_floor,
    # optimiser
    'scheduler_each_step': rates(learned.decayed_each_step),
    'touch_forgotten': learned.touch_forgotten,
    'debug_batch': learned.one_batch,
    # model
    'divided_twice': reads(wrist_view, learned.once_more),
}
AFTER = {
    # deployment
    'not_strict': anew('decoder', 'query'),
    'live_degrees': live_state(learned.in_degrees),
    # records
    'result_of_other_run': noted('result.json', learned.better_result),
}
FAULTS = read_faults('round10', data=DATA | ODD, model=MODEL, after=AFTER)
