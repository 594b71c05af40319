/** Woken by exchange_rate.recorded; hands the invoices that waited for a rate over again. */
import { RATE_AGE_DAYS_MAX } from '../../shared/domain/accounting-tax.ts';
import type { ExchangeRateFact } from '../../shared/domain/exchange-rates.ts';
import { exchangeRates, exchangeRatesOf, monthOf } from '../../shared/domain/exchange-rates.ts';
import { type Delivery, DONE, type Outcome } from '../../shared/edge/delivery.ts';
import { actingOn, commitOf, eachOf, onQueue } from '../../shared/edge/queue.ts';
import { execute, factsOf, load } from '../../shared/execute.ts';
import { addDays } from '../../shared/kernel/time.ts';
import { handOver } from '../../shared/flows/converting.ts';
import type { Ports } from '../../shared/ports.ts';

async function resume(delivery: Delivery, ports: Ports): Promise<Outcome> {
  const commit = await commitOf(delivery.message, ports);
  if (!commit) return { end: 'wait', reason: 'the commit is not readable yet' };
  const { tenant } = commit;
  for (const { type, data } of factsOf<ExchangeRateFact>(commit)) {
    if (type !== 'exchange_rate.recorded') continue;
    // A rate of the last days of a month holds in the first ones of the next.
    const days = [data.ratedOn, addDays(data.ratedOn, RATE_AGE_DAYS_MAX)];
    for (const month of new Set(days.map(monthOf)))
      await resumeMonth({ tenant, id: exchangeRatesOf(tenant, data, month) }, delivery, ports);
  }

  return DONE;
}

async function resumeMonth(
  ref: { readonly tenant: string; readonly id: string },
  delivery: Delivery,
  ports: Ports,
): Promise<void> {
  const { awaiting } = (await load(ports.journal, exchangeRates, ref)).state;
  if (awaiting.length === 0) return;
  await handOver(awaiting, { tenant: ref.tenant, trace: delivery.message.trace }, ports);
  // Forgotten only once they are handed over; whoever still lacks a rate is remembered anew.
  const command = { do: 'resume', waiting: awaiting } as const;
  const acting = actingOn('exchange_rates.resume', delivery, ports);
  const done = await execute(ports.journal, exchangeRates, { ref, command, acting });
  if (!done.ok) throw new Error(`${ref.id}: ${done.refusal.code}`);
}

export const handler = onQueue('exchange_rates.resume', eachOf(resume));
