/** The workings of the local cloud as one value, and as a page. */
import type { HttpAnswer } from '../http/answer.ts';
import type { Cloud } from '../running-cloud.ts';
import { escapeHtml, htmlPage, tableOf } from './html.ts';

/** Everything that can be seen of a running local cloud. */
export function stateOf(cloud: Cloud) {
  const depths = cloud.queues.map(({ name, deadLetterArn }) => ({
    name,
    is_consumed: deadLetterArn !== null,
    ...cloud.depth(name),
  }));

  return {
    url: cloud.url,
    sandbox_url: cloud.sandboxUrl,
    clock: clockOf(cloud),
    queues: depths.filter(({ is_consumed }) => is_consumed),
    dead_letters: depths.filter(({ is_consumed }) => !is_consumed),
    schedules: cloud.schedules.list().map(({ name, expression, nextAt, lastAt }) => ({
      name,
      expression,
      next_at: iso(nextAt),
      last_at: iso(lastAt),
    })),
    functions: cloud.runtime.specs.map(({ name, description }) => ({ name, description })),
    not_enforced: cloud.unenforced,
    facts: cloud.facts.last(),
    logs: cloud.logs.last(),
  };
}

/** The clock as the functions see it. */
export function clockOf({ clock }: Cloud) {
  return { now: iso(clock.now()), offset_seconds: Math.round(clock.offsetMilliseconds() / 1000) };
}

/** The page over the same value. */
export function devPage(cloud: Cloud): HttpAnswer {
  const state = stateOf(cloud);
  const depth = (list: typeof state.queues) =>
    tableOf(
      ['Queue', 'Ready', 'Held', 'Delayed'],
      list.map(({ name, ready = 0, held = 0, delayed = 0 }) => [name, ready, held, delayed]),
    );

  return htmlPage(
    'Workings',
    `${clockForm(state.clock.now ?? '')}
     <h2>Facts</h2><pre>${escapeHtml(state.facts.slice(-40).toReversed().join('\n'))}</pre>
     <h2>Queues</h2>${depth(state.queues)}
     <h2>Dead letters</h2>${depth(state.dead_letters)}
     <h2>Schedules</h2>${tableOf(
       ['Schedule', 'When', 'Next', 'Last'],
       state.schedules.map(({ name, expression, next_at, last_at }) => [
         name,
         expression,
         next_at ?? '',
         last_at ?? '',
       ]),
     )}
     <h2>What the template asks for and this machine does not enforce</h2>${tableOf(
       ['What', 'Resources'],
       state.not_enforced.map(({ what, resources }) => [what, resources]),
     )}
     <h2>Functions</h2>${tableOf(
       ['Function', 'What it does'],
       state.functions.map(({ name, description }) => [name, description]),
     )}`,
  );
}

function clockForm(now: string): string {
  return `<p>It is <strong>${escapeHtml(now)}</strong>.
    <button data-advance="PT1H">+ 1 hour</button> <button data-advance="P1D">+ 1 day</button>
    <button data-advance="P1M">+ 1 month</button> <button data-advance="P1Y">+ 1 year</button> <span id="told"></span></p>
    <script>
      for (const button of document.querySelectorAll('[data-advance]')) button.onclick = async () => {
        document.getElementById('told').textContent = 'moving …';
        const answer = await fetch('/dev/clock', { method: 'POST', headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ advance: button.dataset.advance }) });
        document.getElementById('told').textContent = await answer.text();
        setTimeout(() => location.reload(), 1500);
      };
    </script>`;
}

function iso(epochMilliseconds: number | null): string | null {
  return epochMilliseconds === null ? null : new Date(epochMilliseconds).toISOString();
}
