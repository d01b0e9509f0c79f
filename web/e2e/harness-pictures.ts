// Pictures of pages, kept beside the specs and compared with a tolerance that another build of the
// browser passes: both pictures are averaged over small squares first, so that the rasterising of
// letters drops out, and a small share of squares may differ. UPDATE_PICTURES=1 refreshes them.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'pictures');

/** Side of the squares that are averaged, in pixels. */
const SQUARE = 6;
/** Squares whose mean differs by more than this in any channel (of 255) count as different. */
const STEP = 24;
/** So large a share of squares may differ. */
const SHARE = 0.015;

interface Picture {
  width: number;
  height: number;
  /** Red, green, blue, one byte each. */
  rgb: Uint8Array;
}

/** null when it matches (or was refreshed), else a sentence; the new one is put beside for a look. */
export function comparePicture(name: string, png: Buffer): string | null {
  const file = join(folder, `${name}.png`);
  mkdirSync(dirname(file), { recursive: true });
  if (process.env.UPDATE_PICTURES || !existsSync(file)) {
    if (!process.env.UPDATE_PICTURES && process.env.CI)
      return `There is no picture ${name}. Run with UPDATE_PICTURES=1 and look at it before you keep it.`;
    writeFileSync(file, png);
    return null;
  }
  const before = readFileSync(file);
  if (before.equals(png)) return null;
  const [kept, now] = [decode(before), decode(png)];
  if (kept.width !== now.width || kept.height !== now.height)
    return `${name} is ${now.width} × ${now.height}, the kept picture ${kept.width} × ${kept.height}.`;
  const share = difference(kept, now);
  if (share <= SHARE) return null;
  writeFileSync(join(folder, `${name}.new.png`), png);
  return `${name} differs from the kept picture in ${(share * 100).toFixed(1)} % of its area (allowed ${SHARE * 100} %). Compare it with ${name}.new.png beside it; refresh with UPDATE_PICTURES=1.`;
}

/** The share of squares that differ, 0 to 1. */
export function difference(a: Picture, b: Picture): number {
  const [left, right] = [squares(a), squares(b)];
  let different = 0;
  for (let i = 0; i < left.length; i += 3)
    if ([0, 1, 2].some((c) => Math.abs(left[i + c]! - right[i + c]!) > STEP)) different += 1;
  return different / (left.length / 3);
}

function squares({ width, height, rgb }: Picture): Float64Array {
  const columns = Math.ceil(width / SQUARE);
  const means = new Float64Array(columns * Math.ceil(height / SQUARE) * 3);
  const counts = new Float64Array(means.length / 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const square = Math.floor(y / SQUARE) * columns + Math.floor(x / SQUARE);
      counts[square]! += 1;
      for (let c = 0; c < 3; c++) means[square * 3 + c]! += rgb[(y * width + x) * 3 + c]!;
    }
  return means.map((sum, i) => sum / counts[Math.floor(i / 3)]!);
}

/** PNG of 8 bits a channel, with or without alpha, not interlaced: what browsers write. */
export function decode(png: Buffer): Picture {
  let at = 8;
  let width = 0;
  let height = 0;
  let channels = 0;
  const parts: Buffer[] = [];
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      width = data.readUInt32BE(0);
      height = data.readUInt32BE(4);
      channels = { 2: 3, 6: 4 }[data[9]!] ?? 0;
      if (data[8] !== 8 || !channels || data[12])
        throw new Error('Not a PNG of the kind that browsers write.');
    } else if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const lines = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const i = y * stride + x;
      const left = x >= channels ? lines[i - channels]! : 0;
      const up = y ? lines[i - stride]! : 0;
      const corner = y && x >= channels ? lines[i - stride - channels]! : 0;
      const predicted =
        filter === 1
          ? left
          : filter === 2
            ? up
            : filter === 3
              ? (left + up) >> 1
              : filter === 4
                ? paeth(left, up, corner)
                : 0;
      lines[i] = raw[y * (stride + 1) + 1 + x]! + predicted;
    }
  }
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = lines[i * channels + c]!;
  return { width, height, rgb };
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** A PNG of these pixels, for the specs that send one and the tests of the comparison itself. */
export function encode({ width, height, rgb }: Picture): Buffer {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    Buffer.from(rgb.buffer, rgb.byteOffset + y * width * 3, width * 3).copy(
      raw,
      y * (width * 3 + 1) + 1,
    );
  const chunk = (type: string, data: Buffer) => {
    const out = Buffer.alloc(data.length + 12);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    data.copy(out, 8);
    out.writeUInt32BE(crc32(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = 2;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
