"""One payslip from plain JSON and back: what ``./constabulary payslip --json FILE`` reads and answers."""

from .answer import answer, dumps
from .fields import BadInput
from .reader import Reader

__all__ = ["BadInput", "Reader", "answer", "dumps"]
