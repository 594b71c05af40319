// Adds to package-lock.json the platform packages that `npm install` leaves out of it.
//
// Some tools (Biome) name a package for every platform as an optional dependency. Where a registry
// lacks one of them, `npm install` drops it silently, and `npm ci` then refuses the lock because it no
// longer matches the manifest. Each dropped one is entered as npm itself would: version, optional,
// platform. Run it after every `npm install` that changes the lock: `node .ci/complete-lock.mjs`.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = [];

for (const [parentPath, parent] of Object.entries(lock.packages)) {
  if (parentPath === '') continue;
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isLocked(parentPath, name)) continue;
    lock.packages[`node_modules/${name}`] = entryFor(name, range, parent);
    added.push(name);
  }
}

lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([left], [right]) => left.localeCompare(right, 'en')),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'The lock is complete.' : `Added to the lock: ${added.join(', ')}`);

function isLocked(parentPath, name) {
  return `node_modules/${name}` in lock.packages || `${parentPath}/node_modules/${name}` in lock.packages;
}

function entryFor(name, range, parent) {
  if (!/^\d+\.\d+\.\d+$/.test(range))
    throw new Error(`${name} is not pinned to one version by its parent: ${range}`);
  const [, os, cpu] = /(android|darwin|linux|win32)-(arm64|x64)/.exec(name) ?? [];
  if (os === undefined) throw new Error(`The name ${name} does not tell its platform`);

  return {
    version: range,
    cpu: [cpu],
    ...(parent.dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [name.endsWith('-musl') ? 'musl' : 'glibc'] } : {}),
    optional: true,
    os: [os],
  };
}
