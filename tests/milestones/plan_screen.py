"""The screen of a plan in somebody's browser: its fields as they came, to be typed into and sent."""

from django.urls import reverse

FIELDS = ("name", "amount", "days", "due_on", "revisions", "description", "deliverables", "substeps", "call")


class PlanScreen:
    """`typed` holds what the form would send, by field name; rows are counted from 0, as they are shown."""

    def __init__(self, visitor, order, address: str = ""):
        self.visitor, self.url = visitor, reverse("milestones:plan", args=[order.pk])
        self.take(visitor.get(f"{self.url}{address}"))

    def take(self, response):
        """Go on with what the page shows now."""
        self.response = response
        editor = response.context and response.context.get("editor")
        if not editor:
            return self
        self.editor = editor
        self.typed = {"on": editor.raw["on"], "reason": self.typed["reason"] if hasattr(self, "typed") else ""}
        self.numbers = [line.number for line in editor.lines]
        self.gone = [line.number for line in editor.lines if line.is_gone]
        for line in editor.lines:
            prefix = f"milestones-{line.number}-"
            for name in ("milestone", "seen", *FIELDS):
                value = line.row.get(name)
                if value not in (None, ""):
                    self.typed[prefix + name] = str(value)
        return self

    def of(self, number: int):
        """Type into the row of the step with this number in the plan from now on."""
        there = [one for one in self.editor.shown if one.line is None or one.line.form]
        self.row = self.numbers.index(there[number - 1].line.number)
        return self

    def type(self, row: int | None = None, **terms):
        row = self.row if row is None else row
        for name, value in terms.items():
            self.typed[f"milestones-{self.numbers[row]}-{name}"] = value
        return self

    def post(self, op: str, **more):
        rows = {"row": self.numbers, "gone": self.gone, "milestones-TOTAL_FORMS": len(self.numbers)}
        return self.visitor.post(self.url, {**self.typed, **rows, "op": op, **more})

    def press(self, op: str, **more):
        """Press a button that gives the page back."""
        return self.take(self.post(op, **more))

    def add(self, **terms):
        """One more step, with what is typed into it."""
        return self.press("add").type(-1, **terms)

    def take_out(self, number: int):
        return self.press(f"remove-{self.of(number).editor.lines[self.row].form.number}")

    def send(self, reason: str = "", **more):
        self.typed["reason"] = reason
        return self.post("send", **more)
