/** The one tenant of the local cloud, with its first key. */
import { systemClock, systemRandomness } from '../../../shared/adapters/system.ts';
import { deployedPorts, setupTenant } from '../../setup.ts';
import type { Cloud } from '../running-cloud.ts';
import type { Business } from './business.ts';

/** The key that is remembered, or a new tenant of that name with its first key. */
export async function tenantOf(
  cloud: Cloud,
  business: Business,
  name: string,
): Promise<{ readonly apiKey: string }> {
  const known = business.read().apiKey;
  if (known !== null) return { apiKey: known };
  const clock = systemClock(cloud.clock.offsetMilliseconds);
  const made = await setupTenant(name, {
    ...deployedPorts('local'),
    clock,
    randomness: systemRandomness(),
  });
  business.write({ tenant: made.tenant, apiKey: made.token });

  return { apiKey: made.token };
}
