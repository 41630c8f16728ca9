"""Writes what scikit-learn, SciPy, sacrebleu and pycocotools say of small random cases, for the tests of data and metrics.

    python -m venv VENV
    VENV/bin/pip install --no-deps -r tools/data/requirements.txt
    VENV/bin/python tools/data/make-fixtures.py    # writes test/lib/{metrics,data}-fixtures.json
    npx biome check --write test/lib/*-fixtures.json         # the layout that is committed

The cases have ties, classes that never occur, missing values and constant columns on purpose.
"""

import contextlib
import io
import json
import warnings
from pathlib import Path

import numpy as np
import sacrebleu
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy.stats import binomtest
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import MinMaxScaler, StandardScaler

TARGET = Path(__file__).resolve().parents[2] / 'test' / 'lib'
warnings.simplefilter('ignore')
random = np.random.default_rng(20261123)


def classification(count: int, classes: int, skipped: int) -> dict:
    """One class is never predicted, and one does not occur."""
    labels = random.integers(0, classes, count)
    labels[labels == skipped] = 0
    predictions = np.where(random.random(count) < 0.5, labels, random.integers(0, classes, count))
    predictions[predictions == 1] = skipped
    averages = ['macro', 'micro', 'weighted'] + (['binary'] if max(labels.max(), predictions.max()) < 2 else [])
    scores = {}
    for average in averages:
        for zero in (0, 1):
            scores[f'{average} {zero}'] = [
                float(score(labels, predictions, average=average, zero_division=zero))
                for score in (metrics.precision_score, metrics.recall_score, metrics.f1_score)
            ]
    return {
        'predictions': predictions, 'labels': labels, 'scores': scores,
        'accuracy': metrics.accuracy_score(labels, predictions),
        'confusion': metrics.confusion_matrix(labels, predictions, labels=range(classes)),
    }


def binary() -> dict:
    labels = random.integers(0, 2, 30)
    predictions = np.where(random.random(30) < 0.7, labels, 1 - labels)
    scores = {}
    for positive in (0, 1):
        scores[str(positive)] = [
            float(score(labels, predictions, pos_label=positive))
            for score in (metrics.precision_score, metrics.recall_score, metrics.f1_score)
        ]
    return {'predictions': predictions, 'labels': labels, 'scores': scores}


def top_k() -> dict:
    scores = random.permutation(60).reshape(12, 5) / 7
    labels = np.array([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 2, 2])
    expected = [metrics.top_k_accuracy_score(labels, scores, k=k, labels=range(5)) for k in (1, 2, 3, 4)]
    return {'scores': scores, 'labels': labels, 'expected': expected}


def curves(count: int, digits: int) -> dict:
    labels = random.integers(0, 2, count)
    labels[:2] = [0, 1]
    scores = np.round(np.clip(0.3 * labels + random.random(count) * 0.7, 0, 1), digits)
    fpr, tpr, thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    bins = {}
    for strategy in ('uniform', 'quantile'):
        observed, predicted = calibration_curve(labels, scores, n_bins=5, strategy=strategy)
        bins[strategy] = {'observed': observed, 'predicted': predicted}
    return {
        'labels': labels, 'scores': scores, 'fpr': fpr, 'tpr': tpr, 'thresholds': thresholds[1:],
        'auc': metrics.roc_auc_score(labels, scores), 'precision': precision, 'recall': recall,
        'averagePrecision': metrics.average_precision_score(labels, scores),
        'brier': metrics.brier_score_loss(labels, scores), 'calibration': bins,
    }


def regression() -> dict:
    targets = random.normal(size=15)
    predictions = targets + 0.5 * random.normal(size=15)
    return {
        'predictions': predictions, 'targets': targets, 'mse': metrics.mean_squared_error(targets, predictions),
        'mae': metrics.mean_absolute_error(targets, predictions), 'r2': metrics.r2_score(targets, predictions),
    }


def bleu(sentences: int, longest: int, references: int) -> dict:
    words = ['the', 'cat', 'sat', 'on', 'a', 'mat']

    def sentence() -> str:
        return ' '.join(random.choice(words, random.integers(1, longest + 1)))

    sources = [[sentence() for _ in range(references)] for _ in range(sentences)]
    candidates = [
        ' '.join(word if random.random() < 0.75 else random.choice(words) for word in refs[0].split())
        for refs in sources
    ]
    expected = {}
    for smoothing in ('none', 'floor', 'add-k', 'exp'):
        score = sacrebleu.corpus_bleu(
            candidates, [list(column) for column in zip(*sources)], smooth_method=smoothing,
            tokenize='none', force=True,
        )
        expected[smoothing] = {'bleu': score.score / 100, 'brevityPenalty': score.bp}
    return {'candidates': candidates, 'references': sources, 'expected': expected}


def detection(images: int, classes: int) -> dict:
    truths, detections = [], []
    for _ in range(images):
        boxes = [
            [int(random.integers(classes)), *(int(v) for v in random.integers(0, 40, 2)),
             *(int(v) for v in random.integers(5, 30, 2))]
            for _ in range(random.integers(0, 5))
        ]
        found = []
        for box in boxes:
            for _ in range(random.integers(0, 3)):
                shift = random.integers(-3, 4, 4)
                found.append([box[0], *(int(v) for v in np.maximum(1, np.array(box[1:]) + shift)),
                              float(np.round(random.random(), 1))])
        for _ in range(random.integers(0, 3)):
            found.append([int(random.integers(classes)), *(int(v) for v in random.integers(1, 30, 4)),
                          float(np.round(random.random(), 1))])
        truths.append(boxes)
        detections.append(found)
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = coco_evaluation(truths, detections, images, classes)
    # [threshold, recall, class, area, most detections]: all areas, at most 100 detections
    precision = evaluation.eval['precision'][:, :, :, 0, -1]
    counted = [c for c in range(classes) if precision[0, 0, c] > -1]
    return {
        'truths': truths, 'detections': detections, 'at50': precision[0][:, counted].mean(),
        'at50to95': precision[:, :, counted].mean(),
        'perClass': {str(c): precision[0, :, c].mean() for c in counted},
    }


def coco_evaluation(truths: list, detections: list, images: int, classes: int) -> COCOeval:
    ground = COCO()
    ground.dataset = {
        'info': {}, 'images': [{'id': i + 1} for i in range(images)],
        'categories': [{'id': c} for c in range(classes)], 'annotations': [],
    }
    for i, boxes in enumerate(truths):
        for label, *box in boxes:
            ground.dataset['annotations'].append({
                'id': len(ground.dataset['annotations']) + 1, 'image_id': i + 1, 'category_id': label,
                'bbox': box, 'area': box[2] * box[3], 'iscrowd': 0,
            })
    ground.createIndex()
    results = [
        {'image_id': i + 1, 'category_id': label, 'bbox': box, 'score': score}
        for i, found in enumerate(detections) for label, *box, score in found
    ]
    evaluation = COCOeval(ground, ground.loadRes(results), 'bbox')
    evaluation.evaluate()
    evaluation.accumulate()
    return evaluation


def intervals() -> list:
    """Wilson's interval of a share, at both ends, in the middle, and for the numbers of the notebooks."""
    cases = [(0, 1), (1, 1), (0, 42), (42, 42), (1, 42), (7, 20), (50, 100), (740, 886), (886, 886), (9938, 10_000)]
    return [
        {'hits': hits, 'count': count, 'confidence': confidence, 'low': found.low, 'high': found.high}
        for hits, count in cases for confidence in (0.9, 0.95, 0.99)
        for found in [binomtest(hits, count).proportion_ci(confidence, method='wilson')]
    ]


def scaling() -> dict:
    train = np.round(random.normal(size=(9, 4)) * [1, 10, 100, 1], 2)
    train[:, 3] = 7.3
    train[2, 0] = train[5, 1] = np.nan
    test = np.round(random.normal(size=(4, 4)) * [1, 10, 100, 1] + 2, 2)
    test[1, 2] = np.nan
    repeated = np.where(np.isnan(train), np.nan, np.round(train))
    expected = {
        'standard': StandardScaler().fit(train).transform(test),
        'minMax': MinMaxScaler(feature_range=(-1, 2), clip=True).fit(train).transform(test),
        'mean': SimpleImputer(strategy='mean').fit(train).transform(test),
        'median': SimpleImputer(strategy='median').fit(train).transform(test),
        'mostFrequent': SimpleImputer(strategy='most_frequent').fit(repeated).transform(test),
    }
    return {'train': train, 'repeated': repeated, 'test': test, 'expected': expected}


def folds() -> dict:
    labels = random.permutation(np.repeat([2, 0, 1], [9, 7, 5]))
    return {
        'labels': labels,
        'kFold': [test for _, test in KFold(4).split(labels)],
        'stratified': [test for _, test in StratifiedKFold(4).split(labels, labels)],
    }


def plain(value: object) -> object:
    """Arrays as lists; JSON has no NaN, which becomes null."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and np.isnan(value) else value


def write(name: str, cases: dict) -> None:
    lines = [f'  {json.dumps(key)}: {json.dumps(plain(value), ensure_ascii=False)}' for key, value in cases.items()]
    (TARGET / name).write_text('{\n' + ',\n'.join(lines) + '\n}\n')


write('metrics-fixtures.json', {
    'classification': [classification(25, 4, 3), classification(12, 3, 2), classification(40, 6, 4)],
    'binary': binary(),
    'topK': top_k(),
    'curves': [curves(30, 1), curves(20, 2), curves(12, 1)],
    'regression': regression(),
    'bleu': [bleu(6, 12, 1), bleu(5, 9, 3), bleu(2, 3, 2), bleu(8, 5, 1)],
    'detection': [detection(6, 3), detection(10, 2), detection(4, 4)],
    'intervals': intervals(),
})
write('data-fixtures.json', {'scaling': scaling(), 'folds': folds()})
