import { describe, expect, test } from 'vitest';
import {
  bucketKindOf,
  computeGrants,
  JOURNAL_DENIED,
  secretsOf,
  sendTargets,
} from '../../../infra/constructs/grants.ts';
import type { Place } from '../../../infra/constructs/place.ts';
import type { Statement } from '../../../infra/constructs/statement.ts';
import { FUNCTION_NAMES, type FunctionName, hasQueue, wiringOf } from '../../../shared/topology.ts';

const PLACE: Place = {
  stage: 'test',
  partition: 'aws',
  region: 'eu-central-1',
  account: '123456789012',
  providers: ['stripe'],
  keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/data',
  journalStreamArn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/countinghouse-test-journal/stream/1',
};

/** The only resources that a statement may name with a wildcard. */
const LAWFUL_WILDCARDS = [
  /^arn:aws:logs:eu-central-1:123456789012:log-group:\/aws\/lambda\/countinghouse-test-[a-z-]+:\*$/,
  /^arn:aws:s3:::countinghouse-test-(documents|webhooks|failures)-123456789012-eu-central-1\/\*$/,
];

/** The only actions for which AWS knows no resource. */
const WITHOUT_RESOURCE = ['dynamodb:ListStreams', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

describe.each(FUNCTION_NAMES)('%s', (name) => {
  const grants = computeGrants(name, PLACE);

  test('no action is a wildcard', () => {
    expect(grants.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('a resource is a wildcard only where it cannot be named, and says why', () => {
    const wild = grants.filter(({ resources }) => resources.some((resource) => resource.includes('*')));

    for (const { actions, resources, wildcardReason } of wild) {
      const unlawful = resources.filter(
        (resource) => resource.includes('*') && !LAWFUL_WILDCARDS.some((law) => law.test(resource)),
      );
      expect(wildcardReason).toMatch(/\.$/);
      if (unlawful.length > 0)
        expect(actions.filter((action) => !WITHOUT_RESOURCE.includes(action))).toEqual([]);
    }
  });

  test('changing or deleting an item of the journal is denied outright', () => {
    const denial = grants.filter(({ effect }) => effect === 'Deny');

    expect(denial).toEqual([
      {
        sid: 'KeepJournalAppendOnly',
        effect: 'Deny',
        actions: JOURNAL_DENIED,
        resources: ['arn:aws:dynamodb:eu-central-1:123456789012:table/countinghouse-test-journal'],
      },
    ]);
  });

  test('no grant contradicts the denial', () => {
    expect(
      on(grants, 'table/countinghouse-test-journal').filter((action) => JOURNAL_DENIED.includes(action)),
    ).toEqual([]);
  });

  test('it writes only the tables that its line names', () => {
    const { touches } = wiringOf(name);

    expect(on(grants.filter(isUsual), 'countinghouse-test-views').includes('dynamodb:PutItem')).toBe(
      touches.views === 'write',
    );
    expect(on(grants, 'countinghouse-test-profiles').includes('dynamodb:PutItem')).toBe(
      touches.profiles === 'write',
    );
    expect(on(grants, 'table/countinghouse-test-usage')).toEqual(
      touches.usage === true ? ['dynamodb:Query', 'dynamodb:PutItem'] : [],
    );
    expect(on(grants, 'table/countinghouse-test-journal').includes('dynamodb:PutItem')).toBe(
      touches.journal === 'append' || hasQueue(name) || wiringOf(name).stream === true,
    );
  });

  test('it sends only to queues, and to those that its line names', () => {
    const sent = grants.filter(({ sid }) => sid === 'SendMessages').flatMap(({ resources }) => resources);

    expect(sent).toHaveLength(sendTargets(name).length);
    expect(sendTargets(name).filter((to) => !hasQueue(to))).toEqual([]);
  });

  test('the key serves it through other services only', () => {
    for (const { conditions } of grants.filter(({ actions }) =>
      actions.some((action) => action.startsWith('kms:')),
    )) {
      expect(Object.keys(conditions?.StringEquals ?? {})).toEqual(['kms:ViaService']);
    }
  });
});

test('only the sweeper reads whole tables and takes view rows away', () => {
  const holders = (action: string): FunctionName[] =>
    FUNCTION_NAMES.filter((name) =>
      on(computeGrants(name, PLACE), 'table/countinghouse-test-').includes(action),
    );

  expect(holders('dynamodb:Scan')).toEqual(['journal.sweep']);
  expect(
    FUNCTION_NAMES.filter((name) =>
      on(computeGrants(name, PLACE).filter(isUsual), 'countinghouse-test-views').includes(
        'dynamodb:DeleteItem',
      ),
    ),
  ).toEqual(['journal.sweep']);
});

test('what is under way on a journey of a test clock is noted in the views, and nothing of it where business is done', () => {
  const noted = (place: Place) =>
    FUNCTION_NAMES.flatMap((name) => computeGrants(name, place).filter((grant) => !isUsual(grant)));

  expect(noted({ ...PLACE, stage: 'live' })).toEqual([]);
  expect(new Set(noted(PLACE).flatMap(({ resources }) => resources))).toEqual(
    new Set(['arn:aws:dynamodb:eu-central-1:123456789012:table/countinghouse-test-views']),
  );
});

test('exactly two functions read the stream', () => {
  const readers = FUNCTION_NAMES.filter((name) =>
    computeGrants(name, PLACE).some(({ sid }) => sid === 'ReadStream'),
  );

  expect(readers).toEqual(['journal.relay', 'journal.project']);
});

test('whoever stores documents sets the end of their lock, and nobody may lift it or delete', () => {
  for (const name of FUNCTION_NAMES) {
    const objects = on(computeGrants(name, PLACE), 'countinghouse-test-documents').filter((action) =>
      action.startsWith('s3:'),
    );
    const isWriter = wiringOf(name).touches.documents === 'write' && bucketKindOf(name) === 'documents';

    expect(objects.includes('s3:PutObjectRetention'), name).toBe(isWriter);
    expect(objects.filter((action) => /Bypass|Delete|LegalHold|\*/.test(action))).toEqual([]);
  }
});

test('a webhook is kept in the bucket that forgets, and can be neither read nor overwritten from there', () => {
  const objects = on(computeGrants('payments.receive', PLACE), 'countinghouse-test-webhooks');

  expect(bucketKindOf('payments.receive')).toBe('webhooks');
  expect(objects).toEqual(['s3:PutObject']);
  expect(on(computeGrants('payments.receive', PLACE), 'countinghouse-test-documents')).toEqual([]);
});

test("a provider's secrets are readable only by those who call providers, and only of providers that are switched on", () => {
  expect(secretsOf(wiringOf('payments.collect'), ['stripe'])).toEqual(['stripe-api-key', 'stripe-webhook']);
  expect(secretsOf(wiringOf('payments.collect'), ['sandbox'])).toEqual(['sandbox-webhook']);
  expect(secretsOf(wiringOf('subscriptions.start'), ['stripe', 'sandbox'])).toEqual([]);
});

/** What a function may do in every stage: all but noting what is under way. */
function isUsual({ sid }: Statement): boolean {
  return sid !== 'NoteUnderWay';
}

/** The allowed actions on resources whose ARN contains the text. */
function on(grants: readonly Statement[], text: string): readonly string[] {
  return grants
    .filter(
      ({ effect, resources }) => effect === 'Allow' && resources.some((resource) => resource.includes(text)),
    )
    .flatMap(({ actions }) => actions);
}
