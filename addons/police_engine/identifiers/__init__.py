"""Identifiers, one module each, all of one shape: ``compact``, ``validate``, ``is_valid``, ``format``.

``compact`` strips spaces and punctuation; ``validate`` returns the compact form or raises
:class:`~..exceptions.InvalidIdentifier` saying what is wrong; ``is_valid`` answers True or False;
``format`` writes it as people do.
"""
