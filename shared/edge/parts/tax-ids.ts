/** The register of VAT ids. */
import { systemHttp } from '../../adapters/system.ts';
import { viesRegistry } from '../../adapters/vies.ts';
import type { Part } from '../live.ts';

/** Where a sandbox is configured, it stands in for the register of the Union too. */
export const taxIds: Part = ({ sandboxUrl, viesUrl }) => ({
  taxIds: viesRegistry({
    http: systemHttp(),
    baseUrl: sandboxUrl === undefined ? viesUrl : `${sandboxUrl}/vies/rest-api`,
  }),
});
