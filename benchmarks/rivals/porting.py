"""From a Gatewise folder to a network for torch and onnxruntime that answers the same.

`python -m benchmarks.rivals.porting MODEL OUT` reads the folder that `gatewise train` wrote, checks
the logits against those in `OUT/expected.npz` (`texts`, `logits`), and writes into OUT what torch
and onnxruntime answer with.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.rivals.ported import Ported
from benchmarks.rivals.reading import SETTINGS, TOLERANCE, Encoded, Encoder, batches
from numpy.typing import NDArray
from safetensors.numpy import load_file
from safetensors.torch import save_file
from torch import Tensor

from gatewise.text import tokenise

__all__ = ["port", "state"]


def state(weights: Mapping[str, NDArray[Any]], settings: Mapping[str, Any]) -> dict[str, Tensor]:
    """Our weights under torch's names."""
    found = {"head.weight": weights["head.weight"], "head.bias": weights["head.bias"]}
    if settings["name"] == "bilstm":
        found |= {
            "encoder.project.weight": weights["attention.projection"],
            "encoder.project.bias": weights["attention.bias"],
            "encoder.query.weight": weights["attention.query"][None],
        }
        other = "forwards.{}_l0_reverse" if settings["onnx"] else "backwards.{}_l0"
        for ours, theirs in (("forward", "forwards.{}_l0"), ("backward", other)):
            name, place = f"lstm.0.{ours}", f"encoder.{theirs}"
            bias = weights[f"{name}.bias"]
            found |= {
                place.format("weight_ih"): weights[f"{name}.input"],
                place.format("weight_hh"): weights[f"{name}.recurrent"],
                place.format("bias_ih"): bias,
                place.format("bias_hh"): np.zeros_like(bias),
            }
    for number, width in enumerate(settings["widths"] if settings["name"] == "textcnn" else ()):
        name = f"convolution.{width}"
        kernel = weights[f"{name}.weight"].transpose(0, 2, 1)
        found[f"encoder.layers.{number}.weight"] = kernel
        found[f"encoder.layers.{number}.bias"] = weights[f"{name}.bias"]
    return {name: torch.from_numpy(np.ascontiguousarray(a)) for name, a in found.items()}


def port(folder: Path, out: Path, *, graph: bool = True) -> dict[str, float]:
    """Write a model folder's network for torch and onnxruntime.

    Args:
        folder: The model folder.
        out: Holds `expected.npz`; all else is written into it.
        graph: Write the graph as well, for which the package onnx is needed.

    Returns:
        The largest difference of the logits from ours.

    Raises:
        ValueError: The settings are not read here, or the logits differ.
    """
    manifest = json.loads((folder / "manifest.json").read_text())
    weights = load_file(folder / "weights.safetensors")
    text, model = manifest["config"]["text"], manifest["config"]["model"]
    if {name: text[name] for name in SETTINGS} != SETTINGS or model["layers"] != 1:
        raise ValueError(f"{folder}: made with other settings than are ported")
    _write_reading(folder, out, text, weights)
    table = weights["embedding.table"]
    classes, width = weights["head.weight"].shape
    settings = {**model, "embedding": table.shape[1], "head": (width, classes)}
    expected = np.load(out / "expected.npz")
    told = {}
    for kind in ("torch", "onnx"):
        mine = {**settings, "onnx": kind == "onnx", "classes": manifest["labels"]}
        network = Ported(mine).eval()
        network.load_state_dict(state(weights, mine))
        texts = expected["texts"].tolist()
        told[kind] = _difference(network, Encoder(out)(texts), expected["logits"])
        if kind == "torch":
            (out / "network.json").write_text(json.dumps(mine))
            save_file(network.state_dict(), out / "network.safetensors")
        elif graph:
            _export(network, table.shape[1], out / "network.onnx")
    return told


def _write_reading(
    folder: Path, out: Path, text: Mapping[str, Any], weights: Mapping[str, NDArray[Any]]
) -> None:
    words = text["tokenizer"] == "word"
    pattern = tokenise._pattern(tokenise._WORD) if words else tokenise._character()
    tokens = json.loads((folder / "vocabulary.json").read_text())["tokens"]
    told = {
        "tokenizer": text["tokenizer"],
        "pieces": [text["subword_low"], text["subword_high"]] if words else [2, 3],
        "max_length": text["max_length"],
        "pattern": pattern.pattern,
        "tokens": tokens,
    }
    (out / "reading.json").write_text(json.dumps(told))
    np.save(out / "hashes.npy", weights["text.subwords"])
    np.save(out / "table.npy", weights["embedding.table"])


@torch.no_grad()
def _difference(network: Ported, encoded: Encoded, expected: NDArray[np.float32]) -> float:
    difference = 0.0
    for rows in batches(encoded, 16):
        x, lengths = encoded.batch(rows)
        logits = network(torch.from_numpy(x), torch.from_numpy(lengths)).numpy()
        difference = max(difference, float(np.abs(logits - expected[rows]).max()))
    if difference > TOLERANCE:
        raise ValueError(f"the ported network's logits differ by {difference:.2g}")
    return difference


def _export(network: Ported, width: int, path: Path) -> None:
    example = torch.zeros(2, 5, width), torch.tensor([5, 3])
    axes = {"x": {0: "texts", 1: "tokens"}, "lengths": {0: "texts"}, "logits": {0: "texts"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on traced lengths; any length is checked by the answers
        torch.onnx.export(
            *(network, example, str(path)),
            input_names=["x", "lengths"],
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    print(json.dumps(port(Path(sys.argv[1]), Path(sys.argv[2]))))
