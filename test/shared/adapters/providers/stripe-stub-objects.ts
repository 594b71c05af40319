/** An object in the shape of Stripe's API. */
export type Json = Readonly<Record<string, unknown>>;

/** What the stub holds. */
export type StubState = {
  readonly intents: Map<string, Json>;
  readonly refunds: Map<string, Json>;
  readonly sessions: Map<string, Json>;
  /** Whether the search has caught up with the intents. */
  isIndexed: boolean;
  /** Methods whose first call was lost already. */
  readonly silenced: Set<string>;
};

/** Errors as Stripe words them, without their messages. */
export const ERRORS = {
  missing: { error: { type: 'invalid_request_error', code: 'resource_missing' } },
  keyReused: { error: { type: 'idempotency_error' } },
  tooLarge: { error: { type: 'invalid_request_error', code: 'amount_too_large' } },
};

const DECLINES: Readonly<Record<string, string>> = {
  pm_poor: 'insufficient_funds',
  pm_stolen: 'stolen_card',
  pm_strange: 'moon_phase_unfavourable',
  pm_authenticate: 'authentication_required',
};

/** What a charge of the method comes to: the answer, and the intent it leaves behind. */
export function chargeIntent(
  index: number,
  form: Readonly<Record<string, string>>,
  createdSeconds: number,
): { readonly status: number; readonly intent: Json | undefined; readonly body: Json } {
  const method = form.payment_method ?? '';
  if (method === 'pm_missing') return { status: 400, intent: undefined, body: ERRORS.missing };
  const amount = Number(form.amount);
  const intent = {
    object: 'payment_intent',
    id: `pi_stub_${index}`,
    amount,
    amount_received: 0,
    currency: form.currency,
    created: createdSeconds - 5,
    metadata: {
      tenant: form['metadata[tenant]'],
      payment: form['metadata[payment]'],
      invoice: form['metadata[invoice]'],
    },
    latest_charge: null,
    next_action: null,
    last_payment_error: null,
  };
  const decline = DECLINES[method];
  if (decline === undefined) {
    const isSlow = method === 'pm_slow';
    const charge = { id: `ch_stub_${index}`, created: createdSeconds - 4 };
    const made = isSlow
      ? { ...intent, status: 'processing' }
      : { ...intent, status: 'succeeded', amount_received: amount, latest_charge: charge };
    return { status: 200, intent: made, body: made };
  }

  const error = {
    type: 'card_error',
    code: decline === 'authentication_required' ? decline : 'card_declined',
    decline_code: decline,
    payment_method: { id: method, object: 'payment_method' },
  };
  const declined = { ...intent, status: 'requires_payment_method', last_payment_error: error };
  return { status: 402, intent: declined, body: { error: { ...error, payment_intent: declined } } };
}
