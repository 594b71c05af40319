import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlaceEvidenceKind } from '../../../../shared/contracts/place-evidence.ts';
import { evidenceInProfile, provePlace } from '../../../../shared/domain/tax/place.ts';
import { newsIn, type PlaceEvidence, withEvidence } from '../../../../shared/domain/tax/place-evidence.ts';

const KINDS: Readonly<Record<string, PlaceEvidenceKind>> = {
  ...{ address: 'billing_address', ip: 'ip_geolocation', bank: 'bank' },
  ...{ sim: 'sim', line: 'fixed_line', other: 'other' },
};

/** Reads `address FR, ip FR by third_party`; whose word it is, is the customer's where nothing is said. */
function evidence(text: string): readonly PlaceEvidence[] {
  return text.split(', ').map((each) => {
    const [name = '', country = '', , by = 'customer'] = each.split(' ');
    const kind = KINDS[name];
    if (!kind) throw new Error(`there is no kind ${name}`);
    return { kind, country, by: by as PlaceEvidence['by'], source: null, on: '2026-11-23' };
  });
}

/** `FR: address, bank` for what is proven, the outcome for what is not. */
function told(text: string, of: { billing?: string; oneSuffices?: boolean } = {}): string {
  const items = evidence(text);
  const { billing = items.find(({ kind }) => kind === 'billing_address')?.country ?? 'FR' } = of;
  const proof = provePlace(items, { billing, oneSuffices: of.oneSuffices ?? false });
  const names = proof.proving.map(({ kind }) => Object.entries(KINDS).find(([, each]) => each === kind)?.[0]);

  return proof.outcome === 'proven' ? `${proof.country}: ${names.join(', ')}` : proof.outcome;
}

describe('where a consumer is', () => {
  test.each([
    ['address FR', 'insufficient'],
    ['address FR, ip FR', 'FR: address, ip'],
    ['address FR, bank FR', 'FR: address, bank'],
    ['ip FR, sim FR', 'FR: ip, sim'],
    ['address FR, other FR', 'FR: address, other'],
    // What contradicts one of two items leaves neither.
    ['address FR, ip ES', 'contradictory'],
    ['address FR, ip ES, bank DE', 'contradictory'],
    // Two that agree win over a third that does not.
    ['address FR, ip ES, bank FR', 'FR: address, bank'],
    ['address FR, ip FR, bank ES, other IT', 'FR: address, ip'],
    // They may agree on another place than that of the bill.
    ['address FR, ip ES, bank ES', 'ES: ip, bank'],
    // Two against two decide nothing; three against two do.
    ['address FR, ip ES, bank ES, sim FR', 'contradictory'],
    ['address FR, ip ES, bank ES, sim FR, line FR', 'FR: address, sim'],
  ])('%s: %s', (items, expected) => {
    expect(told(items)).toBe(expected);
  });

  test('Monaco is told as France, whose tax holds there', () => {
    expect(told('address FR, ip MC')).toBe('FR: address, ip');
  });

  test('an item that tells the state agrees with an address in a part of it where its tax does not hold', () => {
    expect(told('address ES, ip ES', { billing: 'ES-X' })).toBe('ES-X: address, ip');
  });
});

describe('a seller that may do with one item', () => {
  test.each([
    ['address FR', 'insufficient', 'the customer says so itself'],
    ['address FR, ip FR by seller', 'FR: address, ip', 'two agree anyway'],
    ['ip FR by seller', 'insufficient', 'the seller says so itself'],
    ['sim FR by third_party', 'FR: sim', 'a third party does'],
    ['other FR by third_party', 'insufficient', 'it is none of the first five kinds'],
    ['address FR, bank ES by third_party', 'contradictory', 'something contradicts it'],
  ])('%s: %s, since %s', (items, expected) => {
    expect(told(items, { oneSuffices: true })).toBe(expected);
  });

  test('says which rule it stands on, and what else was known', () => {
    const items = evidence('address FR, ip FR, bank ES, sim FR');

    expect(provePlace(items, { billing: 'FR', oneSuffices: false })).toEqual({
      ...{ outcome: 'proven', rule: 'two_items', country: 'FR' },
      proving: items.slice(0, 2),
      others: items.slice(2),
    });
    expect(
      provePlace(evidence('bank FR by third_party'), { billing: 'FR', oneSuffices: true }),
    ).toMatchObject({
      rule: 'one_item',
    });
  });
});

describe('what the customer tells by its own data', () => {
  const address = { country: 'FR' };

  test('is the address of the bill, and the account that a mandate debits', () => {
    const sepa_mandate = { iban: 'DE02120300000000202051', signed_on: '2026-01-02' };
    const own = { by: 'customer', source: null };

    expect(evidenceInProfile({ address }, '2026-11-23')).toEqual([
      { kind: 'billing_address', country: 'FR', ...own, on: '2026-11-23' },
    ]);
    expect(evidenceInProfile({ address, sepa_mandate }, '2026-11-23')[1]).toEqual({
      ...{ kind: 'bank', country: 'DE', ...own, on: '2026-01-02' },
    });
  });

  test('gives way to what was told of the same kind', () => {
    const known = withEvidence(evidence('address FR, bank DE'), evidence('bank FR by third_party'));

    expect(known.map(({ kind, country }) => `${kind} ${country}`)).toEqual(['billing_address FR', 'bank FR']);
  });
});

test('what is told again by the same word is no news', () => {
  const known = evidence('ip FR, bank FR by third_party');

  expect(newsIn(known, evidence('ip FR, bank FR by third_party'))).toEqual([]);
  expect(newsIn(known, evidence('ip ES, bank FR by customer, sim FR'))).toHaveLength(3);
});

test('the order in which evidence came decides nothing, and what is proven is proven by items that name it', () => {
  const item = fc.record({
    kind: fc.constantFrom(...Object.values(KINDS)),
    country: fc.constantFrom('FR', 'ES', 'IT'),
    by: fc.constantFrom('customer' as const, 'seller' as const, 'third_party' as const),
  });
  const items = fc
    .uniqueArray(item, { selector: ({ kind }) => kind, maxLength: 6 })
    .map((all) => all.map((each) => ({ ...each, source: null, on: '2026-11-23' })));
  fc.assert(
    fc.property(items, fc.boolean(), (all, oneSuffices) => {
      const of = { billing: 'FR', oneSuffices };
      const proof = provePlace(all, of);

      expect(provePlace(all.toReversed(), of)).toEqual(proof);
      expect([...proof.proving, ...proof.others]).toHaveLength(all.length);
      if (proof.outcome !== 'proven') return;
      expect(proof.proving.every(({ country }) => country === proof.country)).toBe(true);
      expect(proof.proving).toHaveLength(proof.rule === 'one_item' ? 1 : 2);
    }),
  );
});
