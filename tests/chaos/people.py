"""Makes the people who play, and prints them: python -m tests.chaos.people PAIRS"""

import json
import sys

import django

django.setup()

from tests.chaos.making import make  # noqa: E402

NATURES = ["works", "lost", "works", "slow"]  # what the bank does with the card of each client in turn

pairs = [
    (make(f"client{number}", NATURES[number % len(NATURES)]), make(f"freelancer{number}"))
    for number in range(int(sys.argv[1]))
]
print(json.dumps(pairs))  # noqa: T201 - its answer
