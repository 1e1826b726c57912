"""A client of Sitr written from its documents alone: proto/README.md, relay.proto, content.cddl, the book
and the vectors. It shares no line with the other implementation, so what both agree on is the protocol.

It keeps no state, guards no secret and is no client for people.
"""
