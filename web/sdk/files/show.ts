// What screens need to show files, free of words and of frameworks: sizes in the reader's language,
// what kind of thing a type is, room for a picture, and the files in what was pasted or dropped.
import type { Attachment } from '../core/wire.ts';

/** In the steps of 1,024 by which the server counts its limit. */
export function fileSize(bytes: number, locale?: string): string {
  const step = [1024, 1024 ** 2, 1024 ** 3].filter((next) => bytes >= next).length;
  const value = bytes / 1024 ** step;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: ['byte', 'kilobyte', 'megabyte', 'gigabyte'][step]!,
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

export type FileKind = 'image' | 'audio' | 'video' | 'archive' | 'table' | 'text' | 'other';

/** What it is to a person, for its sign. */
export function fileKind(mime: string): FileKind {
  const [, kind] = /^(image|audio|video)\//.exec(mime) ?? [];
  if (kind) return kind as FileKind;
  if (/zip/.test(mime)) return 'archive';
  if (/csv|spreadsheet/.test(mime)) return 'table';
  return /^text|json|pdf|word|opendocument\.text/.test(mime) ? 'text' : 'other';
}

/** Shown as a picture: there is a small one, and its measure is known. */
export const isPicture = ({ has_thumbnail, width, height }: Attachment): boolean =>
  Boolean(has_thumbnail && Number(width) > 0 && Number(height) > 0);

/**
 * The room for a picture before it is there, so that nothing moves when it comes. Never enlarged; so
 * narrow or flat a one that nobody could press it gets `least`.
 */
export function fit(
  { width, height }: Attachment,
  most: { width: number; height: number },
  least = 32,
): { width: number; height: number } {
  const scale = Math.min(1, most.width / width!, most.height / height!);
  const side = (length: number) => Math.max(least, Math.round(length * scale));
  return { width: side(width!), height: side(height!) };
}

/** What of the browser's DataTransfer is read. */
interface Carried {
  readonly files: ArrayLike<File>;
  readonly types: readonly string[];
}

/** The files in what was pasted. Cells and text come with a picture of themselves: they stay text. */
export function pastedFiles({ files, types }: Carried): File[] {
  const isText = types.includes('text/plain') && types.includes('text/html');
  return isText ? [] : Array.from(files);
}
