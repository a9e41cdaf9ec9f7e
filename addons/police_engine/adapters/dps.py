"""HMRC's Data Provisioning Service: notices as XML -> rows with the columns of ``movers.notices``.

One message holds any number of ``CodingNoticesP6P6B``, ``CodingNoticesP9``, ``StudentLoanStart``,
``StudentLoanEnd``, ``PostgraduateLoanStart`` and ``PostgraduateLoanEnd``, with the form, issue date and
sequence number as attributes. Element names are read whatever their namespace. Postgraduate notices have
the shape of student loan notices. Shape known from published test servers, not from HMRC's schema.
"""

from lxml import etree

from ..exceptions import EngineError

_FORMS = {
    "CodingNoticesP6P6B": "", "CodingNoticeP6P6B": "", "CodingNoticesP9": "P9", "CodingNoticeP9": "P9",
    "StudentLoanStart": "SL1", "StudentLoanEnd": "SL2", "PostgraduateLoanStart": "PGL1",
    "PostgraduateLoanEnd": "PGL2", "PGLoanStart": "PGL1", "PGLoanEnd": "PGL2",
}  # fmt: skip
_DATES = ("EffectiveDate", "LoanStartDate", "LoanEndDate")
_PLANS = {"01": "plan_1", "02": "plan_2", "04": "plan_4", "05": "plan_5"}


def is_xml(content: bytes) -> bool:
    """True when the content looks like XML rather than CSV."""
    return content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def rows(content: bytes) -> list[dict[str, str]]:
    """One dict a notice, by column; values as text, empty when the notice does not have them.

    EngineError when this is not XML or holds no notice.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, dtd_validation=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise EngineError(f"The file is not well-formed XML: {error.msg}") from None
    found = [_row(element) for element in root.iter("{*}*") if _local(element) in _FORMS and len(element)]
    if not found:
        raise EngineError("The file holds no P6, P6B, P9, SL1, SL2, PGL1 or PGL2 notice.")
    return found


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _row(element: etree._Element) -> dict[str, str]:
    texts = {_local(item): (item.text or "").strip() for item in element.iter("{*}*")}
    code = next((item for item in element.iter("{*}TaxCode")), None)
    form = _FORMS[_local(element)] or element.get("FormType", "").upper()
    mark = code is not None and code.get("Week1Month1Indicator", "").upper() in ("Y", "YES", "TRUE", "1")
    plan = texts.get("PlanType", "")
    return {
        "form": form,
        "issued": element.get("IssueDate", ""),
        "effective": next((texts[name] for name in _DATES if texts.get(name)), ""),
        "payroll_id": texts.get("WorksNumber", ""),
        "nino": texts.get("NINO", ""),
        "sequence": element.get("SequenceNumber", ""),
        "code": _code(code),
        "basis": ("week1month1" if mark else "cumulative") if code is not None else "",
        "previous_pay": texts.get("TotalPreviousPay", ""),
        "previous_tax": texts.get("TotalPreviousTax", ""),
        "plan": _PLANS.get(plan, plan or ("plan_1" if form == "SL1" else "")),
    }


def _code(element: etree._Element | None) -> str:
    """The code with S or C in front when the regime is given apart."""
    if element is None:
        return ""
    text, regime = (element.text or "").strip(), element.get("TaxRegime", "").strip().upper()
    return text if not regime or text.upper().startswith(regime) else regime + text
