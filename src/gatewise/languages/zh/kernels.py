"""Chinese for what `kernels` says."""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "GATEWISE_ISA is {wanted!r}; this processor can run: {isas}. Choose one of them or leave it "
    "out.": "GATEWISE_ISA 的值是 {wanted!r}；本机处理器可用：{isas}。请从中选择，或不设此变量。",
}
