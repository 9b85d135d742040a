"""The tones of the twelve pigments, for programs and papers outside our own style sheets."""

# As frontend/src/styles/tokens.css has them for light grounds; a test compares the two.
TONES = {
    "kermes": "#781721",
    "minium": "#81310e",
    "ochre": "#885407",
    "orpiment": "#887f07",
    "sap": "#577718",
    "malachite": "#187744",
    "verdigris": "#0b837f",
    "azurite": "#0b5884",
    "lapis": "#10317f",
    "woad": "#371e71",
    "folium": "#611d72",
    "orchil": "#791555",
}


def tone(colour: str) -> str:
    """Return a code's colour as #rrggbb; a pigment's own tone, else what the code has."""
    return TONES.get(colour, colour)
