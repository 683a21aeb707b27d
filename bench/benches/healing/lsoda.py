"""Times SciPy's LSODA on the reference transcription of the model and returns its states.

Reads one case from standard input (see crates/healing/tests/reference/reduced_model.py) and a relative tolerance from
the command line; writes the seconds of one course, all layers, and the states of the layers.
"""

import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "..", "crates", "healing", "tests", "reference"))
import reduced_model

case = json.load(sys.stdin)
reduced_model.RELATIVE_TOLERANCE = float(sys.argv[1])


def layers():
    skin, sessions, days = case["skin"], case["sessions"], case["days"]
    return [reduced_model.layer_course(case["parameters"], skin, k, sessions, days, False)
            for k in range(len(skin["dermis"]))]


def seconds():
    start = time.perf_counter()
    layers()
    return time.perf_counter() - start


found = layers()
json.dump({"seconds": min(seconds() for _ in range(3)), "layers": found}, sys.stdout)
