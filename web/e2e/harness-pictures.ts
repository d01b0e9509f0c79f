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
  const differs = (i: number) => Math.abs(left[i]! - right[i]!) > STEP;
  for (let i = 0; i < left.length; i += 3)
    if (differs(i) || differs(i + 1) || differs(i + 2)) different += 1;
  return different / (left.length / 3);
}

/** The mean of each square, channel by channel. */
function squares({ width, height, rgb }: Picture): Float64Array {
  const columns = Math.ceil(width / SQUARE);
  const means = new Float64Array(columns * Math.ceil(height / SQUARE) * 3);
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / SQUARE) * columns;
    for (let x = 0; x < width; x++, i += 3) {
      const at = (row + Math.floor(x / SQUARE)) * 3;
      means[at]! += rgb[i]!;
      means[at + 1]! += rgb[i + 1]!;
      means[at + 2]! += rgb[i + 2]!;
    }
  }
  // Those at the right and lower edge may be cut.
  const across = (column: number) => Math.min(SQUARE, width - column * SQUARE);
  const down = (row: number) => Math.min(SQUARE, height - row * SQUARE);
  return means.map((sum, i) => {
    const square = Math.floor(i / 3);
    return sum / (across(square % columns) * down(Math.floor(square / columns)));
  });
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
  const pixels = unfilter(raw, width * channels, height, channels);
  if (channels === 3) return { width, height, rgb: pixels };
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = pixels[from]!;
    rgb[to + 1] = pixels[from + 1]!;
    rgb[to + 2] = pixels[from + 2]!;
  }
  return { width, height, rgb };
}

/** Each byte of a line was written as its difference from neighbours; a loop of its own per kind of line, for speed. */
function unfilter(raw: Buffer, stride: number, height: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  // A line of nothing stands above the first one; nothing stands left of a line.
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)]!;
    const from = raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1));
    const line = pixels.subarray(y * stride, (y + 1) * stride);
    line.set(from);
    if (filter === 1) for (let x = channels; x < stride; x++) line[x]! += line[x - channels]!;
    if (filter === 2) for (let x = 0; x < stride; x++) line[x]! += above[x]!;
    if (filter === 3)
      for (let x = 0; x < stride; x++)
        line[x]! += ((x < channels ? 0 : line[x - channels]!) + above[x]!) >> 1;
    if (filter === 4) {
      for (let x = 0; x < channels; x++) line[x]! += above[x]!;
      for (let x = channels; x < stride; x++)
        line[x]! += paeth(line[x - channels]!, above[x]!, above[x - channels]!);
    }
    above = line;
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const a = Math.abs(estimate - left);
  const b = Math.abs(estimate - up);
  const c = Math.abs(estimate - corner);
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
