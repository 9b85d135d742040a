"""Telling others of a corpus' events: webhooks by the Standard Webhooks specification."""
