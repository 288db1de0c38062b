"""The page that benchmarks/planted.py writes, from the rows of its runs"""

from tables import head, row, stamp

from tactile_nb.evidence.planted import FAULTS

FAULT_COLUMNS = (
    'fault',
    'what was done',
    'named first',
    'within three',
    'first cause said',
    'evidence (last seed)',
    'training s',
    'diagnosis s',
)
FIX_COLUMNS = ('fault', 'seed', 'changed', 'faulty', 'mended', 'healthy', 'mended / healthy')
LONGEST_EVIDENCE = 160  # characters in the table


def table(rows, seeds):
    "Everything that planted.md says"
    bad = [scored for scored in rows if scored['fault']]
    good = [scored for scored in rows if not scored['fault']]
    lines = [
        *summary(bad, good, seeds),
        *faults_table(bad),
        *healthy_table(good),
        *fixes_table(bad, good),
    ]
    return '\n'.join(lines) + '\n'


def named_first(rows):
    "Runs whose fault is the first cause"
    return sum(scored['place'] == 1 for scored in rows)


def within_three(rows):
    "Runs whose fault is one of the first three causes"
    return sum(1 <= scored['place'] <= 3 for scored in rows)


OWN_EXAM = (
    'These faults were planted by the hands that wrote the rules: the page is a test of the '
    'rules, and no figure of how good the diagnosis is. That figure is the curve over rounds in '
    '[blind.md](blind.md).\n'
)


def summary(bad, good, seeds):
    "The head of the page"
    first = named_first(bad)
    alarms = [scored for scored in good if scored['errors']]
    faults = len({scored['fault'] for scored in bad})
    planted = ', '.join(map(str, seeds))
    return [
        f'# Planted faults\n\n{stamp()}, two runs at a time, one thread each. Seeds {planted}, '
        'recorded with seed 1200; thresholds were set on data/lift, seeds 0-2.\n',
        OWN_EXAM,
        f'**{first} of {len(bad)}** planted runs ({faults} faults) named as the first cause '
        f'({100 * first / len(bad):.1f} %), {within_three(bad)} within the first three. '
        f'**{len(alarms)} of {len(good)}** healthy runs with a finding of severity "error".\n',
    ]


def in_cell(text):
    "Text without what ends a cell of a table"
    return text.replace('|', '/')


def faults_table(bad):
    "One row a fault"
    lines = [head(FAULT_COLUMNS)]
    for name, fault in FAULTS.items():
        runs = [scored for scored in bad if scored['fault'] == name]
        causes = '; '.join(dict.fromkeys(scored['cause'] for scored in runs))
        cells = [
            name,
            fault.story,
            f'{named_first(runs)}/{len(runs)}',
            f'{within_three(runs)}/{len(runs)}',
            in_cell(causes),
            in_cell(runs[-1]['evidence'])[:LONGEST_EVIDENCE],
            max(scored['train_s'] for scored in runs),
            max(scored['diagnose_s'] for scored in runs),
        ]
        lines.append(row(cells))
    return lines


def differing(settings):
    "Settings in words; a data set is only named where it is the task's own"
    shown = {k: v for k, v in settings.items() if k != 'dataset_dir' or not v}
    return ', '.join(f'{key}={value}' for key, value in shown.items()) or '-'


def healthy_table(good):
    "One row a healthy run"
    columns = ('settings that differ', 'seed', 'steps', 'errors', 'verdict')
    lines = ['\n## Healthy runs\n', head(columns)]
    for scored in good:
        errors = ', '.join(scored['errors']) or 'none'
        what = [differing(scored['settings']), scored['seed'], scored['steps']]
        lines.append(row([*what, errors, scored['verdict']]))
    return lines


def is_plain(settings):
    "Whether a healthy run differs from a planted one only in the fault"
    return set(settings) == {'dataset_dir'} and bool(settings['dataset_dir'])


def fixes_table(bad, good):
    "One row a prescription"
    base = {o['seed']: o['loss'] for o in good if is_plain(o['settings'])}
    lines = [
        '\n## Prescriptions\n',
        'Alignment and action loss, mean of the last 100 steps: with the fault, after '
        '`report.fix`, and of the healthy run with the same seed (for the MSE fallback and other '
        'losses of another scale the faulty value does not compare).\n',
        head(FIX_COLUMNS),
    ]
    lines += [fix_row(scored, base) for scored in bad if 'fix' in scored]
    return lines


def fix_row(scored, base):
    "What a prescription did to the loss"
    healthy = scored.get('healthy_loss') or base.get(scored['seed'])
    mended = share = '-'
    if 'fixed_loss' in scored and healthy:
        mended = f'{scored["fixed_loss"]:.3f}'
        share = f'{scored["fixed_loss"] / healthy:.2f}'
    faulty = '-' if scored['loss'] is None else f'{scored["loss"]:.3f}'
    aim = f'{healthy:.3f}' if healthy else '-'
    what = [scored['fault'], scored['seed'], scored['fix']]
    return row([*what, faulty, mended, aim, share])
