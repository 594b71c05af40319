/** The whole API in one list. The OpenAPI document is made from it, and tests hold it against the topology. */
import { prepaidRoutes } from './prepaid.ts';
import { accountRoutes } from './accounts.ts';
import { billingRoutes } from './billing.ts';
import { catalogRoutes } from './catalog.ts';
import { correctionRoutes } from './corrections.ts';
import { customerRoutes } from './customer-routes.ts';
import { deliveryRoutes } from './deliveries.ts';
import { documentRoutes } from './documents.ts';
import { eInvoiceRoutes } from './e-invoices.ts';
import { eventRoutes } from './events.ts';
import { importRoutes } from './imports.ts';
import { exchangeRateRoutes } from './exchange-rates.ts';
import { ledgerRoutes } from './ledger.ts';
import { apiRoutes } from './openapi.ts';
import { ossRoutes } from './oss.ts';
import { migrationRoutes } from './migrations.ts';
import { nextInvoiceRoutes } from './next-invoices.ts';
import { orderRoutes } from './orders.ts';
import { paymentMethodRoutes } from './payment-methods.ts';
import { paymentRoutes } from './payments.ts';
import { productRoutes } from './products.ts';
import type { Route } from './route.ts';
import { addOnRoutes } from './add-on-routes.ts';
import { payableRoutes } from './payables.ts';
import { selfBilledCreditRoutes } from './self-billed-credits.ts';
import { selfBillingAgreementRoutes } from './self-billing-agreements.ts';
import { selfBillingRoutes } from './self-billing.ts';
import { invoiceGroupRoutes } from './invoice-group-routes.ts';
import { subscriptionActivationRoutes } from './subscription-activation.ts';
import { subscriptionChargeRoutes } from './subscription-charge-routes.ts';
import { subscriptionEndRoutes } from './subscription-end-routes.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { testClockRoutes } from './test-clocks.ts';
import { usageRoutes } from './usage.ts';
import { subscriptionServiceRoutes } from './subscription-service.ts';
import { subscriptionStepRoutes } from './subscription-steps.ts';
import { reconciliationRoutes } from './reconciliations.ts';
import { manifestRoutes } from './run-manifests.ts';
import { tenantRoutes } from './tenants.ts';
import { webhookRoutes } from './webhooks.ts';

/** A route with the name that clients know it by, such as `orders.place`. */
export type NamedRoute = { readonly operationId: string; readonly route: Route };

const BY_NOUN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  tenant: tenantRoutes,
  customers: customerRoutes,
  products: productRoutes,
  catalog: catalogRoutes,
  migrations: migrationRoutes,
  orders: orderRoutes,
  subscriptions: {
    ...subscriptionRoutes,
    ...subscriptionEndRoutes,
    ...reconciliationRoutes,
    ...subscriptionChargeRoutes,
    ...subscriptionServiceRoutes,
    ...subscriptionActivationRoutes,
    ...subscriptionStepRoutes,
    ...invoiceGroupRoutes,
    ...nextInvoiceRoutes,
  },
  add_ons: addOnRoutes,
  usage: usageRoutes,
  billing: { ...billingRoutes, ...manifestRoutes },
  documents: { ...documentRoutes, ...correctionRoutes },
  deliveries: deliveryRoutes,
  e_invoices: eInvoiceRoutes,
  self_billing: { ...selfBillingAgreementRoutes, ...selfBillingRoutes },
  self_billed_credits: selfBilledCreditRoutes,
  payables: payableRoutes,
  payments: paymentRoutes,
  payment_methods: paymentMethodRoutes,
  accounts: accountRoutes,
  prepaid: prepaidRoutes,
  ledger: ledgerRoutes,
  imports: importRoutes,
  exchange_rates: exchangeRateRoutes,
  tax: ossRoutes,
  events: eventRoutes,
  test_clock: testClockRoutes,
  webhooks: webhookRoutes,
  api: apiRoutes,
};

/** Every route there is, in the order in which a newcomer would meet them. */
export const API_ROUTES: readonly NamedRoute[] = Object.entries(BY_NOUN).flatMap(([noun, routes]) =>
  Object.entries(routes).map(([verb, route]) => {
    return { operationId: `${noun}.${verb}`, route: route as Route }; // made by route()
  }),
);
