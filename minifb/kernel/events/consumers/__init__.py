"""Consumers: each event takes effect once, in order per subject, also late, twice and after a crash.

A consumer is one module's listening to one source. In the module's own database, in the transaction of the effect,
it keeps a cursor: the position up to which it is done. What the outbox hands over in memory is taken only if it
follows on directly; otherwise the consumer reads on from the outbox. So a hand-over may be lost, doubled or mixed up.

`consumer.py` moves the cursor, `handling.py` calls the module, `deferred.py` keeps what failed and what waits behind
it, `delivery.py` has the numbers and the words for how it stands.
"""
