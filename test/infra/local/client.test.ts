import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const scriptOf = (name: string) => fileURLToPath(new URL(`../../../infra/local/${name}.ts`, import.meta.url));

test.each(['verify', 'replay', 'rebuild'])(
  '%s tells on request which local cloud it looks at, and looks at none',
  (name) => {
    const help = execFileSync(process.execPath, [scriptOf(name), '--help'], { encoding: 'utf8' });

    expect(help).toContain(`npm run ${name}`);
    expect(help).toContain('--data-folder PATH');
  },
);
