import { expect, test } from 'vitest';
import { API_ROUTES } from '../../shared/contracts/api.ts';
import { answerFault, PROBLEM_BASE, statusOf } from '../../shared/edge/problems.ts';
import { codesInSources } from './codes.ts';
import { sourcesUnder, textOf } from './source.ts';

const PAGE = textOf('.github/ERRORS.md') ?? '';
const { refusals, reasons } = codesInSources();
const SAID = [...new Set([...refusals, ...reasons])];

/** Refusals that no test reaches yet. The list gets shorter; a new code comes with its test. */
const UNREACHED: readonly string[] = [];

const ROWS = [
  ...PAGE.matchAll(/^\| <a id="([\w-]+)"><\/a>`([\w.]+)` +\| +(?:(\d{3}) +\| +)?[^|]+\|[^|]+\|$/gm),
].map(([, anchor = '', code = '', status]) => ({
  anchor,
  code,
  status: status === undefined ? null : Number(status),
}));

test('the page of error codes explains every code that is said, once', () => {
  expect(ROWS.map(({ code }) => code).toSorted()).toEqual(SAID.toSorted());
});

test('the page gives every code the status with which it is answered', () => {
  const wrong = ROWS.filter(({ code, status }) => status !== null && status !== answeredStatus(code));

  expect(wrong).toEqual([]);
});

test('every code that a route declares has a status on the page, and is one that is said', () => {
  const declared = [...new Set(API_ROUTES.flatMap(({ route }) => route.refusals))];
  const answered = ROWS.filter(({ status }) => status !== null).map(({ code }) => code);

  expect(declared.filter((code) => !answered.includes(code))).toEqual([]);
});

test('the link in a problem leads to the row of its code', () => {
  const { body = '' } = answerFault(new Error('x'), 'req_1', '/');
  const { type } = JSON.parse(body) as { type: string }; // a problem

  expect(type).toBe(`${PROBLEM_BASE}service-fault`);
  expect(ROWS.filter(({ anchor, code }) => anchor !== code.replaceAll(/[._]/g, '-'))).toEqual([]);
});

test('every refusal is reached by a test, but for those that wait for one', () => {
  const tests = sourcesUnder('test')
    .filter(({ path }) => !path.startsWith('test/law/'))
    .map(({ text }) => text)
    .join('\n');
  const unreached = refusals.filter((code) => !tests.includes(code));

  expect(unreached.filter((code) => !UNREACHED.includes(code))).toEqual([]);
});

function answeredStatus(code: string): number {
  const ofFaults: Readonly<Record<string, number>> = {
    'service.busy': faultStatus('ThrottlingException'),
    'service.contended': faultStatus('Contended'),
    'service.fault': faultStatus('Error'),
  };

  return ofFaults[code] ?? statusOf(code);
}

function faultStatus(name: string): number {
  return answerFault(Object.assign(new Error('x'), { name }), 'req_1', '/').statusCode ?? 0;
}
