"""What a person can do. One function is one transaction: it saves a fact and the nudges that the fact calls for."""

from etiquette.store.patience import in_time
from etiquette.store.session import Store

__all__ = ["Store", "in_time"]
