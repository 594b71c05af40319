/**
 * What Stripe's codes mean for us (docs.stripe.com/declines/codes, docs.stripe.com/error-codes). A soft decline may pass
 * another day with the same method, a hard one never will. A code that stands nowhere here is not understood, and a
 * payment that is not understood is unknown.
 */
const SOFT_DECLINES = `approve_with_id call_issuer card_velocity_exceeded do_not_honor duplicate_transaction generic_decline
  insufficient_funds issuer_not_available no_action_taken processing_error reenter_transaction refer_to_customer
  try_again_later withdrawal_count_limit_exceeded payment_intent_authentication_failure
  payment_intent_payment_attempt_expired payment_intent_payment_attempt_failed payment_method_customer_decline
  payment_method_not_available payment_method_provider_decline payment_method_provider_timeout`;

const HARD_DECLINES = `account_closed bank_account_restricted bank_account_unusable card_not_supported currency_not_supported
  debit_not_authorized do_not_try_again expired_card expired_payment_method fraudulent highest_risk_level
  incorrect_address incorrect_cvc incorrect_number incorrect_pin incorrect_zip india_recurring_payment_mandate_canceled
  invalid_account invalid_amount invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin lost_card
  merchant_blacklist mobile_device_authentication_required new_account_information_available no_account not_permitted
  offline_pin_required online_or_offline_pin_required payment_intent_mandate_invalid payment_method_currency_mismatch
  pickup_card pin_try_exceeded previously_declined_do_not_retry restricted_card revocation_of_all_authorizations
  revocation_of_authorization routing_number_invalid security_violation sepa_unsupported_account service_not_allowed
  stolen_card stop_payment_order testmode_decline transaction_not_allowed`;

/** Refusals of the request itself, before anything was tried; the same request never passes. */
const REFUSED_CHARGES = `amount_too_large amount_too_small invalid_charge_amount payment_intent_incompatible_payment_method
  payment_method_currency_mismatch payment_method_unactivated payment_method_unexpected_state
  payment_method_unsupported_type resource_missing`;

const REFUSED_REFUNDS = `amount_too_large amount_too_small balance_insufficient charge_disputed charge_not_refundable
  refund_disputed_payment resource_missing`;

/** Declines by their `decline_code`, or by `code` where a decline has no finer one. */
export const STRIPE_DECLINES: ReadonlyMap<string, 'soft' | 'hard'> = new Map([
  ...listed(SOFT_DECLINES).map((code) => [code, 'soft'] as const),
  ...listed(HARD_DECLINES).map((code) => [code, 'hard'] as const),
]);

/** Codes of refused charge requests by which nothing was charged. */
export const STRIPE_REFUSED_CHARGES: ReadonlySet<string> = new Set(listed(REFUSED_CHARGES));

/** Codes of refused refund requests by which nothing was refunded. */
export const STRIPE_REFUSED_REFUNDS: ReadonlySet<string> = new Set(listed(REFUSED_REFUNDS));

/** The bank wants to see the customer; by both spellings of the code. */
export const STRIPE_AUTHENTICATION_REQUIRED = 'authentication_required';

function listed(words: string): readonly string[] {
  return words.split(/\s+/);
}
