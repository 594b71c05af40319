import type { LegalEntityChange } from '../contracts/seller-changes.ts';
import type { Branding, Logo } from '../domain/branding.ts';
import { sha256Hex } from '../kernel/hash.ts';
import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Documents } from '../ports.ts';
import { readPng, writePng } from './png.ts';

const SIDE_PIXELS_MAX = 1_200;
/** So much heavier does a logo make each document that bears it. */
const STORED_BYTES_MAX = 100_000;

/** Where a seller's logo lies, by the hash of its bytes. */
export function logoKey(tenant: string, sha256: string): string {
  return `logos/${tenant}/${sha256}.png`;
}

/** A logo as it is kept: flat, without anything that a document could stumble over, named by its content. */
export type KeptLogo = { readonly logo: Logo; readonly bytes: Uint8Array };

/** Makes what a seller uploads fit for print; refused where it is no PNG in 8-bit colour, damaged or too large. */
export function keptLogo(base64: string): Result<KeptLogo> {
  const picture = readPng(Buffer.from(base64, 'base64'), SIDE_PIXELS_MAX);
  const bytes = picture && writePng(picture);
  if (picture === null || bytes === null || bytes.length > STORED_BYTES_MAX) {
    return refuse(
      'branding.logo_unusable',
      'The logo is no whole PNG in 8-bit RGB or RGBA of a size for print.',
      {
        pointer: '#/branding/logo',
        hint: `At most ${SIDE_PIXELS_MAX} pixels a side and ${STORED_BYTES_MAX} bytes once flattened, not interlaced.`,
      },
    );
  }
  const { width, height } = picture;
  return ok({ logo: { sha256: sha256Hex(bytes), width, height }, bytes });
}

/** Keeps the logo before a fact names it; what is left out of the body is left out here. */
export async function keptBranding(
  tenant: string,
  body: LegalEntityChange['branding'],
  documents: Documents,
): Promise<Result<Partial<Branding>>> {
  const { accent_color: accentColor, logo: upload } = body ?? {};
  const look = { ...(accentColor !== undefined && { accentColor }), ...(upload === null && { logo: null }) };
  if (!upload) return ok(look);
  const kept = keptLogo(upload);
  if (!kept.ok) return kept;
  const { logo, bytes } = kept.value;
  await documents.put(logoKey(tenant, logo.sha256), bytes, 'image/png');

  return ok({ ...look, logo });
}
