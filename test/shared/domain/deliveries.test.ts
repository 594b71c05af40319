import { describe, expect, it } from 'vitest';
import {
  deliveries,
  type DeliveryCommand,
  type DeliveryLog,
  sendIn,
  type SendNews,
  SENDS_MAX,
  TRIES_MAX,
} from '../../../shared/domain/deliveries.ts';
import { fold } from '../../../shared/kernel/decider.ts';

const AT = '2026-11-23T09:00:00.000Z';
const PARCEL = { document: 'inv_1', number: 'RE-1', customer: 'cus_1' };
const ask = (key: string): DeliveryCommand => ({ do: 'request', parcel: PARCEL, key, at: AT });
const hear = (news: SendNews, send = 1): DeliveryCommand => ({ do: 'note', send, news, at: AT });
const CLAIM = hear({ is: 'intended', profile: 1 });
const SENT = hear({ is: 'sent', reference: 'r' });

function logAfter(...commands: readonly DeliveryCommand[]): DeliveryLog {
  return commands.reduce<DeliveryLog>((state, command) => {
    const decided = deliveries.decide(state, command);
    if (!decided.ok) throw new Error(decided.refusal.code);
    return fold(deliveries, decided.value, state);
  }, deliveries.initial);
}

describe('a mail', () => {
  it('is claimed, then sent, and its number tells what became of it', () => {
    expect(sendIn(logAfter(ask('a'), CLAIM, SENT), 1)).toMatchObject({
      status: 'sent',
      profile: 1,
      tries: 1,
    });
  });

  it('is claimed once, however many hear of the wish', () => {
    expect(deliveries.decide(logAfter(ask('a'), CLAIM), CLAIM)).toEqual({ ok: true, value: [] });
    expect(deliveries.decide(logAfter(ask('a'), CLAIM, SENT), CLAIM)).toEqual({ ok: true, value: [] });
  });

  it('whose outcome is not known is never claimed again, and a certain outcome that comes late stands', () => {
    const unknown = logAfter(ask('a'), CLAIM, hear({ is: 'unknown', code: 'interrupted' }));

    expect(deliveries.decide(unknown, CLAIM)).toEqual({ ok: true, value: [] });
    expect(sendIn(fold(deliveries, [], unknown), 1)?.status).toBe('unknown');
    expect(
      sendIn(logAfter(ask('a'), CLAIM, hear({ is: 'unknown', code: 'interrupted' }), SENT), 1)?.status,
    ).toBe('sent');
  });

  it('stays as it is once its outcome is certain', () => {
    const sent = logAfter(ask('a'), CLAIM, SENT);

    for (const news of [
      { is: 'unknown', code: 'x' },
      { is: 'failed', code: 'x' },
      { is: 'postponed', code: 'x' },
    ] as const) {
      expect(deliveries.decide(sent, hear(news))).toEqual({ ok: true, value: [] });
    }
  });

  it('that certainly did not leave is tried again so often and then fails', () => {
    const round = [CLAIM, hear({ is: 'postponed', code: 'transport_busy' })];
    const rounds = (count: number) => Array.from({ length: count }, () => round).flat();

    expect(sendIn(logAfter(ask('a'), ...rounds(TRIES_MAX - 1)), 1)?.status).toBe('requested');
    expect(sendIn(logAfter(ask('a'), ...rounds(TRIES_MAX)), 1)).toMatchObject({
      status: 'failed',
      code: 'transport_busy',
    });
  });
});

describe('a wish', () => {
  it('that is repeated asks for nothing more', () => {
    expect(deliveries.decide(logAfter(ask('a'), CLAIM, SENT), ask('a'))).toEqual({ ok: true, value: [] });
  });

  it('is refused while another mail of the document is on its way', () => {
    expect(deliveries.decide(logAfter(ask('a')), ask('b'))).toMatchObject({
      refusal: { code: 'delivery.in_progress' },
    });
  });

  it('is refused once the document was sent as often as it may be', () => {
    const all = Array.from({ length: SENDS_MAX }, (_, index) => [
      ask(`${index}`),
      hear({ is: 'failed', code: 'x' }, index + 1),
    ]).flat();

    expect(deliveries.decide(logAfter(...all), ask('more'))).toMatchObject({
      refusal: { code: 'delivery.too_many' },
    });
  });
});
