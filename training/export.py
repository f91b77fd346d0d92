"""Writes a trained reader as the int8 ONNX file that ships.

python -m training.export FOLDER CHECKPOINT OUT.onnx
"""

import sys
from hashlib import sha256
from pathlib import Path

import torch
from transformers import BertModel

from training.encoder import export
from training.reader import Reader


def main(folder: Path, checkpoint: Path, out: Path) -> None:
    """Export the checkpoint, whose layers it counts itself."""
    state = torch.load(checkpoint, map_location="cpu")
    layers = 1 + max(int(n.split(".")[3]) for n in state if n.startswith("encoder.encoder.layer."))
    encoder = BertModel.from_pretrained(
        folder / "encoder", add_pooling_layer=False, attn_implementation="eager"
    )
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    encoder.config.num_hidden_layers = layers
    model = Reader(encoder)
    model.load_state_dict(state)
    export(model, ["input_ids", "attention_mask"], {"logits": True}, out)
    raw = out.read_bytes()
    print(f"{out}: {len(raw) / 1e6:.1f} MB, sha256 {sha256(raw).hexdigest()}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
