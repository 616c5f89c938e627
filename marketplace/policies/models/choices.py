"""What the parameters of a rulebook may be."""

from django.db import models


class Writers(models.TextChoices):
    EITHER = "either", "either side"
    CLIENT = "client", "the client; the freelancer may propose"
    FREELANCER = "freelancer", "the freelancer"


class Origin(models.TextChoices):
    PROPOSAL = "proposal", "a proposal"
    JOB_POST = "job_post", "a job post"
    DIRECT = "direct", "a direct offer"
    GIG = "gig", "a gig"
    CUSTOM_OFFER = "custom_offer", "a custom offer"


BIDS = (Origin.PROPOSAL, Origin.JOB_POST)  # where a freelancer proposes a plan for a client’s work


class OrderType(models.TextChoices):
    """How work is paid: with one payment for the whole, which is one milestone, or milestone by milestone.

    A subscription is agreed on once and makes an order with one payment each month.
    """

    SINGLE = "single", "one payment"
    MILESTONES = "milestones", "paid in steps"
    SUBSCRIPTION = "subscription", "a subscription"


# What a single order is, and what may be proposed for a job: a subscription is several orders.
OF_ONE_ORDER = [OrderType.SINGLE, OrderType.MILESTONES]
CHOICES_OF_ONE = [(one.value, one.label) for one in OF_ONE_ORDER]


class Requirements(models.TextChoices):
    NONE = "none", "no questions"
    BEFORE_START = "before_start", "answered by the client before the time of the work runs"


class RequirementsEnd(models.TextChoices):
    WAITS = "waits", "the order waits"
    CLIENT_MAY_CANCEL = "client_may_cancel", "the client may cancel alone"
    EITHER_MAY_CANCEL = "either_may_cancel", "either side may cancel alone"


class TimeGiven(models.TextChoices):
    DUE_DATE = "due_date", "a due date"
    OPTIONAL_DUE_DATE = "optional_due_date", "a due date, if wanted"
    DAYS = "days", "a number of days"


class Contract(models.TextChoices):
    NONE = "none", "no contract text"
    TEMPLATE = "template", "the site's contract template"
    TEMPLATE_OR_UPLOAD = "template_or_upload", "the site's contract template or an uploaded contract"


class Signing(models.TextChoices):
    BOTH_SIGN = "both_sign", "both sides sign"
    ACCEPTANCE = "acceptance", "accepting the offer"


class FirstPayment(models.TextChoices):
    AT_START = "at_start", "when both have signed"
    ON_CREATION = "on_creation", "when the client creates the milestone"
    ON_ORDER = "on_order", "when the order is placed"
    WITH_OFFER = "with_offer", "with the offer, before the freelancer accepts"


class NextPayment(models.TextChoices):
    CLIENT = "client", "the client pays it"
    AUTOMATIC = "automatic", "charged automatically on approval"


class PaidFrom(models.TextChoices):
    SOURCE = "source", "the payment source"
    EITHER = "either", "balance or payment source, whichever covers it all"
    BALANCE_FIRST = "balance_first", "the balance first, the rest from the payment source"
    BALANCE_IF_ALL = "balance_if_all", "the balance if it covers all, else the payment source"


class ChargeFailure(models.TextChoices):
    RETRY = "retry", "the client may try again"
    REFUSE = "refuse", "the payment is refused"
    GRACE = "grace", "the client has a time of grace to pay, then the order stops"


class ReviewOutcome(models.TextChoices):
    RELEASE = "release", "the work is accepted and the order goes on"
    STOP = "stop", "the work is accepted and the order ends"


class Revisions(models.TextChoices):
    NONE = "none", "not part of this rulebook"
    UNLIMITED = "unlimited", "unlimited"
    PER_MILESTONE = "per_milestone", "an allowance for each milestone"
    PER_ORDER = "per_order", "one allowance for the order, spent in any milestone"


class PartialRelease(models.TextChoices):
    NONE = "none", "not possible"
    REST_HELD = "rest_held", "the rest stays held"
    REST_ROLLS = "rest_rolls", "the rest rolls into the next milestone"


class PlanChanges(models.TextChoices):
    NOBODY = "nobody", "nobody after signing"
    CLIENT = "client", "the client, any time; the freelancer may propose"
    BOTH_AGREE = "both_agree", "both sides agreeing"


class Extension(models.TextChoices):
    BOTH_AGREE = "both_agree", "both sides agreeing"
    CLIENT = "client", "the client"
    CASE = "request", "the freelancer asks and the client answers"


class Silence(models.TextChoices):
    WAITS = "waits", "the request waits"
    ACCEPTS = "accepts", "the request counts as accepted"
    WITHDRAWS = "withdraws", "the request counts as withdrawn"


class ClientStop(models.TextChoices):
    NEVER = "never", "not alone"
    ANY_TIME = "any_time", "at any time, for what is not paid yet"
    AFTER_APPROVAL = "after_approval", "after each approval"
    AFTER_DELIVERY = "after_delivery", "after each delivery, which then counts as approved"


class CancelWay(models.TextChoices):
    AGREEMENT = "agreement", "both sides agreeing"
    GIVE_BACK = "give_back", "the freelancer giving the money back"
    BEFORE_WORK = "before_work", "the client, before the offer is accepted"
    REFUND_REQUEST = "refund_request", "the client's refund request"
    SUPPORT = "support", "support"


class FreelancerPaid(models.TextChoices):
    PER_MILESTONE = "per_milestone", "as each milestone is approved"
    ON_COMPLETION = "on_completion", "when the order completes"


class RefundTo(models.TextChoices):
    SOURCE = "source", "the payment source"
    BALANCE = "balance", "the client's balance"
    BALANCE_OR_SOURCE = "balance_or_source", "the client's balance, or the payment source on request"


class DisputeSilence(models.TextChoices):
    SUPPORT = "support", "support decides"
    LOSES = "loses", "who stays silent loses"
