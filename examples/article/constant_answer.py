"""A model that always says `fine`, on 1,000 messages of which 100 are complaints."""

from __future__ import annotations

from gatewise.evaluation import Score, confusion
from gatewise.evaluation.metrics import accuracy, class_scores, macro_f1

TRUE = ["fine"] * 900 + ["complaint"] * 100
ANSWERS = {
    "always fine": ["fine"] * 1000,
    # Finds 80 of the 100 complaints, and takes 90 of the others for one.
    "a real model": ["complaint"] * 90 + ["fine"] * 810 + ["complaint"] * 80 + ["fine"] * 20,
}


def main() -> None:
    """Print the usual scores of both."""
    print(f"{'':<14}{'accuracy':>10}{'precision':>11}{'recall':>8}{'F1':>8}{'macro F1':>10}")
    for name, answers in ANSWERS.items():
        counts = confusion(TRUE, answers)
        complaint = class_scores(counts)["complaint"]
        print(
            f"{name:<14}{percent(accuracy(counts)):>10}{percent(complaint.precision):>11}"
            f"{percent(complaint.recall):>8}{percent(complaint.f1):>8}"
            f"{percent(macro_f1(counts)):>10}"
        )


def percent(score: Score) -> str:
    """A share in percent."""
    return f"{score.value:.1%}"


if __name__ == "__main__":
    main()
