"""Tests of ``config/``: each file is read by the program it is for, where that can be installed."""

from pathlib import Path

CONFIG = Path(__file__).resolve().parent.parent.parent / "config"
