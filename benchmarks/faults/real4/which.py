"""Which episodes are changed"""


def only(*numbers):
    "These episodes"

    def when(number, count):
        return number in numbers

    return when


def since(first):
    "This episode and all later ones"

    def when(number, count):
        return number >= first

    return when


def until(end):
    "All episodes before this one"

    def when(number, count):
        return number < end

    return when


def session(first, last):
    "Episodes in a row, the last one included"

    def when(number, count):
        return first <= number <= last

    return when
