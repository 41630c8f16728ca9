// Who handed in what: a table that the instructor brings along, because a submission knows only its file name.

import { parse } from 'csv-parse/sync';
import type { GradeRecord } from '../grade/record';

/** Everything but the id may be empty. */
export interface Student {
  readonly id: string;
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Canvas's own number of the person, and how the school's system calls it. */
  readonly canvasId: string;
  readonly sisUserId: string;
  readonly sisLoginId: string;
  readonly section: string;
}

/** The columns of a roster by the field that they fill. The first two must be there. */
export const ROSTER_COLUMNS = {
  submission: 'the id or the name of the submission, as in the records',
  student_id: 'id',
  name: 'name',
  first_name: 'firstName',
  last_name: 'lastName',
  email: 'email',
  canvas_id: 'canvasId',
  sis_user_id: 'sisUserId',
  sis_login_id: 'sisLoginId',
  section: 'section',
} as const;

type Row = Readonly<Partial<Record<keyof typeof ROSTER_COLUMNS, string>>>;

export class Roster {
  readonly #rows = new Map<string, Row>();

  private constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const key = row.submission ?? '';
      if (this.#rows.has(key)) throw new Error(`The roster names the submission '${key}' twice.`);
      this.#rows.set(key, row);
    }
  }

  /** Without one, learners are called by their submissions. */
  static readonly none = new Roster([]);

  /** @throws when a column is unknown or missing, or a submission stands there twice */
  static parse(text: string): Roster {
    const rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as Row[];
    const known = Object.keys(ROSTER_COLUMNS);
    for (const column of Object.keys(rows[0] ?? {})) {
      if (!known.includes(column))
        throw new Error(`The roster has the unknown column '${column}'; known are ${known.join(', ')}.`);
    }
    const incomplete = rows.findIndex(({ submission, student_id }) => !submission || !student_id);
    if (incomplete >= 0)
      throw new Error(`Row ${incomplete + 2} of the roster lacks a value for 'submission' or 'student_id'.`);
    return new Roster(rows);
  }

  studentOf({ submission: { id, name } }: GradeRecord): Student {
    const row: Row = this.#rows.get(id) ?? this.#rows.get(name) ?? { student_id: id, name };
    const full = row.name || [row.first_name, row.last_name].filter(Boolean).join(' ') || name;
    return {
      id: row.student_id ?? id,
      name: full,
      firstName: row.first_name ?? '',
      lastName: row.last_name ?? '',
      email: row.email ?? '',
      canvasId: row.canvas_id ?? '',
      sisUserId: row.sis_user_id ?? row.student_id ?? id,
      sisLoginId: row.sis_login_id ?? '',
      section: row.section ?? '',
    };
  }
}
