"""Conversations with the gateway: success, every kind of error, what is lost and found again."""

from datetime import datetime, timedelta

import pytest
from odoo.addons.police_engine.adapters.rti import conversation, govtalk, irmark, standin
from odoo.addons.police_engine.adapters.rti.line import Line
from odoo.addons.police_engine.exceptions import InvalidRecord

from tests.unit.rti.rti_builders import NOW, TRANSACTION, direct, stand_in, submission, talk

HOUR = timedelta(hours=1)


def test_accepted_after_three_polls_then_deleted():
    gateway = stand_in("delay:3", interval=7)
    talking = talk(direct(gateway))
    message = submission()
    sent = talking.submit(message, TRANSACTION)
    assert (sent.state, sent.poll_interval, len(sent.correlation)) == ("acknowledged", 7, 32)
    states = [talking.poll("FPS", sent.correlation, sent.endpoint) for _ in range(3)]
    assert [outcome.state for outcome in states] == ["acknowledged", "acknowledged", "accepted"]
    assert states[-1].receipt.irmark == irmark.stated(message)
    assert talking.delete("FPS", sent.correlation).state == "deleted"
    assert talking.delete("FPS", sent.correlation).state == "deleted"  # it had already forgotten it
    assert gateway.submissions[0].deleted


def test_stand_in_reckons_the_mark_in_another_way_and_agrees():
    message = submission()
    assert standin.mark_of(message) == irmark.stated(message)


def test_a_body_changed_on_its_way_is_refused_with_2021():
    gateway = stand_in()
    changed = submission().replace(b"<Sur>O'Connor</Sur>", b"<Sur>O'Conner</Sur>", 1)
    talking = talk(direct(gateway))
    sent = talking.submit(changed, TRANSACTION)
    answer = talking.poll("FPS", sent.correlation)
    assert (answer.state, answer.errors[0].number) == ("rejected", "2021")


def test_business_rejection_names_person_and_field():
    message = submission()
    talking = talk(direct(stand_in("reject:7826:2:BirthDate")))
    sent = talking.submit(message, TRANSACTION)
    answer = talking.poll("FPS", sent.correlation)
    assert answer.state == "rejected"
    (error,) = answer.errors
    assert (error.number, error.kind, error.raised_by) == ("7826", "business", "ChRIS")
    found = govtalk.place(message, error.location)
    assert found == govtalk.Place("100002", "Sian Elizabeth O'Connor", "BirthDate", "1988-03-14")


def test_schema_errors_name_the_field_within_the_address():
    message = submission()
    talking = talk(direct(stand_in("reject:4085:1:Line")))
    sent = talking.submit(message, TRANSACTION)
    (error,) = talking.poll("FPS", sent.correlation).errors
    assert error.text == "Invalid content found at element 'Line'"
    assert govtalk.place(message, error.location)[2:] == ("Line", "12 Albert Road")


def test_our_own_rules_are_the_stand_ins_rules():
    message = submission(late_reason="").replace(b"<BirthDate>1988-03-14</BirthDate>", b"", 1)
    talking = talk(direct(stand_in()))
    sent = talking.submit(irmark.insert(message), TRANSACTION)
    answer = talking.poll("FPS", sent.correlation)
    assert answer.state == "rejected"
    assert [error.number for error in answer.errors] == ["7907"]
    assert govtalk.place(message, answer.errors[0].location).payroll_id == "100001"


@pytest.mark.parametrize(
    ("behaviour", "state"),
    [
        ("fatal:1001", "failed"), ("fatal:1002", "failed"), ("fatal:1020", "failed"),
        ("fatal:1042", "failed"), ("fatal:1046", "failed"), ("fatal:2001", "failed"),
        ("fatal:2002", "failed"),
        ("recoverable:1000", "unknown"), ("recoverable:2005", "unknown"), ("fatal:9999", "failed"),
        ("drop_before", "unknown"), ("drop_after", "unknown"), ("garbage", "unknown"),
    ],
)  # fmt: skip
def test_what_follows_from_each_answer_to_a_submission(behaviour, state):
    outcome = talk(direct(stand_in(behaviour))).submit(submission(), TRANSACTION)
    assert outcome.state == state
    assert outcome.note


def test_department_failure_is_to_be_sent_again_as_a_new_submission():
    talking = talk(direct(stand_in("department")))
    sent = talking.submit(submission(), TRANSACTION)
    answer = talking.poll("FPS", sent.correlation)
    assert (answer.state, answer.errors[0].number) == ("failed", "3000")


def test_lost_acknowledgement_is_found_by_our_transaction_id_and_nothing_is_sent_twice():
    gateway = stand_in("drop_after")
    talking = talk(direct(gateway))
    assert talking.submit(submission(), TRANSACTION).state == "unknown"
    found = talking.look("FPS", TRANSACTION, NOW - HOUR, NOW + HOUR)
    assert found.state == "acknowledged"
    assert talking.poll("FPS", found.correlation).state == "accepted"
    assert gateway.requests == ["submit", "list", "poll"]
    assert len(gateway.submissions) == 1


def test_a_submission_that_never_arrived_is_absent():
    talking = talk(direct(stand_in("drop_before")))
    assert talking.submit(submission(), TRANSACTION).state == "unknown"
    assert talking.look("FPS", TRANSACTION, NOW - HOUR, NOW + HOUR).state == "absent"


def test_somebody_elses_submission_is_not_taken_for_ours():
    gateway = stand_in("accept", "drop_before")
    talking = talk(direct(gateway))
    talking.submit(submission(), "F" * 32)
    talking.submit(submission(), TRANSACTION)
    assert talking.look("FPS", TRANSACTION, NOW - HOUR, NOW + HOUR).state == "absent"


def test_kept_twice_is_found_once():
    gateway = stand_in("duplicate")
    talking = talk(direct(gateway))
    talking.submit(submission(), TRANSACTION)
    first = talking.look("FPS", TRANSACTION, NOW - HOUR, NOW + HOUR)
    assert first.correlation == gateway.submissions[0].correlation
    assert len(gateway.submissions) == 2


def test_answer_about_another_submission_is_not_believed():
    gateway = stand_in()
    talking = talk(direct(gateway))
    first = talking.submit(submission(), TRANSACTION)
    second = talking.submit(submission(), "B" * 32)
    other = govtalk.poll("HMRC-PAYE-RTI-FPS", first.correlation)
    crossed = talk(lambda url, body: gateway.handle(url, other))
    answer = crossed.poll("FPS", second.correlation)
    assert answer.state == "retry" and "not about" in answer.note


def test_poll_of_a_forgotten_submission_leads_to_looking():
    gateway = stand_in()
    talking = talk(direct(gateway))
    answer = talking.poll("FPS", "AB" * 16)
    assert (answer.state, answer.errors[0].number) == ("unknown", "2000")


def test_wrong_password_is_told_as_such():
    answer = talk(direct(stand_in(password="other"))).submit(submission(), TRANSACTION)
    assert (answer.state, answer.errors[0].number) == ("failed", "1046")


def test_password_is_sent_but_never_kept():
    seen = []
    gateway = stand_in()

    def post(url, body):
        seen.append(body)
        return gateway.handle(url, body)

    outcome = talk(post).submit(submission(), TRANSACTION)
    assert b"secret-password" in seen[0]
    assert b"secret-password" not in outcome.exchange.sent and b"ISV635" not in outcome.exchange.sent
    assert irmark.verify(outcome.exchange.sent)


@pytest.mark.parametrize(
    ("mode", "named", "test"),
    [
        ("test", "HMRC-PAYE-RTI-FPS", "1"),
        ("test_in_live", "HMRC-PAYE-RTI-FPS-TIL", "0"),
        ("live", "HMRC-PAYE-RTI-FPS", "0"),
    ],
)
def test_test_and_live_are_told_apart_in_the_envelope(mode, named, test):
    outcome = talk(direct(stand_in()), mode=mode).submit(submission(), TRANSACTION)
    text = outcome.exchange.sent.decode()
    assert f"<Class>{named}</Class>" in text and f"<GatewayTest>{test}</GatewayTest>" in text
    assert f"<TransactionID>{TRANSACTION}</TransactionID><CorrelationID/>" in text
    assert "<URI>1234</URI>" in text
    assert irmark.verify(outcome.exchange.sent)


def test_unknown_mode_is_refused():
    with pytest.raises(InvalidRecord, match="Mode"):
        talk(direct(stand_in()), mode="maybe").submit(submission(), TRANSACTION)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://gateway.example/poll", "https://gateway.example/poll"),
        ("https://elsewhere.example/poll", "https://gateway.example/poll"),
        ("http://gateway.example/poll", "https://gateway.example/poll"),
        ("https://gateway.example/submission", "https://gateway.example/poll"),
        ("", "https://gateway.example/poll"),
    ],
)
def test_polls_go_to_the_gateway_and_nowhere_else(given, used):
    assert talk(direct(stand_in())).poll_url(given) == used


@pytest.mark.parametrize("answer", [b"", b"not xml", b"<a/>", b"<!DOCTYPE x><GovTalkMessage/>"])
def test_nonsense_leaves_a_poll_to_be_repeated(answer):
    outcome = talk(lambda url, body: answer).poll("FPS", "AB" * 16)
    assert outcome.state == "retry" and outcome.note


def test_waiting_grows_to_an_hour_at_most():
    waits = [conversation.next_check(NOW, 10, attempts) - NOW for attempts in range(12)]
    assert waits[:4] == [timedelta(seconds=s) for s in (10, 20, 40, 80)]
    assert max(waits) == HOUR and waits == sorted(waits)
    assert conversation.next_check(NOW, 0, 0) > NOW


def test_correlation_ids_are_checked():
    with pytest.raises(InvalidRecord, match="correlation id"):
        govtalk.poll("HMRC-PAYE-RTI-FPS", "<x>")


def test_list_carries_dates_as_the_protocol_writes_them():
    text = govtalk.list_request(
        "HMRC-PAYE-RTI-FPS", conversation.Credentials("a", "b"), "", datetime(2026, 9, 1, 8), NOW
    ).decode()
    assert "<StartDate>01/09/2026</StartDate><StartTime>08:00:00</StartTime>" in text
    assert "<EndDate>28/09/2026</EndDate><EndTime>10:00:00</EndTime>" in text
    assert "<Function>list</Function>" in text and "<CorrelationID/>" in text


# -- over a real socket ------------------------------------------------------------------------------


def test_round_trip_over_http():
    gateway = stand_in("delay:2")
    with standin.serving(gateway) as address:
        talking = talk(Line(5), address)
        sent = talking.submit(submission(), TRANSACTION)
        assert sent.endpoint.endswith("/poll")
        assert talking.poll("FPS", sent.correlation, sent.endpoint).state == "acknowledged"
        assert talking.poll("FPS", sent.correlation, sent.endpoint).state == "accepted"


@pytest.mark.parametrize(("behaviour", "kept"), [("drop_before", 0), ("drop_after", 1), ("late:1", 1)])
def test_a_broken_or_slow_line_is_no_answer(behaviour, kept):
    gateway = stand_in(behaviour)
    with standin.serving(gateway) as address:
        outcome = talk(Line(0.3), address).submit(submission(), TRANSACTION)
    assert outcome.state == "unknown"
    assert len(gateway.submissions) == kept


def test_nobody_there_means_not_sent():
    with standin.serving(stand_in()) as address:
        pass
    outcome = talk(Line(1), address).submit(submission(), TRANSACTION)
    assert outcome.state == "retry" and "can not be reached" in outcome.note


@pytest.mark.parametrize("url", ["http://gateway.example/submission", "ftp://127.0.0.1/x"])
def test_nothing_goes_out_unencrypted(url):
    outcome = talk(Line(1), url).submit(submission(), TRANSACTION)
    assert outcome.state == "retry" and "https" in outcome.note
