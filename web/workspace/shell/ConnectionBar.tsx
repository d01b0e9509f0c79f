// A thin bar that says when the live connection is away and how many messages wait for it.
// It is silent while all is well, and for the first moments of connecting.

import { useClient, useClientState } from '@antiphon/sdk/react';
import { Button, cx } from '@antiphon/ui';
import { CloudOff, RefreshCw, Wifi } from 'lucide-react';
import { useEffect, useState } from 'react';
import styles from './ConnectionBar.module.css';
import { say } from './say.ts';

const patience = 1200;

export function ConnectionBar() {
  const client = useClient();
  const connection = useClientState((state) => state.connection);
  const away = connection.phase === 'reconnecting' || connection.phase === 'offline';
  const shown = useLasting(away, patience);
  const back = useJustBack(shown);

  const waiting = connection.waiting === 0 ? '' : ` ${say.waiting(connection.waiting)}`;

  return (
    <div
      role="status"
      className={cx(styles.bar, (shown || back) && styles.open, back && styles.back)}
    >
      {shown ? (
        <>
          {connection.phase === 'offline' ? <CloudOff aria-hidden /> : <RefreshCw aria-hidden />}
          <span>
            {connection.phase === 'offline' ? say.offline : say.reconnecting}
            {waiting}
          </span>
          {connection.phase === 'reconnecting' ? (
            <Button look="quiet" size="s" onPress={() => client.retryNow()}>
              {say.tryNow}
            </Button>
          ) : null}
        </>
      ) : back ? (
        <>
          <Wifi aria-hidden />
          <span>{say.connected}</span>
        </>
      ) : null}
    </div>
  );
}

/** True once `on` has held for `ms`: a blink of the network is no news. */
function useLasting(on: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!on) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [on, ms]);
  return on && lasting;
}

/** True for three seconds after `away` has ended. */
function useJustBack(away: boolean): boolean {
  const [was, setWas] = useState(false);
  const [back, setBack] = useState(false);
  useEffect(() => {
    if (away) {
      setWas(true);
      setBack(false);
      return;
    }
    if (!was) return;
    setWas(false);
    setBack(true);
  }, [away, was]);
  useEffect(() => {
    if (!back) return;
    const timer = setTimeout(() => setBack(false), 3000);
    return () => clearTimeout(timer);
  }, [back]);
  return back && !away;
}
