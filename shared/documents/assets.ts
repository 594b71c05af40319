import { readFileSync } from 'node:fs';
import type { DocumentFonts } from './pdf/typeface.ts';

/**
 * The files that printing needs beside the code: where they lie in the repository, and where a bundle expects them, from
 * its own folder. The colour profile is read by pdfkit itself, the fonts by `documentAssets`.
 */
export const ASSET_FILES: readonly { readonly from: string; readonly to: string }[] = [
  { from: 'shared/documents/fonts/regular.ttf', to: 'fonts/regular.ttf' },
  { from: 'shared/documents/fonts/bold.ttf', to: 'fonts/bold.ttf' },
  { from: 'shared/documents/fonts/LICENSE', to: 'fonts/LICENSE' },
  { from: 'node_modules/pdfkit/js/data/sRGB_IEC61966_2_1.icc', to: 'data/sRGB_IEC61966_2_1.icc' },
];

/**
 * Reads the fonts from `fonts/` beside this module, which is where they are both in the source tree and in a bundle;
 * another place can be named as the URL of a file in the folder above them. Read once for a process: a missing font is a fault.
 */
export function documentAssets(baseUrl: string = import.meta.url): DocumentFonts {
  return {
    regular: readFileSync(new URL('fonts/regular.ttf', baseUrl)),
    bold: readFileSync(new URL('fonts/bold.ttf', baseUrl)),
  };
}
