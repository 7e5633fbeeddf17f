"""The mathematics of the networks, defined once and executed in several ways.

`operations.Operations` names the layers. `reference/` is their specification in NumPy, which
also answers where nothing faster is there; `trainable/` is the same in torch, with gradients and
dropout. A property test holds the executions to each other.
"""
