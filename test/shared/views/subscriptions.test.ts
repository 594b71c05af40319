import { describe, expect, it } from 'vitest';
import { memoryViews } from '../../../shared/adapters/memory-views.ts';
import { project, rowsOf } from '../../../shared/flows/projecting.ts';
import { desk, order, publishPlan, register, tick } from '../../functions/billing/desk.ts';

async function history() {
  const at = await desk('2026-01-31T10:00:00.000Z');
  const plan = await publishPlan(at);
  const other = await register(at, 'other');
  const [first = ''] = await order(at, [plan, plan]);
  await order(at, [plan], { key: 'second', customer: other });
  const cancel = (id: string, when: string) =>
    at.call('subscriptions.keep', {
      routeKey: 'POST /v1/subscriptions/{subscription_id}/cancel',
      pathParameters: { subscription_id: id },
      body: JSON.stringify({ at: when }),
    });
  await cancel(first, 'period_end');
  for (const instant of ['2026-02-28T01:00:00.000Z', '2026-05-01T01:00:00.000Z']) {
    at.clock.set(instant);
    await tick(at);
  }

  return at;
}

const everyRow = async (views: ReturnType<typeof memoryViews>) => {
  const { items } = await views.scan({ index: 0, of: 1 });
  return [...items].sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
};

describe('the rows of subscriptions and runs', () => {
  it('are the same whether the journal is projected forwards, backwards or twice', async () => {
    const at = await history();
    const orders = [
      [...at.journal.stream],
      [...at.journal.stream].reverse(),
      [...at.journal.stream, ...at.journal.stream],
    ];

    const built = [];
    for (const commits of orders) {
      const views = memoryViews();
      for (const commit of commits)
        await project(commit, { journal: at.ports.journal, stage: at.ports.stage, views });
      built.push(await everyRow(views));
    }

    expect(built[1]).toEqual(built[0]);
    expect(built[2]).toEqual(built[0]);
    expect(built[0]?.length).toBeGreaterThan(10);
  });

  it('leave one open due row to each running subscription and none to an ended one', async () => {
    const at = await history();

    const newest = new Map<string, { version: number; open: boolean }>();
    for (const commit of at.journal.stream) {
      for (const row of await rowsOf(commit, at.ports)) {
        if (!row.pk.includes('#due#')) continue;
        const { open } = row.data as { open: boolean };
        if ((newest.get(row.sk)?.version ?? 0) < row.version)
          newest.set(row.sk, { version: row.version, open });
      }
    }

    const open = [...newest].filter(([, row]) => row.open).map(([sk]) => sk.slice(0, 24));
    expect(open).toEqual(['2026-05-30T22:00:00.000Z', '2026-05-30T22:00:00.000Z']);
  });
});
