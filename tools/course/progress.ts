// progress() in a notebook: how far one is, chapter by chapter, from what the course remembers in .course.

import { courseList, type ListedExercise } from '../grader/list';
import { quizzes } from '../quiz/questions';
import { readScores } from '../quiz/scores';
import { present } from './display';
import { html } from './html';

/** What has been reached in one chapter, and what there is to reach. */
export interface ChapterProgress {
  /** Its number, as in '04'. */
  readonly chapter: string;
  readonly title: string;
  /** The best points of its graded exercises, and all there are; 0 where a chapter has none. */
  readonly points: number;
  readonly maxPoints: number;
  /** The best number of right answers in its quiz, and all questions. */
  readonly right: number;
  readonly questions: number;
  /** Its exercises, those that nobody grades included. */
  readonly exercises: readonly ListedExercise[];
}

/** Where the course remembers; the course's own files unless told otherwise. */
export interface ProgressFiles {
  readonly exercises?: string;
  readonly quizzes?: string;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** A row for each chapter, in the order of the course. */
export function chapterProgress(files: ProgressFiles = {}): ChapterProgress[] {
  const all = courseList(files.exercises);
  const scores = readScores(files.quizzes);
  return quizzes.map(({ chapter, title, questions }) => {
    const exercises = all.filter((exercise) => exercise.chapter === chapter);
    return {
      chapter,
      title,
      points: sum(exercises.map(({ bestPoints }) => bestPoints)),
      maxPoints: sum(exercises.map(({ maxPoints }) => maxPoints)),
      // A quiz may have had more questions once.
      right: Math.min(scores[chapter] ?? 0, questions.length),
      questions: questions.length,
      exercises,
    };
  });
}

/** Shows how far the learner is: all together, each chapter, and what comes next. */
export function progress(files: ProgressFiles = {}): void {
  const chapters = chapterProgress(files);
  const above = summary(chapters);
  const next = nextSteps(chapters);
  const rows = chapters.map((row) => [
    `${row.chapter} ${row.title}`,
    row.maxPoints > 0 ? `${row.points} of ${row.maxPoints}` : '–',
    `${row.right} of ${row.questions}`,
  ]);
  const [chapterWidth, pointsWidth] = [0, 1].map((i) => Math.max(...rows.map((row) => row[i].length)));
  const lines = rows.map(
    ([chapter, points, quiz]) =>
      `${chapter.padEnd(chapterWidth)}  points ${points.padEnd(pointsWidth)}  quiz ${quiz}`,
  );
  present({
    'text/html': table(above, rows, next),
    'text/plain': [above, '', ...lines, '', ...next].join('\n'),
  });
}

function summary(chapters: readonly ChapterProgress[]): string {
  const all = chapters.flatMap(({ exercises }) => exercises);
  const done = all.filter(({ state }) => state === 'done').length;
  const of = (what: (row: ChapterProgress) => number): number => sum(chapters.map(what));
  return (
    `${done} of ${all.length} exercises done, ${of((row) => row.points)} of ${of((row) => row.maxPoints)} points; ` +
    `${of((row) => row.right)} of ${of((row) => row.questions)} quiz questions right.`
  );
}

const STEPS = 3;

/** What has been begun comes first, then what is new, in the order of the course. */
function nextSteps(chapters: readonly ChapterProgress[]): string[] {
  const all = chapters.flatMap(({ exercises }) => exercises);
  const open = ['begun', 'new'].flatMap((state) => all.filter((exercise) => exercise.state === state));
  if (open.length === 0) return ['All exercises are done. Congratulations!'];
  return open.slice(0, STEPS).map(({ id, title, minutes, state }) => {
    const word = state === 'begun' ? 'Go on with' : 'Next';
    return `${word}: ${title} (${minutes} min), npm run learn -- ${id}`;
  });
}

const CELL = 'text-align: left; padding: 0.2em 1.2em 0.2em 0';

function table(above: string, rows: readonly (readonly string[])[], next: readonly string[]): string {
  return html`<section aria-label="Your progress" style="line-height: 1.5">
<p><strong>${above}</strong></p>
<table style="border-collapse: collapse; color: inherit; font-size: inherit; margin: 0.6em 0">
<thead><tr>${['Chapter', 'Points', 'Quiz'].map((name) => html`<th scope="col" style="${CELL}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr style="background: none">${row.map((text) => html`<td style="${CELL}">${text}</td>`)}</tr>
`,
  )}</tbody></table>
${next.map((line) => html`<p>${line}</p>`)}
</section>`.text;
}
