"""The transaction contract and the two engines that keep it."""
