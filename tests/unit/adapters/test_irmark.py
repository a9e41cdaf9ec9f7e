"""The IRmark against bytes canonicalised by hand and hashed with hashlib alone."""

import base64
import hashlib

import pytest
from odoo.addons.police_engine.adapters.rti import envelope, fps, irmark
from odoo.addons.police_engine.exceptions import InvalidRecord

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, fps_record

# Not canonical on purpose: attribute order, quotes, an empty-element tag, a character reference.
SENT = (
    b"<?xml version='1.0' encoding='UTF-8'?>\n"
    b'<GovTalkMessage xmlns="http://www.govtalk.gov.uk/CM/envelope" xmlns:dsig="urn:other">\n'
    b" <EnvelopeVersion>2.0</EnvelopeVersion>\n <Body>\n"
    b"  <IRenvelope xmlns='urn:fps'><IRheader><Key z='1' a=\"2\">635</Key>\n"
    b"   <IRmark Type='generic'>old</IRmark>\n   <Sender>Employer</Sender></IRheader>"
    b"<Empty/><Name>O&#39;Connor &amp; Sons &gt; 1</Name></IRenvelope>\n </Body>\n</GovTalkMessage>"
)
CANONICAL = (
    b'<Body xmlns="http://www.govtalk.gov.uk/CM/envelope" xmlns:dsig="urn:other">\n'
    b'  <IRenvelope xmlns="urn:fps"><IRheader><Key a="2" z="1">635</Key>\n'
    b"   \n   <Sender>Employer</Sender></IRheader>"
    b"<Empty></Empty><Name>O'Connor &amp; Sons &gt; 1</Name></IRenvelope>\n </Body>"
)


def message() -> bytes:
    return fps.build_fps(
        EMPLOYER,
        [fps_record()],
        tax_year="2026-27",
        period_end=PERIOD.end,
        payment_date=PERIOD.pay_date,
        period_no=6,
    )


def test_published_vector_is_one_digest_in_two_alphabets():
    sha = base64.b64decode("dputh1ka8NAD/gVMNdveIcmDJE8=")
    assert len(sha) == 20
    assert base64.b32encode(sha).decode() == "O2N23B2ZDLYNAA76AVGDLW66EHEYGJCP"


def test_known_answer_by_hand():
    sha = hashlib.sha1(CANONICAL).digest()
    assert irmark.canonical_body(irmark.parse(SENT)) == CANONICAL
    assert irmark.irmark(SENT).base64 == base64.b64encode(sha).decode()
    assert irmark.irmark(SENT).base32 == base64.b32encode(sha).decode()


def test_white_space_around_the_mark_counts():
    assert irmark.irmark(SENT) != irmark.irmark(SENT.replace(b"</IRmark>\n   <Sender", b"</IRmark><Sender"))


def test_the_old_mark_does_not_count():
    assert irmark.irmark(SENT) == irmark.irmark(SENT.replace(b">old<", b">something else<"))


def test_a_built_message_verifies_and_one_penny_breaks_it():
    sent = message()
    assert irmark.verify(sent)
    assert not irmark.verify(sent.replace(b"<TaxablePay>3500.00", b"<TaxablePay>3500.01"))


def test_insert_gives_the_same_bytes_again():
    sent = message()
    assert irmark.insert(sent) == sent
    assert irmark.insert(sent.replace(irmark.stated(sent).encode(), b"AAAA")) == sent


def test_credentials_go_in_the_header_without_touching_the_mark():
    with_login = envelope.with_credentials(message(), envelope.Credentials("user", "pass & word"))
    assert b"<SenderID>user</SenderID>" in with_login and b"pass &amp; word" in with_login
    assert irmark.verify(with_login)
    assert b"SenderID" not in message()


def test_a_message_without_body_is_refused():
    with pytest.raises(InvalidRecord, match="no Body"):
        irmark.irmark(b"<GovTalkMessage xmlns='http://www.govtalk.gov.uk/CM/envelope'/>")
    with pytest.raises(InvalidRecord, match="not well-formed"):
        irmark.irmark(b"<Body>")


def test_a_message_that_defines_entities_is_refused():
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + SENT.partition(b"\n")[2]
    with pytest.raises(InvalidRecord, match="document type"):
        irmark.parse(evil)
