/** PNG (ISO/IEC 15948) as far as a logo needs it: 8 bits a channel, in colour, with or without transparency. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** A picture row by row, three bytes a pixel, on white where it was transparent. */
export type Picture = { readonly width: number; readonly height: number; readonly rgb: Uint8Array };

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
const CHUNKS_MAX = 10_000;
const TRUECOLOUR = 2;
const TRUECOLOUR_WITH_ALPHA = 6;
const WHITE = 255;

type Chunk = { readonly type: string; readonly data: Buffer };
type Header = { readonly width: number; readonly height: number; readonly channels: 3 | 4 };

/** Null for whatever is not such a PNG, is damaged, or is wider or higher than `sideMax`. */
export function readPng(bytes: Buffer, sideMax: number): Picture | null {
  const chunks = chunksOf(bytes);
  const header = headerOf(chunks[0]);
  if (header === null || header.width > sideMax || header.height > sideMax) return null;

  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const length = header.height * (1 + header.width * header.channels);
  const filtered = inflated(packed, length);
  const pixels = filtered?.length === length ? unfiltered(filtered, header) : null;
  return pixels && { width: header.width, height: header.height, rgb: onWhite(pixels, header.channels) };
}

/** The picture as the plainest PNG there is of it. */
export function writePng({ width, height, rgb }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, TRUECOLOUR], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let row = 0; row < height; row += 1) {
    rows.set(rgb.subarray(row * width * 3, (row + 1) * width * 3), row * (1 + width * 3) + 1);
  }
  const packed = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** Empty unless every chunk is whole up to the end of the picture. */
function chunksOf(bytes: Buffer): readonly Chunk[] {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return [];

  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at + 12 <= bytes.length && chunks.length < CHUNKS_MAX; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || bytes.readUInt32BE(end) !== crc32(bytes.subarray(at + 4, end))) return [];

    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'IEND') return chunks;
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return [];
}

function headerOf(first: Chunk | undefined): Header | null {
  if (first?.type !== 'IHDR' || first.data.length !== 13) return null;

  const [bits, colour, ...methods] = first.data.subarray(8);
  const isPlain = bits === 8 && methods.every((method) => method === 0);
  const width = first.data.readUInt32BE(0);
  const height = first.data.readUInt32BE(4);
  if (!isPlain || width === 0 || height === 0) return null;
  if (colour !== TRUECOLOUR && colour !== TRUECOLOUR_WITH_ALPHA) return null;

  return { width, height, channels: colour === TRUECOLOUR ? 3 : 4 };
}

function inflated(packed: Buffer, lengthMax: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: lengthMax });
  } catch {
    return null;
  }
}

/** Takes back what each row says its bytes were reduced by: the byte to the left, above, both or the likeliest of them. */
function unfiltered(filtered: Buffer, { width, height, channels }: Header): Uint8Array | null {
  const stride = width * channels;
  const pixels = new Uint8Array(height * stride);
  for (let row = 0; row < height; row += 1) {
    const filter = filtered[row * (stride + 1)] ?? 0;
    if (filter > 4) return null;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column < channels ? 0 : (pixels[at - channels] ?? 0);
      const above = row === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (pixels[at - stride - channels] ?? 0);
      const given = filtered[row * (stride + 1) + 1 + column] ?? 0;
      pixels[at] = given + predicted(filter, { left, above, corner });
    }
  }
  return pixels;
}

type Neighbours = { readonly left: number; readonly above: number; readonly corner: number };

function predicted(filter: number, { left, above, corner }: Neighbours): number {
  if (filter < 2) return filter * left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;

  const likeliest = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(likeliest - one));
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
}

function onWhite(pixels: Uint8Array, channels: 3 | 4): Uint8Array {
  if (channels === 3) return pixels;

  const rgb = new Uint8Array((pixels.length / 4) * 3);
  for (let pixel = 0; pixel * 4 < pixels.length; pixel += 1) {
    const opacity = (pixels[pixel * 4 + 3] ?? WHITE) / WHITE;
    for (let channel = 0; channel < 3; channel += 1) {
      const given = pixels[pixel * 4 + channel] ?? 0;
      rgb[pixel * 3 + channel] = Math.round(given * opacity + WHITE * (1 - opacity));
    }
  }
  return rgb;
}
