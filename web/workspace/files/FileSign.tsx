// The sign of what kind of file it is. Decoration: the name stands beside it.
import { fileKind } from '@antiphon/sdk/files';
import {
  File,
  FileArchive,
  FileHeadphone,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideoCamera,
} from 'lucide-react';

const signs = {
  image: FileImage,
  audio: FileHeadphone,
  video: FileVideoCamera,
  archive: FileArchive,
  table: FileSpreadsheet,
  text: FileText,
  other: File,
};

export function FileSign({ mime }: { mime: string }) {
  const Sign = signs[fileKind(mime)];
  return <Sign aria-hidden />;
}
