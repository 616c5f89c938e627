"""A child of the bench: reads [play, terms] as lines of JSON, and answers each with a line of JSON."""

import json
import os
import sys

import django


def main() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else prints goes to the log
    django.setup()
    from tests.bench.plays import PLAYS

    for line in sys.stdin:
        name, terms = json.loads(line)
        print(json.dumps(PLAYS[name](**terms)), file=answers, flush=True)


if __name__ == "__main__":
    main()
