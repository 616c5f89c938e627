"""What else is read when somebody looks at a conversation, as apps above register it."""

from collections.abc import Callable

from marketplace.accounts.models import User
from marketplace.registry import Registry

# Whom, and the address of what they looked at.
followers: Registry[Callable[[User, str], None]] = Registry("follower of what is read")
