"""Duty worked -> pay elements and time owed (Police Regulations 2003 regs 22, 25, 26, 33, 34)."""
