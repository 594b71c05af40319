import { describe, expect, it } from 'vitest';
import {
  FAILED_SHOWN_MAX,
  type Failed,
  type TestClockCommand,
  type TestClockFact,
  tenantTime,
  testClocks,
} from '../../../shared/domain/test-clocks.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const NOON = '2026-11-25T12:00:00.000Z';
const JANUARY = '2027-01-31T00:00:00.000Z';
const MARCH = '2027-03-01T09:00:00.000Z';

const setOut: TestClockFact = { type: 'clock.advance_requested', data: { from: NOON, to: MARCH } };
const stopped: TestClockFact = { type: 'clock.advanced', data: { at: JANUARY, failed: [] } };
const arrived: TestClockFact = {
  type: 'clock.arrived',
  data: { to: MARCH, aheadMilliseconds: 3_600_000, failed: [] },
};

const stateAfter = (...facts: readonly TestClockFact[]) => fold(testClocks, facts);
const decided = (facts: readonly TestClockFact[], command: TestClockCommand) =>
  testClocks.decide(stateAfter(...facts), command);
const failure = (index: number): Failed => ({ function: 'invoices.issue', subject: `s${index}`, code: null });

describe('the time of a tenant', () => {
  it.each([
    ['is the real one without a clock', [], NOON],
    ['stands still where the clock set out', [setOut], NOON],
    ['stands still at the last stop', [setOut, stopped], JANUARY],
    ['runs ahead of the real one after the journey', [setOut, stopped, arrived], '2026-11-25T14:30:00.000Z'],
  ] as const)('%s', (_, facts, time) => {
    const machineNow = facts.length === 3 ? '2026-11-25T13:30:00.000Z' : NOON;

    expect(tenantTime(stateAfter(...facts), machineNow)).toBe(time);
  });
});

describe('a clock on a journey', () => {
  const step = (at: string): TestClockCommand => ({ do: 'step', at, failed: [] });

  it('stops only ahead of where it stands, and not behind its end', () => {
    expect(decided([setOut], step(JANUARY))).toMatchObject({ ok: true, value: [stopped] });
    expect(decided([setOut, stopped], step(JANUARY))).toMatchObject({ ok: true, value: [] });
    expect(decided([setOut], step('2027-03-01T09:00:00.001Z'))).toMatchObject({ ok: true, value: [] });
  });

  it('does not stop where no journey is under way', () => {
    expect(decided([], step(JANUARY))).toMatchObject({ ok: true, value: [] });
    expect(decided([setOut, arrived], { do: 'arrive', machineNow: NOON, failed: [] })).toMatchObject({
      ok: true,
      value: [],
    });
  });

  it('remembers the first of what failed, each once, and forgets it on the next journey', () => {
    const failed = Array.from({ length: FAILED_SHOWN_MAX + 5 }, (_, index) => failure(index));
    const many = stateAfter(
      setOut,
      { type: 'clock.advanced', data: { at: JANUARY, failed: [failure(0)] } },
      { type: 'clock.arrived', data: { to: MARCH, aheadMilliseconds: 0, failed } },
    );

    expect(many).toMatchObject({ failed: failed.slice(0, FAILED_SHOWN_MAX) });
    expect(testClocks.evolve(many, setOut)).toMatchObject({ failed: [], steps: 0 });
  });
});
