// One picture of the conversation in full, in a window: arrows go to the others, Escape closes.
import { useClient } from '@antiphon/sdk/react';
import { Button, Dialog, IconButton } from '@antiphon/ui';
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { everywhere } from '../words/everywhere.ts';
import { number } from '../words/language.ts';
import { download } from './download.ts';
import { say } from './say.ts';
import type { Shown } from './shown.ts';
import { addressesOf } from './trays.ts';
import styles from './Viewer.module.css';

export interface ViewerProps {
  pictures: readonly Shown[];
  /** The file that is shown; null when none is. */
  at: string | null;
  onMove: (file_id: string) => void;
  onClose: () => void;
}

export default function Viewer({ pictures, at, onMove, onClose }: ViewerProps) {
  const client = useClient();
  const place = pictures.findIndex(({ file }) => file.id === at);
  const one = pictures[place];
  const isOpen = one !== undefined;
  const before = pictures[place - 1]?.file.id;
  const after = pictures[place + 1]?.file.id;

  // Taken back by whoever sent it, while it was looked at.
  useEffect(() => {
    if (at !== null && !isOpen) onClose();
  }, [at, isOpen, onClose]);

  useEffect(() => {
    if (!isOpen) return;
    const move = (event: KeyboardEvent) => {
      const isRtl = getComputedStyle(document.body).direction === 'rtl';
      const next = { ArrowRight: isRtl ? before : after, ArrowLeft: isRtl ? after : before };
      const to = next[event.key as keyof typeof next];
      if (!to || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onMove(to);
    };
    document.addEventListener('keydown', move);
    return () => document.removeEventListener('keydown', move);
  }, [isOpen, before, after, onMove]);

  return (
    <Dialog
      title={one?.file.name ?? ''}
      isOpen={isOpen}
      full
      onClose={onClose}
      actions={
        one ? (
          <>
            {pictures.length > 1 ? (
              <span className={styles.places}>
                <IconButton
                  name={say.previous}
                  keys="←"
                  isDisabled={!before}
                  onPress={() => before && onMove(before)}
                >
                  <ChevronLeft aria-hidden className="mirrored" />
                </IconButton>
                <span role="status">{say.place(number(place + 1), number(pictures.length))}</span>
                <IconButton
                  name={say.next}
                  keys="→"
                  isDisabled={!after}
                  onPress={() => after && onMove(after)}
                >
                  <ChevronRight aria-hidden className="mirrored" />
                </IconButton>
              </span>
            ) : null}
            <Button
              look="primary"
              icon={<Download aria-hidden />}
              onPress={() => void download(client, one.place, one.file.name)}
            >
              {everywhere.download}
            </Button>
          </>
        ) : null
      }
    >
      {one ? <Full key={one.file.id} {...one} /> : null}
    </Dialog>
  );
}

function Full({ file, place }: Shown) {
  const client = useClient();
  const [address, setAddress] = useState<string | null>(null);
  const [state, setState] = useState<'waiting' | 'shown' | 'failed'>('waiting');

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for each file; its place is new with every message that comes.
  useEffect(() => {
    let isHere = true;
    addressesOf(client)
      .of(place)
      .then(
        ({ url }) => isHere && setAddress(url),
        () => isHere && setState('failed'),
      );
    return () => {
      isHere = false;
    };
  }, [client, file.id]);

  return (
    <div className={styles.stage} aria-busy={state === 'waiting'}>
      {state === 'failed' ? (
        <p role="alert">{say.cannotShow}</p>
      ) : (
        <img
          alt={file.name}
          width={file.width ?? undefined}
          height={file.height ?? undefined}
          {...(address ? { src: address } : {})}
          onLoad={() => setState('shown')}
          onError={() => address && setState('failed')}
        />
      )}
    </div>
  );
}
