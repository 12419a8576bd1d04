"""Inputs of the measured programs: made from a seed, kept in the work folder, one file or folder each."""
import json
import pathlib
import random
import struct
import sys

WORDS = 4096


def path(folder, kind, size, seed):
    """The path of the input of this kind and nominal size in bytes, made if absent."""
    target = folder / f"{kind}-{size}"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{kind}-{size}.partial"
        MAKERS[kind](partial, size, random.Random(f"{seed}:{kind}:{size}"))
        partial.rename(target)
    return target


def size(target):
    """Bytes of a file, or of the files of a folder."""
    if target.is_dir():
        return sum(entry.stat().st_size for entry in target.rglob("*") if entry.is_file())
    return target.stat().st_size


def vocabulary(draw):
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(draw.choices(letters, k=draw.randint(2, 11))) for _ in range(WORDS)]


def until(target, size, rows):
    written = 0
    with open(target, "w") as stream:
        for row in rows:
            stream.write(row)
            written += len(row)
            if written >= size:
                return


def table(target, size, draw):
    """CSV: id, group, amount, three words."""
    words = vocabulary(draw)

    def rows():
        yield "id,grp,amount,text\n"
        while True:
            yield f"{draw.getrandbits(40)},g{draw.randint(0, 999)},{draw.random() * 1000:.3f},{' '.join(draw.choices(words, k=3))}\n"

    until(target, size, rows())


def text(target, size, draw):
    """Lines of words with a Zipf-like spread."""
    words = vocabulary(draw)
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    total = 0
    cumulative = []
    for weight in weights:
        total += weight
        cumulative.append(total)

    def rows():
        while True:
            yield " ".join(draw.choices(words, cum_weights=cumulative, k=12)) + "\n"

    until(target, size, rows())


def lines(target, size, draw):
    """JSON lines."""
    words = vocabulary(draw)

    def rows():
        while True:
            yield json.dumps(
                {"id": draw.getrandbits(32), "tags": draw.choices(words, k=4), "score": draw.random(), "user": {"name": draw.choice(words)}}
            ) + "\n"

    until(target, size, rows())


def noise(target, size, draw):
    """Bytes that do not compress, between stretches that do."""
    with open(target, "wb") as stream:
        written = 0
        while written < size:
            block = draw.randbytes(32768) if draw.random() < 0.5 else draw.randbytes(64) * 512
            stream.write(block[:size - written])
            written += len(block)


def genome(target, size, draw):
    """A folder with a random reference (ref.fa), reads from it (reads.fq) and intervals (a.bed, b.bed); most of it is reads."""
    target.mkdir(exist_ok=True)
    length = max(2000, size // 6)
    reference = "".join(draw.choices("ACGT", k=length))
    with open(target / "ref.fa", "w") as stream:
        stream.write(">chr1\n")
        for start in range(0, length, 60):
            stream.write(reference[start:start + 60] + "\n")
    with open(target / "reads.fq", "w") as stream:
        for read in range(max(20, size // 2 // 220)):
            start = draw.randrange(length - 100)
            stream.write(f"@r{read}\n{reference[start:start + 100]}\n+\n{'I' * 100}\n")
    for name in ("a.bed", "b.bed"):
        with open(target / name, "w") as stream:
            starts = [draw.randrange(length * 50) for _ in range(max(10, size // 6 // 20))]
            for start in starts:
                stream.write(f"chr1\t{start}\t{start + draw.randint(10, 500)}\n")


def image(target, size, draw):
    """A binary PPM picture."""
    side = max(8, int((size / 3) ** 0.5))
    with open(target, "wb") as stream:
        stream.write(f"P6 {side} {side} 255\n".encode())
        row = draw.randbytes(side * 3)
        for line in range(side):
            shift = (line * 3) % len(row)
            stream.write(row[shift:] + row[:shift])


def sound(target, size, draw):
    """A WAV file of one 16-bit channel at 44.1 kHz."""
    samples = draw.randbytes(size // 2 * 2)
    with open(target, "wb") as stream:
        stream.write(b"RIFF" + struct.pack("<I", 36 + len(samples)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 44100, 88200, 2, 16))
        stream.write(b"data" + struct.pack("<I", len(samples)) + samples)


def source(target, size, draw):
    """A C file of many functions."""
    def rows():
        yield "#include <stdio.h>\n"
        function = 0
        while True:
            body = "".join(
                f"  if (x % {draw.randint(2, 97)} == {draw.randint(0, 9)}) x += {draw.randint(1, 999)}; else x ^= {draw.randint(1, 999)};\n"
                for _ in range(12)
            )
            yield f"int f{function}(int x) {{\n{body}  return x;\n}}\n"
            function += 1

    until(target, size, rows())


def graph(target, size, draw):
    """A directed graph in DOT."""
    nodes = max(8, size // 24)
    with open(target, "w") as stream:
        stream.write("digraph g {\n")
        for node in range(1, nodes):
            stream.write(f"n{draw.randrange(max(0, node - 12), node)} -> n{node};\n")
        stream.write("}\n")


MAKERS = {
    "table": table, "text": text, "lines": lines, "noise": noise, "genome": genome, "image": image, "sound": sound, "source": source,
    "graph": graph,
}

if __name__ == "__main__":
    path(pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
