"""One module per resource: its serializers and views together."""
