"""Where a webhook may go: only to what is on the internet, whatever a name says of itself."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.telling.addresses import (
    RefusedAddressError,
    addresses_of,
    checked_url,
    is_public,
)

PRIVATE = [
    "0.0.0.9", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1",
    "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.2.3",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
    "2002:0808:0808::1", "3fff::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("literal", PRIVATE)
def test_no_address_of_this_machine_or_a_network_around_it_is_public(literal):
    assert not is_public(ipaddress.ip_address(literal))


@pytest.mark.parametrize("literal", PUBLIC)
def test_addresses_on_the_internet_are_public(literal):
    assert is_public(ipaddress.ip_address(literal))


@given(st.ip_addresses(v=4))
def test_nothing_that_python_calls_private_passes_as_ipv4_or_wrapped_in_ipv6(address):
    if address.is_private or address.is_multicast or address.is_loopback:
        assert not is_public(address)
    number = int(address)
    for wrapped in (
        0xFFFF << 32 | number,
        number,
        0x64FF9B << 96 | number,
        0x2002 << 112 | number << 80,
    ):
        assert not is_public(ipaddress.IPv6Address(wrapped))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "ftp://hooks.example.org/", "hooks.example.org", "", "https://",
        "https:///path", "https://localhost/", "https://a.localhost/", "https://printer.local/",
        "https://db.internal/", "https://intranet/", "https://127.0.0.1/", "https://2130706433/",
        "https://0x7f.1/", "https://127.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/", "https://169.254.169.254/latest/meta-data/",
        "https://user@hooks.example.org/", "https://user:word@hooks.example.org/",
        "https://hooks.example.org/#part", "https://hooks.example.org:99999/",
        "https://hooks.example.org/a b", "https://hooks.example.org/\r\nX: y", "https://höks.example/",
        "https://hooks.example.org/" + "x" * 2000, "https://localhost./", "https://[::1",
    ],
)  # fmt: skip
def test_addresses_that_can_be_seen_to_be_wrong_are_refused_at_once(url):
    with pytest.raises(RefusedAddressError):
        checked_url(url, private=False)


@pytest.mark.parametrize(
    "url", ["https://hooks.example.org", "https://hooks.example.org:8443/a?b=c", "https://8.8.8.8/"]
)
def test_an_https_address_on_the_internet_is_taken(url):
    assert checked_url(url, private=False).geturl() == url


def test_with_the_operators_word_any_address_is_taken_but_no_other_kind():
    assert checked_url("http://127.0.0.1:8080/", private=True).port == 8080
    with pytest.raises(RefusedAddressError):
        checked_url("file:///etc/passwd", private=True)


def answering(*literal):
    return lambda *_args, **_more: [(2, 1, 6, "", (one, 443)) for one in literal]


def test_one_private_address_among_public_ones_refuses_the_name():
    for order in (("8.8.8.8", "10.0.0.1"), ("10.0.0.1", "8.8.8.8"), ("8.8.8.8", "::1")):
        with pytest.raises(RefusedAddressError, match="not on the internet"):
            addresses_of("x.example.org", 443, private=False, resolve=answering(*order))


def test_a_name_without_address_is_refused_with_the_reason():
    def nothing(*_args, **_more):
        raise OSError("Name or service not known")

    with pytest.raises(RefusedAddressError, match="not known"):
        addresses_of("x.example.org", 443, private=False, resolve=nothing)
    with pytest.raises(RefusedAddressError, match="no address"):
        addresses_of("x.example.org", 443, private=False, resolve=answering())
