// The result of a check as HTML for a notebook. Styles are inline because a notebook's output has no style sheet. The
// colours of text and background stay the theme's own, so it reads well in light and dark; ✓ and ✗ stand beside words.

import {
  advice,
  failureDetails,
  headline,
  hintLines,
  pointsLine,
  problemSource,
  problemTitle,
  reasonOf,
  reflectionLines,
  rightFirst,
  verdict,
} from '../grader/report';
import type { CheckResult, Failure, Problem, TestOutcome } from '../grader/result';
import { type Html, html } from './html';

const CODE = 'font-family: var(--jp-code-font-family, monospace); font-size: 0.95em; white-space: pre-wrap';
const BOX = 'border-left: 3px solid; padding: 0.2em 0 0.2em 0.8em; margin: 0.6em 0';
const TABLE = 'border-collapse: collapse; color: inherit; font-size: inherit';
const CELL = 'text-align: left; vertical-align: top; padding: 0.3em 0.8em 0.3em 0';
const LABEL = `${CELL}; font-weight: normal; opacity: 0.75; white-space: nowrap`;

export function checkHtml(result: CheckResult): string {
  const { id, reason, problems, tests, printed, file } = result;
  return html`<section aria-label="Result of the exercise ${id}" style="line-height: 1.5; max-width: 60em">
<p><strong>${headline(result)}</strong></p>
${reason === undefined ? '' : html`<p>${reasonOf(result)}</p>`}
${problems.map((problem) => problemHtml(problem, file))}
${tests.length === 0 ? '' : testTable(tests)}
${result.reflected ? reflectionLines(result.reflected).map((line) => html`<p>${line}</p>`) : ''}
${printed === '' ? '' : html`<p>Your code printed:</p><pre style="${CODE}; ${BOX}">${printed}</pre>`}
<p><strong>${pointsLine(result)}</strong></p>
${hintLines(result).map((hint) => html`<p style="${BOX}">${hint}</p>`)}
${advice(result, 'notebook').map((line) => html`<p>${line}</p>`)}
</section>`.text;
}

function testTable(tests: readonly TestOutcome[]): Html {
  return html`<table style="${TABLE}; margin: 0.6em 0">
<thead><tr><th scope="col" style="${CELL}">Result</th><th scope="col" style="${CELL}">Points</th>
<th scope="col" style="${CELL}">Test</th></tr></thead>
<tbody>${rightFirst(tests).map(testRow)}</tbody></table>`;
}

function testRow(test: TestOutcome): Html {
  const { title, points, maxPoints, failure } = test;
  return html`<tr style="background: none"><td style="${CELL}; white-space: nowrap">${verdict(test)}</td>
<td style="${CELL}; white-space: nowrap">${points} of ${maxPoints}</td>
<td style="${CELL}">${title}${failure ? failureTable(failure) : ''}</td></tr>`;
}

function failureTable(failure: Failure): Html {
  const inWords = ['what happened', 'likely cause'];
  const rows = failureDetails(failure).map(
    ([label, text]) => html`<tr style="background: none"><th scope="row" style="${LABEL}">${label}</th>
<td style="${CELL}; ${inWords.includes(label) ? '' : CODE}">${text}</td></tr>`,
  );
  return html`<div style="${BOX}"><table style="${TABLE}; margin: 0"><tbody>${rows}</tbody></table></div>`;
}

function problemHtml(problem: Problem, file: string): Html {
  return html`<p>✗ ${problemTitle(problem, file)}</p>
<pre style="${CODE}; white-space: pre; overflow-x: auto; ${BOX}">${problemSource(problem).join('\n')}</pre>`;
}
