"""Rulebooks in plain words, generated from their parameters alone.

    explain.sections(policy, "EUR")      headings with sentences: "If the client does not answer within 8 days, …"
    explain.silence(policy)              that one sentence
    explain.headline(policy, "EUR")       what sets it apart, as (label, words)
    explain.example(policy, "EUR")       three milestones, worked out: who pays and gets what
    explain.currencies(policy)           the currencies it has a reference rate for, as they are shown
    explain.amounts(policy)              its fixed amounts in every currency
    explain.page(policy, "EUR")          all of these, as the template wants them
    explain.compare(policies)            all parameters side by side
    explain.differences(old, new)        what a newer version changed

Pure functions of saved or unsaved policies. No preset is known here by name.
"""

from marketplace.policies.explanation.example import amounts, example
from marketplace.policies.explanation.page import page
from marketplace.policies.explanation.sentences import sections, silence
from marketplace.policies.explanation.table import compare, differences, headline
from marketplace.policies.explanation.words import currencies

__all__ = ["amounts", "compare", "currencies", "differences", "example", "headline", "page", "sections", "silence"]
