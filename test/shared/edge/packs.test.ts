import { describe, expect, it } from 'vitest';
import { Envelope, PACK_FACTS_MAX } from '../../../shared/contracts/messages.ts';
import { PACK_BYTES_MAX, packed, type Piece } from '../../../shared/edge/packs.ts';
import { FUNCTION_NAMES, hasQueue, wiringOf } from '../../../shared/topology.ts';

const piece = (id: string, more: Partial<Piece['message']> & { readonly tenant?: string } = {}): Piece => {
  const { tenant = 'ten_a', ...of } = more;
  const fact = { kind: 'fact', tenant, id, version: 1, fact: 'subscription.billed', trace: 'trace-1' };

  return { tenant, message: { to: 'invoices.issue', body: JSON.stringify(fact), ...of } };
};
const idsIn = (body: string): readonly string[] => {
  const envelope = Envelope.parse(JSON.parse(body));

  return envelope.kind === 'facts' ? envelope.facts.map(({ id }) => id) : [envelope.id];
};

describe('facts of one batch', () => {
  it('for one function and tenant travel in one message, in their order', () => {
    const [pack, ...more] = packed([piece('sub_a'), piece('sub_b'), piece('sub_c')]);

    expect(more).toEqual([]);
    expect(pack?.places).toEqual([0, 1, 2]);
    expect(idsIn(pack?.message.body ?? '')).toEqual(['sub_a', 'sub_b', 'sub_c']);
  });

  it('alone travel as before', () => {
    const lone = piece('sub_a');

    expect(packed([lone])).toEqual([{ message: lone.message, places: [0] }]);
    expect(packed([])).toEqual([]);
  });

  it('of other tenants, other delays and other functions travel apart', () => {
    const packs = packed([
      piece('sub_a'),
      piece('sub_b', { tenant: 'ten_b' }),
      piece('sub_c', { delaySeconds: 60 }),
      piece('sub_d', { to: 'credit_notes.issue' }),
      piece('sub_e', { to: 'credit_notes.issue' }),
      piece('sub_f'),
    ]);

    expect(packs.map(({ places }) => places)).toEqual([[0, 5], [1], [2], [3], [4]]);
    expect(packs[2]?.message.delaySeconds).toBe(60);
  });

  it('are at most a hundred to a message', () => {
    const packs = packed(Array.from({ length: PACK_FACTS_MAX * 2 + 1 }, (_, index) => piece(`sub_${index}`)));

    expect(packs.map(({ places }) => places.length)).toEqual([PACK_FACTS_MAX, PACK_FACTS_MAX, 1]);
  });

  it('never weigh more than the bound, and none is lost where one alone does', () => {
    const heavy = (id: string, bytes: number) =>
      piece(id, { body: JSON.stringify({ id, fill: 'ü'.repeat(bytes / 2) }) });
    const pieces = [heavy('a', 200_000), heavy('b', 200_000), heavy('c', 200_000), heavy('d', 600_000)];

    const packs = packed(pieces);

    expect(packs.map(({ places }) => places)).toEqual([[0, 1], [2], [3]]);
    expect(Buffer.byteLength(packs[0]?.message.body ?? '')).toBeLessThanOrEqual(PACK_BYTES_MAX);
  });
});

describe.each(FUNCTION_NAMES.filter((name) => (wiringOf(name).batch?.facts ?? 1) > 1))('%s', (name) => {
  it('takes no more facts to a message than a message may hold, and may send them on singly', () => {
    const { batch, touches } = wiringOf(name);

    expect(hasQueue(name)).toBe(true);
    expect(batch?.facts).toBeLessThanOrEqual(PACK_FACTS_MAX);
    expect(touches.sends).toContain(name);
  });
});
