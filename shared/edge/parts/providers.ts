/** The payment providers that the stage is configured for. */
import { sandboxProvider } from '../../adapters/providers/sandbox.ts';
import { stripeProvider } from '../../adapters/providers/stripe.ts';
import { systemHttp } from '../../adapters/system.ts';
import type { PaymentProvider } from '../../ports.ts';
import type { Part } from '../live.ts';
import { secrets } from './secrets.ts';

/** Providers by name; an unknown name stops the start. */
export const providers: Part = (config, base) => {
  const http = systemHttp();
  const store = secrets(config, base).secrets;
  const apiKey = async () => {
    const [key] = (await store?.read('stripe-api-key')) ?? [];
    if (!key) throw new Error('the secret stripe-api-key has no value');

    return key;
  };
  const make = (name: string): PaymentProvider => {
    if (name === 'sandbox' && config.sandboxUrl) return sandboxProvider({ http, baseUrl: config.sandboxUrl });
    if (name === 'stripe')
      return stripeProvider({ http, apiUrl: config.stripeUrl, apiKey, returnUrl: config.publicUrl });
    throw new Error(`the provider ${name} is not known in this stage`);
  };

  return { providers: Object.fromEntries(config.providers.map((name) => [name, make(name)])) };
};
