import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readFlags } from '../../../infra/local/flags.ts';

test('without flags the API listens on 4000, the sandbox on 4010, and everything is kept in the project', () => {
  expect(readFlags([], '/project')).toEqual({
    port: 4000,
    sandboxPort: 4010,
    dataFolder: join('/project', '.countinghouse'),
    isFresh: false,
    isSeeded: true,
    isHelp: false,
  });
});

test('the sandbox follows the port that was chosen', () => {
  expect(readFlags(['--port', '5000', '--fresh', '--no-seed'], '/project')).toMatchObject({
    port: 5000,
    sandboxPort: 5010,
    isFresh: true,
    isSeeded: false,
  });
});

test.each([[['--port', 'many']], [['--port', '70000']], [['--colour', 'red']], [['extra']]])(
  '%j is refused in one sentence',
  (given) => {
    expect(() => readFlags(given, '/project')).toThrow(/no port|--help/);
  },
);
