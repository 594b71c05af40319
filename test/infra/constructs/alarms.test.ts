import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { RUNBOOK } from '../../../infra/constructs/alarms.ts';
import { resourcesOf, synthesize } from '../synthesis.ts';

type Alarm = {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
};

let alarms: readonly Alarm[] = [];

beforeAll(() => {
  alarms = resourcesOf(synthesize('live'), 'AWS::CloudWatch::Alarm').map(
    ({ Properties }) => Properties as Alarm,
  ); // CDK wrote it
}, 60_000);

const articles = () => {
  const [, part = ''] = readFileSync(RUNBOOK, 'utf8').split('\n## Alarms\n');
  const [alarmsPart = ''] = part.split('\n## ');

  return [...alarmsPart.matchAll(/^### (.+)$/gm)].map(([, title = '']) =>
    title.toLowerCase().replaceAll(' ', '-'),
  );
};
const articleOf = ({ AlarmDescription }: Alarm) => AlarmDescription.split(`${RUNBOOK}#`)[1];

test('every alarm names its article, and the article exists', () => {
  const known = articles();

  expect(alarms.length).toBeGreaterThan(0);
  expect(
    alarms.filter((alarm) => !known.includes(articleOf(alarm) ?? '')).map(({ AlarmName }) => AlarmName),
  ).toEqual([]);
});

test('every article has an alarm', () => {
  const named = new Set(alarms.map(articleOf));

  expect(articles().filter((article) => !named.has(article))).toEqual([]);
});

test('every article says what it means, where to look and what to do', () => {
  const [, part = ''] = readFileSync(RUNBOOK, 'utf8').split('\n## Alarms\n');
  const bodies = (part.split('\n## ')[0] ?? '').split(/^### .+$/m).slice(1);

  for (const body of bodies) expect(body).toMatch(/\*\*Means:\*\*[\s\S]+\*\*Look:\*\*[\s\S]+\*\*Do:\*\*/);
});

test('every alarm has a name of its own and tells somebody', () => {
  expect(new Set(alarms.map(({ AlarmName }) => AlarmName)).size).toBe(alarms.length);
  expect(alarms.filter(({ AlarmActions }) => AlarmActions.length === 0)).toEqual([]);
});

test('the figures of the business that must not move each have an alarm', () => {
  const names = alarms.map(({ AlarmName }) => AlarmName);

  expect(names).toEqual(
    expect.arrayContaining(
      ['ledger-imbalance', 'number-gap', 'webhook-rejected', 'parked-facts', 'billing-run-failures'].map(
        (name) => `countinghouse-live-${name}`,
      ),
    ),
  );
});
