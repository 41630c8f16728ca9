import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './errors';

/** The versions of Node that package.json names, such as '^20.19.0 || >=24.0.0'. */
export function supportedNode(root: string): string {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  return manifest.engines.node;
}

/** Whether a version is in a range, as far as package.json needs ranges: alternatives of ^a.b.c and >=a.b.c. */
export function isInRange(version: string, range: string): boolean {
  const [major, minor, patch] = version.replace(/^v/, '').split('.').map(Number.parseFloat);
  return range.split('||').some((alternative) => {
    const parts = /^\s*(\^|>=)(\d+)\.(\d+)\.(\d+)\s*$/.exec(alternative);
    if (!parts) throw new Error(`cannot read the version range ${range}`);
    const [from, fromMinor, fromPatch] = parts.slice(2).map(Number);
    if (major !== from) return parts[1] === '>=' && major > from;
    return minor > fromMinor || (minor === fromMinor && patch >= fromPatch);
  });
}

export function checkNode(root: string, version = process.versions.node): void {
  if (isInRange(version, supportedNode(root))) return;
  throw new SetupError(
    `Node.js ${version} does not suit the course, which needs ${supportedNode(root)}`,
    'install Node.js 24 or 22',
  );
}
