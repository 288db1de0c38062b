"""What each checker's sentences amount to, and the page of results"""

import re
from collections import Counter

from checker_data import COPIES, FAULTS
from checker_readers import CHECKERS
from tables import head, row, stamp

OFTEN = 2  # times the share of episodes of the healthy set: then a remark is a new one
LONGEST = 160  # characters of a sentence in the page
UNREADABLE = 'cannot read'
NAMED = 'named'
NOTICED = 'noticed'
WRONG = 'wrong cause'
NOTHING = 'nothing'
BEST_FIRST = (NAMED, NOTICED, WRONG, NOTHING, UNREADABLE)


def new_ones(said, healthy):
    "What is not said of the healthy dataset as well, or of far fewer of its episodes"
    known = {one.about: one.share for one in healthy}
    return [one for one in said if one.share >= OFTEN * known.get(one.about, 0) or not healthy]


def matches(pattern, one):
    "Whether a sentence matches, whatever the case"
    return re.search(pattern, one.text, re.IGNORECASE) is not None


def judged(copy, new, *, strict):
    "The result of one checker on one fault; strict: the first sentence alone may name it"
    naming = new[:1] if strict else new
    if any(matches(copy.says, one) for one in naming):
        return NAMED
    if strict and new and new[0].loud:
        return WRONG
    if any(matches(copy.stream, one) for one in new):
        return NOTICED
    return WRONG if new else NOTHING


def judged_healthy(new):
    "The result of one checker on a healthy dataset"
    if any(one.loud for one in new):
        return 'called ill'
    return 'a remark' if new else 'silent'


def answer(name, said, healthy, *, strict):
    "Result and sentence that stand in the page"
    if isinstance(said, str):
        return UNREADABLE, said
    new = said if name == 'as_is' else new_ones(said, healthy)
    if name not in FAULTS:
        return judged_healthy(new), new[0].text if new else ''
    copy = FAULTS[name]
    result = judged(copy, new, strict=strict)
    pattern = {NAMED: copy.says, NOTICED: copy.stream}.get(result, '')
    sentences = [one.text for one in new if not pattern or matches(pattern, one)]
    return result, sentences[0] if sentences else ''


def better(answers):
    "Of the answers to two forms of a dataset the one that says more"
    order = [*BEST_FIRST[:-1], 'called ill', 'a remark', 'silent', UNREADABLE]
    return min(answers, key=lambda one: order.index(one[0]))


def answers_of(who, asked):
    "{dataset: (result, sentence)} of one checker"
    healthy = [said if isinstance(said, list) else [] for said, _ in asked['as_is']]
    found = {}
    for name, forms in asked.items():
        each = [
            answer(name, said, known, strict=who == 'ours')
            for (said, _), known in zip(forms, healthy)
        ]
        found[name] = better(each)
    return found


def summary(answers):
    "How many of the faults one checker named, noticed, mistook"
    results = Counter(answers[name][0] for name in FAULTS)
    return [results[kind] for kind in BEST_FIRST]


def first_form_refused(asked):
    "Why a checker could not read the datasets as they are written; '' where it could"
    said = asked['as_is'][0][0]
    return said if isinstance(said, str) else ''


def page(asked, versions):
    "What checkers.md says"
    people = ['ours', *CHECKERS]
    answers = {who: answers_of(who, asked[who]) for who in people}
    lines = [
        '# Checkers of datasets, on the same files',
        '',
        f'{stamp()}. {", ".join(f"{who} {versions[who]}" for who in people)}. Sixteen lift '
        'demonstrations, three cameras, force grid and pad pictures of two fingers. Datasets, '
        'expressions and rules of the table: `benchmarks/checker_data.py` and `checker_page.py`, '
        'written before any checker was run on them; one was widened since, in favour of '
        'another checker. Only what is not said of the healthy set counts. '
        'The others are read generously: any sentence may name the fault, in the better of two '
        'forms of the dataset; of ours the first finding alone, and a first finding that is an '
        'error, likely or certain, and another cause is wrong. Seconds are beside other work on '
        'the machine.',
        '',
        head(['checker', *BEST_FIRST, 'seconds a dataset']),
    ]
    for who in people:
        times = [sec for forms in asked[who].values() for _, sec in forms]
        mean = sum(times) / len(times)
        lines.append(row([who, *summary(answers[who]), f'{mean:.1f}']))
    lines += ['', head(['what was done to the files', *people])]
    for name, copy in COPIES.items():
        lines.append(row([copy.story, *(answers[who][name][0] for who in people)]))
    lines += ['', *sentences(answers, people), *refusals(asked)]
    return '\n'.join(lines) + '\n'


def sentences(answers, people):
    "What each of them said, word for word"
    lines = ['## What was said', '', head(['dataset', 'checker', 'result', 'sentence'])]
    for name in COPIES:
        for who in people:
            result, text = answers[who][name]
            if text:
                short = ' '.join(text.replace('|', '/').split())[:LONGEST]
                lines.append(row([name, who, result, short]))
    return lines


def refusals(asked):
    "Who could not read the datasets as they are written, and why"
    lines = []
    for who in CHECKERS:
        why = first_form_refused(asked[who])
        if why:
            lines.append(
                f'\n{who} cannot read the dataset as `convert` writes it ({why}); its answers are '
                'those to the form with video and force as six numbers.'
            )
    return lines
