// Files of messages, for screens: sending them in, where to fetch them, how to show them. Beside the
// core and no part of it: who shows no files loads nothing of this.
export { type Addresses, createAddresses, type FileAddress, type FilePlace } from './addresses.ts';
export { sendFile } from './send-file.ts';
export { type FileKind, fileKind, fileSize, fit, isPicture, pastedFiles } from './show.ts';
export { createUploads, type FileLike, type Upload, type Uploads } from './uploads.ts';
