// Words and measures of files.
import { expect, it } from 'vitest';
import { fileKind, fileSize, fit, isPicture, pastedFiles } from './show.ts';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1536, '1.5 kB'],
  [50 * 1024, '50 kB'],
  [10 * 1024 ** 2, '10 MB'],
  [3.25 * 1024 ** 2, '3.3 MB'],
  [2 * 1024 ** 3, '2 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(fileSize(bytes, 'en')).toBe(words);
});

it('speaks the language of the reader', () => {
  expect(fileSize(3.25 * 1024 ** 2, 'de')).toBe('3,3 MB');
});

it.each([
  ['image/png', 'image'],
  ['video/mp4', 'video'],
  ['audio/mpeg', 'audio'],
  ['application/gzip', 'archive'],
  ['text/csv', 'table'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'table'],
  ['application/pdf', 'text'],
  ['application/vnd.oasis.opendocument.text', 'text'],
  ['application/vnd.oasis.opendocument.presentation', 'other'],
  ['', 'other'],
])('%s is %s', (mime, kind) => {
  expect(fileKind(mime)).toBe(kind);
});

it('gives a picture its room: never larger than it is, never too small to press', () => {
  const of = (width: number, height: number) => ({
    id: 'f',
    name: 'n',
    mime: '',
    size: 1,
    width,
    height,
  });
  const most = { width: 320, height: 240 };
  expect(fit(of(640, 480), most)).toEqual({ width: 320, height: 240 });
  expect(fit(of(100, 50), most)).toEqual({ width: 100, height: 50 });
  expect(fit(of(480, 960), most)).toEqual({ width: 120, height: 240 });
  expect(fit(of(4000, 10), most)).toEqual({ width: 320, height: 32 });
  expect(isPicture({ ...of(1, 1), has_thumbnail: true })).toBe(true);
  expect(isPicture(of(1, 1))).toBe(false);
  expect(isPicture({ ...of(1, 1), width: null, has_thumbnail: true })).toBe(false);
});

it('takes files from what was pasted, but not the picture of cells', () => {
  const files = [new File(['x'], 'x.png')];
  expect(pastedFiles({ files, types: ['Files'] })).toEqual(files);
  expect(pastedFiles({ files, types: ['text/html', 'Files'] })).toEqual(files);
  expect(pastedFiles({ files, types: ['text/plain', 'Files'] })).toEqual(files);
  expect(pastedFiles({ files, types: ['text/plain', 'text/html', 'Files'] })).toEqual([]);
  expect(pastedFiles({ files: [], types: ['text/plain'] })).toEqual([]);
});
