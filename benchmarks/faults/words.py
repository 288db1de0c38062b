"""Regular expressions of what a true answer would say, put together from lists of words"""

import re

NAMES = {
    'LATE': r'\blate\b|later|lag|delay|behind|stale|out of (sync|step|time)|shifted|time offset'
    r'|ahead|early|earlier|\blead|misalign|synchron|wrong frames|clock',
    'EARLY': r'early|earlier|ahead|\blead|before (the )?(other|camera|picture|arm|joint)|too soon'
    r'|out of (sync|step)|misalign|synchron|preced',
    'TOUCH': r'touch|tactile|force|taxel|finger|\bpad\b',
    'WRIST': r'wrist|camera|picture|image|\bview',
    'THIRD': r'third|fixed (camera|view)|camera|picture|image|\bview',
    'STATE': r'state|joint|propriocep|encoder|arm position',
    'ACTION': r'action|command|label|target',
    'DIFFER': r'differ|mix|some episodes|of the episodes|between episodes|inconsist'
    r'|two (kinds|conventions|groups)|not the same|episodes? \d|in \d+ (of|episodes)'
    r'|(half|third|fifth|part|share) of',
    'NORM': r'normali[sz]|statistic|\bstats\b',
    'BOOKS': r'\brecords?\b(?! (more|other|them|it|those|the|with|at|faster|again))|\blogs?\b'
    r'|logged|metrics|recorded (val|loss|error|figure|number|metric|held)|status\.json'
    r'|result\.json|config\.json|\bconfig\b|history|run folder',
}


def near(first, second, within=100):
    "One thing within so many characters of another, in either order"
    return rf'(?:{first}).{{0,{within}}}(?:{second})|(?:{second}).{{0,{within}}}(?:{first})'


def any_of(*choices):
    "One of several expressions"
    return '|'.join(f'(?:{choice})' for choice in choices)


DISAGREES = (
    r'(do(es)? not|not) (fit|belong|match|agree|describe)|differ|disagree|contradict'
    r'|another (run|policy|model)|other (run|policy)'
)
# records that do not belong to the run
NAMES['RECORDS'] = near(
    NAMES['BOOKS'], DISAGREES + r'|mismatch|inconsistent|edited|copied|impossible', 110
)
# what is evaluated is not what was trained
NAMES['STRANGE'] = any_of(
    near(
        r'evaluat|deploy|serv(ed|ing)|policy now|present policy|this policy|answers|measured now'
        r'|as it is now',
        r'not (what|the one|as|that).{0,40}(train|record)'
        r'|other than|than (when|what|the|was).{0,40}(train|record|logged)'
        r'|no longer|since (the )?(training|record)'
        r'|(differ|disagree).{0,40}(record|train|log)',
        120,
    ),
    near(NAMES['BOOKS'], DISAGREES.replace('(run|policy)', '(run|policy|weights)') + '|mismatch'),
    r'(checkpoint|weights).{0,80}'
    r'(not (the )?(trained|loaded|those)|wrong|other|older|early|untrained|differ|changed|missing)',
    r'changed (since|after) (the )?training',
)


def filled(text):
    "An expression with <NAME> replaced by what it stands for"
    return re.sub('<([A-Z]+)>', lambda found: NAMES[found.group(1)], text)


def one(said):
    "An expression, from a text or from two lists of words and the characters between them"
    if isinstance(said, str):
        return filled(said)
    first, second, within = said
    return near(filled('|'.join(first)), filled('|'.join(second)), within)


def expression(says, never=''):
    "What matches where one of the items does; never: and where this does not"
    good = '|'.join(one(said) for said in says)
    if not never:
        return good
    return rf'(?s)^(?!.*(?:{filled(never)})).*?(?:{good})'
