"""The sentences of reviews in an order's history."""

from milestones.wording.sentences import sentences

sentences.register("review.written")("{who} wrote a review. It is shown when both have written, or the time is over")
sentences.register("review.published")("The reviews of this order are published")
sentences.register("review.reminded")("Cairn reminded of the review that is not written yet")
sentences.register("review.replied")("{who} replied to a review")
