/** `npm run pictures`: prints the showcase and turns each first page into the picture that the README shows; needs pdftoppm (Poppler). */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentAssets } from '../../shared/documents/assets.ts';
import { freeze } from '../../shared/documents/freeze.ts';
import { renderPdf } from '../../shared/documents/pdf.ts';
import { SHOWCASE } from './showcase.ts';

const FOLDER = fileURLToPath(new URL('../../.github/pictures/', import.meta.url));
const DOTS_PER_INCH = '88';

if (spawnSync('pdftoppm', ['-v']).error !== undefined) {
  process.stderr.write(
    'pdftoppm is missing: install Poppler (Debian: poppler-utils), then run this again.\n',
  );
  process.exit(1);
}
const scratch = mkdtempSync(join(tmpdir(), 'pictures-'));
for (const { file, number, model } of SHOWCASE) {
  const pdf = join(scratch, `${file}.pdf`);
  writeFileSync(pdf, await renderPdf(freeze(model), number, documentAssets()));
  execFileSync('pdftoppm', ['-r', DOTS_PER_INCH, '-png', '-singlefile', pdf, join(FOLDER, file)]);
  const kilobytes = Math.ceil(statSync(join(FOLDER, `${file}.png`)).size / 1_000);
  process.stdout.write(`.github/pictures/${file}.png  ${kilobytes} KB\n`);
}
rmSync(scratch, { recursive: true });
