import { expect, it } from 'vitest';
import { readConfig } from '../../../shared/edge/config.ts';

const WHOLE = {
  STAGE: 'local',
  JOURNAL_TABLE: 'j',
  VIEWS_TABLE: 'v',
  PROFILES_TABLE: 'p',
  USAGE_TABLE: 'u',
  DOCUMENTS_BUCKET: 'd',
  QUEUE_URL_PREFIX: 'q',
  SECRET_PREFIX: 's',
  PROVIDERS: 'sandbox,stripe',
  PUBLIC_URL: 'http://x',
};

it('a whole environment is read once, typed', () => {
  expect(readConfig(WHOLE)).toMatchObject({
    stage: 'local',
    journalTable: 'j',
    providers: ['sandbox', 'stripe'],
    sandboxUrl: undefined,
    stripeUrl: 'https://api.stripe.com',
  });
  expect(readConfig({ ...WHOLE, PROVIDERS: '' }).providers).toEqual([]);
});

it.each([
  'STAGE',
  'JOURNAL_TABLE',
  'VIEWS_TABLE',
  'PROFILES_TABLE',
  'USAGE_TABLE',
  'DOCUMENTS_BUCKET',
  'QUEUE_URL_PREFIX',
  'SECRET_PREFIX',
  'PROVIDERS',
  'PUBLIC_URL',
])('without %s the start stops and names it', (name) => {
  expect(() => readConfig({ ...WHOLE, [name]: undefined })).toThrow(name);
});

it('what is wrong is named without the values of the rest', () => {
  expect(() => readConfig({ ...WHOLE, STAGE: 'production', SECRET_PREFIX: 'hush' })).toThrow(/STAGE/);
  expect(() => readConfig({ ...WHOLE, STAGE: 'production', SECRET_PREFIX: 'hush' })).not.toThrow(/hush/);
});
