"""Every change told as an event: outbox, bus, consumers."""
