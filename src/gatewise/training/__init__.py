"""How models learn. Nothing is imported here: the linear model trains without torch."""
