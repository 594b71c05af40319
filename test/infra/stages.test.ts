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
  const told = {
    providers: 'stripe, sandbox',
    sandboxUrl: 'https://sandbox.example',
    publicUrl: 'https://pay.example',
    alarmEmail: 'alarms@pay.example',
  };

  const stage = stageOf(reading({ stage: 'test', ...told }));

  expect(stage).toMatchObject({ ...told, providers: ['stripe', 'sandbox'] });
});

test('the sandbox provider is not switched on without an address', () => {
  expect(() => stageOf(reading({ stage: 'test', providers: 'sandbox' }))).toThrow('sandboxUrl');
});
