"""Neutral texts and e-mails: "You have a new message", to those who asked for it, at the hours they chose.

Nothing here knows what was asked or by whom: a request is an id, and how to reach somebody is a plain `Reach`.
"""
