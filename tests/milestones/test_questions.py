"""Questions as values: what can be asked, and that they are written down as they were."""

import json

import pytest

from milestones.questions import Question, problem_of

ASKED = Question("colours", "Which colours?", "choices", ["Blue", "Green"], required=False)


@pytest.mark.parametrize("question", [ASKED, Question("brief", "What is it for?"), Question("logo", "A logo?", "file")])
def test_it_is_read_as_it_was_written(question):
    assert Question.from_data(json.loads(json.dumps(question.as_data()))) == question
    assert problem_of(question) == ""


@pytest.mark.parametrize(
    ("text", "kind", "options", "why"),
    [
        (" ", "text", [], "Write the question."),
        ("x" * 501, "text", [], "at most 500 letters"),
        ("Which?", "poem", [], "Choose how it is answered."),
        ("Which?", "text", ["Blue"], "Only a choice has options."),
        ("Which?", "choice", ["Blue"], "2 to 10 options"),
        ("Which?", "choices", [str(number) for number in range(11)], "2 to 10 options"),
        ("Which?", "choice", ["Blue", " "], "says something"),
        ("Which?", "choice", ["Blue", "Blue "], "something else than the others"),
        ("Which?", "choice", ["Blue", "x" * 121], "longer than 120 letters"),
    ],
)
def test_what_cannot_be_asked_says_why(text, kind, options, why):
    assert why in problem_of(Question("key", text, kind, options))
