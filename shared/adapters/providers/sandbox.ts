import type { PaymentProvider } from '../../ports.ts';
import { type SandboxOptions, sandboxApi } from './sandbox-api.ts';
import {
  detachSandboxMethod,
  listSandboxMethods,
  openSandboxCheckout,
  openSandboxSetup,
} from './sandbox-customers.ts';
import { cancelSandbox, chargeSandbox, findSandboxPayment, readSandbox } from './sandbox-payments.ts';
import { askSandboxRefund, refundSandbox } from './sandbox-refunds.ts';
import { verifySandbox } from './sandbox-webhook.ts';

/** How long the sandbox remembers an idempotency key, in seconds. */
export const SANDBOX_KEY_WINDOW_SECONDS = 86_400;

/** The payment provider for trying things out: behaves on request like test cards do, and is never used in production. */
export function sandboxProvider(options: SandboxOptions): PaymentProvider {
  const send = sandboxApi(options);
  return {
    name: 'sandbox',
    keyWindowSeconds: SANDBOX_KEY_WINDOW_SECONDS,
    charge: (request) => chargeSandbox(send, request),
    askPayment: (tenant, payment, reference) =>
      reference === null
        ? findSandboxPayment(send, tenant, payment)
        : readSandbox(send, tenant, { payment, reference }),
    cancel: (tenant, payment, reference) => cancelSandbox(send, tenant, { payment, reference }),
    refund: (request) => refundSandbox(send, request),
    askRefund: (tenant, refund, reference) => askSandboxRefund(send, tenant, { refund, reference }),
    checkout: (request) => openSandboxCheckout(send, request),
    setup: (request) => openSandboxSetup(send, request),
    methods: (customer) => listSandboxMethods(send, customer),
    detach: (method) => detachSandboxMethod(send, method),
    verify: verifySandbox,
  };
}
