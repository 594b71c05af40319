import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import decodeQR from 'qr/decode.js';
import { readPdf } from './pdf-reader.ts';

const PIXELS = 400;
/** What tries less hard gives up before a page that is mostly text. */
const PATIENCE = { effort: 8, timeLimit: 2_000 };

/** What the figure on the first page that has one says, read from the rectangles that the PDF draws; null without a figure. */
export function codeIn(pdf: Uint8Array): string | null {
  const page = readPdf(pdf).operators.find((operators) => operators.includes('/Figure <<'));
  if (page === undefined) return null;

  const [, figure = ''] = /\/Figure <<([\s\S]*?)EMC/.exec(page) ?? [];
  const [area = [], ...black] = [...figure.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map((found) =>
    found.slice(1).map(Number),
  );
  return decodeQR(pixelsOf(area, black), PATIENCE);
}

/** Whether pages can be turned into pictures here. */
export const CAN_RASTERISE = spawnSync('pdftoppm', ['-v']).error === undefined;

/** What a camera reads from a page, the first unless told, printed in grey. */
export function scanned(pdf: Uint8Array, { page = 1, dotsPerInch = 200 } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'scanned-'));
  try {
    writeFileSync(join(folder, 'page.pdf'), pdf);
    const options = ['-r', String(dotsPerInch), '-gray', '-f', String(page), '-singlefile'];
    execFileSync('pdftoppm', [...options, 'page.pdf', 'page'], { cwd: folder });
    return decodeQR(photographed(readFileSync(join(folder, 'page.pgm'))), PATIENCE);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Picture = { readonly width: number; readonly height: number; readonly data: Uint8Array };

function pixelsOf([left = 0, top = 0, size = 1]: readonly number[], black: readonly number[][]): Picture {
  const data = new Uint8Array(PIXELS * PIXELS * 3).fill(255);
  const pixel = (length: number) => Math.round((length * PIXELS) / size);
  for (const [x = 0, y = 0, width = 0, height = 0] of black) {
    for (let row = pixel(y - top); row < pixel(y - top + height); row += 1) {
      data.fill(0, (row * PIXELS + pixel(x - left)) * 3, (row * PIXELS + pixel(x - left + width)) * 3);
    }
  }
  return { width: PIXELS, height: PIXELS, data };
}

function photographed(pgm: Buffer): Picture {
  const [head = '', width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.toString('latin1')) ?? [];
  const grey = pgm.subarray(head.length);
  const data = new Uint8Array(grey.length * 3);
  for (const [index, level] of grey.entries()) data.fill(level, index * 3, index * 3 + 3);
  return { width: Number(width), height: Number(height), data };
}
