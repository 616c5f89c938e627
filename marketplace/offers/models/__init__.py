from marketplace.offers.models.deposit import Deposit
from marketplace.offers.models.offer import Offer
from marketplace.offers.models.states import OfferState, Side
from marketplace.offers.models.version import ContractKind, ContractUpload, Draft, Signature, Version

__all__ = [
    "ContractKind",
    "ContractUpload",
    "Deposit",
    "Draft",
    "Offer",
    "OfferState",
    "Side",
    "Signature",
    "Version",
]
