"""Citations on screen: escaped text in which addresses in angle brackets are links."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"&lt;(https?://[^\s&]+(?:&amp;[^\s&]+)*)&gt;")


def linked(citation):
    """Markup of a citation."""
    link = r"<a href='\1' target='_blank' rel='noopener noreferrer'>\1</a>"
    return Markup(_ADDRESS.sub(link, str(escape(citation or ""))))
