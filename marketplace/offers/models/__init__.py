from marketplace.offers.models.consent import Acceptance, Signature
from marketplace.offers.models.contract_text import ContractText
from marketplace.offers.models.deposit import Deposit
from marketplace.offers.models.offer import Offer
from marketplace.offers.models.printed import Printed
from marketplace.offers.models.states import OfferState, Side
from marketplace.offers.models.subscription import Subscription, SubscriptionMonth, SubscriptionState
from marketplace.offers.models.version import ContractKind, ContractUpload, Draft, Version

__all__ = [
    "Acceptance",
    "ContractKind",
    "ContractText",
    "ContractUpload",
    "Deposit",
    "Draft",
    "Offer",
    "OfferState",
    "Printed",
    "Side",
    "Signature",
    "Subscription",
    "SubscriptionMonth",
    "SubscriptionState",
    "Version",
]
