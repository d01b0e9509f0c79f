// The end of a list that goes on.
import { Button } from '@antiphon/ui';
import { useEffect, useRef } from 'react';
import { everywhere } from '../words/everywhere.ts';
import styles from './More.module.css';

/** Asks for the next page when it comes into sight; also a button, for keyboards. */
export function More({ busy, onReached }: { busy: boolean; onReached: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onReached);
  latest.current = onReached;
  useEffect(() => {
    const element = place.current;
    if (!element || busy) return;
    const watch = new IntersectionObserver((seen) => {
      if (seen.some((one) => one.isIntersecting)) latest.current();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [busy]);
  return (
    <div ref={place} className={styles.more}>
      <Button look="quiet" size="s" isPending={busy} onPress={onReached}>
        {busy ? everywhere.loadingMore : everywhere.loadMore}
      </Button>
    </div>
  );
}
