"""Citations as the rule book writes them, with the addresses in angle brackets as links."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"&lt;(https?://[^\s&]+(?:&amp;[^\s&]+)*)&gt;")


def linked(citation):
    """Escaped text in which each address is a short link."""
    link = r"<a href='\1' target='_blank' rel='noopener noreferrer'>read it</a>"
    return Markup(_ADDRESS.sub(link, str(escape(citation or ""))))
