/** How a subscription that another system billed until a day goes on here. */
import { soldIn } from '../domain/billing/lines.ts';
import { keptRules } from '../domain/billing/proration.ts';
import type { InvoiceGrouping } from '../domain/gatherings.ts';
import type { SubscriptionRow } from '../domain/imports/rows.ts';
import { legalEntities } from '../domain/legal-entities.ts';
import { refusedWithoutTaxId } from '../domain/legal-entities/tax-ids.ts';
import type { PlanOffer } from '../domain/plans/offer.ts';
import { perUnit } from '../domain/pricing/models.ts';
import { refusedAmount } from '../domain/pricing/check.ts';
import { phasesOf } from '../domain/pricing/phases.ts';
import { beginningOf, isPeriodStart, START_DAYS_MAX } from '../domain/subscriptions/start.ts';
import { subscriptions } from '../domain/subscriptions.ts';
import type { SubscriptionTerms } from '../domain/subscriptions/terms.ts';
import { create, load } from '../execute.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { addDays, localDate } from '../kernel/time.ts';
import type { Ports } from '../ports.ts';
import type { Bring, Frame } from './bringing-forward.ts';
import { refusedAddOnAlone } from '../domain/subscriptions/attached.ts';
import { offerAt } from './offering.ts';
import { joinRoster } from './rosters.ts';

type Taken = Frame & {
  readonly customer: {
    readonly id: string;
    readonly dueDays: number;
    readonly language: string;
    readonly grouping?: InvoiceGrouping;
    readonly zone?: string;
  };
};

/**
 * The subscription under what its plan offers today. Refusals: those of the plan, `import.plan_bound`,
 * `import.not_running`, `import.not_a_period_start`, `legal_entity.tax_id_missing`.
 */
export async function bringSubscription(
  row: SubscriptionRow,
  frame: Taken,
  ports: Pick<Ports, 'journal'>,
): Promise<Result<Bring>> {
  const { tenant, id, entity, origin, at } = frame;
  const { currency, quantity } = row;
  const agreedPrice = row.unitPrice === null ? undefined : perUnit(row.unitPrice);
  const [offer, { state: seller }] = await Promise.all([
    offerAt(ports.journal, { tenant, id: row.plan }, { entity, currency, at, agreedPrice }),
    load(ports.journal, legalEntities, { tenant, id: entity }),
  ]);
  const unnamed = seller.status === 'active' && refusedWithoutTaxId(seller, 'plan');
  if (unnamed) return unnamed;
  if (!offer.ok) return refuse(offer.refusal.code, offer.refusal.message, { pointer: 'plan' });
  if (offer.value.kind !== undefined) return refusedAddOnAlone('plan');
  const unpaid = refusedAmount(offer.value.price, { quantity, currency });
  if (unpaid) return refuse(unpaid.refusal.code, unpaid.refusal.message, { pointer: 'quantity' });
  const zone = frame.customer.zone ?? (seller.status === 'active' ? seller.zone : 'UTC');
  const terms = termsOf(row, { ...frame, offer: offer.value, zone });
  const refused = refusedTaking(row, { terms, today: localDate(at, zone) });
  if (refused) return refused;

  return ok({
    seen: [offer.value.version],
    run: async (journal, acting) => {
      if (terms.grouping) await joinRoster({ ...terms, tenant, subscriptions: [id], acting }, { journal });

      return create(journal, subscriptions, {
        ref: { tenant, id },
        command: { do: 'start', terms, at: acting.at },
        acting: { ...acting, fingerprint: origin.content },
      });
    },
  });
}

function refusedTaking(
  row: SubscriptionRow,
  of: { readonly terms: SubscriptionTerms; readonly today: string },
) {
  const { rhythm, commitment } = of.terms;
  if (commitment)
    return refuse('import.plan_bound', 'A subscription that is bound to a term cannot be taken over yet.', {
      pointer: 'plan',
    });
  if (row.startedOn > of.today)
    return refuse('import.not_running', 'The subscription has not begun; order its plan instead.', {
      pointer: 'started_on',
    });
  if (row.billedUntil > addDays(of.today, START_DAYS_MAX) || !isPeriodStart(rhythm, row.billedUntil))
    return refuse('import.not_a_period_start', 'No period of the plan begins on this day.', {
      pointer: 'billed_until',
    });

  return undefined;
}

function termsOf(
  row: SubscriptionRow,
  of: Taken & { readonly offer: PlanOffer; readonly zone: string },
): SubscriptionTerms & { readonly billedUntil: string } {
  const { offer, zone, customer, entity, origin } = of;
  const { version: planVersion, price, isAgreed, phases, charge, rules, tax, supply, metering, term } = offer;
  const begin = {
    startsOn: row.startedOn,
    alignment: 'anniversary',
    anchorDay: row.anchorDay,
    trialDays: 0,
  } as const;
  const { startsOn, rhythm } = beginningOf(row.startedOn, begin, offer);
  const { description, quantity, plan, currency, billedUntil } = row;
  const { priceBasis } = offer;

  return {
    ...soldIn({ plan, planVersion, description, price, isAgreed, quantity }),
    ...{ order: null, line: null, origin, billedUntil },
    tax,
    ...(priceBasis && { priceBasis }),
    ...(phases && { phases: phasesOf(phases, rhythm) }),
    ...(supply && { supply }),
    ...(metering && { metering }),
    ...(term && { commitment: term }),
    ...(offer.minimum && { minimum: offer.minimum }),
    ...{ customer: customer.id, entity, currency, dueDays: customer.dueDays, language: customer.language },
    ...(customer.grouping === 'by_billing_day' && { grouping: customer.grouping }),
    ...{ zone, rhythm, charge, startsOn, rules: keptRules(rules) },
  };
}
