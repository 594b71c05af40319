/** Woken by the routes of the test clock; records clock.advance_requested, which sets test_clock.walk going. */
import type { TestClockAdvance } from '../../shared/contracts/test-clocks.ts';
import { testClockRoutes, UNDER_WAY_SHOWN_MAX } from '../../shared/contracts/test-clocks.ts';
import { answerTestClock } from '../../shared/domain/answers/test-clocks.ts';
import type { TestClock } from '../../shared/domain/test-clocks.ts';
import { hasTestClocks, testClockOf, testClocks } from '../../shared/domain/test-clocks.ts';
import type { Answer, Call } from '../../shared/edge/http.ts';
import { endpoint, onHttp, refOf } from '../../shared/edge/http.ts';
import { machineNow } from '../../shared/edge/tenant-time.ts';
import { execute, load } from '../../shared/execute.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Ports } from '../../shared/ports.ts';
import { underWay } from '../../shared/views/under-way.ts';

async function advance(call: Call<TestClockAdvance, undefined>, ports: Ports): Promise<Result<Answer>> {
  if (!hasTestClocks(ports)) return inProduction();
  const { fingerprint: _, ...caller } = call.acting;
  const ref = refOf(call, testClockOf(call.tenant));
  const done = await execute(ports.journal, testClocks, {
    ref,
    command: { do: 'advance', to: call.body.to, now: call.acting.at },
    // The clock's own history is told in the machine's time.
    acting: { ...caller, at: machineNow(ports.clock) },
  });
  if (!done.ok) return done;
  const { state, commit } = done.value;
  // Whoever asks again may do so because the walker was lost; where it was not, it finds nothing to do.
  if (!commit && state.status === 'advancing') await nudge(ref, ports);

  return ok({
    ...(await answerOf(call.tenant, state, ports)),
    status: state.status === 'arrived' ? 200 : 202,
  });
}

async function get(call: Call<undefined, undefined>, ports: Ports): Promise<Result<Answer>> {
  if (!hasTestClocks(ports)) return inProduction();
  const { state } = await load(ports.journal, testClocks, refOf(call, testClockOf(call.tenant)));

  return ok(await answerOf(call.tenant, state, ports));
}

async function nudge({ tenant, id }: ReturnType<typeof refOf>, ports: Ports): Promise<void> {
  const body = { kind: 'work', tenant, id, trace: id, task: {} };
  await ports.queues.send([{ to: 'test_clock.walk', body: JSON.stringify(body) }]);
}

async function answerOf(tenant: string, clock: TestClock, ports: Ports): Promise<Answer> {
  const works = clock.status === 'advancing' ? await underWay(ports.views, tenant, UNDER_WAY_SHOWN_MAX) : [];

  return { body: answerTestClock(clock, machineNow(ports.clock), works) };
}

function inProduction() {
  return refuse('test_clock.production', 'Time is not moved where business is done.', {
    hint: 'Use a tenant of a stage for tests.',
  });
}

export const handler = onHttp('test_clock.keep', [
  endpoint(testClockRoutes.advance, advance),
  endpoint(testClockRoutes.get, get),
]);
