"""Which addresses of the internet a webhook may go to: none of this machine or its network.

A name is resolved once, every address it has must be public, and the connection is made to an
address that was checked: a name that changes its mind in between leads nowhere.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import SplitResult, urlsplit

Resolve = Callable[..., Iterable[tuple[Any, ...]]]

MOST_CHARACTERS = 2000
# Ours by name; what their addresses are is looked at besides.
_LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home.arpa")
# Public by their place in the table of addresses, but ways into other networks or documentation.
_NEVER = [
    ipaddress.ip_network(block)
    for block in (
        "192.88.99.0/24",  # to IPv6 by relay
        "2001::/23",  # protocol assignments, Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: holds an IPv4 address
        "3fff::/20",  # documentation
    )
]
# All that is handed out lies in here: mapped, translated (NAT64), local addresses lie elsewhere.
_UNICAST_6 = ipaddress.ip_network("2000::/3")


class RefusedAddressError(Exception):
    """A webhook must not go there; the words say why."""


def checked_url(url: str, *, private: bool) -> SplitResult:
    """Return the parts of a webhook's address; `private`: the operator allows any network.

    Raises:
        RefusedAddressError: it is no `https` address, or one that can be seen to be private.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedAddressError("This is no address.") from error
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise RefusedAddressError("Only https addresses are told.")
    if not host or len(url) > MOST_CHARACTERS or any(ord(c) <= 32 or ord(c) > 126 for c in url):
        raise RefusedAddressError("This is no address; write other letters as %XX or xn--.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise RefusedAddressError("Leave out name, password and #: receivers check the signature.")
    if not private:
        _refuse_local_name(host.rstrip("."))
    return parts


def _refuse_local_name(host: str) -> None:
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        local = any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES)
        if local or "." not in host or host.rsplit(".", 1)[-1].isdigit():
            raise RefusedAddressError(f"{host} is not on the internet.") from None
    else:
        if not is_public(literal):
            raise RefusedAddressError(f"{host} is not on the internet.")


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether an address belongs to one machine on the open internet."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _UNICAST_6:
        return False
    if any(address in block for block in _NEVER if block.version == address.version):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def addresses_of(
    host: str, port: int, *, private: bool, resolve: Resolve = socket.getaddrinfo
) -> list[str]:
    """Return the addresses of a name, all of them checked, in the resolver's order.

    Raises:
        RefusedAddressError: it has none, or one of them is not public.
    """
    try:
        found = [row[4][0] for row in resolve(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise RefusedAddressError(f"{host} has no address: {error}.") from error
    literal = list(dict.fromkeys(str(one) for one in found))
    if not literal:
        raise RefusedAddressError(f"{host} has no address.")
    for one in [] if private else literal:
        if "%" in one or not is_public(ipaddress.ip_address(one)):
            raise RefusedAddressError(f"{host} leads to {one}, which is not on the internet.")
    return literal
