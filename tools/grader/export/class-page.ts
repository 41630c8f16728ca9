// The class on one page, for the instructor: charts, what was hard and why, everybody's points. One file without
// scripts, that needs no network.

import { type Chart, chart, palette } from '../../../lib/plot/chart';
import { toSVG } from '../../../lib/plot/svg';
import { Html, html } from '../../course/html';
import { STYLE } from '../../notebooks/page-style';
import { findExercise } from '../catalog';
import { histograms } from '../grade/histograms';
import { sum, toNumber, toText } from '../grade/rational';
import { plural } from '../plural';
import { classMaximum, type Export, exerciseIds, exerciseOf, type Graded, isGraded } from './graded';

export const classPage: Export = {
  name: 'html',
  description: 'one page for the whole class, with charts',
  files: (class_) => new Map(class_.length === 0 ? [] : [['class.html', page(class_)]]),
};

function page(class_: readonly Graded[]): string {
  const graded = class_.filter(isGraded);
  const maximum = classMaximum(class_);
  const mean =
    graded.length === 0 ? 0 : toNumber(sum(graded.map(({ record }) => record.score))) / graded.length;
  const [first] = class_;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The class: ${plural(class_.length, 'submission')}</title>
<style>${new Html(STYLE)}${new Html(TABLE_STYLE)}</style>
</head>
<body>
<main>
<h1>The class</h1>
<p>${plural(class_.length, 'submission')}; on average ${mean.toFixed(1)} of ${toText(maximum)} points.
Graded in a sandbox of tier ${first.record.isolation.tier}${first.record.isolation.certified ? '' : ', which is not certified'}.</p>
${notice(class_)}
<h2>Points of all</h2>
${figure(totals(graded, toNumber(maximum)))}
<h2>What was hard</h2>
${hardTable(class_)}
<h2>Misconceptions that were found</h2>
${misconceptionTable(class_)}
<h2>Scores by exercise</h2>
${figure(histograms(class_))}
<h2>Everybody</h2>
${everybody(class_)}
</main>
</body>
</html>
`.text;
}

const TABLE_STYLE = `
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25rem 0.7rem; text-align: left; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; overflow-x: auto; }
figure img { background: #fff; border-radius: 6px; }
`;

function notice(class_: readonly Graded[]): Html {
  const open = class_.filter((one) => !isGraded(one));
  if (open.length === 0) return html``;
  return html`<p><strong>Not graded, because the grader failed: ${open.map(({ record }) => record.submission.id).join(', ')}. Run the same command again.</strong></p>`;
}

function figure(spec: Chart): Html {
  const { description = '' } = spec as { description?: string };
  const picture = Buffer.from(toSVG(spec)).toString('base64');
  return html`<figure><img src="data:image/svg+xml;base64,${picture}" alt="${description}"></figure>`;
}

/** How many learners have how many points. */
function totals(graded: readonly Graded[], maximum: number): Chart {
  const values = graded.map(({ record }) => ({ points: toNumber(record.score) }));
  return chart(
    {
      title: 'Points of all exercises together',
      description: `A histogram of the points of ${graded.length} learners, from 0 to ${maximum}.`,
      height: 160,
    },
    {
      data: { values },
      mark: { type: 'bar', color: palette.blue },
      encoding: {
        x: {
          field: 'points',
          type: 'quantitative',
          bin: { extent: [0, Math.max(1, maximum)], maxbins: 20 },
          title: 'points',
        },
        y: { aggregate: 'count', type: 'quantitative', title: 'learners', axis: { tickMinStep: 1 } },
      },
    },
  );
}

/** By the share of points that the class got, the hardest first. */
function hardTable(class_: readonly Graded[]): Html {
  const rows = exerciseIds(class_).map((id) => {
    const all = class_.flatMap((graded) => exerciseOf(graded, id) ?? []);
    const tried = all.filter(({ status }) => status === 'passed' || status === 'failed');
    const points = toNumber(sum(tried.map(({ score }) => score)));
    const share = tried.length === 0 ? undefined : points / tried.length / toNumber(all[0].maximum);
    return { id, title: all[0].title, tried: tried.length, share };
  });
  rows.sort((a, b) => (a.share ?? 2) - (b.share ?? 2));
  const cells = rows.map(
    ({
      id,
      title,
      tried,
      share,
    }) => html`<tr><th scope="row">${id}</th><td>${title}</td><td class="number">${tried}</td><td class="number">${share === undefined ? '–' : `${(100 * share).toFixed(0)} %`}</td></tr>
`,
  );
  return html`<table><thead><tr><th scope="col">exercise</th><th scope="col">title</th><th scope="col" class="number">handed in</th><th scope="col" class="number">points, of those</th></tr></thead>
<tbody>
${cells}</tbody></table>`;
}

function misconceptionTable(class_: readonly Graded[]): Html {
  const learners = new Map<string, { exercise: string; name: string; count: number }>();
  for (const { record } of class_) {
    for (const { id, tests } of record.exercises) {
      for (const name of new Set(tests.flatMap(({ misconception }) => misconception ?? []))) {
        const known = learners.get(`${id} ${name}`) ?? { exercise: id, name, count: 0 };
        learners.set(`${id} ${name}`, { ...known, count: known.count + 1 });
      }
    }
  }
  if (learners.size === 0) return html`<p>None was recognized.</p>`;
  const rows = [...learners.values()].sort((a, b) => b.count - a.count);
  return html`<table><thead><tr><th scope="col">exercise</th><th scope="col">misconception</th><th scope="col">in words</th><th scope="col" class="number">learners</th></tr></thead>
<tbody>
${rows.map(
  ({
    exercise,
    name,
    count,
  }) => html`<tr><th scope="row">${exercise}</th><td>${name}</td><td>${findExercise(exercise)?.misconceptions[name] ?? ''}</td><td class="number">${count}</td></tr>
`,
)}</tbody></table>`;
}

function everybody(class_: readonly Graded[]): Html {
  const rows = class_.map((graded) => {
    const { record, student } = graded;
    const state = (wanted: string): number =>
      record.exercises.filter(({ status }) => status === wanted).length;
    // Names may run from right to left: each keeps to its own cell.
    return html`<tr><th scope="row"><bdi>${student.name}</bdi></th><td><bdi>${student.id}</bdi></td><td class="number">${isGraded(graded) ? toText(record.score) : '–'}</td><td class="number">${state('passed')}</td><td class="number">${state('failed')}</td><td class="number">${state('missing')}</td><td class="number">${state('unreadable') || '–'}</td><td class="number">${record.findings.length || '–'}</td></tr>
`;
  });
  const heads = ['points', 'solved', 'not solved', 'missing', 'unreadable', 'findings'];
  return html`<table><thead><tr><th scope="col">learner</th><th scope="col">id</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody></table>`;
}
