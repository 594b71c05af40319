import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentAssets } from '../../../shared/documents/assets.ts';
import { freeze } from '../../../shared/documents/freeze.ts';
import { keptLogo } from '../../../shared/documents/logo.ts';
import { printDocument } from '../../../shared/documents/pdf.ts';
import { readPng, writePng } from '../../../shared/documents/png.ts';
import { readPdf } from './pdf-reader.ts';
import { pngOf } from './png-maker.ts';
import { INVOICE } from './sample.ts';

const FONTS = documentAssets();
const NUMBER = 'INV-2026-00042';

const channel = fc.nat({ max: 255 });
const pixel = fc.tuple(channel, channel, channel, channel);
const rows = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc.array(fc.array(pixel, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

describe('an uploaded logo', () => {
  test('is read with whatever filters its rows have, and lies on white', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat({ max: 4 }), { minLength: 1 }), (pixels, filters) => {
        const picture = readPng(pngOf(pixels, { filters }), 9);

        const flat = pixels.flat().flatMap(([red, green, blue, alpha]) => {
          return [red, green, blue].map((value) =>
            Math.round(value * (alpha / 255) + 255 * (1 - alpha / 255)),
          );
        });
        expect([...(picture?.rgb ?? [])]).toEqual(flat);
      }),
    );
  });

  test('is kept so that it is read again as the same', () => {
    fc.assert(
      fc.property(rows, (pixels) => {
        const picture = readPng(pngOf(pixels), 9);

        expect(picture && readPng(writePng(picture), 9)).toEqual(picture);
      }),
    );
  });

  const sample = pngOf([[[200, 0, 0, 255]], [[0, 0, 200, 128]]]);
  test.each([
    ['not a PNG', Buffer.from('GIF89a')],
    ['cut short', sample.subarray(0, -16)],
    ['damaged', Buffer.from(sample).fill(7, 60, 62)],
    ['interlaced', pngOf([[[1, 2, 3, 4]]], { interlaced: true })],
    ['of 16 bits a channel', pngOf([[[1, 2, 3, 4]]], { bits: 16 })],
    ['of a filter that does not exist', pngOf([[[1, 2, 3, 4]]], { filters: [5] })],
    ['wider than print needs', pngOf([Array.from({ length: 1_201 }, () => [0, 0, 0, 255] as const)])],
    ['empty', Buffer.alloc(0)],
    ['too heavy', noise(300)],
  ])('%s is refused', (_what, png) => {
    expect(keptLogo(png.toString('base64'))).toMatchObject({
      ok: false,
      refusal: { code: 'branding.logo_unusable', pointer: '#/branding/logo' },
    });
  });
});

describe('a printed logo', () => {
  const kept = keptLogo(
    pngOf(
      Array.from({ length: 100 }, () => Array.from({ length: 300 }, () => [20, 60, 120, 255] as const)),
    ).toString('base64'),
  );
  if (!kept.ok) throw new Error('the sample is a logo');
  const { logo, bytes } = kept.value;
  const content = freeze({ ...INVOICE, seller: { ...INVOICE.seller, logo } });
  const print = () => printDocument({ content, number: NUMBER, eInvoice: null, logo: bytes }, FONTS);

  test("stands for the seller's name within its box, with the name as its alternative text", async () => {
    const { structure, operators } = readPdf(await print());

    expect(operators[0]).toContain('170.07874 0 0 -56.692913 70.866142');
    expect(structure.replaceAll('\u0000', '')).toContain('Nordlicht Werkstätten GmbH & Co. KG');
    expect(structure).toMatch(/\/S \/Figure[\s\S]*?\/BBox/);
    expect(structure).toContain('/ColorSpace /DeviceRGB');
  });

  test('gives the same bytes each time', async () => {
    expect(await print()).toEqual(await print());
  });

  test('that is missing, or is another than was frozen, is a fault', async () => {
    const other = writePng({ width: 1, height: 1, rgb: new Uint8Array(3) });

    await expect(printDocument({ content, number: NUMBER, eInvoice: null }, FONTS)).rejects.toThrow('frozen');
    await expect(
      printDocument({ content, number: NUMBER, eInvoice: null, logo: other }, FONTS),
    ).rejects.toThrow('frozen');
  });
});

/** Pixels that no compression makes smaller. */
function noise(side: number): Buffer {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 255;
  };
  return pngOf(
    Array.from({ length: side }, () =>
      Array.from({ length: side }, () => [next(), next(), next(), 255] as const),
    ),
  );
}
