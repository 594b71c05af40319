import { crc32, deflateSync } from 'node:zlib';

/** What makes a PNG differ from a plain one in 8-bit RGBA. */
export type Making = {
  readonly filters?: readonly number[];
  readonly bits?: number;
  readonly interlaced?: boolean;
};

/** A PNG in RGBA of these pixels, its rows filtered in turn as asked; by the book, and apart from the product's own code. */
export function pngOf(
  rows: readonly (readonly (readonly [number, number, number, number])[])[],
  { filters = [0], bits = 8, interlaced = false }: Making = {},
): Buffer {
  const width = rows[0]?.length ?? 0;
  const plain = rows.map((row) => row.flat());
  const filtered = plain.map((row, index) => {
    const filter = filters[index % filters.length] ?? 0;
    return [filter, ...row.map((value, at) => (value - guess(filter, plain, [index, at])) & 255)];
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([bits, 6, 0, 0, interlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('tEXt', Buffer.from('Comment\0by hand')),
    chunk('IDAT', deflateSync(Buffer.from(filtered.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function guess(filter: number, rows: readonly number[][], [row, at]: readonly [number, number]): number {
  const left = at < 4 ? 0 : (rows[row]?.[at - 4] ?? 0);
  const above = rows[row - 1]?.[at] ?? 0;
  const corner = at < 4 ? 0 : (rows[row - 1]?.[at - 4] ?? 0);
  if (filter === 4) {
    const distances = [left, above, corner].map((one) => Math.abs(left + above - corner - one));
    return [left, above, corner][distances.indexOf(Math.min(...distances))] ?? 0;
  }
  return [0, left, above, Math.floor((left + above) / 2)][filter] ?? 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, 'latin1');
  framed.set(data, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}
