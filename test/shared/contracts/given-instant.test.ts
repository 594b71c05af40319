import { describe, expect, it } from 'vitest';
import { GivenInstant } from '../../../shared/contracts/given-instant.ts';
import { NewUsageEvent } from '../../../shared/contracts/usage.ts';

describe('an instant that a sender writes', () => {
  it.each([
    ['without a fraction', '2026-11-28T10:00:00Z', '2026-11-28T10:00:00.000Z'],
    ['in milliseconds, as it is kept', '2026-11-28T10:00:00.120Z', '2026-11-28T10:00:00.120Z'],
    ['in tenths of a second', '2026-11-28T10:00:00.5Z', '2026-11-28T10:00:00.500Z'],
    ['in nanoseconds, which are cut off', '2026-11-28T10:00:00.123999999Z', '2026-11-28T10:00:00.123Z'],
    ['east of Greenwich, on the day before', '2027-01-01T00:30:00+01:00', '2026-12-31T23:30:00.000Z'],
    ['west of Greenwich', '2026-11-28T20:00:00.000-05:30', '2026-11-29T01:30:00.000Z'],
  ])('%s is one of UTC with milliseconds', (_, given, kept) => {
    expect(GivenInstant.parse(given)).toBe(kept);
  });

  it.each([
    '2026-02-30T10:00:00Z',
    '2026-02-30T10:00:00+01:00',
    '2026-11-28T24:00:00Z',
    '2026-11-28T10:00:60Z',
    '2026-11-28T10:00:00',
    '2026-11-28T10:00Z',
    '2026-11-28',
    '2026-11-28T10:00:00+25:00',
    '9999-12-31T23:59:59-01:00',
    '0000-01-01T00:00:00+01:00',
    'yesterday',
  ])('%s is refused', (given) => {
    expect(GivenInstant.safeParse(given).success).toBe(false);
  });

  it('is the same event however its sender spells the instant', () => {
    const event = { id: 'call-1', subscription: 'sub_0123456789abcdefghjkmnpqrs', meter: 'api_calls' };
    const parse = (at: string) => NewUsageEvent.parse({ ...event, at });

    expect(parse('2026-11-28T11:00:00+01:00')).toEqual(parse('2026-11-28T10:00:00.000Z'));
  });
});
