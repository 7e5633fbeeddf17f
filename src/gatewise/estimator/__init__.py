"""The scikit-learn face of the whole run: what it takes, what it gives, how it travels."""

from gatewise.estimator.classifier import TextClassifier

__all__ = ["TextClassifier"]
