import { readFileSync } from 'node:fs';
import type { DocumentFonts } from './pdf/typeface.ts';

/**
 * Reads the fonts from `fonts/` beside this module, which is where they are both in the source tree and in a bundle;
 * another place can be named as the URL of a file in the folder above them. The bundler copies them there, and pdfkit's colour
 * profile to `data/`. Call it once for a process, for parsed fonts are kept by these very bytes; a missing font is a fault.
 */
export function documentAssets(baseUrl: string = import.meta.url): DocumentFonts {
  return {
    regular: readFileSync(new URL('fonts/regular.ttf', baseUrl)),
    bold: readFileSync(new URL('fonts/bold.ttf', baseUrl)),
    billRegular: readFileSync(new URL('fonts/bill-regular.ttf', baseUrl)),
    billBold: readFileSync(new URL('fonts/bill-bold.ttf', baseUrl)),
  };
}
