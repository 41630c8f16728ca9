import path from 'node:path';

const windows = process.platform === 'win32';

/** The repository's root: two folders above this file. */
export const projectRoot = path.resolve(__dirname, '..', '..');

/** Where the set-up keeps its things; all of it inside the project and ignored by git. */
export interface Places {
  root: string;
  requirements: string;
  venv: string;
  python: string;
  jupyter: string;
  stamp: string;
  /** Logs, locks, and everything that Jupyter would otherwise write to the home folder. */
  course: string;
  log: string;
  lock: string;
  pipCache: string;
}

export function placesOf(root: string): Places {
  const venv = path.join(root, '.venv');
  const course = path.join(root, '.course');
  const executable = (name: string) =>
    windows ? path.join(venv, 'Scripts', `${name}.exe`) : path.join(venv, 'bin', name);
  return {
    root,
    requirements: path.join(root, 'tools', 'setup', 'requirements.txt'),
    venv,
    python: executable('python'),
    jupyter: executable('jupyter'),
    stamp: path.join(venv, '.course.json'),
    course,
    log: path.join(course, 'setup.log'),
    lock: path.join(course, 'setup.lock'),
    pipCache: path.join(root, '.cache', 'pip'),
  };
}
