"""Held-out episodes that are no surprise"""


def copied_pairs(run_data):
    "Each held-out episode is one of the training set under another name"
    return list(zip(run_data.held_out, run_data.train))


def train_on_all(run_data, random):
    "The whole data set was given to the loader"
    run_data.train = sorted({*run_data.train, *run_data.held_out})
