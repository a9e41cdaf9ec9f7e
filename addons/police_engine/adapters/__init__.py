"""Records to bytes, and bytes back: RTI, BACS, PDF, schedules and the people CSV.

Every function is pure and deterministic: the same records give the same bytes. Nothing here reads a
clock, a database or the network; dates and timestamps are passed in. Money is ``int`` pence.

What other parts call (all names are stable)::

    rti.fps.build_fps(employer, records, *, tax_year, period_end, payment_date, period_no,
                      sender="Employer", vendor_id="0000", product="Constabulary", version="1",
                      timestamp=None, gateway_test=True, credentials=None, late_reason="",
                      final_for_year=False) -> bytes            # IRmark already inside
    rti.fps.read_totals(message) -> FpsTotals                   # for the control certificate
    rti.eps.build_eps(employer, PaymentSummary, *, tax_year, period_end, ...) -> bytes
    rti.irmark.irmark(message) -> IRmark(base64, base32); insert(message); verify(message)
    rti.validate.check(message, *, today) -> list[Problem]      # XSD, mandatory, cross-field; all people
    rti.envelope.with_credentials(message, Credentials) -> bytes  # when sending, never for storing

    bacs.std18.build(originator, payments, *, processing_date, creation_date, serial, file_number=1)
    bacs.std18.read(content) -> Std18File                       # .payments .total .count
    bacs.std18.payment_faults(payments) -> list[str]            # InvalidBacsFile.faults holds the same
    bacs.calendar.processing_date_for(pay_date); is_banking_day(day)

    pdf.payslip.payslip_pdf(doc) -> bytes                       # PayslipDocument; see its ``extra`` keys
    pdf.payslip.payslip_book(docs) -> bytes
    pdf.render.render_many(docs, processes=2) -> list[bytes]    # one PDF a person, same order
    pdf.render.render_run(docs, processes=2) -> RunPdfs(book, singles)
    pdf.render.render_run_to(docs, zip_file, processes=2) -> book  # singles straight into a zip file
    pdf.render.zip_singles(docs, singles) -> bytes
    pdf.certificate.certificate_pdf(ControlCertificate) -> bytes
    pdf.summary.summary_pdf(RunSummary) -> bytes

    schedules.pension.pension_schedules(employer, period, [PensionLine]) -> list[Schedule]
    schedules.deductions.lines_of(docs, codes=None) -> list[DeductionLine]
    schedules.deductions.deduction_schedules(employer, period, [DeductionLine]) -> list[Schedule]
    schedules.deductions.third_party_totals([DeductionLine]) -> list[ThirdPartyTotal]
    schedules.deductions.third_party_schedule(employer, period, totals) -> Schedule
    schedules.table.to_csv(schedule) -> bytes; to_pdf(schedule) -> bytes

    people_columns.COLUMNS                                      # name, required, meaning, example
    people_csv.template_csv() -> bytes
    people_csv.read_people(content) -> (rows, errors)           # [dict], [RowError]; rows empty on error
"""
