"""One payslip from plain JSON and back: what ``./constabulary payslip --json FILE`` reads and answers."""

from .answer import answer, dumps
from .reader import BadInput, Reader

__all__ = ["BadInput", "Reader", "answer", "dumps"]
