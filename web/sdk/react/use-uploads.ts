// Files on their way to the server, as a screen lists them.
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Client } from '../core/index.ts';
import { createUploads, type Upload, type Uploads } from '../files/index.ts';

const none: readonly Upload[] = [];
const deaf = () => () => {};
const empty = () => none;

/** Files for the message that is being written; they outlive the panel. */
export function useUploads(client: Client): { uploads: Uploads | null; list: readonly Upload[] } {
  const [uploads, setUploads] = useState<Uploads | null>(null);
  useEffect(() => {
    const made = createUploads(client);
    setUploads(made);
    return () => made.close();
  }, [client]);
  const list = useSyncExternalStore(uploads?.subscribe ?? deaf, uploads?.get ?? empty, empty);
  return { uploads, list };
}
