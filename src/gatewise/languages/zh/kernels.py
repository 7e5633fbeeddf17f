"""Chinese for what `kernels` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "GATEWISE_ISA is {wanted!r}; this processor can run: {isas}. Choose one of them or leave it "
    "out.": "GATEWISE_ISA 的值是 {wanted!r}；本机处理器可用：{isas}。请从中选择，或不设此变量。",
    "GATEWISE_THREADS is {wanted!r}; expected a number from 1 to {most}. Correct it or leave it "
    "out.": "GATEWISE_THREADS 为 {wanted!r}；应为 1 到 {most} 之间的数。请改正或去掉。",
}
