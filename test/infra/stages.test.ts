import { expect, test } from 'vitest';
import { stageOf } from '../../infra/stages.ts';

const reading = (context: Readonly<Record<string, unknown>>) => (key: string) => context[key];

test('without a word about it, the stage is the laptop, which belongs to no account', () => {
  const stage = stageOf(reading({}));

  expect(stage).toMatchObject({ name: 'local', account: '000000000000', providers: ['sandbox'] });
});

test('a stage in AWS takes account and region from the credentials', () => {
  const stage = stageOf(reading({ stage: 'live' }));

  expect([stage.account, stage.region]).toEqual([undefined, undefined]);
});

test('a stage that is none is refused by name', () => {
  expect(() => stageOf(reading({ stage: 'production' }))).toThrow(
    '"production" is none of local, test, live',
  );
});

test('invented payments are refused where real money moves', () => {
  expect(() => stageOf(reading({ stage: 'live', providers: 'stripe,sandbox' }))).toThrow('sandbox');
  expect(stageOf(reading({ stage: 'live', sandboxUrl: 'http://127.0.0.1:1' })).sandboxUrl).toBeUndefined();
});

test('providers and addresses are told on the command line', () => {
  const stage = stageOf(
    reading({
      stage: 'test',
      providers: 'stripe, sandbox',
      publicUrl: 'https://pay.example',
      alarmEmail: 'a@b.example',
    }),
  );

  expect(stage).toMatchObject({
    providers: ['stripe', 'sandbox'],
    publicUrl: 'https://pay.example',
    alarmEmail: 'a@b.example',
  });
});
