"""The network that a request comes from, for what is counted without knowing who asks."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from allauth.account.adapter import get_adapter

HOME = {4: 32, 6: 64}  # bits, by version of the protocol: what one home gets
WIDER = {4: 24, 6: 48}  # and what somebody may have many homes in


def address_of(request) -> IPv4Address | IPv6Address:
    """Where it comes from, behind as many proxies as the settings say."""
    return ip_address(get_adapter().get_client_ip(request))


def home_of(address: IPv4Address | IPv6Address) -> str:
    return _network(address, HOME)


def wider_than(address: IPv4Address | IPv6Address) -> str:
    return _network(address, WIDER)


def _network(address: IPv4Address | IPv6Address, bits: dict[int, int]) -> str:
    return str(ip_network((address, bits[address.version]), strict=False))


def text_of(request) -> str:
    """Where it comes from, as it is kept."""
    return str(address_of(request))
